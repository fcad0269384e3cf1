"""Raiffa's sequential solution, which is defined over lotteries only."""

from __future__ import annotations

import numpy as np

from negosim.domain.scale import Scales
from negosim.registry import register
from negosim.theory.bargaining.base import Lottery, Points, Solution
from negosim.theory.bargaining.lottery import MIN_GAIN, NEGLIGIBLE, best_mix, hull_of, ideals_of, lottery_from

__all__ = ["solve"]

STEPS = 200
"""The largest number of steps of the sequence.

What is left to share shrinks by a factor of 1 - 1/n a step at least: to 10^-9 of it with up to ten parties, with 16 to
3 x 10^-6, with 30 to 10^-3. The rest is then given out by the most points for all.
"""


@register("solution", "raiffa", source="Raiffa 1953, in Kuhn & Tucker (eds), Contributions to the Theory of Games II")
def solve(
    points: Points,
    disagreement: Points,
    *,
    scales: Scales | None = None,
    lottery: bool = True,
    stands: int | None = None,
) -> Solution:
    """Raiffa: from disagreement in equal steps towards every party's best, until nothing is left to share.

    d_{k+1} = d_k + (1/n) sum_i (m_i(d_k) - d_{k,i}) e_i, the discrete sequence. `scales`, `lottery` and `stands` are
    ignored; they belong to the interface that all solutions share.
    """
    del scales, lottery, stands
    drawn = _lottery(points, disagreement)
    if drawn is None:
        return Solution("raiffa", reason="no lottery gives any party more than its disagreement value and nobody less")
    return Solution("raiffa", lottery=drawn)


def _lottery(points: Points, disagreement: Points) -> Lottery | None:
    """The limit of the sequence; None if nobody can gain."""
    hull = hull_of(points, disagreement)
    ideals = ideals_of(hull)
    if ideals is None or not (ideals > MIN_GAIN).any():
        return None
    reached = np.zeros(ideals.size)
    for _ in range(STEPS):
        best = ideals_of(hull, reached)
        step = np.zeros(reached.size) if best is None else (best - reached).clip(min=0.0) / reached.size
        reached = reached + step
        if step.max() <= NEGLIGIBLE:
            break
    return lottery_from(points, hull, best_mix(hull, np.ones(reached.size), reached - NEGLIGIBLE))
