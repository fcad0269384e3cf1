"""Discretise inputs: numbers into bins of equal counts, categories as they are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UsageError

__all__ = ["Codes", "bins", "codes", "is_number"]

Codes = NDArray[np.int64]
"""Integer codes from 0, as for `numpy.bincount`."""


def is_number(values: NDArray[Any]) -> bool:
    """Whether the input is numeric; texts and booleans are categories.

    >>> is_number(np.array([1, 2])), is_number(np.array(["a", "b"])), is_number(np.array([True]))
    (True, False, False)
    """
    return bool(np.issubdtype(np.asarray(values).dtype, np.number))


def codes(labels: NDArray[Any]) -> Codes:
    """The code of each label among those that occur; with two axes the rows are labels."""
    axis = 0 if np.ndim(labels) > 1 else None
    found: Codes = np.unique(labels, axis=axis, return_inverse=True)[1].reshape(-1).astype(np.int64)
    return found


def bins(values: NDArray[Any], number: int) -> Codes:
    """The bin of each value, shape (n,): equal counts for numbers, one bin per value for categories and few values.

    Equal values share a bin, so ties make bins unequal.
    """
    if number < 1:
        raise UsageError(f"{number} bins: at least one is needed")
    levels = codes(values)
    if not is_number(values) or levels.max(initial=0) < number:
        return levels
    edges = np.quantile(values, np.arange(1, number) / number)
    return codes(np.searchsorted(edges, values, side="left"))
