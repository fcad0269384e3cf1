"""Confidence intervals of proportions and means."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Interval", "mean_interval", "normal_quantile", "t_quantile", "wilson"]


class Interval(NamedTuple):
    """A closed interval, by its ends."""

    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Half of its width: the number after ±."""
        return (self.high - self.low) / 2


def normal_quantile(confidence: float) -> float:
    """The standard normal quantile z of a two-sided interval.

    >>> round(normal_quantile(0.95), 2)
    1.96
    """
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def t_quantile(confidence: float, freedom: int) -> float:
    """The quantile of Student's t of a two-sided interval, with `freedom` degrees of freedom (Student 1908)."""
    from scipy.special import stdtrit  # noqa: PLC0415  (heavy: imported where used)

    return float(stdtrit(freedom, 0.5 + confidence / 2))


def wilson(successes: int, n: int, confidence: float = 0.95) -> Interval:
    """Wilson's score interval of a proportion (Wilson 1927; recommended by Brown, Cai & DasGupta 2001).

    (p + z^2/2n +- z sqrt(p(1 - p)/n + z^2/4n^2)) / (1 + z^2/n); [0, 1] for n = 0.
    """
    if n == 0:
        return Interval(0.0, 1.0)
    z, share = normal_quantile(confidence), successes / n
    centre = share + z * z / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return Interval(max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale))


def mean_interval(values: NDArray[Any], confidence: float = 0.95) -> Interval:
    """Student's interval of the mean of independent values, shape (n,) (Student 1908): mean +- t s / sqrt(n).

    The whole real line for fewer than two values, which show no variance.
    """
    n = len(values)
    if n < 2:  # noqa: PLR2004  (a small count, plain here)
        return Interval(-math.inf, math.inf)
    mean, error = float(np.mean(values)), float(np.std(values, ddof=1)) / math.sqrt(n)
    spread = t_quantile(confidence, n - 1) * error
    return Interval(mean - spread, mean + spread)
