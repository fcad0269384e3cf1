"""What the bargaining solutions share: gains over the rational set, leximin, and how an answer is put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.theory.bargaining.base import TOLERANCE, Lottery, Points, Solution, none
from negosim.theory.bargaining.frontier import Columns, lexicographic, on_grid

__all__ = ["Gains", "answer", "fairest_first", "gains_of", "largest", "leximin"]

NOTHING_RATIONAL = "no outcome gives every party at least its disagreement value"
ONLY_WHAT_STANDS = "only what stands gives every party at least its disagreement value"


@dataclass(frozen=True)
class Gains:
    """Gains over disagreement on the rational set: `columns` of the points given, `values` (parties, columns).

    `tolerance` is the difference up to which two values tie: 0 for integers, `TOLERANCE` of the largest magnitude of
    all points for floats.
    """

    columns: Columns
    values: Points
    tolerance: float

    @property
    def exact(self) -> bool:
        """Whether the values are integers, to be compared exactly."""
        return self.tolerance == 0

    @property
    def ideals(self) -> Points:
        """The most that each party can gain within the rational set."""
        return np.asarray(self.values.max(axis=1))


def gains_of(points: Points, disagreement: Points) -> Gains:
    """Gains on the rational set; floats fall short of disagreement by their own party's tolerance at the most."""
    values = points - np.asarray(disagreement)[:, None]
    if np.issubdtype(values.dtype, np.integer):
        columns = np.flatnonzero((values >= 0).all(axis=0))
        return Gains(columns, values[:, columns], 0.0)
    slack = TOLERANCE * np.abs(points).max(axis=1, initial=0.0)
    columns = np.flatnonzero((values >= -slack[:, None]).all(axis=0))
    return Gains(columns, values[:, columns].clip(min=0.0), float(slack.max(initial=TOLERANCE**2)))


def largest(values: NDArray[Any], tolerance: float) -> Columns:
    """The places of the largest value, all ties."""
    return np.flatnonzero(values >= values.max() - tolerance)


def leximin(values: NDArray[Any], tolerance: float = 0) -> Columns:
    """The columns whose smallest entry is largest, among those the next smallest, and so on (Sen 1970, ch. 9).

    >>> leximin(np.array([[1, 2, 1], [3, 1, 2]])).tolist()
    [0]
    """
    alive = largest(values.min(axis=0), tolerance)
    ordered = np.sort(values[:, alive], axis=0)
    left = np.arange(alive.size)
    for row in ordered[1:]:
        left = left[largest(row[left], tolerance)]
    return alive[left]


def fairest_first(gains: Gains, places: Columns) -> Columns:
    """Tied places by leximin of their gains, the best first; the rest by index."""
    ordered = np.sort(gains.values[:, places], axis=0)
    return places[lexicographic(on_grid(ordered))]


def answer(
    name: str,
    points: Points,
    gains: Gains,
    choose: Callable[[Gains], Columns],
    *,
    stands: int | None = None,
    lottery: Lottery | None = None,
) -> Solution:
    """The solution that `choose` finds among the gains; none, with the reason, where nothing is to be chosen."""
    empty = gains.columns.size == 0
    if empty or (gains.columns.size == 1 and gains.columns[0] == stands):
        missing = none(name, NOTHING_RATIONAL if empty else ONLY_WHAT_STANDS)
        return missing if lottery is None else Solution(name, lottery=lottery)
    columns = gains.columns[choose(gains)]
    first = tuple(points[:, columns[0]].tolist())
    return Solution(name, tuple(columns.tolist()), first, lottery=lottery)
