"""Mark a submission: marks and feedback for each answer. Feedback on a wrong answer never gives the right one away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from negosim.teaching.exercises.answers import Submission
from negosim.teaching.exercises.evaluate import evaluate
from negosim.teaching.exercises.file_checks import FileCheck
from negosim.teaching.exercises.quantities.base import Value
from negosim.teaching.exercises.questions import Check, Evaluator, PropertyCheck, QuantityCall

__all__ = ["ExerciseEvaluator", "MarkedAnswer", "MarkedSubmission", "mark"]


@dataclass(frozen=True)
class ExerciseEvaluator:
    """Computes quantities of the scenario that an exercise is about, and checks files in a student's folder."""

    about: str
    folder: Path = Path()
    allow_code: bool = False

    def value(self, call: QuantityCall) -> Value:
        """The value of a quantity."""
        return evaluate(call, self.about)

    def check_file(self, name: str, checks: Sequence[Check], seat: str | None) -> tuple[PropertyCheck, ...]:
        """The properties of a file; `UsageError` where it is a program and the user doesn't allow to run it."""
        return FileCheck(self.about, self.folder, name, seat, self.allow_code).run(checks)


@dataclass(frozen=True)
class MarkedAnswer:
    """One answer: whether it was given, the share of it that is right (0 to 1), the marks at most, and feedback.

    `checks` are the properties of a file, each with whether it has it.
    """

    key: str
    given: bool
    share: float
    most: int
    words: tuple[str, ...] = ()
    checks: tuple[PropertyCheck, ...] = ()

    @property
    def marks(self) -> float:
        """Marks, to a tenth."""
        return round(self.share * self.most, 1)

    @property
    def right(self) -> bool:
        """Whether nothing is missing."""
        return self.share == 1


@dataclass(frozen=True)
class MarkedSubmission:
    """A file of answers with its marks, question by question."""

    submission: Submission
    answers: tuple[MarkedAnswer, ...]

    @property
    def marks(self) -> float:
        """All marks together."""
        return round(sum(one.marks for one in self.answers), 1)

    @property
    def most(self) -> int:
        """The maximum."""
        return self.submission.exercise.marks

    def row(self) -> dict[str, Any]:
        """One row of a table of marks: file, student, marks of each question, the total and the maximum."""
        of = self.submission
        head = {"file": str(of.path), "student": of.student, "exercise": of.exercise.name}
        return head | {one.key: one.marks for one in self.answers} | {"marks": self.marks, "of": self.most}


def mark(submission: Submission, *, allow_code: bool = False) -> MarkedSubmission:
    """Mark what was handed in; `UsageError` where a file is a program and the user doesn't allow to run it."""
    evaluator = ExerciseEvaluator(submission.exercise.about, submission.path.parent, allow_code)
    answers = (_mark_answer(submission, key, evaluator) for key in submission.exercise.questions)
    return MarkedSubmission(submission, tuple(answers))


def _mark_answer(submission: Submission, key: str, evaluator: Evaluator) -> MarkedAnswer:
    question = submission.exercise.questions[key]
    if key not in submission.answers:
        return MarkedAnswer(key, False, 0.0, question.marks)
    grade = question.kind.grade(submission.answers[key], evaluator)
    words = (question.why,) if grade.share == 1 else grade.feedback
    return MarkedAnswer(key, True, grade.share, question.marks, words, grade.checks)
