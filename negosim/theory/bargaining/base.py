"""What a bargaining solution takes and gives: points in, outcomes out.

Every solution is a function `solve(points, disagreement, ...) -> Solution`, where `points` has shape
(parties, outcomes) and `disagreement` shape (parties,). Both are either integers (points on the grid of 2^-20, compared
exactly) or floats (compared with `TOLERANCE` relative to the largest magnitude). The solution is taken over the
rational set: the outcomes that give every party at least its disagreement value. Disagreement is what the caller gives,
never silently something else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["TOLERANCE", "Lottery", "Points", "Solution"]

Points = NDArray[Any]
"""Points of utility: int64 on the grid or float64."""

TOLERANCE = 1e-9
"""Relative tolerance for ties between floats; integers are compared exactly."""


@dataclass(frozen=True)
class Lottery:
    """A point of the convex hull: outcomes (columns of the points given), their chances, and the expected points."""

    outcomes: tuple[int, ...]
    chances: tuple[float, ...]
    points: tuple[float, ...]


@dataclass(frozen=True)
class Solution:
    """The answer of a solution concept: all tied outcomes, best first by index; or none, with the reason.

    `outcomes` are columns of the points that were given; `points` those of the first, in the same unit (an integer
    of the grid or a float). `lottery` is the answer over lotteries, where it was asked for.
    """

    name: str
    outcomes: tuple[int, ...] = ()
    points: tuple[float, ...] = ()
    reason: str = ""
    lottery: Lottery | None = None

    @property
    def found(self) -> bool:
        """Whether there is a solution at all."""
        return bool(self.outcomes) or self.lottery is not None


def none(name: str, reason: str) -> Solution:
    """A solution that does not exist, and why."""
    return Solution(name=name, reason=reason)


def as_floats(points: Points) -> NDArray[np.float64]:
    """The same points as floats, for closed forms and lotteries."""
    return np.asarray(points, dtype=np.float64)
