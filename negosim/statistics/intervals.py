"""Intervals of shares and means."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

__all__ = ["Interval", "quantile", "wilson"]


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
