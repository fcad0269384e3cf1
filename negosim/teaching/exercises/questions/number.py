"""A question for a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, ClassVar

from pydantic import Field

from negosim.scenario.spec.common import Model, PlainNumber, Words
from negosim.teaching.exercises.questions.base import (
    ComputedQuestion,
    Evaluator,
    NamedCall,
    Prompt,
    QuantityCall,
    is_finite_number,
    round_text,
)

__all__ = ["Mistake", "Number"]


class Mistake(Model):
    """A wrong number that people come to, how it is computed, and what to say of it."""

    answer: QuantityCall
    """How that number comes about."""
    say: Words
    """What is said to whoever gives it."""


class Number(ComputedQuestion):
    """The answer is a number."""

    result: ClassVar[str] = "float"
    expected: ClassVar[str] = "a number"

    tolerance: Annotated[PlainNumber, Field(ge=0)] = 0.05
    """How far off is still right."""
    unit: Words = "points"
    """What is counted."""
    mistakes: tuple[Mistake, ...] = ()
    """Wrong numbers that are worth a word."""

    def prompt(self) -> Prompt:
        """The unit, and an example."""
        measured = self.unit in ("points", "percent")  # all else is counted
        return Prompt(f"A number ({self.unit}), like {'12.5' if measured else '12'}")

    def calls(self) -> Iterator[NamedCall]:
        """The answer's and those of the mistakes."""
        yield from super().calls()
        for place, mistake in enumerate(self.mistakes):
            yield NamedCall(("mistakes", place, "answer"), mistake.answer, self.result)

    def parse(self, given: Any) -> float | None:
        """A finite number."""
        return float(given) if is_finite_number(given) else None

    def share(self, given: float, right: float) -> float:
        """All or nothing, within the tolerance."""
        return float(abs(given - float(right)) <= self.tolerance + 1e-9)  # floats may miss the tolerance itself

    def feedback(self, given: float, right: float, evaluator: Evaluator) -> Iterator[str]:
        """What is said of the first mistake that leads to this number."""
        for mistake in self.mistakes:
            number: Any = evaluator.value(mistake.answer)
            if self.share(given, number):
                yield mistake.say
                return

    def solution_text(self, right: float) -> str:
        """The number with its unit and tolerance."""
        return f"{self._text(right)}" + (f", give or take {round_text(self.tolerance)}" if self.tolerance else "")

    def feedback_table(self, evaluator: Evaluator) -> Sequence[tuple[str, str]]:
        """The number of each mistake."""
        return [(self._text(evaluator.value(one.answer)), one.say) for one in self.mistakes]

    def _text(self, number: Any) -> str:
        return f"{round_text(number)} {self.unit}"
