"""The interface of bargaining solutions.

A solution is a function `solve(points, disagreement, *, scales=None, ...) -> Solution`, where `points` has shape
(parties, outcomes) and `disagreement` (parties,). Both are integers, compared exactly: steps of each party's own scale,
which `scales` gives, or without them of one scale for all. Or they are floats, compared with `TOLERANCE` relative to
the largest magnitude. A solution is taken over the individually rational outcomes, those that give every party at least
its disagreement value, and it is efficient: a caller may leave all other outcomes out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["TOLERANCE", "Lottery", "Points", "Solution"]

Points = NDArray[Any]
"""Utility points: int64 steps of scales or float64."""

TOLERANCE = 1e-9
"""Relative tolerance for ties between floats; integers are compared exactly."""


@dataclass(frozen=True)
class Lottery:
    """A point of the convex hull: outcomes (columns of `points`), their probabilities and the expected points."""

    outcomes: tuple[int, ...]
    chances: tuple[float, ...]
    points: tuple[float, ...]


@dataclass(frozen=True)
class Solution:
    """The result of a solution concept: all tied outcomes, best first; or none, with the reason.

    `outcomes` are columns of the given points; `points` are those of the first outcome, in the same unit. `lottery` is
    the solution over lotteries, if it was requested.
    """

    name: str
    outcomes: tuple[int, ...] = ()
    points: tuple[float, ...] = ()
    reason: str = ""
    lottery: Lottery | None = None

    @property
    def exists(self) -> bool:
        """Whether a solution exists."""
        return bool(self.outcomes) or self.lottery is not None

    def reindexed(self, indices: NDArray[np.int64]) -> Solution:
        """The same, with outcomes given by their indices among more outcomes than it was sought in."""
        lottery = self.lottery
        if lottery is not None:
            lottery = replace(lottery, outcomes=tuple(int(indices[one]) for one in lottery.outcomes))
        return replace(self, outcomes=tuple(int(indices[one]) for one in self.outcomes), lottery=lottery)
