"""A question for a file: a scenario, or a tactic for a seat, checked for properties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from negosim.scenario.spec.common import Key, Words
from negosim.teaching.exercises.questions.base import (
    Check,
    Evaluator,
    Grade,
    NamedCall,
    Prompt,
    QuantityCall,
    QuestionKind,
)

__all__ = ["SubmittedFile"]

FileName = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]*\.(yaml|py)$", max_length=64)]


class SubmittedFile(QuestionKind):
    """The answer is a file: a scenario, or a tactic that takes a seat."""

    expected: ClassVar[str] = "the name of a file"

    name: FileName
    """The file's name in the student's folder."""
    kind: Literal["scenario", "tactic"]
    """What it holds."""
    begin: Words | None = None
    """What the student begins with; nothing where there is nothing."""
    seat: Key | None = None
    """The party whose tactic it is; the tactic's class is `Mine`."""
    checks: Annotated[tuple[Check, ...], Field(min_length=1)]
    """The properties that are looked at."""

    @model_validator(mode="after")
    def _tactic_has_a_seat(self) -> SubmittedFile:
        if (self.kind == "tactic") != (self.seat is not None) or self.name.endswith(".py") != (self.kind == "tactic"):
            raise PydanticCustomError("either", "a tactic is a .py file with a 'seat', a scenario a .yaml file without")
        return self

    def prompt(self) -> Prompt:
        """Where the file lies, and its properties."""
        properties = tuple(check.that for check in self.checks)
        return Prompt(f"The file {self.name}, beside this one", properties=properties)

    def calls(self) -> Iterator[NamedCall]:
        """Those of the checks and of their bounds."""
        for place, check in enumerate(self.checks):
            yield NamedCall(("checks", place, "answer"), check.answer, of_file=check.answer.of is None)
            for name, bound in check.bounds.items():
                if isinstance(bound, QuantityCall):
                    yield NamedCall(("checks", place, name), bound)

    def parse(self, given: Any) -> str | None:
        """Any text."""
        return given if isinstance(given, str) and given else None

    def grade(self, given: Any, evaluator: Evaluator) -> Grade:
        """The weight of the properties that the file has, of all."""
        checks = evaluator.check_file(given, self.checks, self.seat)
        weight = sum(one.check.weight for one in checks if one.holds)
        return Grade(weight / sum(check.weight for check in self.checks), (), checks)

    def solution(self, evaluator: Evaluator) -> None:
        """No one file is right."""

    def solution_text(self, right: Any) -> str:
        """The name of the file; its properties stand in the table of feedback."""
        return f"The file {self.name} with these properties"

    def feedback_table(self, evaluator: Evaluator) -> Sequence[tuple[str, str]]:
        """The properties."""
        return [(check.that, check.say) for check in self.checks]
