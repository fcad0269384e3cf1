"""Search for an outcome whose sums reach a bound: a beam search with a stated limit.

Values add across cliques of issues, as in `elimination`. Factors are combined one by one, widest range first.
Combinations that can no longer reach the bound are dropped; beyond the limit, those closest to the optimum of the
linear relaxation are kept. The relaxation's dual prices aggregate the bounds into one (surrogate constraint, Glover
1968, Operations Research 16:741), which detects most infeasible cases at once. If the limit never applied, the answer
is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.theory.bargaining.elimination import Factor, outcome_of_nothing, undominated

__all__ = ["ROWS", "CombinationSearch", "find_combination"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

ROWS = 512
"""The largest number of partial combinations kept."""

SUMS = 1 << 20
"""The largest number of partial combinations formed at once."""

COLUMNS = 1 << 14
"""The largest number of rows for which the linear relaxation is solved."""

FINE = 1 << 10
"""Resolution of a multiplier."""


@dataclass(frozen=True)
class CombinationSearch:
    """The index of an outcome that reaches the bound, or None; `complete` unless the limit cut it."""

    index: int | None
    complete: bool = True


@dataclass(frozen=True)
class _Relaxation:
    """The linear relaxation: integer multipliers of the rows, and the sums `part`, (factors, bounds)."""

    multipliers: Integers
    part: Floats
    scale: Floats


def find_combination(factors: Sequence[Factor], bound: Integers) -> CombinationSearch:
    """An outcome whose sums are at least `bound`, one number for each sum of the factors."""
    if not all(map(len, factors)):
        return CombinationSearch(None)
    least, most = (np.sum([pick(factor.sums, axis=1) for factor in factors], axis=0) for pick in (np.min, np.max))
    if (bound > most).any():
        return CombinationSearch(None)
    asked = np.flatnonzero(bound > least)
    if not len(asked):
        return CombinationSearch(sum(int(factor.index[0]) for factor in factors))
    spread = [np.ptp(factor.sums, axis=1).max() for factor in factors]
    chained = any(place < 0 for factor in factors for place in factor.places)  # they go together one after another
    order = range(len(factors)) if chained else sorted(range(len(factors)), key=lambda place: -spread[place])
    return _search([replace(factors[place], sums=factors[place].sums[asked]) for place in order], bound[asked])


def _search(factors: Sequence[Factor], bound: Integers) -> CombinationSearch:
    """Combine factor by factor; the surrogate is one more sum that only drops combinations."""
    relaxation = _relax([_distinct(factor) for factor in factors], bound)
    best = _remaining(np.array([factor.sums.max(axis=1) for factor in factors]))
    worst = _remaining(np.array([factor.sums.min(axis=1) for factor in factors]))
    expected = _remaining(relaxation.part)
    left = _remaining(np.array([[(relaxation.multipliers @ factor.sums).max()] for factor in factors]))[:, 0]
    partial, complete = outcome_of_nothing(len(bound)), True
    for place, factor in enumerate(factors):
        sums = partial.joined(factor, bound - best[place])
        able = relaxation.multipliers @ sums.sums + left[place] >= relaxation.multipliers @ bound
        later = {issue for other in factors[place + 1 :] for issue in other.places}
        enough = np.minimum(sums.sums[:, able], (bound - worst[place])[:, None])
        alone = undominated(replace(sums.only(able), sums=enough).over(tuple(later)))
        margin = alone.sums + expected[place][:, None] - bound[:, None]
        score = (margin / relaxation.scale[:, None]).min(axis=0)
        options = len(factors[place + 1]) if place + 1 < len(factors) else 1
        few = np.sort(np.argsort(-score, kind="stable")[: min(ROWS, max(1, SUMS // options))])
        complete &= len(few) == len(alone)
        partial = alone.only(few)
        if not len(partial):
            return CombinationSearch(None, complete)
    return CombinationSearch(int(partial.index[0]))


def _distinct(factor: Factor) -> Integers:
    """The sums of a factor, once where it has the same rows for many links."""
    return np.unique(factor.sums, axis=1) if any(place < 0 for place in factor.places) else factor.sums


def _remaining(parts: NDArray[Any]) -> NDArray[Any]:
    """For each factor, the sum over the later ones."""
    return np.asarray(parts[::-1].cumsum(axis=0)[::-1] - parts)


def _relax(parts: Sequence[Integers], bound: Integers) -> _Relaxation:
    """The mix of rows of each factor that maximizes the smallest margin above the bound; the middle for many rows.

    That factors settle the issues that they share alike is left out: without it no outcome is lost.
    """
    scale = np.maximum(1.0, np.sum([np.ptp(part, axis=1) for part in parts], axis=0).astype(np.float64))
    if sum(part.shape[1] for part in parts) > COLUMNS:
        middle = np.array([(part.max(axis=1) + part.min(axis=1)) / 2 for part in parts])
        return _Relaxation(np.zeros(len(bound), dtype=np.int64), middle, scale)
    wide = np.concatenate(parts, axis=1) / scale[:, None]
    from scipy.optimize import linprog  # noqa: PLC0415 - heavy

    owner = np.repeat(np.arange(len(parts)), [part.shape[1] for part in parts])
    result: Any = linprog(
        np.append(np.zeros(len(owner)), -1.0),
        A_ub=np.hstack([-wide, np.ones((len(bound), 1))]),
        b_ub=-bound / scale,
        A_eq=np.hstack([owner == np.arange(len(parts))[:, None], np.zeros((len(parts), 1))]),
        b_eq=np.ones(len(parts)),
        bounds=[(0, None)] * len(owner) + [(None, None)],
        method="highs",
    )
    shares = result.x[:-1] * wide * scale[:, None]
    part = np.add.reduceat(shares, np.flatnonzero(np.diff(owner, prepend=-1)), axis=1).T
    prices: Floats = np.maximum(0, -result.ineqlin.marginals)
    multipliers = np.rint(prices * (scale.max() / scale) * FINE).astype(np.int64)
    return _Relaxation(multipliers, part, scale)
