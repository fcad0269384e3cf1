"""Scores of a forecast by its answers, beside the uniform guess, the status quo and the static theories.

Brier's score over all options (Brier 1950: sum_k (p_k - y_k)^2, 0 to 2), the log score with clipping (Good 1952), the
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
from negosim.errors import InputError, did_you_mean
from negosim.experiments.scoring.forecast import Forecast, IssueForecast
from negosim.experiments.scoring.resolutions import Answer, Answers
from negosim.experiments.statistics.scores import (
    Calibration,
    brier,
    calibration,
    crps,
    log_score,
    mean_score_interval,
    ranked_probability,
    skill,
    skill_interval,
)

__all__ = ["MANY", "OWN", "Scored", "ScoredAnswer", "Summary", "score"]

MANY = 20
"""Questions from which calibration is worth a look."""

OWN = "forecast"
UNIFORM = "uniform guess"
STATUS_QUO = "status quo"

Losses = Mapping[str, float]
"""Score -> loss."""


@dataclass(frozen=True)
class ScoredAnswer:
    """An answer with the chance that it was given, and the losses of every forecaster: forecaster -> score -> loss.

    `hindsight` says that the answer was known when the scenario was written, or dated before the forecast was frozen.
    """

    answer: Answer
    title: str
    words: str
    chance: float | None
    hindsight: bool
    losses: Mapping[str, Losses]


@dataclass(frozen=True)
class Summary:
    """The mean of a score over the questions that it and a reference both have, and the skill beside that reference.

    The intervals are over the questions; None for a single one, and where the skill has none (a perfect reference).
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
    """A forecast with its scores; `foresight` are the summaries over the questions without hindsight."""

    forecast: Forecast
    title: str
    questions: tuple[ScoredAnswer, ...]
    summaries: tuple[Summary, ...]
    foresight: tuple[Summary, ...]
    calibration: tuple[Calibration, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        plain = asdict(self) | {"forecast": self.forecast.to_dict(), "format": 1}
        for question in plain["questions"]:
            question["answer"]["date"] = question["answer"]["date"].isoformat()
        return plain


def score(forecast: Forecast, answers: Answers) -> Scored:
    """Score a forecast; `InputError` where a question names an issue or option that it doesn't have."""
    faults = [fault for one in answers.answers for fault in _faults(forecast, one, answers)]
    if faults:
        raise InputError(faults)
    questions = tuple(_question(forecast, one) for one in answers.answers)
    before = tuple(one for one in questions if not one.hindsight)
    return Scored(
        forecast=forecast,
        title=answers.title,
        questions=questions,
        summaries=tuple(_summaries(questions, forecast.seed)),
        foresight=tuple(_summaries(before, forecast.seed)),
        calibration=_calibration(forecast, questions),
    )


def _faults(forecast: Forecast, answer: Answer, answers: Answers) -> Iterator[Any]:
    node, path = answers.nodes[answer.key], f"questions.{answer.key}"
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


def _place(issue: IssueForecast, answer: Answer) -> int | None:
    """The number of the option that came true, None where it is none of them."""
    given = answer.option if answer.option is not None else answer.number
    found = [k for k, one in enumerate(issue.options) if given in {one, str(one)}]
    return found[0] if found else None


def _question(forecast: Forecast, answer: Answer) -> ScoredAnswer:
    issue, place = forecast.issues[answer.issue], _place(forecast.issues[answer.issue], answer)
    losses = {name: _losses(issue, chances, answer, place) for name, chances in _forecasters(issue).items()}
    own = np.asarray(issue.counts) / sum(issue.counts)
    words = issue.labels[place] if place is not None else f"{answer.number:g}"
    frozen = date.fromisoformat(forecast.frozen[:10]) if forecast.frozen else None
    hindsight = answer.known or (frozen is not None and answer.date <= frozen)
    chance = float(own[place]) if place is not None else None
    return ScoredAnswer(answer, issue.title, words, chance, hindsight, losses)


def _forecasters(issue: IssueForecast) -> dict[str, NDArray[np.float64]]:
    """Forecaster -> chances of the options; theories that name a point give all to the nearest option."""
    number = len(issue.options)
    found = {OWN: np.asarray(issue.counts) / sum(issue.counts), UNIFORM: np.full(number, 1 / number)}
    found[STATUS_QUO] = np.eye(number)[issue.status_quo]
    for name, point in issue.theories.items():
        if point is not None and issue.line is not None:
            found[name] = np.eye(number)[int(np.argmin(np.abs(np.asarray(issue.line) - point)))]
    return found


def _losses(issue: IssueForecast, chances: NDArray[np.float64], answer: Answer, place: int | None) -> dict[str, float]:
    """Every score that fits the issue."""
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


def _crps(issue: IssueForecast, chances: NDArray[np.float64], answer: Answer) -> float:
    """As a share of the amount's range, so that amounts in different units can be averaged."""
    line = np.asarray(issue.line, dtype=float)
    observed = answer.number if answer.number is not None else float(str(answer.option))
    members = np.repeat(line, np.rint(chances * sum(issue.counts) * len(line)).astype(np.int64))
    return crps(members, observed) / float(np.ptp(line))


def _summaries(questions: Sequence[ScoredAnswer], seed: int) -> Iterator[Summary]:
    """Every score beside every reference."""
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
        ends = [*(end if math.isfinite(end) else None for end in over), *mean_score_interval(own, generator)]
    finite = value if math.isfinite(value) else None
    return Summary(kind, reference, len(own), float(own.mean()), float(other.mean()), finite, *ends)


def _calibration(forecast: Forecast, questions: Sequence[ScoredAnswer]) -> tuple[Calibration, ...]:
    """Over every option of every question on options, once there are many."""
    chances, happened = [], []
    for one in questions:
        issue = forecast.issues[one.answer.issue]
        place = _place(issue, one.answer)
        if place is not None:
            chances += list(np.asarray(issue.counts) / sum(issue.counts))
            happened += [k == place for k in range(len(issue.options))]
    return calibration(chances, happened) if len(questions) >= MANY and chances else ()
