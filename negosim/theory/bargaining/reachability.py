"""Search for a combination of options, one per component, whose sums reach a bound: a beam search with a stated limit.

Values add across components, as in `frontier_by_components`. Components are combined one by one, widest range first.
Combinations that can no longer reach the bound are dropped; beyond the limit, those closest to the optimum of the
linear relaxation are kept. The relaxation's dual prices aggregate the bounds into one (surrogate constraint, Glover
1968, Operations Research 16:741), which detects most infeasible cases at once. If the limit never applied, the answer
is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.theory.bargaining.frontier import nondominated

__all__ = ["ROWS", "CombinationSearch", "find_combination"]

Columns = NDArray[np.intp]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

ROWS = 512
"""The largest number of partial combinations kept."""

SUMS = 1 << 20
"""The largest number of partial combinations formed at once."""

FINE = 1 << 10
"""Resolution of a multiplier."""


@dataclass(frozen=True)
class CombinationSearch:
    """One option of every component that together reach the bound, or None; `complete` unless the limit cut it."""

    rows: tuple[int, ...] | None
    complete: bool = True


@dataclass(frozen=True)
class _Relaxation:
    """The linear relaxation: integer multipliers of the rows, and the sums `part` by component, (components, rows)."""

    multipliers: Integers
    part: Floats
    scale: Floats


def find_combination(components: Sequence[Integers], bound: Integers) -> CombinationSearch:
    """A combination whose sums are at least `bound`; `components[k]` has shape (rows of the bound, options of k)."""
    if not all(component.shape[1] for component in components):
        return CombinationSearch(None)
    least, most = (sum(pick(component, axis=1) for component in components) for pick in (np.min, np.max))
    asked = bound > least
    if (bound > most).any():
        return CombinationSearch(None)
    if not asked.any():
        return CombinationSearch((0,) * len(components))
    spread = [np.ptp(component, axis=1).max() for component in components]
    order = sorted(range(len(components)), key=lambda place: -spread[place])
    result = _search([components[place][asked] for place in order], bound[asked])
    if result.rows is None:
        return result
    return CombinationSearch(tuple(result.rows[order.index(k)] for k in range(len(components))))


def _search(components: Sequence[Integers], bound: Integers) -> CombinationSearch:
    """Combine component by component; the surrogate is one more row that only drops combinations."""
    relaxation = _relax(components, bound)
    best = _remaining(np.array([component.max(axis=1) for component in components]))
    worst = _remaining(np.array([component.min(axis=1) for component in components]))
    expected = _remaining(relaxation.part)
    surrogate = [relaxation.multipliers @ component for component in components]
    left = _remaining(np.array([[part.max()] for part in surrogate]))[:, 0]
    partial, complete = np.zeros((len(bound), 1), dtype=np.int64), True
    steps: list[tuple[Columns, Columns]] = []
    for place, component in enumerate(components):
        sums = (partial[:, :, None] + component[:, None, :]).reshape(len(bound), -1)
        able = (sums + best[place][:, None] >= bound[:, None]).all(axis=0)
        able &= relaxation.multipliers @ sums + left[place] >= relaxation.multipliers @ bound
        kept = np.flatnonzero(able)
        enough = np.minimum(sums[:, kept], (bound - worst[place])[:, None])
        alone = nondominated(enough)
        score = ((enough[:, alone] + expected[place][:, None] - bound[:, None]) / relaxation.scale[:, None]).min(axis=0)
        options = components[place + 1].shape[1] if place + 1 < len(components) else 1
        few = np.sort(np.argsort(-score, kind="stable")[: min(ROWS, max(1, SUMS // options))])
        complete &= len(few) == len(alone)
        partial, kept = enough[:, alone[few]], kept[alone[few]]
        if not len(kept):
            return CombinationSearch(None, complete)
        steps.append((kept // component.shape[1], kept % component.shape[1]))
    return CombinationSearch(_traced(steps))


def _traced(steps: Sequence[tuple[Columns, Columns]]) -> tuple[int, ...]:
    """The options of the first remaining combination."""
    chosen, column = [], 0
    for parents, options in reversed(steps):
        chosen.append(int(options[column]))
        column = int(parents[column])
    return tuple(reversed(chosen))


def _remaining(parts: NDArray[Any]) -> NDArray[Any]:
    """For each component, the sum over the later components."""
    return np.asarray(parts[::-1].cumsum(axis=0)[::-1] - parts)


def _relax(components: Sequence[Integers], bound: Integers) -> _Relaxation:
    """The mix of options of each component that maximizes the smallest margin above the bound."""
    from scipy.optimize import linprog  # noqa: PLC0415 - heavy

    scale = np.maximum(1.0, np.sum([np.ptp(component, axis=1) for component in components], axis=0).astype(np.float64))
    wide = np.concatenate(components, axis=1) / scale[:, None]
    owner = np.repeat(np.arange(len(components)), [component.shape[1] for component in components])
    result: Any = linprog(
        np.append(np.zeros(len(owner)), -1.0),
        A_ub=np.hstack([-wide, np.ones((len(bound), 1))]),
        b_ub=-bound / scale,
        A_eq=np.hstack([owner == np.arange(len(components))[:, None], np.zeros((len(components), 1))]),
        b_eq=np.ones(len(components)),
        bounds=[(0, None)] * len(owner) + [(None, None)],
        method="highs",
    )
    shares = result.x[:-1] * wide * scale[:, None]
    part = np.add.reduceat(shares, np.flatnonzero(np.diff(owner, prepend=-1)), axis=1).T
    prices: Floats = np.maximum(0, -result.ineqlin.marginals)
    multipliers = np.rint(prices * (scale.max() / scale) * FINE).astype(np.int64)
    return _Relaxation(multipliers, part, scale)
