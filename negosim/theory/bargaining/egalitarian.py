"""The egalitarian solution over outcomes and over lotteries."""

from __future__ import annotations

from negosim.domain.scale import Scales
from negosim.registry import register
from negosim.theory.bargaining.base import Lottery, Points, Solution
from negosim.theory.bargaining.gains import leximin_of_scales, solution
from negosim.theory.bargaining.lottery import hull_of, leximin_mix, lottery_from

__all__ = ["solve"]


@register("solution", "egalitarian", source="Kalai 1977, Econometrica 45:1623; leximin: Imai 1983, Econometrica 51:389")
def solve(
    points: Points,
    disagreement: Points,
    *,
    scales: Scales | None = None,
    lottery: bool = False,
    stands: int | None = None,
) -> Solution:
    """Egalitarian: the largest smallest gain, ties by leximin.

    Axioms: weak efficiency, symmetry, strong monotonicity; leximin adds efficiency. It compares the points of the
    parties, so it is not invariant to rescaling one of them.
    """
    drawn = _lottery(points, disagreement, scales) if lottery else None
    return solution(
        "egalitarian",
        points,
        disagreement,
        lambda gains: leximin_of_scales(gains.values, gains.scales, gains.tolerance),
        scales=scales,
        stands=stands,
        lottery=drawn,
    )


def _lottery(points: Points, disagreement: Points, scales: Scales | None) -> Lottery | None:
    """The lottery of leximin of expected gains; None if every lottery makes some party lose."""
    hull = hull_of(points, disagreement, scales)
    return lottery_from(points, hull, leximin_mix(hull, hull.gains * hull.units[:, None]))
