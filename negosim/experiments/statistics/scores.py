"""Scoring rules for probability forecasts. All are losses: smaller is better, 0 is perfect.

A good score in hindsight proves consistency, not foresight.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negosim.errors import UsageError
from negosim.experiments.statistics.bootstrap import bootstrap
from negosim.experiments.statistics.intervals import Interval, wilson

__all__ = [
    "CLIP",
    "Calibration",
    "brier",
    "calibration",
    "crps",
    "log_score",
    "ranked_probability",
    "skill",
    "skill_interval",
]

CLIP = (0.01, 0.99)
"""Probabilities are clipped to this range for the log score, since no ensemble shows that an event never occurs."""

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Calibration:
    """One bin of forecast probabilities: number of questions, mean forecast, and observed relative frequency."""

    low: float
    high: float
    questions: int
    forecast: float
    came_true: float
    interval: Interval


def brier(chances: ArrayLike, happened: ArrayLike) -> Scores:
    """Brier score (p - y)^2 of each question, for probability p and outcome y = 0 or 1 (Brier 1950, binary form)."""
    loss: Scores = (_chances(chances) - np.asarray(happened, dtype=float)) ** 2
    return loss


def log_score(chances: ArrayLike, happened: ArrayLike) -> Scores:
    """Logarithmic score of each question, probabilities clipped to `CLIP` (Good 1952)."""
    clipped = np.clip(_chances(chances), *CLIP)
    return -np.log(np.where(np.asarray(happened, dtype=bool), clipped, 1 - clipped))


def ranked_probability(chances: ArrayLike, level: int) -> float:
    """Ranked probability score sum_m (F_m - O_m)^2 / (M - 1) with cumulative F and O (Epstein 1969; Murphy 1971).

    `chances` has shape (levels,), two levels or more in order; `level` is the observed one, from 0.
    """
    given = _chances(chances)
    if len(given) < 2 or not 0 <= level < len(given):  # noqa: PLR2004  (a small count, plain here)
        raise UsageError(f"level {level} of {len(given)}: a ranked score needs two levels or more, and one of them")
    reached = np.arange(len(given)) >= level
    return float(np.sum((np.cumsum(given) - reached) ** 2) / (len(given) - 1))


def crps(members: ArrayLike, observed: float) -> float:
    """Continuous ranked probability score of an ensemble, in the unit of the amount: E|X - y| - E|X - X'| / 2.

    Gneiting & Raftery 2007, equation 21, for the empirical distribution; the absolute error for a single member.
    """
    values = np.sort(np.asarray(members, dtype=float))
    n = len(values)
    if n == 0:
        raise UsageError("an ensemble without members cannot be scored")
    apart = float(values @ (2 * np.arange(n) - n + 1)) / n**2
    return float(np.abs(values - observed).mean()) - apart


def skill(scores: ArrayLike, reference: ArrayLike) -> float:
    """Skill score: 1 - mean score / mean score of a reference on the same questions (Murphy 1988).

    1 is perfect, 0 no better than the reference, below 0 worse. Against a perfect reference it is 0 for a perfect
    forecast, otherwise minus infinity.
    """
    own, other = float(np.asarray(scores).mean()), float(np.asarray(reference).mean())
    if other > 0:
        return 1 - own / other
    return 0.0 if own == 0 else -math.inf


def skill_interval(scores: ArrayLike, reference: ArrayLike, generator: np.random.Generator) -> Interval:
    """Bootstrap interval of the skill, the same questions resampled in both."""
    own, other = np.asarray(scores, dtype=float), np.asarray(reference, dtype=float)
    return bootstrap(lambda draws: skill(own[draws], other[draws]), len(own), generator)


def calibration(chances: ArrayLike, happened: ArrayLike, number: int = 10) -> tuple[Calibration, ...]:
    """The reliability diagram in `number` bins of equal width, empty ones left out (Murphy & Winkler 1977).

    Each relative frequency has its Wilson interval, which is wide for few questions.
    """
    given, true = _chances(chances), np.asarray(happened, dtype=bool)
    places = np.minimum((given * number).astype(int), number - 1)
    return tuple(
        _calibrated(place, number, given[places == place], true[places == place]) for place in np.unique(places)
    )


def _calibrated(place: int, number: int, given: NDArray[Any], true: NDArray[Any]) -> Calibration:
    low, high = float(place / number), float((place + 1) / number)
    interval = wilson(int(true.sum()), len(true))
    return Calibration(low, high, len(true), float(given.mean()), float(true.mean()), interval)


def _chances(chances: ArrayLike) -> Scores:
    """Probabilities as an array; `UsageError` outside [0, 1]."""
    given = np.asarray(chances, dtype=float)
    if not np.all((given >= 0) & (given <= 1)):
        raise UsageError("a chance lies between 0 and 1")
    return given
