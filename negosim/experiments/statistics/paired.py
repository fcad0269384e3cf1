"""Two scenarios under the same draws and the same luck: what differs, run by run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UsageError
from negosim.experiments.statistics.bootstrap import RESAMPLES, Statistic, bootstrap
from negosim.experiments.statistics.intervals import Interval, quantile

__all__ = ["bonett_price", "discordant", "holm", "mcnemar_mid_p", "paired_bootstrap", "sign_flip", "variance_ratio"]

FLIPS = 9999
"""Random signs of a test: the smallest chance that it can find is one in 10,000."""


def discordant(first: NDArray[Any], second: NDArray[Any]) -> tuple[int, int]:
    """The runs that only `first` settled and those that only `second` settled; both are booleans of shape (runs,)."""
    one, other = _paired(first, second)
    return int(np.sum(one.astype(bool) & ~other.astype(bool))), int(np.sum(other.astype(bool) & ~one.astype(bool)))


def bonett_price(only_first: int, only_second: int, n: int, confidence: float = 0.95) -> Interval:
    """Interval of the second share less the first, from n pairs (Bonett & Price 2012, adjusted Wald).

    With one run added to each kind of discordant pair and two to the pairs: d = (c' - b')/(n + 2) and
    se^2 = ((b' + c')/(n + 2) - d^2)/(n + 2). Plain Wald and the bootstrap are too narrow where few pairs differ.
    """
    b, c, pairs = only_first + 1, only_second + 1, n + 2
    d = (c - b) / pairs
    spread = quantile(confidence) * math.sqrt(((b + c) / pairs - d * d) / pairs)
    return Interval(max(-1.0, d - spread), min(1.0, d + spread))


def mcnemar_mid_p(only_first: int, only_second: int) -> float:
    """Chance of discordant pairs at least as uneven if neither scenario settles more often: McNemar's mid-p.

    2 BinCDF(min(b, c); b + c, 1/2) - BinPMF(min(b, c)) (McNemar 1947; mid-p: Fagerland, Lydersen & Laake 2013).
    """
    from scipy.stats import binom  # noqa: PLC0415  (heavy: imported where used)

    less, n = min(only_first, only_second), only_first + only_second
    return float(min(1.0, 2 * binom.cdf(less, n, 0.5) - binom.pmf(less, n, 0.5)))


def paired_bootstrap(
    first: NDArray[Any],
    second: NDArray[Any],
    generator: np.random.Generator,
    statistic: Statistic = np.mean,
    *,
    resamples: int = RESAMPLES,
    confidence: float = 0.95,
) -> Interval:
    """Interval of `statistic(second) - statistic(first)`, the same draws resampled in both (Efron 1979).

    Both arrays have the draws as first axis, replications of a draw as second where there are any. For shares of
    settlements use `bonett_price`, which holds where few pairs differ.
    """
    one, other = _paired(first, second)
    return bootstrap(
        lambda draws: statistic(other[draws]) - statistic(one[draws]), len(one), generator, resamples, confidence
    )


def variance_ratio(first: NDArray[Any], second: NDArray[Any]) -> float:
    """How much common random numbers gained: variance of the difference if independent, over that achieved.

    (Var X + Var Y) / Var(Y - X) (Law & Kelton, Simulation Modeling and Analysis, section 11.2): 1 is no gain, below 1
    a loss, infinite where the scenarios differ by a constant. The runs that pairing saved are the same factor.
    """
    one, other = (values.astype(float) for values in _paired(first, second))
    independent, achieved = float(np.var(one) + np.var(other)), float(np.var(other - one))
    if achieved > 0:
        return independent / achieved
    return math.inf if independent > 0 else 1.0


def sign_flip(differences: NDArray[Any], generator: np.random.Generator, flips: int = FLIPS) -> NDArray[np.float64]:
    """Chance of mean differences at least as large if each pair's sign were a coin's, shape (pairs, columns).

    Fisher's randomisation test of paired differences (Fisher 1935, section 21), with random signs, the observed ones
    counted among them; two-sided, one p-value a column. Nothing is assumed of how the differences spread.
    """
    values = np.asarray(differences, dtype=float)
    signs = generator.integers(2, size=(flips, len(values))) * 2 - 1
    observed = np.abs(values.sum(axis=0))
    rounding = 1e-9 * np.abs(values).sum(axis=0)
    reached = np.abs(signs @ values) >= observed - rounding
    return np.asarray((1 + reached.sum(axis=0)) / (1 + flips))


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """p-values corrected for their number, in the order given (Holm 1979, step-down).

    The i-th smallest of m becomes the largest of (m - j + 1) p_j over j up to i, at most 1. A finding that stays at or
    below 5 % holds, with at most a 5 % chance that any such finding is false.

    >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    order = np.argsort(p_values, kind="stable")
    steps = np.asarray(p_values, dtype=float)[order] * np.arange(len(order), 0, -1)
    corrected = np.empty(len(order))
    corrected[order] = np.minimum(1.0, np.maximum.accumulate(steps))
    return tuple(float(p) for p in corrected)


def _paired(first: NDArray[Any], second: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Both as arrays; `UsageError` where the runs cannot be pairs."""
    one, other = np.asarray(first), np.asarray(second)
    if one.shape != other.shape:
        raise UsageError(f"pairs need the same runs in both: {one.shape} and {other.shape} do not match")
    return one, other
