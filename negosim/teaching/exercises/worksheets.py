"""The sheets of an exercise: the student's, and the teacher's with what is right and why; HTML to print.

The student's sheet is made of other data than the teacher's, so that nothing of the latter can get into it.
"""

from __future__ import annotations

from dataclasses import dataclass

from negosim.registry import lookup
from negosim.report.pages.page import render
from negosim.report.pages.prose import Passage, blocks
from negosim.teaching.exercises.answers import how
from negosim.teaching.exercises.evaluate import value
from negosim.teaching.exercises.load import Lesson
from negosim.teaching.exercises.mark import solution
from negosim.teaching.exercises.model import Choice, Exercise, Number, Paper, Question, Several
from negosim.teaching.exercises.quantities.base import Value

__all__ = ["SheetQuestion", "Solved", "answer_words", "askings", "sheet", "solved"]


@dataclass(frozen=True)
class SheetQuestion:
    """A question as a student reads it: its number and key, what is asked, how to answer, its options and marks."""

    number: int
    key: str
    ask: str
    how: str
    marks: int
    options: tuple[tuple[str, str], ...] = ()
    properties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Solved:
    """A question as a teacher reads it: what is right, how it is computed, why, what wrong answers are told, hints."""

    asking: SheetQuestion
    answer: str
    computed: str
    why: str
    wrong: tuple[tuple[str, str], ...]
    hints: tuple[str, ...]


def askings(exercise: Exercise) -> tuple[SheetQuestion, ...]:
    """All questions as a student reads them."""
    return tuple(_asking(number, key, one) for number, (key, one) in enumerate(exercise.questions.items(), 1))


def _asking(number: int, key: str, question: Question) -> SheetQuestion:
    wanted = question.wanted
    options = tuple(wanted.options.items()) if isinstance(wanted, Choice) else ()
    properties = tuple(check.that for check in wanted.checks) if isinstance(wanted, Paper) else ()
    written = KINDS.get(type(wanted)) or how(question)
    return SheetQuestion(number, key, question.ask, written, question.marks, options, properties)


KINDS: dict[type, str] = {Choice: "One of these", Several: "All of these that fit, none if none does"}
"""How to answer where the options stand below the question."""


def solved(exercise: Exercise) -> tuple[Solved, ...]:
    """All questions with what is right, computed now."""
    pairs = zip(askings(exercise), exercise.questions.values(), strict=True)
    return tuple(_solved(asking, question, exercise.about) for asking, question in pairs)


def _solved(asking: SheetQuestion, question: Question, about: str) -> Solved:
    answer = answer_words(question, solution(question, about))
    return Solved(
        asking, answer, _computed(question, about), question.why, tuple(_wrong(question, about)), question.hints
    )


def answer_words(question: Question, right: Value | None) -> str:
    """What is right, in words: a number with its unit and tolerance, options with their meaning."""
    match question.wanted:
        case Number(unit=unit, tolerance=tolerance):
            return f"{_number(right)} {unit}" + (f", give or take {_number(tolerance)}" if tolerance else "")
        case Several(options=options):
            keys = right if isinstance(right, tuple) else ()
            return "; ".join(_option(key, options) for key in keys) or "none of them"
        case Choice(options=options):
            return _option(str(right), options)
        case Paper(name=name):
            return f"The file {name} with these properties"
        case _:
            return "true" if right else "false"


def _option(key: str, options: dict[str, str]) -> str:
    """An option with what it means, where that says more."""
    words = options.get(key, key)
    return key if words == key else f"{key}: {words}"


def _number(number: object) -> str:
    """A number to two places.

    >>> _number(12.0), _number(0.256)
    ('12', '0.26')
    """
    return f"{number:.2f}".rstrip("0").rstrip(".") if isinstance(number, int | float) else str(number)


def _computed(question: Question, about: str) -> str:
    """By which quantity the answer is computed, of what."""
    wanted = question.wanted
    if isinstance(wanted, Paper):
        return ""
    asked = wanted.answer
    words = lookup("quantity", asked.quantity).summary.rstrip(".")
    given = ", ".join(f"{name} {_written(one)}" for name, one in asked.arguments.items())
    changed = f", with {', '.join(asked.changes)}" if asked.changes else ""
    return f"{words} ({given + '; ' if given else ''}{asked.of or about}{changed}, seed {asked.seed})"


def _written(given: object) -> str:
    """An argument in words."""
    if isinstance(given, dict):
        return ", ".join(f"{key}={one}" for key, one in given.items())
    return ", ".join(map(str, given)) if isinstance(given, list) else str(given)


def _wrong(question: Question, about: str) -> list[tuple[str, str]]:
    """Who is told what: the wrong answer in words, and what is said."""
    match question.wanted:
        case Number(mistakes=mistakes, unit=unit):
            return [(f"{_number(value(one.answer, about))} {unit}", one.say) for one in mistakes]
        case Choice(wrong=wrong):
            return list(wrong.items())
        case Paper(checks=checks):
            return [(check.that, check.say) for check in checks]
        case wanted:
            return [("the other", wanted.wrong)] if wanted.wrong else []


def sheet(lesson: Lesson, *, teacher: bool = False) -> str:
    """The student's sheet as one HTML page that loads nothing, or the teacher's."""
    exercise = lesson.exercise
    data = {
        "name": lesson.name,
        "head": {key: getattr(exercise, key) for key in ("title", "goal", "minutes", "level", "place", "needs")},
        "marks": exercise.marks,
        "theory": blocks(exercise.theory),
        "sources": list(exercise.sources.values()),
        "tasks": exercise.tasks,
        "questions": askings(exercise),
        "notes": _notes(exercise) if teacher else None,
        "solved": {one.asking.key: one for one in solved(exercise)} if teacher else None,
    }
    return render("exercise.html.j2", data)


def _notes(exercise: Exercise) -> tuple[Passage, ...]:
    return blocks(exercise.teacher)
