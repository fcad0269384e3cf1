"""Marks and feedback: what is right, how much of it, and what to say of what is not.

Nothing that is said of a wrong answer gives the right one away: a word on a mistake that people make, and hints.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from negosim.teaching.exercises.answers import Answer, HandedIn
from negosim.teaching.exercises.evaluate import value
from negosim.teaching.exercises.model import Choice, Claim, Number, Paper, Question, Several
from negosim.teaching.exercises.quantities.base import Value
from negosim.teaching.exercises.submissions import PropertyCheck, look_at

__all__ = ["Marked", "MarkedAnswer", "mark", "solution"]


@dataclass(frozen=True)
class MarkedAnswer:
    """One answer: whether it was given, the share of it that is right (0 to 1), its marks, and what to say of it.

    `held` are the properties of a file, each with whether it has it.
    """

    key: str
    given: bool
    share: float
    most: int
    words: tuple[str, ...] = ()
    held: tuple[PropertyCheck, ...] = ()

    @property
    def marks(self) -> float:
        """Marks, to a tenth."""
        return round(self.share * self.most, 1)

    @property
    def right(self) -> bool:
        """Whether nothing is missing."""
        return self.share == 1


@dataclass(frozen=True)
class Marked:
    """A file of answers with its marks, question by question."""

    handed: HandedIn
    answers: tuple[MarkedAnswer, ...]

    @property
    def marks(self) -> float:
        """All marks together."""
        return round(sum(one.marks for one in self.answers), 1)

    @property
    def most(self) -> int:
        """What could be had."""
        return self.handed.lesson.exercise.marks

    def row(self) -> dict[str, Any]:
        """One row of a table of marks: file, student, marks of each question, all marks, and what could be had."""
        head = {"file": str(self.handed.path), "student": self.handed.student, "exercise": self.handed.lesson.name}
        return head | {one.key: one.marks for one in self.answers} | {"marks": self.marks, "of": self.most}


def mark(handed: HandedIn, *, allow_code: bool = False) -> Marked:
    """Mark what was handed in; `UsageError` where a file is a program and the user doesn't allow to run it."""
    questions = handed.lesson.exercise.questions
    answers = (_marked(handed, key, question, allow_code) for key, question in questions.items())
    return Marked(handed, tuple(answers))


def solution(question: Question, about: str) -> Value | None:
    """The right answer, computed; None where a file is wanted, which may look many ways."""
    wanted = question.wanted
    return None if isinstance(wanted, Paper) else value(wanted.answer, about)


def _marked(handed: HandedIn, key: str, question: Question, allow_code: bool) -> MarkedAnswer:
    if key not in handed.answers:
        return MarkedAnswer(key, False, 0.0, question.marks)
    given, about = handed.answers[key], handed.lesson.exercise.about
    if isinstance(question.wanted, Paper):
        held = look_at(question.wanted, handed.path.parent, str(given), about, allow_code=allow_code)
        share = sum(one.check.weight for one in held if one.holds) / sum(one.check.weight for one in held)
        return MarkedAnswer(key, True, share, question.marks, _why(question, share == 1), held)
    share = _share(question, given, value(question.wanted.answer, about))
    words = _why(question, share == 1) or _mistakes(question, given, about)
    return MarkedAnswer(key, True, share, question.marks, words)


def _why(question: Question, right: bool) -> tuple[str, ...]:
    return (question.why,) if right else ()


def _share(question: Question, given: Answer, right: Value) -> float:
    """How much of an answer is right."""
    match question.wanted:
        case Number(tolerance=tolerance):
            return float(abs(_float(given) - _float(right)) <= tolerance + ROUNDING)
        case Several():
            return _overlap(set(_keys(given)), set(_keys(right)))
        case _:
            return float(given == right)


ROUNDING = 1e-9
"""So that an answer that is off by just the tolerance is right, however the machine holds it."""


def _overlap(given: set[str], right: set[str]) -> float:
    """Right ones less wrong ones, of all right ones; where none is right, none is all."""
    if not right:
        return float(not given)
    return max(0.0, (len(given & right) - len(given - right)) / len(right))


def _float(one: object) -> float:
    assert isinstance(one, int | float)  # noqa: S101  (the reader lets nothing else through)
    return float(one)


def _keys(one: object) -> tuple[str, ...]:
    assert isinstance(one, tuple)  # noqa: S101  (as above)
    return one


def _mistakes(question: Question, given: Answer, about: str) -> tuple[str, ...]:
    """What the exercise says of this wrong answer."""
    match question.wanted:
        case Number() as wanted:
            near = [one.say for one in wanted.mistakes if _share(question, given, value(one.answer, about))]
            return tuple(near[:1])
        case Several(wrong=wrong) as wanted:
            too_many = set(_keys(given)) - set(_keys(value(wanted.answer, about)))
            return tuple(words for key, words in wrong.items() if key in too_many)
        case Choice(wrong=wrong):
            return tuple(words for key, words in wrong.items() if key == given)
        case Claim(wrong=words):
            return (words,) if words else ()
    return ()
