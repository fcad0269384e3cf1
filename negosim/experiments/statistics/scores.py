"""Scores of a forecast once the answer is known. All are losses: smaller is better, 0 is perfect.

A good score of a scenario whose author knew the answer proves consistency, not foresight.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negosim.errors import UsageError
from negosim.experiments.statistics.bootstrap import RESAMPLES, bootstrap
from negosim.experiments.statistics.intervals import Interval, wilson

__all__ = [
    "CLIP",
    "Calibration",
    "brier",
    "calibration",
    "crps",
    "log_score",
    "mean_score_interval",
    "ranked_probability",
    "skill",
    "skill_interval",
]

CLIP = (0.01, 0.99)
"""Chances are clipped to this before the log is taken: an ensemble of a thousand runs cannot vouch for never."""

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Calibration:
    """The questions whose chance lay in a bin: how many, the mean chance given, and how often it came true."""

    low: float
    high: float
    questions: int
    forecast: float
    came_true: float
    interval: Interval


def brier(chances: ArrayLike, happened: ArrayLike) -> Scores:
    """(p - y)^2 of each question, the chance p of what did (y = 1) or did not (0) happen (Brier 1950, binary form)."""
    loss: Scores = (_chances(chances) - np.asarray(happened, dtype=float)) ** 2
    return loss


def log_score(chances: ArrayLike, happened: ArrayLike) -> Scores:
    """-ln of the chance given to what happened, of each question, chances clipped to `CLIP` (Good 1952)."""
    clipped = np.clip(_chances(chances), *CLIP)
    return -np.log(np.where(np.asarray(happened, dtype=bool), clipped, 1 - clipped))


def ranked_probability(chances: ArrayLike, level: int) -> float:
    """Score of ordered levels: sum_m (F_m - O_m)^2 / (M - 1) with cumulative chances F (Epstein 1969; Murphy 1971).

    `chances` has shape (levels,), two levels or more, in their order; `level` is the one that came true, from 0.
    """
    given = _chances(chances)
    if len(given) < 2 or not 0 <= level < len(given):  # noqa: PLR2004  (a small count, plain here)
        raise UsageError(f"level {level} of {len(given)}: a ranked score needs two levels or more, and one of them")
    reached = np.arange(len(given)) >= level
    return float(np.sum((np.cumsum(given) - reached) ** 2) / (len(given) - 1))


def crps(members: ArrayLike, observed: float) -> float:
    """Continuous ranked probability score of an ensemble, in the unit of the amount: E|X - y| - E|X - X'| / 2.

    (Gneiting & Raftery 2007, equation 21, over the members as they are; for a single member the absolute error.)
    """
    values = np.sort(np.asarray(members, dtype=float))
    n = len(values)
    if n == 0:
        raise UsageError("an ensemble without members cannot be scored")
    apart = float(values @ (2 * np.arange(n) - n + 1)) / n**2
    return float(np.abs(values - observed).mean()) - apart


def skill(scores: ArrayLike, reference: ArrayLike) -> float:
    """1 - mean score / mean score of a reference (uniform guess, status quo) on the same questions (Murphy 1988).

    1 is perfect, 0 no better, below 0 worse. Against a perfect reference it is 0 if perfect too, otherwise minus
    infinity.
    """
    own, other = float(np.asarray(scores).mean()), float(np.asarray(reference).mean())
    if other > 0:
        return 1 - own / other
    return 0.0 if own == 0 else -math.inf


def mean_score_interval(
    scores: ArrayLike, generator: np.random.Generator, resamples: int = RESAMPLES, confidence: float = 0.95
) -> Interval:
    """Interval of the mean score, the questions resampled."""
    own = np.asarray(scores, dtype=float)
    return bootstrap(lambda chosen: own[chosen].mean(), len(own), generator, resamples, confidence)


def skill_interval(
    scores: ArrayLike,
    reference: ArrayLike,
    generator: np.random.Generator,
    *,
    resamples: int = RESAMPLES,
    confidence: float = 0.95,
) -> Interval:
    """Interval of the skill, the questions resampled in both: easy and hard questions stay paired."""
    own, other = np.asarray(scores, dtype=float), np.asarray(reference, dtype=float)
    return bootstrap(lambda chosen: skill(own[chosen], other[chosen]), len(own), generator, resamples, confidence)


def calibration(chances: ArrayLike, happened: ArrayLike, number: int = 10) -> tuple[Calibration, ...]:
    """How often what was given a chance came true, in `number` bins of equal width; empty bins are left out.

    (Murphy & Winkler 1977, the reliability diagram.) Each share carries its Wilson interval; with few questions a bin
    it says little.
    """
    given, true = _chances(chances), np.asarray(happened, dtype=bool)
    places = np.minimum((given * number).astype(int), number - 1)
    return tuple(
        _calibrated(place, number, given[places == place], true[places == place]) for place in np.unique(places)
    )


def _calibrated(place: int, number: int, given: NDArray[Any], true: NDArray[Any]) -> Calibration:
    """One row of the table."""
    low, high = float(place / number), float((place + 1) / number)
    interval = wilson(int(true.sum()), len(true))
    return Calibration(low, high, len(true), float(given.mean()), float(true.mean()), interval)


def _chances(chances: ArrayLike) -> Scores:
    """Chances as an array; `UsageError` where one is none."""
    given = np.asarray(chances, dtype=float)
    if not np.all((given >= 0) & (given <= 1)):
        raise UsageError("a chance lies between 0 and 1")
    return given
