"""Scores of a forecast and of its references: the uniform guess, the status quo and the static theories.

The Brier score over all options (Brier 1950: sum_k (p_k - y_k)^2, 0 to 2), the clipped log score (Good 1952), the
ranked probability score for ordered options (Epstein 1969), and the continuous one for amounts (Gneiting & Raftery
2007) as a share of the amount's range. All are losses: 0 is perfect.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.domain.rng import RandomSource
from negosim.errors import Diagnostic, InputError, did_you_mean
from negosim.experiments.scoring.forecast import Forecast, IssueForecast
from negosim.experiments.scoring.resolutions import Resolution, Resolutions
from negosim.experiments.statistics.bootstrap import bootstrap
from negosim.experiments.statistics.scores import (
    Calibration,
    brier,
    calibration,
    crps,
    log_score,
    ranked_probability,
    skill,
    skill_interval,
)
from negosim.scenario.yaml.nodes import Node

__all__ = ["MANY", "OWN", "Scored", "ScoredQuestion", "Summary", "score"]

MANY = 20
"""Least number of questions for a calibration."""

OWN = "forecast"
UNIFORM = "uniform guess"
STATUS_QUO = "status quo"

Losses = Mapping[str, float]
"""Score -> loss."""


@dataclass(frozen=True)
class ScoredQuestion:
    """A resolved question with the probability forecast for its outcome, and the losses: forecaster -> score -> loss.

    `hindsight` is whether it was known when the scenario was written, or dated before the forecast was frozen.
    """

    answer: Resolution
    title: str
    words: str
    chance: float | None
    hindsight: bool
    losses: Mapping[str, Losses]


@dataclass(frozen=True)
class Summary:
    """The mean score over the questions shared with a reference, and the skill relative to it.

    Intervals are over questions; None for a single question, and for the skill against a perfect reference.
    """

    score: str
    reference: str
    questions: int
    mean: float
    reference_mean: float
    skill: float | None
    low: float | None
    high: float | None
    mean_low: float | None
    mean_high: float | None


@dataclass(frozen=True)
class Scored:
    """A forecast with its scores; `foresight` summarises the questions without hindsight."""

    forecast: Forecast
    title: str
    questions: tuple[ScoredQuestion, ...]
    summaries: tuple[Summary, ...]
    foresight: tuple[Summary, ...]
    calibration: tuple[Calibration, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        plain = asdict(self) | {"forecast": self.forecast.to_dict(), "format": 1}
        for question in plain["questions"]:
            question["answer"]["date"] = question["answer"]["date"].isoformat()
        return plain


def score(forecast: Forecast, resolved: Resolutions) -> Scored:
    """Score a forecast; `InputError` for questions on unknown issues or options."""
    faults = [fault for one in resolved.resolutions for fault in _faults(forecast, one, resolved.nodes[one.key])]
    if faults:
        raise InputError(faults)
    questions = tuple(_question(forecast, one) for one in resolved.resolutions)
    before = tuple(one for one in questions if not one.hindsight)
    return Scored(
        forecast=forecast,
        title=resolved.title,
        questions=questions,
        summaries=tuple(_summaries(questions, forecast.seed)),
        foresight=tuple(_summaries(before, forecast.seed)),
        calibration=_calibration(forecast, questions),
    )


def _faults(forecast: Forecast, answer: Resolution, node: Node) -> Iterator[Diagnostic]:
    path = f"questions.{answer.key}"
    issue = forecast.issues.get(answer.issue)
    if issue is None:
        help_ = did_you_mean(answer.issue, list(forecast.issues))
        yield node.at(["issue"]).diagnostic("A004", f"no issue {answer.issue!r}", f"{path}.issue", help_)
    elif answer.number is not None and not issue.amount:
        yield node.at(["number"]).diagnostic("A004", f"{answer.issue!r} has options, not numbers", f"{path}.number")
    elif answer.option is not None and _place(issue, answer) is None:
        known = list(map(str, issue.options))
        help_ = did_you_mean(answer.option, known)
        yield node.at(["option"]).diagnostic("A004", f"no option {answer.option!r}", f"{path}.option", help_)


def _place(issue: IssueForecast, answer: Resolution) -> int | None:
    """The number of the observed option; None if it is not among the options."""
    given = answer.option if answer.option is not None else answer.number
    return next((k for k, one in enumerate(issue.options) if given in {one, str(one)}), None)


def _question(forecast: Forecast, answer: Resolution) -> ScoredQuestion:
    issue = forecast.issues[answer.issue]
    place = _place(issue, answer)
    losses = {name: _losses(issue, chances, answer, place) for name, chances in _forecasters(issue).items()}
    words = issue.labels[place] if place is not None else f"{answer.number:g}"
    frozen = date.fromisoformat(forecast.frozen[:10]) if forecast.frozen else None
    hindsight = answer.known or (frozen is not None and answer.date <= frozen)
    chance = float(issue.chances[place]) if place is not None else None
    return ScoredQuestion(answer, issue.title, words, chance, hindsight, losses)


def _forecasters(issue: IssueForecast) -> dict[str, NDArray[np.float64]]:
    """Probabilities of the options by forecaster; a theory gives all to the option nearest to its prediction."""
    number = len(issue.options)
    found = {OWN: issue.chances, UNIFORM: np.full(number, 1 / number)}
    found[STATUS_QUO] = np.eye(number)[issue.status_quo]
    for name, point in issue.theories.items():
        if point is not None and issue.line is not None:
            found[name] = np.eye(number)[int(np.argmin(np.abs(np.asarray(issue.line) - point)))]
    return found


def _losses(
    issue: IssueForecast, chances: NDArray[np.float64], answer: Resolution, place: int | None
) -> dict[str, float]:
    """Every score that applies to the issue."""
    found: dict[str, float] = {}
    if place is not None:
        happened = np.eye(len(chances))[place]
        found["Brier"] = float(brier(chances, happened).sum())
        found["log"] = float(log_score(chances[place], 1))
        if issue.line is not None and len(chances) > 1:
            order = np.argsort(issue.line, kind="stable")
            found["ranked"] = ranked_probability(chances[order], int(np.flatnonzero(order == place)[0]))
    if issue.amount:
        found["CRPS"] = _crps(issue, chances, answer)
    return found


def _crps(issue: IssueForecast, chances: NDArray[np.float64], answer: Resolution) -> float:
    """CRPS as a share of the amount's range, so that amounts in different units can be averaged."""
    line = np.asarray(issue.line, dtype=float)
    observed = answer.number if answer.number is not None else float(str(answer.option))
    members = np.repeat(line, np.rint(chances * sum(issue.counts) * len(line)).astype(np.int64))
    return crps(members, observed) / float(np.ptp(line))


def _summaries(questions: Sequence[ScoredQuestion], seed: int) -> Iterator[Summary]:
    """Every score against every reference."""
    names = dict.fromkeys(name for one in questions for name in one.losses[OWN])
    references = dict.fromkeys(name for one in questions for name in one.losses if name != OWN)
    for kind in names:
        for reference in references:
            pairs = [
                (one.losses[OWN][kind], one.losses[reference][kind])
                for one in questions
                if kind in one.losses[OWN] and kind in one.losses.get(reference, {})
            ]
            if pairs:
                yield _summary(kind, reference, np.array(pairs), seed)


def _summary(kind: str, reference: str, pairs: NDArray[np.float64], seed: int) -> Summary:
    own, other = pairs.T
    generator = RandomSource(seed).generator(f"score.{kind}.{reference}")
    value = skill(own, other)
    ends: list[float | None] = [None] * 4
    if len(own) > 1:
        with np.errstate(invalid="ignore"):  # a resample in which the reference is perfect has no skill
            over = skill_interval(own, other, generator)
        ends = [
            *(end if math.isfinite(end) else None for end in over),
            *bootstrap(lambda draws: own[draws].mean(), len(own), generator),
        ]
    finite = value if math.isfinite(value) else None
    return Summary(kind, reference, len(own), float(own.mean()), float(other.mean()), finite, *ends)


def _calibration(forecast: Forecast, questions: Sequence[ScoredQuestion]) -> tuple[Calibration, ...]:
    """Calibration over every option of every question, if there are enough questions."""
    chances, happened = [], []
    for one in questions:
        issue = forecast.issues[one.answer.issue]
        place = _place(issue, one.answer)
        if place is not None:
            chances += issue.chances.tolist()
            happened += [k == place for k in range(len(issue.options))]
    return calibration(chances, happened) if len(questions) >= MANY and chances else ()
