"""The utilitarian solution over outcomes and over lotteries."""

from __future__ import annotations

import numpy as np

from negosim.domain.scale import Scales
from negosim.registry import register
from negosim.theory.bargaining.base import Lottery, Points, Solution
from negosim.theory.bargaining.frontier import Columns
from negosim.theory.bargaining.gains import Gains, fairest_first, largest, solution
from negosim.theory.bargaining.lottery import best_mix, hull_of, lottery_from

__all__ = ["solve"]


@register("solution", "utilitarian", source="Harsanyi 1955, J. Political Economy 63:309")
def solve(
    points: Points,
    disagreement: Points,
    *,
    scales: Scales | None = None,
    lottery: bool = False,
    stands: int | None = None,
) -> Solution:
    """Utilitarian: the largest sum of points over the rational set.

    Axioms: efficiency, symmetry, linearity (Myerson 1981, Econometrica 49:883). It compares the points of the parties.
    All ties are listed, first the one that leximin of gains prefers.
    """
    drawn = _lottery(points, disagreement, scales) if lottery else None
    return solution("utilitarian", points, disagreement, _largest_sums, scales=scales, stands=stands, lottery=drawn)


def _largest_sums(gains: Gains) -> Columns:
    if gains.exact:
        return fairest_first(gains, gains.scales.largest(gains.values, np.sum))
    return fairest_first(gains, largest(gains.values.sum(axis=0), gains.tolerance * len(gains.values)))


def _lottery(points: Points, disagreement: Points, scales: Scales | None) -> Lottery | None:
    """The lottery of the largest expected sum by which no party expects to lose."""
    hull = hull_of(points, disagreement, scales)
    return lottery_from(points, hull, best_mix(hull, hull.units, np.zeros(hull.units.size)))
