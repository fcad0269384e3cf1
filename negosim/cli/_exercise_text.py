"""Exercises in 80 columns: the list, one exercise, feedback, marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from negosim.cli._output import heading, say
from negosim.document import BulletList, Paragraph, amount, counted, percent
from negosim.report.terminal import paragraph, table_lines

if TYPE_CHECKING:
    from negosim.report.folder import Written
    from negosim.scenario.spec.common import Source
    from negosim.teaching.exercises.marking import MarkedAnswer, MarkedSubmission
    from negosim.teaching.exercises.model import Exercise
    from negosim.teaching.exercises.questions.base import PropertyCheck
    from negosim.teaching.exercises.worksheets import SheetQuestion, SolvedQuestion

__all__ = ["feedback", "say_exercise", "say_feedback", "say_list", "say_marks", "say_solutions", "say_start"]


def say_list(exercises: Sequence[Exercise]) -> None:
    """One exercise after the other, in the order of the course."""
    for one in exercises:
        say(paragraph(f"{one.place:2d}. {one.name}: {one.title}", indent=0, hang=4))
        say(paragraph(f"{one.goal} ({one.level}, {one.minutes} minutes, about {one.about})", indent=4))


def say_exercise(one: Exercise, *, teacher: bool) -> None:
    """All of an exercise; solutions only for the teacher."""
    from negosim.teaching.exercises.worksheets import sheet_questions, solved_questions

    say(one.title)
    say(paragraph(one.goal))
    say(paragraph(f"{one.minutes} minutes, {one.level}, {counted(one.marks, 'mark')}, about {one.about}"))
    for need in one.needs:
        say(paragraph(f"Before: {need}", hang=4))
    if teacher:
        heading("For the teacher")
        _say_prose(one.teacher)
    heading("Theory")
    _say_prose(one.theory)
    heading("Sources")
    for source in one.sources.values():
        say(paragraph(f"- {_source(source)}", hang=2))
    heading("Tasks")
    for place, task in enumerate(one.tasks, 1):
        say(paragraph(f"{place}. {task.do}", hang=3))
        for line in task.run:
            say(f"       {line}")
    heading("Questions")
    for question in sheet_questions(one):
        _say_question(question)
    if teacher:
        heading("Solutions")
        for right in solved_questions(one):
            _say_solved(right)


def _source(source: Source) -> str:
    parts = [source.title, source.publisher, source.date]
    return ", ".join(part for part in parts if part) + (f". {source.note}" if source.note else "")


def _say_prose(text: str) -> None:
    """Paragraphs, lists and headings with an empty line between."""
    from negosim.report.pages.prose import read_prose, unmarked

    blocks = []
    for section in read_prose(text):
        blocks += [f"  {section.title.upper()}"] if section.title else []
        for one in section.content:
            if isinstance(one, BulletList):
                blocks.append("\n".join(paragraph(f"- {unmarked(item)}", indent=4, hang=2) for item in one.items))
            elif isinstance(one, Paragraph):
                blocks.append(paragraph(unmarked(one.text)))
    say("\n\n".join(blocks))


def _say_question(question: SheetQuestion) -> None:
    say()
    say(paragraph(f"{question.number}. {question.ask} ({counted(question.marks, 'mark')})", hang=3))
    say(paragraph(f"{question.key}: {question.prompt.on_sheet}", indent=5, hang=2))
    for key, words in question.prompt.options:
        say(paragraph(f"- {key}" + ("" if key == words else f": {words}"), indent=7, hang=2))
    for words in question.prompt.properties:
        say(paragraph(f"- {words}", indent=7, hang=2))


def _say_solved(right: SolvedQuestion) -> None:
    say()
    say(paragraph(f"{right.question.number}. {right.question.key}: {right.answer}", hang=3))
    if right.computed:
        say(paragraph(right.computed, indent=5))
    say(paragraph(f"Why: {right.why}", indent=5, hang=2))
    for what, words in right.wrong:
        say(paragraph(f"To whoever has “{what}”: {words}", indent=5, hang=2))
    for hint in right.hints:
        say(paragraph(f"Hint: {hint}", indent=5, hang=2))


def say_start(exercise: Exercise, written: Written) -> None:
    """Where the folder is, and what to do in it."""
    say(f"{exercise.title}: {written.folder}/")
    say(paragraph(f"To read or to print: {written.folder}/sheet.html"))
    say(paragraph(f"For your answers: {written.folder}/answers.yaml"))
    others = [name for name in written.files if name not in ("sheet.html", "answers.yaml")]
    if others:
        say(paragraph(f"To work on: {', '.join(others)}"))
    say(paragraph(f"Then: negosim exercise check {written.folder}/answers.yaml"))


def feedback(marked: MarkedSubmission, hints: int) -> list[dict[str, Any]]:
    """What is said of each answer as plain data."""
    return [
        {"question": one.key, "given": one.given, "right": one.right, "marks": one.marks, "of": one.most}
        | {"words": list(_words(marked, one, hints))}
        for one in marked.answers
    ]


def say_feedback(marked: MarkedSubmission, hints: int) -> None:
    """Answer by answer: right and why, or what helps."""
    exercise = marked.submission.exercise
    say(exercise.title)
    for place, one in enumerate(marked.answers, 1):
        say()
        say(f"{place:3d}. {one.key}: {_verdict(one)}")
        for words in _words(marked, one, hints):
            say(paragraph(words, indent=5, hang=2))
    say()
    right, given = sum(one.right for one in marked.answers), sum(one.given for one in marked.answers)
    say(f"{right} of {len(marked.answers)} right, {given} answered.")


def _verdict(one: MarkedAnswer) -> str:
    if not one.given:
        return "not answered yet"
    return "right" if one.right else f"partly right ({percent(one.share)})" if one.share else "not right"


def _words(marked: MarkedSubmission, one: MarkedAnswer, hints: int) -> list[str]:
    """What is said of an answer: why it is right; or what is missing, a word on the mistake, and hints."""
    if not one.given:
        return []
    question = marked.submission.exercise.questions[one.key]
    helps = [] if one.right else [f"Hint: {hint}" for hint in question.hints[:hints]]
    return [*_missing(one.checks), *one.words, *helps]


def _missing(checks: Sequence[PropertyCheck]) -> list[str]:
    """The properties that a file lacks, each with what is said of it; what spoils several is said once."""
    lacking = [one for one in checks if not one.holds]
    if len(lacking) > 1 and len({one.say for one in lacking}) == 1:
        return [lacking[0].say]
    return [f"Not so: {one.check.that}. {one.say}" for one in lacking]


def say_marks(marked: Sequence[MarkedSubmission]) -> None:
    """The marks of one student question by question; of several one line each."""
    if len(marked) == 1:
        (one,) = marked
        say(f"{one.submission.exercise.title}: {one.submission.student or one.submission.path}")
        rows = [(answer.key, (amount(answer.marks), str(answer.most))) for answer in one.answers]
        rows.append(("All together", (amount(one.marks), str(one.most))))
    else:
        whose = [f"{one.submission.student or one.submission.path}: {one.submission.exercise.title}" for one in marked]
        rows = [(who, (amount(one.marks), str(one.most))) for who, one in zip(whose, marked, strict=True)]
    for line in table_lines(("marks", "of"), rows):
        say(line)


def say_solutions(marked: Sequence[MarkedSubmission]) -> None:
    """The solutions of every exercise that was marked, each once."""
    from negosim.teaching.exercises.worksheets import solved_questions

    for exercise in {one.submission.exercise.name: one.submission.exercise for one in marked}.values():
        heading(f"Solutions: {exercise.title}")
        for right in solved_questions(exercise):
            _say_solved(right)
