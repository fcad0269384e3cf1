"""Bargaining over lotteries: the individually rational points of the convex hull of all outcomes.

A lottery is rational if every party's *expected* points reach its disagreement value; single outcomes of it may fall
short (Nash 1950 bargains over expected utility). For lotteries over rational outcomes only, pass only those. Only
outcomes on the frontier are drawn. scipy is imported when a lottery is computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.domain.scale import Scales
from negosim.theory.bargaining.base import Lottery, Points
from negosim.theory.bargaining.frontier import Columns, frontier

__all__ = [
    "MIN_GAIN",
    "NEGLIGIBLE",
    "Hull",
    "best_mix",
    "best_mixes",
    "hull_of",
    "ideals_of",
    "leximin_mix",
    "lottery_from",
]

Floats = NDArray[np.float64]

PRECISION = 1e-10
"""Feasibility tolerance of the linear programs, on a scale where the largest gain is 1."""

NEGLIGIBLE = 1e-9
"""Gains, probabilities and steps up to this size, on the same scale, count as zero."""

MIN_GAIN = 1e-6
"""The gain from which a party counts as able to gain: well above rounding errors."""

FEW = 100
"""Up to this number of columns, all are active from the start."""


@dataclass
class Hull:
    """The frontier's columns, their gains over disagreement, and the columns active in the search among them.

    Each party's gains are scaled to a largest magnitude of 1; `units` are what that is in points, the largest of them
    1, for solutions that compare the parties' points. `active` are the columns that linear programs have needed so far;
    each starts from those of the last.
    """

    columns: Columns
    gains: Floats
    units: Floats
    active: Columns


def hull_of(points: Points, disagreement: Points, scales: Scales | None = None) -> Hull:
    """The outcomes that a lottery may draw; disagreement itself is not one of them.

    `scales` matter only to solutions that compare the parties' points.
    """
    columns = frontier(points)
    gains = np.asarray(points[:, columns] - np.asarray(disagreement)[:, None], dtype=np.float64)
    largest = np.abs(gains).max(axis=1, initial=0.0)
    unit = np.where(largest > 0, largest, 1.0)
    units = unit if scales is None else scales.points(unit)
    few = np.arange(columns.size) if columns.size <= FEW else np.unique(gains.argmax(axis=1))
    return Hull(columns, gains / unit[:, None], units / units.max(initial=0.0), few)


def lottery_from(points: Points, hull: Hull, chances: Floats | None) -> Lottery | None:
    """Probabilities over the hull's columns as a lottery over outcomes, without negligible ones; None stays None."""
    if chances is None:
        return None
    drawn = np.flatnonzero(chances > NEGLIGIBLE)
    drawn = drawn[np.argsort(hull.columns[drawn])]
    share = chances[drawn] / chances[drawn].sum()
    outcomes = hull.columns[drawn]
    expected = np.asarray(points[:, outcomes], dtype=np.float64) @ share
    return Lottery(tuple(outcomes.tolist()), tuple(share.tolist()), tuple(expected.tolist()))


def _solve(cost: Floats, rows: Floats, floors: Floats, free: int) -> Any:
    """max cost.x subject to rows.x >= floors; x are probabilities with sum 1, then `free` unbounded variables."""
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
class LinearProgram:
    """max cost.x with rows.x >= floors over the probabilities of a hull's columns and `free` further variables."""

    cost: Floats
    rows: Floats
    floors: Floats
    free: int = 0

    def solve(self, hull: Hull) -> Any:
        """scipy's result, with x over all columns, by column generation (Dantzig & Wolfe 1960); None if infeasible.

        The simplex method is slow and inaccurate on thousands of nearly equal columns, and exact on the few that
        matter.
        """
        if hull.columns.size == 0:
            return None
        result = self._generate(hull)
        if not result.success and hull.active.size < hull.columns.size and self._make_feasible(hull):
            result = self._generate(hull)
        if not result.success:
            return None
        full = np.zeros(self.cost.size)
        full[self._variables(hull)] = result.x
        result.x = full
        return result

    def _variables(self, hull: Hull) -> Columns:
        """The indices of the active columns and of the free variables."""
        return np.concatenate([hull.active, np.arange(hull.columns.size, self.cost.size)])

    def _generate(self, hull: Hull) -> Any:
        """Solve over the active columns and activate the one with the best reduced cost, until none improves."""
        while True:
            use = self._variables(hull)
            result = _solve(self.cost[use], self.rows[:, use], self.floors, self.free)
            if not result.success:
                return result
            size = hull.columns.size
            reduced = self.cost[:size] - result.ineqlin.marginals @ self.rows[:, :size] + result.eqlin.marginals[0]
            best = int(reduced.argmax())
            if reduced[best] <= PRECISION or best in hull.active:
                return result
            hull.active = np.union1d(hull.active, best)

    def _make_feasible(self, hull: Hull) -> bool:
        """Activate columns until the floors can be met, by minimizing the shortfall."""
        short = np.column_stack([self.rows, np.ones(len(self.rows))])
        size = hull.columns.size
        shortage = _last_alone(size + 1)
        keep = np.concatenate([np.arange(size), np.arange(self.cost.size, self.cost.size + 1)])
        shortfall = LinearProgram(
            -shortage,
            np.vstack([short[:, keep], shortage]),
            np.append(np.where(self.floors > -np.inf, self.floors, -1e3), 0.0),
            1,
        )
        return bool(-shortfall._generate(hull).fun >= -PRECISION)


def _last_alone(variables: int) -> Floats:
    """The coefficients that leave the last variable as it is, and the others out."""
    return np.append(np.zeros(variables - 1), 1.0)


def best_mix(hull: Hull, slope: Floats, floors: Floats) -> Floats | None:
    """The probabilities with the largest slope.gain whose expected gains reach the floors; None if none do."""
    result = LinearProgram(slope @ hull.gains, hull.gains, floors - PRECISION).solve(hull)
    return None if result is None else np.asarray(result.x)


def best_mixes(hull: Hull, floors: Floats) -> list[Floats] | None:
    """For each party the probabilities that are best for it, subject to the floors; None if they cannot be met."""
    mixes = [best_mix(hull, slope, floors) for slope in np.eye(floors.size)]
    feasible = [mix for mix in mixes if mix is not None]
    return feasible if len(feasible) == floors.size else None


def ideals_of(hull: Hull, floors: Floats | None = None) -> Floats | None:
    """The largest expected gain of each party subject to the floors, 0 by default; None if they cannot be met."""
    mixes = best_mixes(hull, np.zeros(len(hull.gains)) if floors is None else floors)
    return None if mixes is None else np.array([gain @ mix for gain, mix in zip(hull.gains, mixes, strict=True)])


def leximin_mix(hull: Hull, goals: Floats) -> Floats | None:
    """The probabilities of leximin of the goals (rows over the hull's columns) by which no party expects to lose.

    A sequence of linear programs (Ogryczak, Pioro & Tomaszewski 2005): maximize the smallest goal, fix the goals whose
    constraints have a positive dual price, since they are at that level in every optimum, and continue with the rest.
    """
    fixed = np.full(len(goals), -np.inf)
    while True:
        free = np.isinf(fixed)
        rows = np.vstack([np.column_stack([goals, -free.astype(float)]), np.pad(hull.gains, ((0, 0), (0, 1)))])
        floors = np.concatenate([np.where(free, 0.0, fixed), np.zeros(len(hull.gains))]) - PRECISION
        result = LinearProgram(_last_alone(hull.columns.size + 1), rows, floors, free=1).solve(hull)
        if result is None:
            return None
        prices = -result.ineqlin.marginals[: len(goals)] * free
        fixed[free & (prices >= min(NEGLIGIBLE, prices.max()))] = result.x[-1]
        if not np.isinf(fixed).any():
            return np.asarray(result.x[:-1])
