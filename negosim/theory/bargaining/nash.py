"""The Nash bargaining solution, plain and weighted, over outcomes and over lotteries."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UsageError
from negosim.registry import register
from negosim.theory.bargaining.base import TOLERANCE, Points, Solution
from negosim.theory.bargaining.frontier import Columns
from negosim.theory.bargaining.gains import Gains, answer, fairest_first, gains_of, largest
from negosim.theory.bargaining.lottery import nash_lottery

__all__ = ["solve"]

NEAR = 1e-12
"""Products of gains this near to each other (relative) in floats are compared again in exact integers."""


@register("solution", "nash", source="Nash 1950, Econometrica 18:155")
def solve(
    points: Points,
    disagreement: Points,
    *,
    weights: Sequence[float] | None = None,
    lottery: bool = False,
    stands: int | None = None,
) -> Solution:
    """Nash: the largest product of gains over disagreement.

    Axioms: efficiency, symmetry (without weights), invariance to affine rescaling of each party's points, independence
    of irrelevant alternatives. `weights`, positive, are exponents (Kalai 1977, Int. J. Game Theory 6:129). Where not
    everybody can gain jointly, the product is over the largest set of parties that can; where several such sets are
    equally large, the solution of each is listed. All ties are listed, first the one that leximin of gains prefers.
    """
    exponents = _exponents(weights, len(points))
    drawn = nash_lottery(points, disagreement, exponents) if lottery else None
    return answer(
        "nash", points, gains_of(points, disagreement), lambda g: _places(g, exponents), stands=stands, lottery=drawn
    )


def _exponents(weights: Sequence[float] | None, parties: int) -> NDArray[np.float64]:
    """The weights as an array, all 1 by default; `UsageError` where they don't fit the parties."""
    exponents = np.ones(parties) if weights is None else np.asarray(weights, dtype=np.float64)
    if exponents.shape != (parties,) or not (exponents > 0).all():
        raise UsageError(f"Nash weights: expected {parties} numbers above 0, one for each party; found {weights}")
    return exponents


def _places(gains: Gains, exponents: NDArray[np.float64]) -> Columns:
    """The best places of every largest set of parties that can gain jointly."""
    gaining = gains.values > gains.tolerance
    counts = gaining.sum(axis=0)
    joint = np.flatnonzero(counts == counts.max())
    groups = np.unique(gaining[:, joint], axis=1).T
    best = [_of_group(gains, joint[(gaining[:, joint] == group[:, None]).all(axis=0)], exponents) for group in groups]
    return fairest_first(gains, np.sort(np.concatenate(best)))


def _of_group(gains: Gains, places: Columns, exponents: NDArray[np.float64]) -> Columns:
    """The places of the largest product, all of them with the same parties gaining."""
    group = gains.values[:, places[0]] > gains.tolerance
    values, powers = gains.values[np.ix_(group, places)], exponents[group]
    logs = powers @ np.log(values.astype(np.float64))
    near = np.flatnonzero(logs >= logs.max(initial=-np.inf) - _slack(gains, powers))
    if not gains.exact or (powers != powers[:1]).any():
        return places[near]
    products = np.prod(values[:, near].astype(object), axis=0)
    return places[near[largest(products, 0)]]


def _slack(gains: Gains, powers: NDArray[np.float64]) -> float:
    """How near the logarithms of two products may come to be looked at together."""
    return float((NEAR if gains.exact else TOLERANCE) * max(1.0, powers.sum()))
