"""Scenario discovery: the box of assumptions under which an outcome occurs, and a sentence that describes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.document import listed, percent
from negosim.errors import UsageError, did_you_mean
from negosim.experiments.paired.runs import Runs
from negosim.experiments.statistics.boxes import Limit
from negosim.experiments.statistics.discovery import FoundBox, discover
from negosim.scenario.diff import path_words

__all__ = ["OutcomeBox", "find_box", "target_case"]

ENOUGH = 0.02
"""Least share of the runs with, and of those without, an outcome that is worth explaining."""


@dataclass(frozen=True)
class OutcomeBox:
    """The box under which a case occurs: `limits` by path, their text, and a sentence.

    `ranges` are those of the limited inputs, `chance` is the share of all draws in which the case occurs, `density`
    that within the box, `coverage` the share of the cases in the box, `mass` that of the draws; all from 0 to 1.
    """

    case: str
    chance: float
    limits: tuple[Limit, ...]
    words: tuple[str, ...]
    quasi_p: tuple[float, ...]
    density: float
    coverage: float
    mass: float
    ranges: tuple[tuple[float, float], ...]
    sentence: str


Case = tuple[str, NDArray[Any]]
"""An outcome as text, and whether it occurs, shape (runs,)."""


def target_case(runs: Runs, wanted: str | None) -> Case | None:
    """The outcome to explain: `deal`, `no_deal` or `ISSUE=OPTION`; by default the one with a share nearest to a half.

    None where nothing varies enough. `UsageError` for an unknown issue or option.
    """
    deal, no_deal = ("Something is agreed", runs.agreed), ("Nothing is agreed", ~runs.agreed)
    if wanted is not None:
        return deal if wanted == "deal" else no_deal if wanted == "no_deal" else _option_case(runs, wanted)
    if _worth_explaining(runs.agreed):
        return min(deal, no_deal, key=lambda one: float(one[1].mean()))  # the rarer, of which there is more to say
    options = [
        (f"{issue.title}: {label}", runs.ended(issue.key, option))
        for issue in runs.realizations.space.issues
        for option, label in zip(issue.options, issue.labels, strict=True)
    ]
    best = min(options, key=lambda one: abs(float(one[1].mean()) - 0.5))
    return best if _worth_explaining(best[1]) else None


def _worth_explaining(happened: NDArray[Any]) -> bool:
    return bool(ENOUGH <= happened.mean() <= 1 - ENOUGH)


def _option_case(runs: Runs, wanted: str) -> Case:
    """The case `ISSUE=OPTION`."""
    key, sign, option = wanted.partition("=")
    space = runs.realizations.space
    if not sign or key not in space.axes:
        help_ = did_you_mean(key, ["deal", "no_deal", *space.axes])
        raise UsageError(f"--case {wanted!r}: deal, no_deal or ISSUE=OPTION; no issue {key!r}, {help_}")
    issue = space.issue(key)
    named = {str(one): (one, label) for one, label in zip(issue.options, issue.labels, strict=True)}
    if option not in named:
        raise UsageError(f"--case {wanted!r}: no option {option!r}, {did_you_mean(option, list(named))}")
    return f"{issue.title}: {named[option][1]}", runs.ended(key, named[option][0])


def find_box(runs: Runs, case: Case) -> OutcomeBox | None:
    """The box of assumptions for a case; None where it always or never occurs, or nothing is uncertain."""
    words, happened = case
    if not runs.inputs or not happened.any() or happened.all():
        return None
    found, chance = discover(runs.inputs, happened).box, float(np.mean(happened))
    named = tuple(f"{path_words(runs.scenario, one.name)} {_bounds(one)}" for one in found.limits)
    ranges = tuple((float(runs.inputs[one.name].min()), float(runs.inputs[one.name].max())) for one in found.limits)
    quality = (found.quasi_p, found.density, found.coverage, found.mass)
    return OutcomeBox(words, chance, found.limits, named, *quality, ranges, _sentence(words, chance, found, named))


def _bounds(limit: Limit) -> str:
    ends = [(limit.low, "at least"), (limit.high, "at most")]
    return " and ".join(f"{word} {end:.3g}" for end, word in ends if end is not None)


def _sentence(case: str, chance: float, found: FoundBox, named: tuple[str, ...]) -> str:
    if not named:
        return f"“{case}” comes in {percent(chance)} of the draws; no box of assumptions tells when."
    return (
        f"“{case}” comes in {percent(chance)} of all draws, and in {percent(found.density)} of those with "
        f"{listed(named)}: {percent(found.mass)} of the draws, {percent(found.coverage)} of the cases."
    )
