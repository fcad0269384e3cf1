"""Tests and intervals for paired differences: two scenarios under common random numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UsageError
from negosim.experiments.statistics.bootstrap import RESAMPLES, bootstrap
from negosim.experiments.statistics.intervals import Interval, normal_quantile

__all__ = ["bonett_price", "discordant", "holm", "mcnemar_mid_p", "paired_bootstrap", "sign_flip", "variance_ratio"]

FLIPS = 9999
"""Default number of random sign flips: the smallest p-value is 1 in 10,000."""


def discordant(first: NDArray[Any], second: NDArray[Any]) -> tuple[int, int]:
    """Counts of discordant pairs: true in `first` only and in `second` only; both are booleans of shape (runs,)."""
    one, other = _paired(first, second)
    return int(np.sum(one.astype(bool) & ~other.astype(bool))), int(np.sum(other.astype(bool) & ~one.astype(bool)))


def bonett_price(only_first: int, only_second: int, n: int, confidence: float = 0.95) -> Interval:
    """Adjusted Wald interval of the second proportion less the first, from n pairs (Bonett & Price 2012).

    With b' = b + 1, c' = c + 1 discordant pairs: d = (c' - b')/(n + 2) and se^2 = ((b' + c')/(n + 2) - d^2)/(n + 2).
    The plain Wald interval and the bootstrap are too narrow for few discordant pairs.
    """
    b, c, pairs = only_first + 1, only_second + 1, n + 2
    d = (c - b) / pairs
    spread = normal_quantile(confidence) * math.sqrt(((b + c) / pairs - d * d) / pairs)
    return Interval(max(-1.0, d - spread), min(1.0, d + spread))


def mcnemar_mid_p(only_first: int, only_second: int) -> float:
    """Two-sided mid-p value of McNemar's test of equal proportions.

    2 BinCDF(min(b, c); b + c, 1/2) - BinPMF(min(b, c)) (McNemar 1947; mid-p: Fagerland, Lydersen & Laake 2013), which
    is the chance of as few plus that of fewer.
    """
    from scipy.special import bdtr  # noqa: PLC0415  (heavy: imported where used)

    less, n = min(only_first, only_second), only_first + only_second
    fewer = bdtr(less - 1, n, 0.5) if less else 0.0
    return float(min(1.0, bdtr(less, n, 0.5) + fewer))


def paired_bootstrap(
    first: NDArray[Any],
    second: NDArray[Any],
    generator: np.random.Generator,
    resamples: int = RESAMPLES,
    confidence: float = 0.95,
) -> Interval:
    """Interval of `mean(second) - mean(first)`, the same draws resampled in both (Efron 1979).

    The first axis of both arrays is the draws, a second one their replications. For proportions use `bonett_price`.
    """
    one, other = _paired(first, second)
    return bootstrap(
        lambda draws: np.mean(other[draws]) - np.mean(one[draws]), len(one), generator, resamples, confidence
    )


def variance_ratio(first: NDArray[Any], second: NDArray[Any]) -> float:
    """The variance reduction of common random numbers: (Var X + Var Y) / Var(Y - X).

    Law & Kelton, Simulation Modeling and Analysis, section 11.2. It is the factor by which pairing saves runs: 1 is no
    gain, below 1 a loss, infinite where the scenarios differ by a constant.
    """
    one, other = (values.astype(float) for values in _paired(first, second))
    independent, achieved = float(np.var(one) + np.var(other)), float(np.var(other - one))
    if achieved > 0:
        return independent / achieved
    return math.inf if independent > 0 else 1.0


def sign_flip(differences: NDArray[Any], generator: np.random.Generator, flips: int = FLIPS) -> NDArray[np.float64]:
    """Two-sided p-values of Fisher's randomisation test of paired differences, shape (pairs, columns).

    One p-value per column, from `flips` random assignments of signs, the observed one counted among them (Fisher 1935,
    section 21). No distribution is assumed.
    """
    values = np.asarray(differences, dtype=float)
    signs = generator.integers(2, size=(flips, len(values))) * 2 - 1
    observed = np.abs(values.sum(axis=0))
    rounding = 1e-9 * np.abs(values).sum(axis=0)
    reached = np.abs(signs @ values) >= observed - rounding
    return np.asarray((1 + reached.sum(axis=0)) / (1 + flips))


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """p-values after Holm's step-down correction, in the order given (Holm 1979).

    The i-th smallest of m becomes the maximum of (m - j + 1) p_j over j up to i, at most 1. This controls the
    family-wise error rate.

    >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    order = np.argsort(p_values, kind="stable")
    steps = np.asarray(p_values, dtype=float)[order] * np.arange(len(order), 0, -1)
    corrected = np.empty(len(order))
    corrected[order] = np.minimum(1.0, np.maximum.accumulate(steps))
    return tuple(float(p) for p in corrected)


def _paired(first: NDArray[Any], second: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Both as arrays; `UsageError` for different shapes."""
    one, other = np.asarray(first), np.asarray(second)
    if one.shape != other.shape:
        raise UsageError(f"pairs need the same runs in both: {one.shape} and {other.shape} do not match")
    return one, other
