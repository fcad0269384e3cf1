"""Pairs of rows that agree: each row of a first table with all rows of a second that have the same code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Rows", "coded", "match_codes", "matched_pairs", "numbered"]

Rows = NDArray[np.intp]
WholeNumbers = NDArray[np.integer[Any]]

LARGEST = 1 << 62
"""What a code stays below."""

DENSE = 8
"""Up to this many times as large as there are numbers, they are ranked without sorting."""


def coded(rows: Iterable[WholeNumbers], columns: int) -> NDArray[np.int64]:
    """A number for each column of some rows, the same for equal ones, and rising as they do, row by row."""
    code, width = np.zeros(columns, dtype=np.int64), 1
    for row in rows:
        least, most = (int(row.min()), int(row.max())) if columns else (0, 0)
        if width * (most - least + 1) < LARGEST:
            code, width = code * (most - least + 1) + (row.astype(np.int64) - least), width * (most - least + 1)
        else:  # by rank, so that it fits
            ranks = [np.unique(one, return_inverse=True)[1] for one in (code, row)]
            code, width = ranks[0] * columns + ranks[1], columns * columns
    return code


def numbered(rows: Iterable[WholeNumbers], columns: int) -> Rows:
    """Each column's place among the different ones: by marking them where they lie densely, else by sorting."""
    code = coded(rows, columns)
    if not columns or bool((code == code[0]).all()):
        return np.zeros(columns, dtype=np.intp)
    code -= code.min()
    if code.max() > DENSE * columns:
        return np.unique(code, return_inverse=True)[1]
    present = np.zeros(int(code.max()) + 1, dtype=np.bool_)
    present[code] = True
    return np.asarray((np.cumsum(present) - 1)[code])


def match_codes(first: WholeNumbers, second: WholeNumbers) -> tuple[Rows, Rows, Rows]:
    """An order of the second's rows, and for each of the first where in it those alike start, and how many they are."""
    order = np.argsort(second, kind="stable")
    start = np.searchsorted(second[order], first, side="left")
    return order, start, np.searchsorted(second[order], first, side="right") - start


def matched_pairs(order: Rows, start: Rows, count: Rows) -> tuple[Rows, Rows]:
    """The pairs of a matching, in the order of the first, then of the second."""
    before = np.repeat(np.cumsum(count) - count - start, count)
    return np.repeat(np.arange(len(count)), count), order[np.arange(int(count.sum())) - before]
