"""What waiting takes off one party's points, in many draws at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from negosim.domain.discounting import Discount
from negosim.domain.preferences import GRID, Grid

__all__ = ["Discounts", "RoundTime"]

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class RoundTime:
    """A round in some draws, by their places `at` among those at the table.

    `left` are the rounds of charges still to come, `past` those of the course that are over: arrays (draws,).
    """

    at: Rows
    left: Grid
    past: Grid

    def only(self, some: Rows) -> RoundTime:
        """Some of the draws, by their places among these."""
        return RoundTime(self.at[some], self.left[some], self.past[some])


class Discounts:
    """The discounts of one party, one a draw."""

    def __init__(self, discounts: Sequence[Discount]) -> None:
        self.waits = any(one.waits for one in discounts)
        self._kinds = list(dict.fromkeys(replace(one, base=0) for one in discounts))
        place = {kind: number for number, kind in enumerate(self._kinds)}
        self._which = np.array([place[replace(one, base=0)] for one in discounts], dtype=np.int64)
        self._base = np.array([one.base for one in discounts], dtype=np.int64)

    def value(self, points: Grid, rows: Rows, past: Grid) -> Grid:
        """What points count for after so many rounds, on the grid: `points` of shape (rows,) or (rows, ...)."""
        if not self.waits:
            return points
        shape = (-1,) + (1,) * (points.ndim - 1)
        base, power = self._base[rows].reshape(shape), self._powers(rows, past).reshape(shape)
        return np.asarray(base + ((points - base) * power + GRID // 2) // GRID)

    def _powers(self, rows: Rows, past: Grid) -> Grid:
        """The power of each row's factor, by Python's own: numpy's differs in the last bit."""
        span = int(past.max(initial=0)) + 1
        keys, back = np.unique(self._which[rows] * span + past, return_inverse=True)
        kinds = (divmod(key, span) for key in keys.tolist())
        powers = [self._kinds[kind].at(1 + rounds).power for kind, rounds in kinds]
        return np.array(powers, dtype=np.int64)[back]
