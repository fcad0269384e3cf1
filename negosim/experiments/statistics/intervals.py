"""Intervals of shares and means."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Interval",
    "bonferroni",
    "cluster_means",
    "mean_interval",
    "quantile",
    "t_quantile",
    "wilson",
    "wilson_together",
]


class Interval(NamedTuple):
    """An interval of a number, its ends included."""

    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Half of its width."""
        return (self.high - self.low) / 2


def quantile(confidence: float) -> float:
    """z of a two-sided interval: 1.96 for 0.95.

    >>> round(quantile(0.95), 2)
    1.96
    """
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def t_quantile(confidence: float, freedom: int) -> float:
    """Student's t of a two-sided interval, for that many degrees of freedom (Student 1908)."""
    from scipy.special import stdtrit  # noqa: PLC0415  (heavy: imported where used)

    return float(stdtrit(freedom, 0.5 + confidence / 2))


def bonferroni(categories: int, confidence: float = 0.95) -> float:
    """The confidence that each interval needs so that all of them hold together (Bonferroni; Dunn 1961).

    `quantile(bonferroni(k))` is the z for k categories. The intervals of 40 deals, each at 95 %, hold together in one
    ensemble out of eight.

    >>> round(quantile(bonferroni(40)), 2)
    3.23
    """
    return 1 - (1 - confidence) / max(1, categories)


def wilson(successes: int, n: int, confidence: float = 0.95) -> Interval:
    """Wilson's score interval of a share (Wilson 1927; recommended by Brown, Cai & DasGupta 2001).

    (p + z^2/2n +- z sqrt(p(1 - p)/n + z^2/4n^2)) / (1 + z^2/n); the whole of [0, 1] where nothing was observed.
    """
    if n == 0:
        return Interval(0.0, 1.0)
    z, share = quantile(confidence), successes / n
    centre = share + z * z / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return Interval(max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale))


def wilson_together(counts: Sequence[int], confidence: float = 0.95) -> tuple[Interval, ...]:
    """Wilson's interval of each category's share, wide enough that all hold together; `counts` adds up to the runs.

    Pool categories expected fewer than about ten times as "other" first: Wilson's interval covers too little for the
    rarest at this confidence, so that with many of them all hold together less often than promised.
    """
    total, each = int(sum(counts)), bonferroni(len(counts), confidence)
    return tuple(wilson(int(count), total, each) for count in counts)


def mean_interval(values: NDArray[Any], confidence: float = 0.95) -> Interval:
    """Student's interval of the mean of independent values, shape (n,) (Student 1908): mean +- t s / sqrt(n).

    The whole line for fewer than two values: one run says nothing of the spread.
    """
    n = len(values)
    if n < 2:  # noqa: PLR2004  (a small count, plain here)
        return Interval(-math.inf, math.inf)
    mean, error = float(np.mean(values)), float(np.std(values, ddof=1)) / math.sqrt(n)
    spread = t_quantile(confidence, n - 1) * error
    return Interval(mean - spread, mean + spread)


def cluster_means(values: NDArray[Any], clusters: NDArray[Any]) -> NDArray[np.float64]:
    """The mean of each cluster, in the order of the clusters' labels; both arrays have shape (runs,).

    Runs that share a draw are correlated; their draws are not, so an interval is that of the draws' means:
    `mean_interval(cluster_means(values, draws))` (Cochran 1977, chapter 9: clusters of equal size).
    """
    _, codes = np.unique(clusters, return_inverse=True)
    means: NDArray[np.float64] = np.bincount(codes, weights=values) / np.bincount(codes)
    return means
