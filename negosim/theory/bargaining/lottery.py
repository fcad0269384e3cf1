"""Bargaining solutions over lotteries: points of the convex hull of all outcomes that nobody expects to lose by.

A lottery is rational when every party's *expected* points reach its disagreement value; single outcomes of it may
fall short (Nash 1950 bargains over expected utility). A caller who wants lotteries over rational outcomes alone
passes only those. Only outcomes of the frontier are drawn. scipy is imported when a lottery is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.errors import RunError
from negosim.theory.bargaining.base import Lottery, Points, as_floats
from negosim.theory.bargaining.frontier import Columns, frontier

__all__ = [
    "CERTIFICATE",
    "egalitarian_lottery",
    "equal_loss_lottery",
    "kalai_smorodinsky_lottery",
    "nash_certificate",
    "nash_lottery",
    "raiffa_lottery",
    "utilitarian_lottery",
]

Floats = NDArray[np.float64]

CERTIFICATE = 1e-6
"""How far the certificate of a Nash lottery may exceed the number of parties."""

PRECISION = 1e-10
"""Feasibility of the linear programs, on a scale where the largest gain is 1."""

NOTHING = 1e-9
"""Gains, chances and steps up to this size, on the same scale, are nothing."""

A_GAIN = 1e-6
"""What a party must be able to gain to count as able to gain: well above what rounding feigns at a corner."""

FEW = 100
"""Up to this number of columns, all are active from the start."""

STEPS = 200
"""Steps of Raiffa's sequence and rounds of the Nash search at the most; both need a few dozen."""


@dataclass
class Hull:
    """The frontier's columns, their gains over disagreement, and where the search among them has come to.

    Each party's gains are scaled so that its largest magnitude is 1; `units` are the scales, the largest of them 1, for
    solutions that compare the points of the parties. `active` are the places that linear programs have needed so far:
    what one needed, the next begins with.
    """

    columns: Columns
    gains: Floats
    units: Floats
    active: Columns


def hull_of(points: Points, disagreement: Points) -> Hull:
    """The outcomes that a lottery may draw; disagreement itself isn't one of them."""
    columns = frontier(points)
    gains = as_floats(points[:, columns] - np.asarray(disagreement)[:, None])
    largest = np.abs(gains).max(axis=1, initial=0.0)
    scales = np.where(largest > 0, largest, 1.0)
    few = np.arange(columns.size) if columns.size <= FEW else np.unique(gains.argmax(axis=1))
    return Hull(columns, gains / scales[:, None], scales / scales.max(initial=0.0), few)


def _lottery(points: Points, hull: Hull, chances: Floats | None) -> Lottery | None:
    """Chances over the hull's columns as a lottery over outcomes, without those that are nothing."""
    if chances is None:
        return None
    drawn = np.flatnonzero(chances > NOTHING)
    drawn = drawn[np.argsort(hull.columns[drawn])]
    share = chances[drawn] / chances[drawn].sum()
    outcomes = hull.columns[drawn]
    expected = as_floats(points[:, outcomes]) @ share
    return Lottery(tuple(outcomes.tolist()), tuple(share.tolist()), tuple(expected.tolist()))


def _solve(cost: Floats, rows: Floats, floors: Floats, free: int) -> Any:
    """max cost.x subject to rows.x >= floors, where x are chances that sum to 1 and then `free` unbounded numbers."""
    from scipy.optimize import linprog  # noqa: PLC0415 - heavy

    chances = cost.size - free
    return linprog(
        -cost,
        A_ub=-rows,
        b_ub=-floors,
        A_eq=np.concatenate([np.ones(chances), np.zeros(free)])[None],
        b_eq=[1.0],
        bounds=[(0, None)] * chances + [(None, None)] * free,
        method="highs",
        options={"primal_feasibility_tolerance": PRECISION, "dual_feasibility_tolerance": PRECISION},
    )


@dataclass(frozen=True)
class Programme:
    """A linear program over the chances of a hull and `free` further numbers: max cost.x with rows.x >= floors."""

    cost: Floats
    rows: Floats
    floors: Floats
    free: int = 0

    def over(self, hull: Hull) -> Any:
        """The optimum by column generation (Dantzig & Wolfe 1960), as scipy gives it, its x over all columns; or None.

        Thousands of nearly equal columns make a simplex slow and unsure; the few that matter make it exact.
        """
        if hull.columns.size == 0:
            return None
        found = self._improved(hull)
        if not found.success and hull.active.size < hull.columns.size and self._made_feasible(hull):
            found = self._improved(hull)
        if not found.success:
            return None
        full = np.zeros(self.cost.size)
        full[self._variables(hull)] = found.x
        found.x = full
        return found

    def _variables(self, hull: Hull) -> Columns:
        """The places of the active chances and of the free numbers."""
        return np.concatenate([hull.active, np.arange(hull.columns.size, self.cost.size)])

    def _improved(self, hull: Hull) -> Any:
        """Solve over the active columns, activate the one that promises most, until none promises anything."""
        while True:
            use = self._variables(hull)
            found = _solve(self.cost[use], self.rows[:, use], self.floors, self.free)
            if not found.success:
                return found
            size = hull.columns.size
            promise = self.cost[:size] - found.ineqlin.marginals @ self.rows[:, :size] + found.eqlin.marginals[0]
            best = int(promise.argmax())
            if promise[best] <= PRECISION or best in hull.active:
                return found
            hull.active = np.union1d(hull.active, best)

    def _made_feasible(self, hull: Hull) -> bool:
        """Activate columns until the floors can be met, by the program of the smallest shortfall."""
        short = np.column_stack([self.rows, np.ones(len(self.rows))])
        size = hull.columns.size
        keep = np.concatenate([np.arange(size), np.arange(self.cost.size, self.cost.size + 1)])
        bounded = Programme(
            -np.eye(size + 1)[-1],
            np.vstack([short[:, keep], np.eye(size + 1)[-1]]),
            np.append(np.where(self.floors > -np.inf, self.floors, -1e3), 0.0),
            1,
        )
        return bool(-bounded._improved(hull).fun >= -PRECISION)


def _best_mix(hull: Hull, slope: Floats, floors: Floats) -> Floats | None:
    """The chances with the largest slope.gain among those whose expected gains reach the floors, or None."""
    found = Programme(slope @ hull.gains, hull.gains, floors - PRECISION).over(hull)
    return None if found is None else np.asarray(found.x)


def _bests(hull: Hull, floors: Floats) -> list[Floats] | None:
    """For each party the chances that are best for it, with the floors met for all; None where nothing meets them."""
    mixes = [_best_mix(hull, slope, floors) for slope in np.eye(floors.size)]
    found = [mix for mix in mixes if mix is not None]
    return found if len(found) == floors.size else None


def _tops(hull: Hull, floors: Floats) -> Floats | None:
    """The most that each party can expect to gain with the floors met; None where no lottery meets them."""
    bests = _bests(hull, floors)
    return None if bests is None else np.array([gain @ mix for gain, mix in zip(hull.gains, bests, strict=True)])


def _ideals(hull: Hull) -> Floats | None:
    """The most that each party can expect to gain while nobody expects to lose; None where there is no such lottery."""
    return _tops(hull, np.zeros(len(hull.gains)))


def _leximin_mix(hull: Hull, goals: Floats) -> Floats | None:
    """The chances of leximin of the goals (rows over the hull's columns) while nobody expects to lose.

    A sequence of linear programs (Ogryczak, Pioro & Tomaszewski 2005): raise the smallest goal; a goal whose
    constraint has a price is at that level in every optimum and is held there; raise the rest.
    """
    held = np.full(len(goals), -np.inf)
    while True:
        open_ = np.isinf(held)
        rows = np.vstack([np.column_stack([goals, -open_.astype(float)]), np.pad(hull.gains, ((0, 0), (0, 1)))])
        floors = np.concatenate([np.where(open_, 0.0, held), np.zeros(len(hull.gains))]) - PRECISION
        found = Programme(np.eye(hull.columns.size + 1)[-1], rows, floors, free=1).over(hull)
        if found is None:
            return None
        prices = -found.ineqlin.marginals[: len(goals)] * open_
        held[open_ & (prices >= min(NOTHING, prices.max()))] = found.x[-1]
        if not np.isinf(held).any():
            return np.asarray(found.x[:-1])


def egalitarian_lottery(points: Points, disagreement: Points) -> Lottery | None:
    """The lottery of leximin of expected gains; None where every lottery makes somebody lose."""
    hull = hull_of(points, disagreement)
    return _lottery(points, hull, _leximin_mix(hull, hull.gains * hull.units[:, None]))


def kalai_smorodinsky_lottery(points: Points, disagreement: Points) -> Lottery | None:
    """The lottery of leximin of shares, ideals over lotteries: max t with sum_k p_k u_k - d >= t (m - d)."""
    hull = hull_of(points, disagreement)
    ideals = _ideals(hull)
    if ideals is None or not (ideals > A_GAIN).any():
        return None
    able = ideals > A_GAIN
    return _lottery(points, hull, _leximin_mix(hull, hull.gains[able] / ideals[able, None]))


def equal_loss_lottery(points: Points, disagreement: Points) -> Lottery | None:
    """The lottery of leximax of expected losses against the ideals."""
    hull = hull_of(points, disagreement)
    ideals = _ideals(hull)
    if ideals is None:
        return None
    return _lottery(points, hull, _leximin_mix(hull, (hull.gains - ideals[:, None]) * hull.units[:, None]))


def utilitarian_lottery(points: Points, disagreement: Points) -> Lottery | None:
    """The lottery of the largest expected sum while nobody expects to lose."""
    hull = hull_of(points, disagreement)
    return _lottery(points, hull, _best_mix(hull, hull.units, np.zeros(hull.units.size)))


def raiffa_lottery(points: Points, disagreement: Points) -> Lottery | None:
    """The limit of Raiffa's sequence; None where nobody can gain."""
    hull = hull_of(points, disagreement)
    ideals = _ideals(hull)
    if ideals is None or not (ideals > A_GAIN).any():
        return None
    reached = np.zeros(ideals.size)
    for _ in range(STEPS):
        step = _raiffa_step(hull, reached)
        reached = reached + step
        if step.max() <= NOTHING:
            break
    return _lottery(points, hull, _best_mix(hull, np.ones(reached.size), reached - NOTHING))


def _raiffa_step(hull: Hull, reached: Floats) -> Floats:
    """One n-th of what each party could still gain from where the sequence has come to."""
    tops = _tops(hull, reached)
    return np.zeros(reached.size) if tops is None else (tops - reached).clip(min=0.0) / reached.size


def nash_lottery(points: Points, disagreement: Points, weights: Floats) -> Lottery | None:
    """The lottery of the largest product of expected gains, over the parties that can expect to gain; None for none.

    Any two parties that can each gain can gain jointly, by tossing a coin, so there is one largest set. Two parties in
    closed form along the edges of the hull; more by `_nash_search`, whose certificate is checked.
    """
    hull = hull_of(points, disagreement)
    bests = _bests(hull, np.zeros(len(hull.gains)))
    if bests is None:
        return None
    tops = np.array([gain @ mix for gain, mix in zip(hull.gains, bests, strict=True)])
    group = tops > A_GAIN
    if not group.any():
        return None
    start = np.mean([mix for mix, able in zip(bests, group, strict=True) if able], axis=0)
    even = replace(hull, gains=hull.gains / np.where(group, tops, 1.0)[:, None])
    closed = group.all() and group.size == 2  # noqa: PLR2004 - two parties
    return _lottery(points, hull, _nash_edges(even, weights) if closed else _nash_search(even, group, weights, start))


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


def _nash_edges(hull: Hull, weights: Floats) -> Floats:
    """Two parties: the best of the vertices and of each edge a + t g, where the derivative of the product is 0."""
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


def nash_certificate(gains: Floats, solution: Floats) -> float:
    """max over outcomes of sum_i (u_i - d_i) / (u*_i - d_i): at most n exactly where u* is the Nash solution.

    `gains` has shape (parties, outcomes), `solution` (parties,): gains over disagreement of the solution.
    """
    return float((gains / solution[:, None]).sum(axis=0).max())


def _nash_search(hull: Hull, group: NDArray[np.bool_], weights: Floats, start: Floats) -> Floats:
    """Column generation: solve over a few outcomes, add what the certificate finds better, until it finds nothing."""
    active = np.flatnonzero(start > NOTHING)
    chances, limit = start, float(weights[group].sum())
    for _ in range(STEPS):
        chances = _nash_over(hull, active, group, weights, chances)
        slope = np.where(group, weights, 0.0) / np.where(group, hull.gains @ chances, 1.0)
        response = _response(hull, slope, group)
        if slope @ hull.gains @ response <= limit + CERTIFICATE:
            return chances
        active = np.union1d(active, np.flatnonzero(response > NOTHING))
    raise RunError("the Nash lottery was not found to the precision promised; the outcomes' points may be too uneven")


def _response(hull: Hull, slope: Floats, group: NDArray[np.bool_]) -> Floats:
    """The best chances against a slope, in which the parties outside the group do not expect to lose."""
    chances = np.zeros(hull.columns.size)
    chances[np.argmax(slope @ hull.gains)] = 1.0
    mix = None if group.all() else _best_mix(hull, slope, np.zeros(group.size))
    return chances if mix is None else mix


def _nash_over(hull: Hull, active: Columns, group: NDArray[np.bool_], weights: Floats, start: Floats) -> Floats:
    """The chances over the active outcomes with the largest product, by sequential quadratic programming."""
    from scipy.optimize import LinearConstraint, minimize  # noqa: PLC0415 - heavy

    gains, others = hull.gains[np.ix_(group, active)], hull.gains[np.ix_(~group, active)]
    weight, tiny = weights[group] / weights[group].sum(), NOTHING**2
    limits = [LinearConstraint(np.ones((1, active.size)), 1.0, 1.0)]
    if len(others):
        limits.append(LinearConstraint(others, 0.0, np.inf))

    def loss(chances: Floats) -> float:
        return -float(weight @ np.log(np.maximum(gains @ chances, tiny)))

    def slope(chances: Floats) -> Floats:
        return np.asarray(-(weight / np.maximum(gains @ chances, tiny)) @ gains)

    found = minimize(
        loss,
        start[active],
        jac=slope,
        bounds=[(0.0, 1.0)] * active.size,
        constraints=limits,
        method="SLSQP",
        options={"ftol": 1e-16, "maxiter": 500},
    )
    chances = np.zeros(hull.columns.size)
    chances[active] = np.maximum(found.x, 0.0) / np.maximum(found.x, 0.0).sum()
    return chances
