"""The equal-loss solution over outcomes and over lotteries."""

from __future__ import annotations

from negosim.domain.scale import Scales
from negosim.registry import register
from negosim.theory.bargaining.base import Lottery, Points, Solution
from negosim.theory.bargaining.gains import leximin_of_scales, solution
from negosim.theory.bargaining.lottery import hull_of, ideals_of, leximin_mix, lottery_from

__all__ = ["solve"]


@register("solution", "equal_loss", source="Chun 1988, Economics Letters 26:103")
def solve(
    points: Points,
    disagreement: Points,
    *,
    scales: Scales | None = None,
    lottery: bool = False,
    stands: int | None = None,
) -> Solution:
    """Equal loss: the smallest largest loss against each party's ideal, ties by leximax of losses.

    The ideal is a party's best rational outcome. Axioms: weak efficiency, symmetry, monotonicity in the ideal. It
    compares the points of the parties.
    """
    drawn = _lottery(points, disagreement, scales) if lottery else None
    return solution(
        "equal_loss",
        points,
        disagreement,
        lambda gains: leximin_of_scales(gains.values - gains.ideals[:, None], gains.scales, gains.tolerance),
        scales=scales,
        stands=stands,
        lottery=drawn,
    )


def _lottery(points: Points, disagreement: Points, scales: Scales | None) -> Lottery | None:
    """The lottery of leximax of expected losses against the ideals."""
    hull = hull_of(points, disagreement, scales)
    ideals = ideals_of(hull)
    if ideals is None:
        return None
    return lottery_from(points, hull, leximin_mix(hull, (hull.gains - ideals[:, None]) * hull.units[:, None]))
