"""The Nash bargaining solution, plain and weighted, over outcomes and over lotteries."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from negosim.domain.scale import Scales
from negosim.errors import UsageError
from negosim.registry import register
from negosim.theory.bargaining.base import TOLERANCE, Points, Solution
from negosim.theory.bargaining.frontier import Columns
from negosim.theory.bargaining.gains import Gains, fairest_first, largest, solution
from negosim.theory.bargaining.nash_lottery import nash_lottery

__all__ = ["solve"]

NEAR = 1e-12
"""Products of gains that agree to this relative precision in floats are compared again in exact integers."""


@register("solution", "nash", source="Nash 1950, Econometrica 18:155")
def solve(
    points: Points,
    disagreement: Points,
    *,
    weights: Sequence[float] | None = None,
    scales: Scales | None = None,
    lottery: bool = False,
    stands: int | None = None,
) -> Solution:
    """Nash: the largest product of gains over disagreement.

    Axioms: efficiency, symmetry (without weights), invariance to affine rescaling of each party's points, independence
    of irrelevant alternatives. `weights`, positive, are exponents (Kalai 1977, Int. J. Game Theory 6:129). If the
    parties cannot all gain jointly, the product is over the largest set of parties that can; of several equally large
    sets the solution of each is listed. All ties are listed, first the one that leximin of gains prefers.
    """
    exponents = np.ones(len(points)) if weights is None else np.asarray(weights, dtype=np.float64)
    if exponents.shape != (len(points),) or not (exponents > 0).all():
        raise UsageError(f"Nash weights: expected {len(points)} numbers above 0, one for each party; found {weights}")
    drawn = nash_lottery(points, disagreement, exponents) if lottery else None
    return solution(
        "nash", points, disagreement, partial(_largest, exponents), scales=scales, stands=stands, lottery=drawn
    )


def _largest(exponents: NDArray[np.float64], gains: Gains) -> Columns:
    """The best columns for every largest set of parties that can gain jointly."""
    gaining = gains.values > gains.tolerance
    counts = gaining.sum(axis=0)
    joint = np.flatnonzero(counts == counts.max())
    groups = np.unique(gaining[:, joint], axis=1).T
    members = [joint[(gaining[:, joint] == group[:, None]).all(axis=0)] for group in groups]
    best = [_largest_product(exponents, gains, columns) for columns in members]
    return fairest_first(gains, np.sort(np.concatenate(best)))


def _largest_product(exponents: NDArray[np.float64], gains: Gains, columns: Columns) -> Columns:
    """The columns of the largest product, all with the same parties gaining; exact for equal exponents and integers."""
    group = gains.values[:, columns[0]] > gains.tolerance
    values, powers = gains.values[np.ix_(group, columns)], exponents[group]
    logs = powers @ np.log(values.astype(np.float64))
    slack = float((NEAR if gains.exact else TOLERANCE) * max(1.0, powers.sum()))
    near = np.flatnonzero(logs >= logs.max(initial=-np.inf) - slack)
    if not gains.exact or (powers != powers[:1]).any():
        return columns[near]
    products = np.prod(values[:, near].astype(object), axis=0)
    return columns[near[largest(products, 0)]]
