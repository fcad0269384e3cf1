"""What every kind of question provides."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from negosim.errors import Diagnostic
from negosim.scenario.spec.common import Model
from negosim.scenario.spec.values import found
from negosim.scenario.yaml.nodes import Node
from negosim.teaching.exercises.questions.calls import NamedCall, Path_, QuantityCall
from negosim.teaching.exercises.questions.checks import Check, PropertyCheck

if TYPE_CHECKING:
    from negosim.teaching.exercises.quantities.base import Value

__all__ = ["Answer", "ComputedQuestion", "Evaluator", "Faults", "Grade", "QuestionKind", "is_number", "round_text"]

Answer = float | bool | str | tuple[str, ...]
"""What a student gives: a number, true or false, an option or the name of a file, several options."""

Faults = Iterator[Diagnostic]


@dataclass(frozen=True)
class Grade:
    """The share of an answer that is right (0 to 1), feedback on a wrong one, and the properties of a file."""

    share: float
    feedback: tuple[str, ...] = ()
    checks: tuple[PropertyCheck, ...] = ()


class Evaluator(Protocol):
    """Computes quantities and checks submitted files for the questions of one exercise."""

    def value(self, call: QuantityCall) -> Value:
        """The value of a quantity."""

    def check_file(self, name: str, checks: Sequence[Check], seat: str | None) -> tuple[PropertyCheck, ...]:
        """The properties of a file that lies beside the answers: a scenario, or a tactic for a seat."""


class QuestionKind(Model):
    """One kind of question: its fields are the keys of the file."""

    expected: ClassVar[str]
    """What an answer is, for messages."""

    @property
    @abstractmethod
    def instructions(self) -> str:
        """How an answer is written, for the file of answers; never what it is."""

    @property
    def sheet_instructions(self) -> str:
        """The same for the sheet, where options stand below the question."""
        return self.instructions

    @property
    def choices(self) -> Mapping[str, str]:
        """Options to list below the question, with their meaning."""
        return {}

    @property
    def properties(self) -> Sequence[str]:
        """Properties of a file to list below the question."""
        return ()

    @property
    def blank(self) -> str:
        """What a blank file of answers holds."""
        return "null"

    @abstractmethod
    def calls(self) -> Iterator[NamedCall]:
        """Every quantity that the question names."""

    def faults(self, root: Node, path: Path_) -> Faults:
        """Faults of the question besides its shape and its quantities."""
        yield from ()

    @abstractmethod
    def fits(self, given: Any) -> bool:
        """Whether plain data is an answer of this kind."""

    def answer_faults(self, given: Node, path: str) -> Faults:
        """What is wrong with an answer (L203, L204)."""
        if not self.fits(given.plain()):
            message = f"expected {self.expected}, found {found(given.plain())}"
            yield given.diagnostic("L203", message, path, self.correction(given.plain()))

    def correction(self, given: Any) -> str:
        """What to write in place of an answer of another kind; empty where that is not plain."""
        return ""

    def parse(self, given: Any) -> Answer:
        """An answer that fits."""
        return given  # type: ignore[no-any-return]  # `fits` has checked it

    @abstractmethod
    def grade(self, given: Any, evaluator: Evaluator) -> Grade:
        """Mark an answer."""

    @abstractmethod
    def solution(self, evaluator: Evaluator) -> Value | None:
        """The right answer; None for a file, which may look many ways."""

    @abstractmethod
    def solution_text(self, right: Any) -> str:
        """The right answer in words."""

    @abstractmethod
    def feedback_table(self, evaluator: Evaluator) -> Sequence[tuple[str, str]]:
        """Wrong answers in words, each with its feedback."""


class ComputedQuestion(QuestionKind):
    """A question whose right answer is the value of one quantity."""

    result: ClassVar[str]
    """Annotation that the quantity must have."""

    answer: QuantityCall
    """How it is computed."""

    def calls(self) -> Iterator[NamedCall]:
        """The answer's."""
        yield NamedCall(("answer",), self.answer, self.result)

    def solution(self, evaluator: Evaluator) -> Value:
        """The value of the quantity."""
        return evaluator.value(self.answer)

    def grade(self, given: Any, evaluator: Evaluator) -> Grade:
        """Compare an answer with the value of the quantity."""
        right = self.solution(evaluator)
        share = self.share(given, right)
        return Grade(share, () if share == 1 else tuple(self.feedback(given, right, evaluator)))

    def share(self, given: Any, right: Any) -> float:
        """How much of an answer is right, 0 to 1."""
        return float(given == right)

    @abstractmethod
    def feedback(self, given: Any, right: Any, evaluator: Evaluator) -> Iterator[str]:
        """What to say of a wrong answer; never what is right."""


def is_number(given: Any) -> bool:
    """Whether plain data is a finite number."""
    return isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given)


def round_text(number: float) -> str:
    """A number to two places.

    >>> round_text(12.0), round_text(0.256)
    ('12', '0.26')
    """
    return f"{number:.2f}".rstrip("0").rstrip(".")
