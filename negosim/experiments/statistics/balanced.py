"""Factorial designs: all assignments of symbols to places, or a balanced sample of them."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

__all__ = ["assignments", "sample_size"]

SWEEPS = 30
"""Limit on the rounds of exchanges in a column; more than five are rarely needed."""

Rows = NDArray[np.intp]
"""Assignments, shape (rows, places): the symbol in each place."""


def assignments(symbols: int, places: int, most: int, generator: np.random.Generator) -> Rows:
    """All `symbols ** places` assignments in order, or a balanced sample of at most `most` rows.

    In the sample every symbol occurs equally often in every place, and pairs of symbols in pairs of places as equally
    as exchanges within a column achieve: exactly, if the rows are a multiple of `symbols ** 2` and the columns allow
    (an orthogonal array of strength two; Rao 1947).
    """
    if symbols**places <= most:
        return np.array(list(product(range(symbols), repeat=places)), dtype=np.intp).reshape(-1, places)
    rows = sample_size(symbols, most)
    found = np.zeros((rows, 0), dtype=np.intp)
    for _ in range(places):
        column = generator.permutation(np.arange(rows, dtype=np.intp) % symbols)
        found = np.column_stack([found, _balance(found, column, symbols)])
    return found


def sample_size(symbols: int, most: int) -> int:
    """The rows of a sample: the largest multiple of `symbols ** 2` up to `most`, else of `symbols`; at least one."""
    step = symbols**2 if symbols**2 <= most else symbols
    return max(1, most // step) * step


def _balance(before: Rows, column: Rows, symbols: int) -> Rows:
    """Exchange entries of a column while that balances its pairs with the columns before it."""
    if not before.shape[1]:
        return column
    pairs = [np.bincount(one * symbols + column, minlength=symbols**2) for one in before.T]
    counts = np.stack(pairs).reshape(-1, symbols, symbols)  # of symbols in an earlier place and in this
    for _ in range(SWEEPS):
        if not sum(_exchange(before, column, counts, row) for row in range(len(column))):
            break
    return column


def _exchange(before: Rows, column: Rows, counts: Rows, row: int) -> bool:
    """Exchange the entry of a row with the best other entry, if any improves; updates `column` and `counts` in place.

    The sum of squared counts falls by 2 (c[t, y] + c[s, x] - c[t, x] - c[s, y]) - 4 for each earlier column whose
    symbols s, t in the rows of the entries x, y differ.
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
