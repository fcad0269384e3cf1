"""Mark a submission: marks and feedback for each answer. Feedback on a wrong answer never gives the right one away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from negosim.teaching.exercises.answers import Submission
from negosim.teaching.exercises.evaluate import ExerciseEvaluator
from negosim.teaching.exercises.questions.base import PropertyCheck

__all__ = ["MarkedAnswer", "MarkedSubmission", "mark"]


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
    answers = []
    for key, question in submission.exercise.questions.items():
        if key in submission.answers:
            grade = question.kind.grade(submission.answers[key], evaluator)
            words = (question.why,) if grade.share == 1 else grade.feedback
            answers.append(MarkedAnswer(key, True, grade.share, question.marks, words, grade.checks))
        else:
            answers.append(MarkedAnswer(key, False, 0.0, question.marks))
    return MarkedSubmission(submission, tuple(answers))
