"""Sobol indices of an outcome that is a number: how much of its variance each input explains.

The first-order index is what an input explains alone, the total index what it explains with all interactions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UsageError
from negosim.experiments.statistics.binning import Codes, bins
from negosim.experiments.statistics.intervals import Interval, mean_interval
from negosim.experiments.statistics.noise import FEWEST, against_noise

__all__ = ["Explained", "Index", "correlation_ratio", "design", "first_order", "over_scramblings", "total_indices"]

BINS = 20
"""Bins of a numeric input: finer than for categories, as a mean needs fewer runs than a distribution."""


@dataclass(frozen=True)
class Explained:
    """The share of the variance that an input explains alone, less its bias, beside the floor of noise."""

    name: str
    first: float
    floor: float

    @property
    def stands_out(self) -> bool:
        """Whether it is above the floor."""
        return self.first > self.floor


@dataclass(frozen=True)
class Index:
    """First-order and total index of an input, with intervals where there were several scramblings."""

    name: str
    first: float
    total: float
    first_interval: Interval | None = None
    total_interval: Interval | None = None


def design(n: int, inputs: int, generator: np.random.Generator) -> NDArray[np.float64]:
    """The runs that `total_indices` needs, shape (n (inputs + 2), inputs) in the unit cube; n is a power of two.

    First n rows A, then n rows B, then for each input n rows of A with that column of B (Saltelli, Annoni, Azzini,
    Campolongo, Ratto & Tarantola 2010, section 5), A and B from one scrambled Sobol sequence (Owen 1998).
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

    Estimators (b) and (f) of table 2 of Saltelli and others 2010, by `scipy.stats.sobol_indices`. Both are 0 where
    the outcome never changes. They are estimates, so one may lie a little below 0 or above 1.
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
    """The mean indices over independent scramblings of the design, with Student's interval over them.

    The points of one Sobol sequence are not independent, so an interval within one design would be wrong (Owen 1998).
    """
    return tuple(_pool(indices, confidence) for indices in zip(*replicates, strict=True))


def correlation_ratio(rows: Codes, outcome: NDArray[Any]) -> float:
    """The share of the variance that lies between the bins (Pearson 1905); 0 where the outcome never changes."""
    sizes, values = np.bincount(rows), outcome - outcome.mean()
    between = float(np.sum(np.bincount(rows, weights=values) ** 2 / sizes))
    total = float(values @ values)
    return between / total if total > 0 else 0.0


def first_order(
    inputs: Mapping[str, NDArray[Any]],
    outcome: NDArray[Any],
    generator: np.random.Generator,
    permutations: int = FEWEST,
    number: int = BINS,
) -> tuple[Explained, ...]:
    """First-order indices from the ensemble that was run anyway, the strongest first; all arrays have shape (draws,).

    The correlation ratio of each input's bins, which is the first-order Sobol index as bins and draws grow (Plischke,
    Borgonovo & Smith 2013), less its mean over permutations of the outcome.
    """
    binned = [bins(values, number) for values in inputs.values()]

    def ratios(values: NDArray[Any]) -> NDArray[np.float64]:
        return np.array([correlation_ratio(rows, values) for rows in binned])

    found = against_noise(ratios, np.asarray(outcome, dtype=float), generator, permutations)
    each = [
        Explained(name, first, float(found.floor)) for name, first in zip(inputs, found.values.tolist(), strict=True)
    ]
    return tuple(sorted(each, key=lambda one: -one.first))


def _blocks(values: NDArray[np.float64], inputs: int) -> NDArray[np.float64]:
    """The outcomes of A, of B and of each swapped block, shape (inputs + 2, n)."""
    if len(values) % (inputs + 2):
        raise UsageError(f"{len(values)} outcomes are no design of {inputs} inputs: {inputs + 2} blocks do not fit")
    return values.reshape(inputs + 2, -1)


def _pool(indices: Sequence[Index], confidence: float) -> Index:
    """One input's index over the scramblings."""
    first, total = (np.array([getattr(index, part) for index in indices]) for part in ("first", "total"))
    return Index(
        indices[0].name,
        float(first.mean()),
        float(total.mean()),
        mean_interval(first, confidence),
        mean_interval(total, confidence),
    )
