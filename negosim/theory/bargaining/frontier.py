"""The exact Pareto frontier of a table of points, for any number of parties.

With up to six parties a coarse grid first drops most dominated outcomes in linear time. The rest is filtered by
sorting for two parties, by divide and conquer for three (Kung, Luccio & Preparata 1975, J. ACM 22:469, level by
level, vectorized) and in batches for four or more, or with `moocore` if it is installed.

Integers are compared exactly. Floats are first rounded to a grid of `TOLERANCE` of each party's largest magnitude,
since equal sums computed in different orders differ in the last bits and would leave dominated twins on the frontier.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.theory.bargaining.base import TOLERANCE, Points

__all__ = ["efficient", "frontier", "nondominated", "on_grid", "strictly_below"]

Columns = NDArray[np.intp]
Integers = NDArray[np.int64]

CELLS = 1 << 18
"""The largest number of cells of the coarse grid."""

MOST_ON_GRID = 6
"""Parties up to which the coarse grid is used: it has at least 3^(parties - 1) cells, whatever the outcomes."""

SMALL = 512
"""Up to this number of outcomes, the coarse grid is skipped."""

BATCH = 128
"""Outcomes per batch of the filter for four or more parties."""

LARGEST_FLOAT_INTEGER = 1 << 53
"""Integers up to this are exact as floats, with which moocore computes."""


def on_grid(points: Points) -> Integers:
    """Points as integers for exact comparison; integers are unchanged, floats are rounded to a grid for each party.

    The step is the power of two at or below `TOLERANCE` of the party's largest magnitude, so that scaling is exact.
    """
    if np.issubdtype(points.dtype, np.integer):
        return np.asarray(points, dtype=np.int64)
    largest = np.abs(points).max(axis=1, initial=0.0)
    halvings = 1 - np.frexp(np.where(largest > 0, largest, 1.0) * TOLERANCE)[1]
    scaled = points * np.ldexp(1.0, halvings)[:, None]
    return np.asarray(np.rint(scaled, out=scaled), dtype=np.int64)


def frontier(points: Points) -> Columns:
    """The Pareto-efficient outcomes, as columns of `points`, which has shape (parties, outcomes).

    Of equal outcomes only the first is listed. Sorted by the points of party 0, highest first, then by those of party
    1, and so on.

    >>> frontier(np.array([[3, 1, 2, 2], [0, 2, 1, 1]])).tolist()
    [0, 2, 1]
    """
    exact = on_grid(points)
    kept = nondominated(exact)
    return kept[lexicographic(exact[:, kept])]


def efficient(points: Points) -> Columns:
    """All Pareto-efficient outcomes, equal ones among them, in their order; `frontier` lists one of equals.

    >>> efficient(np.array([[3, 1, 2, 2], [0, 0, 1, 1]])).tolist()
    [0, 2, 3]
    """
    exact = on_grid(points)
    kept = exact[:, nondominated(exact)]
    alike = np.arange(exact.shape[1])
    code, known = np.zeros(alike.size, dtype=np.int64), np.zeros(kept.shape[1], dtype=np.int64)
    for row, best in zip(exact, kept, strict=True):  # the columns that agree in all rows so far with one that is kept
        values, place = np.unique(best, return_inverse=True)
        pairs, known = np.unique(known * values.size + place, return_inverse=True)
        near = np.searchsorted(values, row[alike]).clip(max=values.size - 1)
        alike, code = (one[values[near] == row[alike]] for one in (alike, code * values.size + near))
        place = np.searchsorted(pairs, code).clip(max=pairs.size - 1)
        alike, code = (one[pairs[place] == code] for one in (alike, place))
    return alike


def strictly_below(points: Integers, alternatives: Integers) -> NDArray[np.bool_]:
    """Which columns of `points` are below one and the same alternative in every row: by sorting, up to three rows.

    >>> strictly_below(np.array([[1, 2], [1, 0]]), np.array([[2, 3], [2, 0]])).tolist()
    [True, False]
    """
    better = alternatives[:, nondominated(alternatives)]
    if not better.size or not points.size:
        return np.zeros(points.shape[1], dtype=np.bool_)
    above = points + 1  # whole numbers: to be below is not to reach the next
    if len(points) > 3:  # noqa: PLR2004  (more than `_exceeded` sorts)
        return _below(better, above)
    entries = np.hstack([better, above])
    rows = [entries[row] if row < len(entries) else np.zeros_like(entries[0]) for row in range(3)]
    able = np.arange(entries.shape[1]) < better.shape[1]
    order = np.lexsort((~able, -rows[0]))
    below = np.zeros(order.size, dtype=np.bool_)
    below[order] = _exceeded(rows[1][order], rows[2][order], able[order])
    return below[better.shape[1] :]


def lexicographic(points: Integers) -> Columns:
    """Columns sorted by row 0, highest first, then by row 1, and so on; stable."""
    last = points.shape[1] - 1
    return np.asarray(last - np.lexsort(points[::-1, ::-1])[::-1])  # turned round twice: no row has to be negated


def nondominated(points: Integers) -> Columns:
    """The frontier in the order of the outcomes: the first column of each vector that is not dominated."""
    alive = _coarse_survivors(points)
    algorithms: dict[int, Callable[[Integers], Columns]] = {1: _one, 2: _two, 3: _three}
    rest = points if alive.size == points.shape[1] else points[:, alive]
    return alive[np.sort(algorithms.get(points.shape[0], _many)(rest))]


def _new(ordered: Integers) -> NDArray[np.bool_]:
    """Which columns of a lexicographic order differ from the previous one."""
    first = np.ones(ordered.shape[1], dtype=np.bool_)
    first[1:] = (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)
    return first


def _one(points: Integers) -> Columns:
    """One party: the first of its best outcomes."""
    return np.argmax(points[0], keepdims=True) if points.size else np.zeros(0, dtype=np.intp)


def _two(points: Integers) -> Columns:
    """Two parties: in the order of the first, every outcome that raises the running maximum of the second."""
    order = lexicographic(points)
    second = points[1, order]
    best = np.maximum.accumulate(second)
    rises = np.ones(order.size, dtype=np.bool_)
    rises[1:] = second[1:] > best[:-1]
    return order[rises]


def _three(points: Integers) -> Columns:
    """Three parties: in lexicographic order, every outcome that no earlier one matches for parties 1 and 2."""
    order = lexicographic(points)
    return order[~_exceeded(points[1, order], points[2, order])]


def _exceeded(second: Integers, third: Integers, able: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
    """For each entry, whether an earlier one is at least as large in both: divide and conquer, level by level.

    Entries are ordered by `second`, highest first, and split into an earlier and a later half at each level, one row
    per part. The running maximum of `third` over the earlier half is compared with the later half. Only entries that
    are `able` exceed others, by default all.
    """
    size = 1 << max(second.size - 1, 0).bit_length()
    place: NDArray[np.int32] = np.arange(size, dtype=np.int32)
    place[: second.size] = np.argsort(-second, kind="stable")
    value: Integers = np.full(size, np.iinfo(np.int64).min)
    value[: second.size] = third[place[: second.size]]
    hit = np.zeros(size, dtype=np.bool_)
    idle = np.zeros(size, dtype=np.bool_)
    idle[: second.size] = False if able is None else ~able
    while size > 1:
        place, value = place.reshape(-1, size), value.reshape(-1, size)
        size //= 2
        late = (place & size).astype(np.bool_)
        best = np.maximum.accumulate(np.where(late | idle[place], np.iinfo(np.int64).min, value), axis=1)
        hit[place[late & (best >= value)]] = True
        place, value = _split(place, late, size), _split(value, late, size)
    return hit[: second.size]


def _split(rows: NDArray[Any], late: NDArray[np.bool_], size: int) -> NDArray[Any]:
    """Each row split into its earlier and its later half, both in the order of the row."""
    return np.concatenate((rows[~late].reshape(-1, size), rows[late].reshape(-1, size)), axis=1)


def _many(points: Integers) -> Columns:
    """Four or more parties: by moocore if it is installed and exact, else in batches."""
    if points.shape[1] <= SMALL or np.abs(points).max(initial=0) > LARGEST_FLOAT_INTEGER:
        return _in_batches(points)
    try:
        import moocore  # noqa: PLC0415 - an extra
    except ImportError:
        return _in_batches(points)
    rows = np.ascontiguousarray(points.T, dtype=np.float64)
    kept = np.flatnonzero(moocore.is_nondominated(rows, maximise=True, keep_weakly=True))
    del rows
    ordered = kept[lexicographic(points[:, kept])]
    return ordered[_new(points[:, ordered])]


def _in_batches(points: Integers) -> Columns:
    """In order of falling sums, where dominating outcomes come first, filter each batch, then the rest by it.

    The sums are of parts that are small enough to add; what ties in them, the points themselves put in order.
    """
    order = lexicographic(np.vstack([(points // len(points)).sum(axis=0), points]))
    kept: list[Columns] = []
    while order.size:
        batch, order = order[:BATCH], order[BATCH:]
        own = points[:, batch]
        batch = batch[~np.triu(_reaches(own, own), 1).any(axis=0)]
        kept.append(batch)
        order = order[~_below(points[:, batch], points[:, order])]
    return np.concatenate(kept) if kept else order


def _reaches(above: Integers, below: Integers) -> NDArray[np.bool_]:
    """Whether each column of `above` gives every party at least as much as each column of `below`."""
    at_least = np.ones((above.shape[1], below.shape[1]), dtype=np.bool_)
    for mine, other in zip(above, below, strict=True):
        at_least &= mine[:, None] >= other
    return at_least


def _below(above: Integers, below: Integers) -> NDArray[np.bool_]:
    """Which columns of `below` some column of `above` weakly dominates, in pieces that bound the memory."""
    pieces = np.array_split(below, max(1, below.shape[1] // 4096), axis=1)
    return np.concatenate([_reaches(above, piece).any(axis=0) for piece in pieces])


def _coarse_survivors(points: Integers) -> Columns:
    """The columns that a coarse grid does not show to be dominated, with each party as the height in turn."""
    alive = np.arange(points.shape[1])
    if not 1 < points.shape[0] <= MOST_ON_GRID or alive.size <= SMALL:
        return alive
    for height in range(points.shape[0]):
        alive = alive[~_coarsely_dominated(points[:, alive], height)]
    return alive


def _coarsely_dominated(points: Integers, height: int) -> NDArray[np.bool_]:
    """Which columns are matched in height by a column of a cell that is higher for every other party.

    Cells are monotone in points, so a higher cell means strictly more points despite rounding.
    """
    others = np.delete(points, height, axis=0)
    side = max(2, int(min(CELLS, points.shape[1]) ** (1 / len(others))))
    cells = tuple(_bins(row, side) for row in others)
    shape = (side + 1,) * len(others)
    top = np.full(shape, np.iinfo(np.int64).min)
    np.maximum.at(top.reshape(-1), np.ravel_multi_index(cells, shape), points[height])
    for axis in range(len(others)):
        top = np.flip(np.maximum.accumulate(np.flip(top, axis), axis=axis), axis)
    above = top.reshape(-1)[np.ravel_multi_index(tuple(cell + 1 for cell in cells), shape)]
    return np.asarray(above >= points[height])


def _bins(row: Integers, count: int) -> Columns:
    """The bin of each number among `count` bins of equal width; monotone."""
    low = row.min()
    width = max(int(row.max() - low), 1) / count
    return np.asarray(np.minimum((row - low) / width, count - 1), dtype=np.intp)
