"""The Kalai-Smorodinsky solution over outcomes and over lotteries."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.registry import register
from negosim.theory.bargaining.base import TOLERANCE, Lottery, Points, Solution
from negosim.theory.bargaining.frontier import Columns
from negosim.theory.bargaining.gains import Gains, largest, leximin, solution
from negosim.theory.bargaining.lottery import MIN_GAIN, hull_of, ideals_of, leximin_mix, lottery_from

__all__ = ["solve"]


@register("solution", "kalai_smorodinsky", source="Kalai & Smorodinsky 1975, Econometrica 43:513")
def solve(points: Points, disagreement: Points, *, lottery: bool = False, stands: int | None = None) -> Solution:
    """Kalai-Smorodinsky: the largest smallest share of what each party could gain at best.

    Axioms: efficiency, symmetry, invariance to affine rescaling, individual monotonicity. A party's ideal is its best
    rational outcome; its share is its gain over the gain at its ideal. Ties by leximin of shares. Parties that cannot
    gain anything do not count.
    """
    drawn = _lottery(points, disagreement) if lottery else None
    return solution("kalai_smorodinsky", points, disagreement, _leximin_shares, stands=stands, lottery=drawn)


def _leximin_shares(gains: Gains) -> Columns:
    able = gains.ideals > gains.tolerance
    values, ideals = gains.values[able], gains.ideals[able]
    if not able.any():
        return np.arange(gains.columns.size)
    shares = values / ideals[:, None]
    if not gains.exact:
        return leximin(shares, TOLERANCE)
    near = largest(shares.min(axis=0), TOLERANCE)
    return near[leximin(_exact_shares(values[:, near], ideals))]


def _exact_shares(values: NDArray[np.int64], ideals: NDArray[np.int64]) -> NDArray[Any]:
    """The shares in the same order as Python integers.

    Different fractions with denominators below 2^b differ by at least 2^-2b, so 2b bits tell them apart.
    """
    bits = 2 * int(ideals.max()).bit_length()
    return np.asarray((values.astype(object) * (1 << bits)) // ideals.astype(object)[:, None])


def _lottery(points: Points, disagreement: Points) -> Lottery | None:
    """The lottery of leximin of shares, with ideals over lotteries: max t with sum_k p_k u_k - d >= t (m - d)."""
    hull = hull_of(points, disagreement)
    ideals = ideals_of(hull)
    if ideals is None or not (ideals > MIN_GAIN).any():
        return None
    able = ideals > MIN_GAIN
    return lottery_from(points, hull, leximin_mix(hull, hull.gains[able] / ideals[able, None]))
