"""The Kalai-Smorodinsky solution over outcomes and over lotteries."""

from __future__ import annotations

import numpy as np

from negosim.domain.scale import Scales
from negosim.registry import register
from negosim.theory.bargaining.base import TOLERANCE, Lottery, Points, Solution
from negosim.theory.bargaining.frontier import Columns
from negosim.theory.bargaining.gains import Gains, leximin, leximin_of_scales, solution
from negosim.theory.bargaining.lottery import MIN_GAIN, hull_of, ideals_of, leximin_mix, lottery_from

__all__ = ["solve"]


@register("solution", "kalai_smorodinsky", source="Kalai & Smorodinsky 1975, Econometrica 43:513")
def solve(
    points: Points,
    disagreement: Points,
    *,
    scales: Scales | None = None,
    lottery: bool = False,
    stands: int | None = None,
) -> Solution:
    """Kalai-Smorodinsky: the largest smallest share of what each party could gain at best.

    Axioms: efficiency, symmetry, invariance to affine rescaling, individual monotonicity. A party's ideal is its best
    rational outcome; its share is its gain over the gain at its ideal. Ties by leximin of shares. Parties that cannot
    gain anything do not count.
    """
    drawn = _lottery(points, disagreement) if lottery else None
    return solution(
        "kalai_smorodinsky", points, disagreement, _leximin_shares, scales=scales, stands=stands, lottery=drawn
    )


def _leximin_shares(gains: Gains) -> Columns:
    able = gains.ideals > gains.tolerance
    values, ideals = gains.values[able], gains.ideals[able]
    if not able.any():
        return np.arange(gains.columns.size)
    if not gains.exact:
        return leximin(values / ideals[:, None], TOLERANCE)
    return leximin_of_scales(values, Scales(tuple(ideals.tolist())), 0.0)  # a party's unit is its ideal


def _lottery(points: Points, disagreement: Points) -> Lottery | None:
    """The lottery of leximin of shares, with ideals over lotteries: max t with sum_k p_k u_k - d >= t (m - d)."""
    hull = hull_of(points, disagreement)
    ideals = ideals_of(hull)
    if ideals is None or not (ideals > MIN_GAIN).any():
        return None
    able = ideals > MIN_GAIN
    return lottery_from(points, hull, leximin_mix(hull, hull.gains[able] / ideals[able, None]))
