"""What every kind of question provides, and the parts that several have: calls of quantities, checks of files."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, NamedTuple, Protocol

from pydantic import Field, StrictBool, StrictInt, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from negosim.errors import Diagnostic
from negosim.scenario.spec.common import Model, PlainNumber, Words
from negosim.scenario.spec.values import found
from negosim.scenario.yaml.nodes import KeyPath, Node

if TYPE_CHECKING:
    from negosim.teaching.exercises.quantities.base import QuantityValue

__all__ = [
    "Answer",
    "Check",
    "ComputedQuestion",
    "Evaluator",
    "Faults",
    "Grade",
    "NamedCall",
    "Prompt",
    "PropertyCheck",
    "QuantityCall",
    "QuestionKind",
    "SubjectName",
    "is_finite_number",
    "round_text",
]

Answer = float | bool | str | tuple[str, ...]
"""What a student gives: a number, true or false, an option or the name of a file, several options."""

Faults = Iterator[Diagnostic]

SubjectName = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=100)]
"""Name of a shipped scenario or conflict."""


class QuantityCall(Model):
    """A quantity to compute: its name, of what, with which changes and seed; further keys are its parameters."""

    model_config = Model.model_config | {"extra": "allow"}
    __pydantic_extra__: dict[str, Any] = Field(init=False)

    quantity: Words
    """Name, as `negosim list quantities` shows it."""
    of: SubjectName | None = None
    """The scenario or conflict; without it that of the exercise, or the file that was handed in."""
    changes: Annotated[tuple[Words, ...], Field(alias="set")] = ()
    """Changes to the scenario, as `--set` takes them."""
    seed: Annotated[StrictInt, Field(ge=0)] = 0
    """Seed of what is played for it."""

    @property
    def arguments(self) -> Mapping[str, Any]:
        """The parameters, in the order of the file."""
        return self.__pydantic_extra__ or {}


class Check(Model):
    """A property that a file must have: a quantity of it, and what it must come to."""

    that: Words
    """The property in words."""
    answer: QuantityCall
    """What is computed, of the file unless it says otherwise."""
    equals: StrictBool | PlainNumber | str | None = None
    """It is this."""
    at_least: PlainNumber | QuantityCall | None = None
    """It is this or more."""
    at_most: PlainNumber | QuantityCall | None = None
    """It is this or less."""
    more_than: PlainNumber | QuantityCall | None = None
    """It is more than this."""
    say: Words
    """What is said where it is not so."""
    weight: Annotated[StrictInt, Field(ge=1, le=100)] = 1
    """How much it counts beside the other properties."""

    @property
    def bounds(self) -> dict[str, Any]:
        """What it must come to, by how they are compared; there is one."""
        given = {name: getattr(self, name) for name in ("equals", "at_least", "at_most", "more_than")}
        return {name: bound for name, bound in given.items() if bound is not None}

    @model_validator(mode="after")
    def _one_bound(self) -> Check:
        if len(self.bounds) != 1:
            raise PydanticCustomError("either", "expected one of equals, at_least, at_most, more_than")
        return self


@dataclass(frozen=True)
class PropertyCheck:
    """Whether a submitted file has a property, and what to say where it has not."""

    check: Check
    holds: bool
    say: str = ""


@dataclass(frozen=True)
class Prompt:
    """How to answer, never what: on the sheet, with options or properties below, and in the file of answers."""

    on_sheet: str
    options: tuple[tuple[str, str], ...] = ()
    properties: tuple[str, ...] = ()
    with_options: str = ""
    """The same with the options in it, where there are any."""

    @property
    def in_file(self) -> str:
        """For the file of answers, which lists no options."""
        return self.with_options or self.on_sheet


class NamedCall(NamedTuple):
    """A call of a quantity with its place below the question.

    `result` is the annotation that the quantity must have, empty for any; `of_file` marks a call on a submitted file.
    """

    path: KeyPath
    call: QuantityCall
    result: str = ""
    of_file: bool = False


@dataclass(frozen=True)
class Grade:
    """The share of an answer that is right (0 to 1), feedback on a wrong one, and the properties of a file."""

    share: float
    feedback: tuple[str, ...] = ()
    checks: tuple[PropertyCheck, ...] = ()


class Evaluator(Protocol):
    """Computes quantities and checks submitted files for the questions of one exercise."""

    def value(self, call: QuantityCall) -> QuantityValue:
        """The value of a quantity."""

    def check_file(self, name: str, checks: Sequence[Check], seat: str | None) -> tuple[PropertyCheck, ...]:
        """The properties of a file that lies beside the answers: a scenario, or a tactic for a seat."""


class QuestionKind(Model):
    """One kind of question: its fields are the keys of the file."""

    expected: ClassVar[str]
    """What an answer is, for messages."""

    @abstractmethod
    def prompt(self) -> Prompt:
        """How to answer."""

    @abstractmethod
    def calls(self) -> Iterator[NamedCall]:
        """Every quantity that the question names."""

    def faults(self, root: Node, path: KeyPath) -> Faults:
        """Faults of the question besides its shape and its quantities."""
        yield from ()

    @abstractmethod
    def parse(self, given: Any) -> Answer | None:
        """The answer in plain data; None where it is of another kind."""

    def answer_faults(self, given: Node, path: str) -> Faults:
        """What is wrong with an answer (L203, L204)."""
        plain = given.plain()
        if self.parse(plain) is None:
            yield given.diagnostic("L203", f"expected {self.expected}, found {found(plain)}", path, _number_in(plain))

    @abstractmethod
    def grade(self, given: Any, evaluator: Evaluator) -> Grade:
        """Mark an answer."""

    @abstractmethod
    def solution(self, evaluator: Evaluator) -> QuantityValue | None:
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

    def solution(self, evaluator: Evaluator) -> QuantityValue:
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


def is_finite_number(given: Any) -> bool:
    """Whether plain data is a finite number."""
    return isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given)


def _number_in(given: Any) -> str:
    """What to write in place of a text like '5,5 points'; empty where it holds no number."""
    number = given.replace(",", ".").split(" ")[0] if isinstance(given, str) else ""
    return f"write {number}" if number.replace(".", "", 1).removeprefix("-").isdigit() else ""


def round_text(number: float) -> str:
    """A number to two places.

    >>> round_text(12.0), round_text(0.256)
    ('12', '0.26')
    """
    return f"{number:.2f}".rstrip("0").rstrip(".")
