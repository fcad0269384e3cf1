"""Sobol' indices of a numeric outcome: the share of its variance explained by each input.

The first-order index is the share of an input alone, the total index its share with all interactions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UsageError
from negosim.experiments.statistics.intervals import Interval, mean_interval

__all__ = ["Index", "design", "over_scramblings", "total_indices"]


@dataclass(frozen=True)
class Index:
    """First-order and total index of an input; intervals only from several scramblings."""

    name: str
    first: float
    total: float
    first_interval: Interval | None = None
    total_interval: Interval | None = None


def design(n: int, inputs: int, generator: np.random.Generator) -> NDArray[np.float64]:
    """The design for `total_indices`, shape (n (inputs + 2), inputs) in the unit cube; n is a power of two.

    Blocks of n rows: A, B, then for each input A with that column of B (Saltelli, Annoni, Azzini, Campolongo, Ratto &
    Tarantola 2010, section 5), A and B from one scrambled Sobol' sequence (Owen 1998).
    """
    from scipy.stats import qmc  # noqa: PLC0415  (heavy: imported where used)

    if n < 1 or n & (n - 1):
        raise UsageError(f"a Sobol design of {n} points is unbalanced: take a power of two")
    both = qmc.Sobol(2 * inputs, bits=64, rng=generator).random(n)
    a, b = both[:, :inputs], both[:, inputs:]
    swapped = [np.where(np.arange(inputs) == column, b, a) for column in range(inputs)]
    return np.concatenate([a, b, *swapped])


def total_indices(values: NDArray[Any], names: Sequence[str]) -> tuple[Index, ...]:
    """First-order and total indices from the outcomes of a `design`, shape (n (inputs + 2),), in the order of `names`.

    Estimators (b) and (f) of table 2 of Saltelli and others 2010, by `scipy.stats.sobol_indices`; estimates may lie
    slightly outside [0, 1]. Both are 0 for a constant outcome.
    """
    from scipy.stats import sobol_indices  # noqa: PLC0415  (heavy: imported where used)

    blocks = _blocks(np.asarray(values, dtype=float), len(names))
    if np.ptp(blocks[:2]) == 0:
        return tuple(Index(name, 0.0, 0.0) for name in names)
    parts: dict[Literal["f_A", "f_B", "f_AB"], NDArray[np.float64]]
    parts = {"f_A": blocks[:1], "f_B": blocks[1:2], "f_AB": blocks[2:, None]}
    found = sobol_indices(func=parts, n=blocks.shape[1])
    orders = np.stack([found.first_order, found.total_order]).reshape(2, -1)
    return tuple(Index(name, first, total) for name, (first, total) in zip(names, orders.T.tolist(), strict=True))


def over_scramblings(replicates: Sequence[Sequence[Index]], confidence: float = 0.95) -> tuple[Index, ...]:
    """The mean indices over independent scramblings of the design, with Student's interval.

    The points of one Sobol' sequence are dependent, so an interval within one design would be invalid (Owen 1998).
    """
    return tuple(_pool(indices, confidence) for indices in zip(*replicates, strict=True))


def _blocks(values: NDArray[np.float64], inputs: int) -> NDArray[np.float64]:
    """The outcomes by block of the design, shape (inputs + 2, n)."""
    if len(values) % (inputs + 2):
        raise UsageError(f"{len(values)} outcomes are no design of {inputs} inputs: {inputs + 2} blocks do not fit")
    return values.reshape(inputs + 2, -1)


def _pool(indices: Sequence[Index], confidence: float) -> Index:
    """The index of one input over all scramblings."""
    first, total = (np.array([getattr(index, part) for index in indices]) for part in ("first", "total"))
    return Index(
        indices[0].name,
        float(first.mean()),
        float(total.mean()),
        mean_interval(first, confidence),
        mean_interval(total, confidence),
    )
