"""The percentile bootstrap (Efron 1979, 1981), for statistics without a closed form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UsageError
from negosim.experiments.statistics.intervals import Interval

__all__ = ["RESAMPLES", "bootstrap", "bootstrap_means", "resampled_means"]

RESAMPLES = 1000
"""Default number of resamples: 25 values lie beyond each end of a 95 % interval."""


def bootstrap(
    statistic: Callable[[NDArray[np.int64]], Any],
    n: int,
    generator: np.random.Generator,
    resamples: int = RESAMPLES,
    confidence: float = 0.95,
) -> Interval:
    """Interval of `statistic`, a function of the indices of n resampled draws.

    Draws are resampled, not the runs within a draw, which are not independent. `UsageError` for n = 0.
    """
    if n == 0:
        raise UsageError("an interval needs at least one draw")
    values = [float(statistic(generator.integers(n, size=n))) for _ in range(resamples)]
    low, high = np.quantile(values, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(float(low), float(high))


def bootstrap_means(
    values: NDArray[np.float64], generator: np.random.Generator, resamples: int = RESAMPLES, confidence: float = 0.95
) -> tuple[Interval, ...]:
    """Intervals of the column means of `values`, shape (draws, columns), all from the same resamples."""
    means = resampled_means(values, generator, resamples)
    ends = np.quantile(means, [(1 - confidence) / 2, (1 + confidence) / 2], axis=0)
    return tuple(Interval(float(low), float(high)) for low, high in ends.T)


def resampled_means(
    values: NDArray[np.float64], generator: np.random.Generator, resamples: int = RESAMPLES
) -> NDArray[np.float64]:
    """The column means in every resample of the draws, shape (resamples, columns)."""
    draws = len(values)
    if draws == 0:
        raise UsageError("an interval needs at least one draw")
    counts = generator.multinomial(draws, np.full(draws, 1 / draws), size=resamples)
    return np.asarray(counts @ values / draws)
