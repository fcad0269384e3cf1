"""The Nash bargaining solution over lotteries (Nash 1950, Econometrica 18:155); scipy is imported when it is needed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from negosim.errors import RunError
from negosim.theory.bargaining.base import Lottery, Points
from negosim.theory.bargaining.frontier import Columns
from negosim.theory.bargaining.lottery import (
    MIN_GAIN,
    NEGLIGIBLE,
    Floats,
    Hull,
    best_mix,
    best_mixes,
    hull_of,
    lottery_from,
)

__all__ = ["nash_lottery"]

CERTIFICATE = 1e-6
"""Tolerance of the certificate of optimality, whose bound is the number of parties."""

STEPS = 200
"""The largest number of rounds of column generation; a few dozen are enough."""


def nash_lottery(points: Points, disagreement: Points, weights: Floats) -> Lottery | None:
    """The lottery of the largest product of expected gains over the parties that can gain; None if none can.

    Parties that can each gain can also gain jointly, by a lottery, so there is one largest set. Two parties are solved
    in closed form along the edges of the hull; more by `_column_generation`, with a certificate of optimality.
    """
    hull = hull_of(points, disagreement)
    bests = best_mixes(hull, np.zeros(len(hull.gains)))
    if bests is None:
        return None
    ideals = np.array([gain @ mix for gain, mix in zip(hull.gains, bests, strict=True)])
    group = ideals > MIN_GAIN
    if not group.any():
        return None
    start = np.mean([mix for mix, able in zip(bests, group, strict=True) if able], axis=0)
    scaled = replace(hull, gains=hull.gains / np.where(group, ideals, 1.0)[:, None])
    if group.all() and group.size == 2:  # noqa: PLR2004 - two parties
        return lottery_from(points, hull, _along_edges(scaled, weights))
    return lottery_from(points, hull, _column_generation(scaled, group, weights, start))


def _upper_chain(gains: Floats) -> list[int]:
    """The vertices of the upper right hull of a two-party frontier, from the best of party 0 (Andrew 1979)."""
    across, up = gains.tolist()
    chain: list[int] = []
    for place in range(len(across)):
        while len(chain) > 1:
            before, last = chain[-2:]
            run, rise = across[last] - across[before], up[last] - up[before]
            if run * (up[place] - up[before]) - rise * (across[place] - across[before]) > 0:
                break
            chain.pop()
        chain.append(place)
    return chain


def _along_edges(hull: Hull, weights: Floats) -> Floats:
    """Two parties: the best point over all edges a + t g, where the derivative of the product is 0 or t at an end."""
    chain = _upper_chain(hull.gains)
    first, second = chain[:-1] or chain, chain[1:] or chain
    a, g = hull.gains[:, first], hull.gains[:, second] - hull.gains[:, first]
    flat = weights.sum() * g[0] * g[1]
    turn = -(weights[0] * g[0] * a[1] + weights[1] * g[1] * a[0]) / np.where(flat == 0, 1.0, flat)
    t = turn.clip(0.0, 1.0)
    best = int(np.argmax(_log_products(a + t * g, weights)))
    chances = np.zeros(hull.columns.size)
    chances[first[best]] += 1 - t[best]
    chances[second[best]] += t[best]
    return chances


def _log_products(gains: Floats, weights: Floats) -> Floats:
    """The logarithms of the weighted products of gains, -inf where a party does not gain."""
    joint = (gains > 0).all(axis=0)
    return np.where(joint, weights @ np.log(np.where(joint, gains, 1.0)), -np.inf)


def _column_generation(hull: Hull, group: NDArray[np.bool_], weights: Floats, start: Floats) -> Floats:
    """Solve over a few outcomes and add the best response to the gradient, until the certificate of optimality holds.

    u* is the solution exactly if no lottery u has sum_i w_i (u_i - d_i) / (u*_i - d_i) above sum_i w_i.
    """
    active = np.flatnonzero(start > NEGLIGIBLE)
    chances, limit = start, float(weights[group].sum())
    for _ in range(STEPS):
        chances = _optimize(hull, active, group, weights, chances)
        slope = np.where(group, weights, 0.0) / np.where(group, hull.gains @ chances, 1.0)
        response = _response(hull, slope, group)
        if slope @ hull.gains @ response <= limit + CERTIFICATE:
            return chances
        active = np.union1d(active, np.flatnonzero(response > NEGLIGIBLE))
    raise RunError("the Nash lottery was not found to the precision promised; the outcomes' points may be too uneven")


def _response(hull: Hull, slope: Floats, group: NDArray[np.bool_]) -> Floats:
    """The lottery with the largest gain along the slope by which no party outside the group expects to lose."""
    chances = np.zeros(hull.columns.size)
    chances[np.argmax(slope @ hull.gains)] = 1.0
    mix = None if group.all() else best_mix(hull, slope, np.zeros(group.size))
    return chances if mix is None else mix


def _optimize(hull: Hull, active: Columns, group: NDArray[np.bool_], weights: Floats, start: Floats) -> Floats:
    """The lottery over the active outcomes with the largest product, by sequential quadratic programming."""
    from scipy.optimize import LinearConstraint, minimize  # noqa: PLC0415 - heavy

    gains, others = hull.gains[np.ix_(group, active)], hull.gains[np.ix_(~group, active)]
    weight, tiny = weights[group] / weights[group].sum(), NEGLIGIBLE**2
    limits = [LinearConstraint(np.ones((1, active.size)), 1.0, 1.0)]
    if len(others):
        limits.append(LinearConstraint(others, 0.0, np.inf))

    def loss(chances: Floats) -> float:
        return -float(weight @ np.log(np.maximum(gains @ chances, tiny)))

    def slope(chances: Floats) -> Floats:
        return np.asarray(-(weight / np.maximum(gains @ chances, tiny)) @ gains)

    result = minimize(
        loss,
        start[active],
        jac=slope,
        bounds=[(0.0, 1.0)] * active.size,
        constraints=limits,
        method="SLSQP",
        options={"ftol": 1e-16, "maxiter": 500},
    )
    chances = np.zeros(hull.columns.size)
    chances[active] = np.maximum(result.x, 0.0) / np.maximum(result.x, 0.0).sum()
    return chances
