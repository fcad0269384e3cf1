"""What bargaining solutions share: gains over the individually rational outcomes, leximin and the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.domain.scale import Scales
from negosim.theory.bargaining.base import TOLERANCE, Lottery, Points, Solution
from negosim.theory.bargaining.frontier import Columns, lexicographic, on_grid

__all__ = ["Gains", "fairest_first", "largest", "leximin", "leximin_of_scales", "solution"]

NOTHING_RATIONAL = "no outcome gives every party at least its disagreement value"
ONLY_WHAT_STANDS = "only what stands gives every party at least its disagreement value"


@dataclass(frozen=True)
class Gains:
    """Gains over disagreement of the rational outcomes: `columns` of the points, `values` (parties, columns).

    Integers are steps of `scales`. Values that differ by at most `tolerance` are tied: 0 for integers, `TOLERANCE` of
    the largest magnitude of all points for floats.
    """

    columns: Columns
    values: Points
    scales: Scales
    tolerance: float

    @property
    def exact(self) -> bool:
        """Whether the values are integers, which are compared exactly."""
        return self.tolerance == 0

    @property
    def ideals(self) -> Points:
        """The largest rational gain of each party."""
        return np.asarray(self.values.max(axis=1))


def _gains(points: Points, disagreement: Points, scales: Scales | None) -> Gains:
    """The gains; floats may fall short of disagreement by at most the party's own tolerance."""
    values = points - np.asarray(disagreement)[:, None]
    if np.issubdtype(values.dtype, np.integer):
        columns = np.flatnonzero((values >= 0).all(axis=0))
        return Gains(columns, values[:, columns], scales or Scales.alike(len(points)), 0.0)
    slack = TOLERANCE * np.abs(points).max(axis=1, initial=0.0)
    columns = np.flatnonzero((values >= -slack[:, None]).all(axis=0))
    tolerance = float(slack.max(initial=TOLERANCE**2))
    return Gains(columns, values[:, columns].clip(min=0.0), Scales.alike(len(points)), tolerance)


def largest(values: NDArray[Any], tolerance: float) -> Columns:
    """The indices of the largest value, with all ties."""
    return np.flatnonzero(values >= values.max() - tolerance)


def leximin(values: NDArray[Any], tolerance: float = 0) -> Columns:
    """The columns with the largest smallest entry, among them the largest second smallest, and so on (Sen 1970, ch. 9).

    >>> leximin(np.array([[1, 2, 1], [3, 1, 2]])).tolist()
    [0]
    """
    alive = largest(values.min(axis=0), tolerance)
    ordered = np.sort(values[:, alive], axis=0)
    left = np.arange(alive.size)
    for row in ordered[1:]:
        left = left[largest(row[left], tolerance)]
    return alive[left]


def leximin_of_scales(values: Points, scales: Scales, tolerance: float) -> Columns:
    """Leximin of what the parties have: of steps of their scales, or without tolerance of floats."""
    if tolerance:
        return leximin(values, tolerance)
    near = scales.largest(values, np.min)
    return near[leximin(scales.comparable(values[:, near]))]


def fairest_first(gains: Gains, places: Columns) -> Columns:
    """Tied columns in leximin order of their gains, best first; remaining ties by index."""
    values = gains.values[:, places]
    if not gains.exact:
        return places[lexicographic(on_grid(np.sort(values, axis=0)))]
    ordered = np.sort(gains.scales.comparable(values), axis=0)
    return places[lexicographic(np.array([np.unique(row, return_inverse=True)[1] for row in ordered]))]


def solution(
    name: str,
    points: Points,
    disagreement: Points,
    choose: Callable[[Gains], Columns],
    *,
    scales: Scales | None = None,
    stands: int | None = None,
    lottery: Lottery | None = None,
) -> Solution:
    """The solution that `choose` selects from the gains; none, with the reason, if there is nothing to choose from.

    An outcome that already stands, column `stands`, is not a solution by itself.
    """
    gains = _gains(points, disagreement, scales)
    empty = gains.columns.size == 0
    if empty or (gains.columns.size == 1 and gains.columns[0] == stands):
        reason = "" if lottery else NOTHING_RATIONAL if empty else ONLY_WHAT_STANDS
        return Solution(name, reason=reason, lottery=lottery)
    columns = gains.columns[choose(gains)]
    return Solution(name, tuple(columns.tolist()), tuple(points[:, columns[0]].tolist()), lottery=lottery)
