"""A question whether a claim is true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from negosim.scenario.spec.common import Words
from negosim.teaching.exercises.questions.base import ComputedQuestion, Evaluator, Prompt

__all__ = ["Claim"]


class Claim(ComputedQuestion):
    """The answer is whether a claim is true."""

    result: ClassVar[str] = "bool"
    expected: ClassVar[str] = "true or false"

    wrong: Words | None = None
    """What is said to whoever is wrong."""

    def prompt(self) -> Prompt:
        """Both answers."""
        return Prompt("true or false")

    def parse(self, given: Any) -> bool | None:
        """True or false."""
        return given if isinstance(given, bool) else None

    def feedback(self, given: Any, right: Any, evaluator: Evaluator) -> Iterator[str]:
        """What is said to whoever is wrong."""
        yield from [self.wrong] if self.wrong else []

    def solution_text(self, right: bool) -> str:
        """The word."""
        return "true" if right else "false"

    def feedback_table(self, evaluator: Evaluator) -> Sequence[tuple[str, str]]:
        """The other answer, where it has feedback."""
        return [("the other", self.wrong)] if self.wrong else []
