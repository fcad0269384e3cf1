"""Assignments of symbols to places: all of them, or a balanced sample where that is too many."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

__all__ = ["assignments", "imbalance", "sample_size"]

SWEEPS = 30
"""Rounds of exchanges of a column; it rarely takes more than five."""

Rows = NDArray[np.intp]
"""Assignments, shape (rows, places): which symbol stands in each place."""


def assignments(symbols: int, places: int, most: int, generator: np.random.Generator) -> Rows:
    """All `symbols ** places` assignments in order, or a balanced sample of at most `most` rows where they are more.

    In the sample every symbol stands equally often in every place, and every pair of symbols in every pair of places as
    equally as exchanges within a column come to: exactly, where the rows are a multiple of `symbols ** 2` and the
    columns allow it (an orthogonal array of strength two; Rao 1947). The same generator gives the same rows.
    """
    if symbols**places <= most:
        return np.array(list(product(range(symbols), repeat=places)), dtype=np.intp).reshape(-1, places)
    rows = sample_size(symbols, most)
    found = np.zeros((rows, 0), dtype=np.intp)
    for _ in range(places):
        column = generator.permutation(np.arange(rows, dtype=np.intp) % symbols)
        found = np.column_stack([found, _evened(found, column, symbols)])
    return found


def sample_size(symbols: int, most: int) -> int:
    """The rows of a sample: the largest multiple of `symbols ** 2` up to `most`, else of `symbols`, once at least."""
    step = symbols**2 if symbols**2 <= most else symbols
    return max(1, most // step) * step


def imbalance(rows: Rows, symbols: int) -> int:
    """By how much the counts of pairs of symbols differ at most, over all pairs of places; 0 is balanced."""
    places = rows.shape[1]
    pairs = [_counts(rows[:, one], rows[:, other], symbols) for other in range(places) for one in range(other)]
    return max((int(np.ptp(counts)) for counts in pairs), default=0)


def _counts(one: Rows, other: Rows, symbols: int) -> Rows:
    """How often each pair of symbols stands in two places, shape (symbols, symbols)."""
    return np.bincount(one * symbols + other, minlength=symbols**2).reshape(symbols, symbols)


def _evened(before: Rows, column: Rows, symbols: int) -> Rows:
    """A column with entries exchanged as long as that evens the pairs with the columns before it."""
    if not before.shape[1]:
        return column
    counts = np.stack([_counts(one, column, symbols) for one in before.T])
    for _ in range(SWEEPS):
        if not sum(_exchanged(before, column, counts, row) for row in range(len(column))):
            break
    return column


def _exchanged(before: Rows, column: Rows, counts: Rows, row: int) -> bool:
    """Exchange the entry of a row with the one that evens the pairs most, if any does; updates column and counts.

    The sum of squares of the counts is what falls: by 2 (c[t, y] + c[s, x] - c[t, x] - c[s, y]) - 4 for each column
    where the symbols s, t before the entries x, y differ.
    """
    place = np.arange(before.shape[1])
    mine, here = before[row], column[row]
    differ = before != mine
    lost = counts[place, mine, here] + counts[place, before, column[:, None]]
    gained = counts[place, mine, column[:, None]] + counts[place, before, here]
    gain = (differ * (2 * (lost - gained) - 4)).sum(axis=1) * (column != here)
    other = int(np.argmax(gain))
    if gain[other] <= 0:
        return False
    theirs, there = before[other], column[other]
    for at, step in ((mine, 1), (theirs, -1)):
        np.add.at(counts, (place, at, there), step)
        np.add.at(counts, (place, at, here), -step)
    column[row], column[other] = there, here
    return True
