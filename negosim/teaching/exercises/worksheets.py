"""The sheets of an exercise: the student's, and the teacher's with what is right and why; HTML to print.

The student's sheet is made of other data than the teacher's, so that nothing of the latter can get into it.
"""

from __future__ import annotations

from dataclasses import dataclass

from negosim.registry import lookup
from negosim.report.pages.page import render
from negosim.report.pages.prose import read_prose
from negosim.teaching.exercises.evaluate import ExerciseEvaluator
from negosim.teaching.exercises.model import Exercise
from negosim.teaching.exercises.questions.base import Prompt, QuantityCall

__all__ = ["SheetQuestion", "SolvedQuestion", "sheet", "sheet_questions", "solved_questions"]


@dataclass(frozen=True)
class SheetQuestion:
    """A question as a student reads it: its number and key, what is asked, its marks, how to answer."""

    number: int
    key: str
    ask: str
    marks: int
    prompt: Prompt


@dataclass(frozen=True)
class SolvedQuestion:
    """A question as a teacher reads it: what is right, how it is computed, why, feedback on wrong answers, hints."""

    question: SheetQuestion
    answer: str
    computed: str
    why: str
    wrong: tuple[tuple[str, str], ...]
    hints: tuple[str, ...]


def sheet_questions(exercise: Exercise) -> list[SheetQuestion]:
    """All questions as a student reads them."""
    questions = enumerate(exercise.questions.items(), 1)
    return [SheetQuestion(number, key, one.ask, one.marks, one.kind.prompt()) for number, (key, one) in questions]


def solved_questions(exercise: Exercise) -> list[SolvedQuestion]:
    """All questions with what is right, computed now."""
    evaluator, solved = ExerciseEvaluator(exercise.about), []
    for shown in sheet_questions(exercise):
        question = exercise.questions[shown.key]
        kind, call = question.kind, getattr(question.kind, "answer", None)
        answer = kind.solution_text(kind.solution(evaluator))
        computed = "" if call is None else _call_text(call, exercise.about)
        wrong = tuple(kind.feedback_table(evaluator))
        solved.append(SolvedQuestion(shown, answer, computed, question.why, wrong, question.hints))
    return solved


def _call_text(call: QuantityCall, about: str) -> str:
    words = lookup("quantity", call.quantity).summary.rstrip(".")
    given = ", ".join(f"{name} {_argument_text(one)}" for name, one in call.arguments.items())
    changed = f", with {', '.join(call.changes)}" if call.changes else ""
    return f"{words} ({given + '; ' if given else ''}{call.of or about}{changed}, seed {call.seed})"


def _argument_text(given: object) -> str:
    if isinstance(given, dict):
        return ", ".join(f"{key}={one}" for key, one in given.items())
    return ", ".join(map(str, given)) if isinstance(given, list) else str(given)


def sheet(exercise: Exercise, *, teacher: bool = False) -> str:
    """The student's sheet as one HTML page that loads nothing, or the teacher's."""
    data = {
        "head": {key: getattr(exercise, key) for key in ("title", "goal", "minutes", "level", "place", "needs")},
        "marks": exercise.marks,
        "theory": read_prose(exercise.theory),
        "sources": list(exercise.sources.values()),
        "tasks": exercise.tasks,
        "questions": sheet_questions(exercise),
        "notes": read_prose(exercise.teacher) if teacher else None,
        "solved": {one.question.key: one for one in solved_questions(exercise)} if teacher else None,
    }
    return render("exercise.html.j2", data)
