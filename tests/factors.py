"""Factors of issues that nothing ties together, and the table of all their outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from negosim.theory.bargaining.elimination import Factor, outcome_of_nothing

__all__ = ["independent", "table_of"]


def independent(parts: Sequence[np.ndarray]) -> list[Factor]:
    """A factor for each array (criteria, options); the last issue varies fastest in the index."""
    strides = np.cumprod([1, *(part.shape[1] for part in parts[:0:-1])])[::-1]
    return [
        Factor(
            places=(place,),
            options=np.arange(part.shape[1], dtype=np.int16)[None],
            sums=part.astype(np.int64),
            index=np.arange(part.shape[1]) * stride,
            consent=np.zeros(part.shape[1], dtype=np.uint64),
        )
        for place, (part, stride) in enumerate(zip(parts, strides, strict=True))
    ]


def table_of(factors: Sequence[Factor]) -> np.ndarray:
    """The sums of all outcomes, by index: an array (criteria, outcomes)."""
    whole = reduce(Factor.joined, factors, outcome_of_nothing(len(factors[0].sums)))
    return whole.sums[:, np.argsort(whole.index)]
