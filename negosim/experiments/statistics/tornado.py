"""Conditional tornado diagram: mean outcome in the low and the high third of each input."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UsageError
from negosim.experiments.statistics.binning import is_number
from negosim.experiments.statistics.intervals import normal_quantile

__all__ = ["Bar", "tornado_bars"]

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Bar:
    """One input: the mean outcome in its low and high third, the end of the former and the start of the latter.

    `noise` is the half-width of the swing's interval: a smaller swing is insignificant.
    """

    name: str
    low: float
    high: float
    low_to: float
    high_from: float
    noise: float

    @property
    def swing(self) -> float:
        """The mean in the high third less the mean in the low third."""
        return self.high - self.low


def tornado_bars(
    inputs: Mapping[str, NDArray[Any]], outcome: NDArray[Any], confidence: float = 0.95
) -> tuple[Bar, ...]:
    """The bars of all inputs, the longest first; all arrays have shape (draws,), the outcome numeric or 0 and 1.

    Means are conditional, over the variation of the other inputs; the classical form fixes these at the central case
    (Howard 1988; Eschenbach 1992).
    """
    values = np.asarray(outcome, dtype=float)
    bars = [_bar(name, np.asarray(given), values, confidence) for name, given in inputs.items()]
    return tuple(sorted(bars, key=lambda bar: -abs(bar.swing)))


def _bar(name: str, given: NDArray[Any], outcome: NDArray[np.float64], confidence: float) -> Bar:
    if not is_number(given) or len(given) == 0:
        raise UsageError(f"{name}: a tornado needs numbers, which have a low and a high third")
    low, high = _thirds(given)
    noise = normal_quantile(confidence) * math.hypot(_error(outcome[low]), _error(outcome[high]))
    ends = float(given[low].max()), float(given[high].min())
    return Bar(name, float(outcome[low].mean()), float(outcome[high].mean()), *ends, noise)


def _thirds(given: NDArray[Any]) -> tuple[Mask, Mask]:
    """Whether each draw is in the low and in the high third; ties stay together, and neither third is empty.

    If one value covers both tertiles, the values below it are low and those above it high.
    """
    first, second = np.quantile(given, [1 / 3, 2 / 3])
    if first < second:
        return given <= first, given >= second
    below, above = given < first, given > first
    return (below if below.any() else ~above), (above if above.any() else ~below)


def _error(values: NDArray[np.float64]) -> float:
    """Standard error of a mean; 0 for a single value."""
    return float(values.std(ddof=1)) / math.sqrt(len(values)) if len(values) > 1 else 0.0
