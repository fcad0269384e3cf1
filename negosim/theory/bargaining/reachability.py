"""Whether some combination of rows reaches a bound: one row a block, searched with a stated limit.

Blocks are as in `merged`: what the rows are worth adds across them. Blocks are put together one by one, those with the
widest choice first; what cannot reach the bound any more is dropped, and of more partial combinations than the limit
those stay that lie nearest to the optimum of the linear relaxation (a beam search). Its multipliers make one bound of
all (surrogate constraints, Glover 1968, Operations Research 16:741), so that what is impossible is mostly seen at once.
Where nothing was cut for the limit, the answer is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.theory.bargaining.frontier import nondominated

__all__ = ["ROWS", "Reach", "reach"]

Columns = NDArray[np.intp]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

ROWS = 512
"""Partial combinations that are kept at once at the most."""

SUMS = 1 << 20
"""Partial combinations that are put together at once at the most."""

FINE = 1 << 10
"""Steps of a multiplier."""


@dataclass(frozen=True)
class Reach:
    """One row of every block that together reach the bound, or None; `complete` unless the limit cut the search."""

    rows: tuple[int, ...] | None
    complete: bool = True


@dataclass(frozen=True)
class _Guide:
    """The relaxation: whole multipliers of the rows, and what its optimum takes of each block, (blocks, rows)."""

    multipliers: Integers
    taken: Floats
    scale: Floats


def reach(blocks: Sequence[Integers], bound: Integers) -> Reach:
    """A combination whose sums are at least `bound`; `blocks[k]` has shape (rows of the bound, options of block k)."""
    if not all(block.shape[1] for block in blocks):
        return Reach(None)
    least, most = (sum(pick(block, axis=1) for block in blocks) for pick in (np.min, np.max))
    asked = bound > least
    if (bound > most).any():
        return Reach(None)
    if not asked.any():
        return Reach((0,) * len(blocks))
    spread = [np.ptp(block, axis=1).max() for block in blocks]
    order = sorted(range(len(blocks)), key=lambda place: -spread[place])
    found = _search([blocks[place][asked] for place in order], bound[asked])
    return found if found.rows is None else Reach(tuple(found.rows[order.index(k)] for k in range(len(blocks))))


def _search(blocks: Sequence[Integers], bound: Integers) -> Reach:
    """Block by block, with the surrogate as one more row that only drops and never keeps."""
    guide = _guide(blocks, bound)
    best, worst, expected = (_to_come(parts) for parts in _ends(blocks, guide))
    surrogate = [guide.multipliers @ block for block in blocks]
    left = _to_come(np.array([[part.max()] for part in surrogate]))[:, 0]
    partial, complete = np.zeros((len(bound), 1), dtype=np.int64), True
    steps: list[tuple[Columns, Columns]] = []
    for place, block in enumerate(blocks):
        sums = (partial[:, :, None] + block[:, None, :]).reshape(len(bound), -1)
        able = (sums + best[place][:, None] >= bound[:, None]).all(axis=0)
        able &= guide.multipliers @ sums + left[place] >= guide.multipliers @ bound
        kept = np.flatnonzero(able)
        enough = np.minimum(sums[:, kept], (bound - worst[place])[:, None])
        alone = nondominated(enough)
        score = ((enough[:, alone] + expected[place][:, None] - bound[:, None]) / guide.scale[:, None]).min(axis=0)
        few = _few(score, blocks[place + 1].shape[1] if place + 1 < len(blocks) else 1)
        complete &= len(few) == len(alone)
        partial, kept = enough[:, alone[few]], kept[alone[few]]
        if not len(kept):
            return Reach(None, complete)
        steps.append((kept // block.shape[1], kept % block.shape[1]))
    return Reach(_traced(steps))


def _few(score: Floats, options: int) -> Columns:
    """The partial combinations with the best scores, no more than the limits allow."""
    most = min(ROWS, max(1, SUMS // options))
    return np.sort(np.argsort(-score, kind="stable")[:most])


def _traced(steps: Sequence[tuple[Columns, Columns]]) -> tuple[int, ...]:
    """The rows behind the first combination that is left."""
    chosen, column = [], 0
    for parents, options in reversed(steps):
        chosen.append(int(options[column]))
        column = int(parents[column])
    return tuple(reversed(chosen))


def _ends(blocks: Sequence[Integers], guide: _Guide) -> tuple[NDArray[np.number], ...]:
    """By block, the most and the least that each row can add, and what the relaxation adds."""
    return (
        np.array([block.max(axis=1) for block in blocks]),
        np.array([block.min(axis=1) for block in blocks]),
        guide.taken,
    )


def _to_come(parts: NDArray[np.number]) -> NDArray[np.number]:
    """For each block, the sum over the blocks after it."""
    return np.asarray(parts[::-1].cumsum(axis=0)[::-1] - parts)


def _guide(blocks: Sequence[Integers], bound: Integers) -> _Guide:
    """The linear relaxation: shares of the rows of each block whose smallest distance above the bound is largest."""
    from scipy.optimize import linprog  # noqa: PLC0415 - heavy

    scale = np.maximum(1.0, np.sum([np.ptp(block, axis=1) for block in blocks], axis=0).astype(np.float64))
    wide = np.concatenate(blocks, axis=1) / scale[:, None]
    owner = np.repeat(np.arange(len(blocks)), [block.shape[1] for block in blocks])
    found: Any = linprog(
        np.append(np.zeros(len(owner)), -1.0),
        A_ub=np.hstack([-wide, np.ones((len(bound), 1))]),
        b_ub=-bound / scale,
        A_eq=np.hstack([owner == np.arange(len(blocks))[:, None], np.zeros((len(blocks), 1))]),
        b_eq=np.ones(len(blocks)),
        bounds=[(0, None)] * len(owner) + [(None, None)],
        method="highs",
    )
    shares = found.x[:-1] * wide * scale[:, None]
    taken = np.add.reduceat(shares, np.flatnonzero(np.diff(owner, prepend=-1)), axis=1).T
    prices: Floats = np.maximum(0, -found.ineqlin.marginals)
    multipliers = np.rint(prices * (scale.max() / scale) * FINE).astype(np.int64)
    return _Guide(multipliers, taken, scale)
