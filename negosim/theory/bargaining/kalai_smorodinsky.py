"""The Kalai-Smorodinsky solution over outcomes and over lotteries."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.registry import register
from negosim.theory.bargaining.base import TOLERANCE, Points, Solution
from negosim.theory.bargaining.frontier import Columns
from negosim.theory.bargaining.gains import Gains, answer, gains_of, largest, leximin
from negosim.theory.bargaining.lottery import kalai_smorodinsky_lottery

__all__ = ["solve"]


@register("solution", "kalai_smorodinsky", source="Kalai & Smorodinsky 1975, Econometrica 43:513")
def solve(points: Points, disagreement: Points, *, lottery: bool = False, stands: int | None = None) -> Solution:
    """Kalai-Smorodinsky: the largest smallest share of what each party could gain at best.

    Axioms: efficiency, symmetry, invariance to affine rescaling, individual monotonicity. A party's ideal is its best
    within the rational set; a share is its gain over the gain at its ideal. Ties by leximin of shares. Parties that
    cannot gain anything don't count.
    """
    drawn = kalai_smorodinsky_lottery(points, disagreement) if lottery else None
    return answer("kalai_smorodinsky", points, gains_of(points, disagreement), _places, stands=stands, lottery=drawn)


def _places(gains: Gains) -> Columns:
    """The places of leximin of shares."""
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
    """Shares as Python integers in the same order.

    Two different fractions with denominators below 2^b are at least 2^-2b apart, so that many bits tell them apart.
    """
    bits = 2 * int(ideals.max()).bit_length()
    return np.asarray((values.astype(object) * (1 << bits)) // ideals.astype(object)[:, None])
