"""What waiting takes off: points that count for less in a later round.

Exponential discounting (Fishburn & Rubinstein 1982, International Economic Review 23:677) above a base, the points of
the disagreement. The power is rounded to the grid right away, so that all that follows is sums and products of
integers: the same for one outcome and for a table, and what is tied stays tied.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from negosim.domain.fixed_point import GRID, Grid, to_grid

__all__ = ["UNDISCOUNTED", "Discount"]

Steps = TypeVar("Steps", int, Grid)
"""Points on the grid: of one outcome, or of many."""


@dataclass(frozen=True)
class Discount:
    """Each round leaves the `factor`-th part of the points above `base`; `past` rounds are over.

    `past` is 0 in the first round of the course.
    """

    factor: float = 1.0
    base: int = 0
    past: int = 0

    @property
    def waits(self) -> bool:
        """Whether waiting takes anything off."""
        return self.factor < 1.0

    def at(self, round_: int) -> Discount:
        """The same as of a round of the course."""
        past = max(0, round_ - 1)
        return replace(self, past=past) if self.waits and past != self.past else self

    @cached_property
    def power(self) -> int:
        """factor^past on the grid."""
        return to_grid(self.factor**self.past)

    def of(self, points: Steps) -> Steps:
        """base + factor^past (points - base), rounded to the grid."""
        if self.power == GRID:
            return points
        return self.base + ((points - self.base) * self.power + GRID // 2) // GRID

    def score(self, points: Grid, charges: Grid) -> Grid:
        """A number that rises with the worth and adds across parts of an outcome: worth itself where nothing waits."""
        return points - charges if self.power == GRID else points * self.power - charges * GRID

    def worth(self, score: Steps) -> Steps:
        """The worth of a score: the sum of those of all parts of an outcome."""
        if self.power == GRID:
            return score
        return self.base + (score - self.base * self.power + GRID // 2) // GRID

    def least(self, worth: int) -> int:
        """The least score of what is worth so much."""
        return worth if self.power == GRID else (worth - self.base) * GRID - GRID // 2 + self.base * self.power


UNDISCOUNTED = Discount()
"""Points count the same in every round."""
