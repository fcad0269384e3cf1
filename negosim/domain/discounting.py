"""Exponential discounting of points above a base (Fishburn & Rubinstein 1982, International Economic Review 23:677).

The base is the points of disagreement. The power of the factor is rounded to 20 bits first, so that all that follows is
integer arithmetic on the party's scale: equal for a single outcome and a table, with ties preserved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from negosim.domain.fixed_point import ONE, in_20_bits
from negosim.domain.scale import Grid

__all__ = ["UNDISCOUNTED", "Discount"]

GridNumber = TypeVar("GridNumber", int, Grid)
"""Steps of a party's scale, of one outcome or many."""


@dataclass(frozen=True)
class Discount:
    """Discounting of the points above `base` by `factor` per round, after `past` rounds (0 in the first)."""

    factor: float = 1.0
    base: int = 0
    past: int = 0

    @property
    def waits(self) -> bool:
        """Whether points are discounted at all."""
        return self.factor < 1.0

    def at(self, round_: int) -> Discount:
        """The discount as of a round of the course."""
        past = max(0, round_ - 1)
        return replace(self, past=past) if self.waits and past != self.past else self

    @cached_property
    def power(self) -> int:
        """factor^past, a part of `ONE`."""
        return in_20_bits(self.factor**self.past)

    def of(self, points: GridNumber) -> GridNumber:
        """base + factor^past (points - base), rounded half up to a step of the scale."""
        if self.power == ONE:
            return points
        return self.base + ((points - self.base) * self.power + ONE // 2) // ONE

    def score(self, points: Grid, charges: Grid) -> Grid:
        """A number that rises with the worth and adds across parts of an outcome; without discounting, the worth."""
        return points - charges if self.power == ONE else points * self.power - charges * ONE

    def worth(self, score: GridNumber) -> GridNumber:
        """The worth of an outcome from the sum of its parts' scores."""
        if self.power == ONE:
            return score
        return self.base + (score - self.base * self.power + ONE // 2) // ONE

    def least(self, worth: int) -> int:
        """The lowest score of an outcome with this worth."""
        return worth if self.power == ONE else (worth - self.base) * ONE - ONE // 2 + self.base * self.power


UNDISCOUNTED = Discount()
"""No discounting."""
