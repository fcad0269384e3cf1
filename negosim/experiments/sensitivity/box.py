"""Scenario discovery: under which assumptions something happens, as a box and as a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.analysis.phrases import listed
from negosim.errors import UsageError, did_you_mean
from negosim.experiments.paired.runs import Runs
from negosim.experiments.statistics.boxes import Limit
from negosim.experiments.statistics.discovery import Found, discover
from negosim.scenario.diff import path_words

__all__ = ["OutcomeBox", "case_of", "find_box"]

ENOUGH = 0.02
"""An outcome rarer than this, or more common than all but this, says too little of when it happens."""


@dataclass(frozen=True)
class OutcomeBox:
    """The box under which a case happens: `limits` by path, shares of 0 to 1, and the sentence that says it.

    `ranges` are those of the inputs that have limits, `chance` is the share of all draws in which it happens,
    `density` that within the box, `coverage` the share of the cases that lie in it, `mass` that of the draws.
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
"""What happens, in words, and in which runs."""


def case_of(runs: Runs, wanted: str | None) -> Case | None:
    """What is looked for: `deal`, `no_deal` or `ISSUE=OPTION`; without a wish, the outcome that is nearest to even.

    None where nothing varies enough. `UsageError` for an issue or option that there isn't.
    """
    if wanted is not None:
        return _wanted(runs, wanted)
    if ENOUGH <= runs.agreed.mean() <= 1 - ENOUGH:
        return _agreement(runs)
    options = [
        (f"{issue.title}: {label}", runs.ended(issue.key, option))
        for issue in runs.realizations.space.issues
        for option, label in zip(issue.options, issue.labels, strict=True)
    ]
    best = min(options, key=lambda one: abs(float(one[1].mean()) - 0.5))
    return best if ENOUGH <= best[1].mean() <= 1 - ENOUGH else None


def _agreement(runs: Runs) -> Case:
    """The rarer of deal and no deal, about which there is more to say."""
    return ("Nothing is agreed", ~runs.agreed) if runs.agreed.mean() > 0.5 else ("Something is agreed", runs.agreed)  # noqa: PLR2004  (half)


def _wanted(runs: Runs, wanted: str) -> Case:
    if wanted in {"deal", "no_deal"}:
        return ("Something is agreed", runs.agreed) if wanted == "deal" else ("Nothing is agreed", ~runs.agreed)
    key, sign, option = wanted.partition("=")
    space = runs.realizations.space
    if not sign or key not in space.axes:
        help_ = did_you_mean(key, ["deal", "no_deal", *space.axes])
        raise UsageError(f"--case {wanted!r}: deal, no_deal or ISSUE=OPTION; no issue {key!r}, {help_}")
    issue = space.issues[space.axis(key)]
    named = {str(one): (one, label) for one, label in zip(issue.options, issue.labels, strict=True)}
    if option not in named:
        raise UsageError(f"--case {wanted!r}: no option {option!r}, {did_you_mean(option, list(named))}")
    return f"{issue.title}: {named[option][1]}", runs.ended(key, named[option][0])


def find_box(runs: Runs, case: Case) -> OutcomeBox | None:
    """The box of assumptions under which a case happens; None where it never or always does, or nothing is open."""
    words, happened = case
    if not runs.inputs or not happened.any() or happened.all():
        return None
    found = discover(runs.inputs, happened).box
    named = tuple(f"{path_words(runs.scenario, one.name)} {_bounds(one)}" for one in found.limits)
    chance = float(np.mean(happened))
    ranges = tuple((float(runs.inputs[one.name].min()), float(runs.inputs[one.name].max())) for one in found.limits)
    sentence = _sentence(words, chance, found, named)
    how_well = (found.quasi_p, found.density, found.coverage, found.mass)
    return OutcomeBox(words, chance, found.limits, named, *how_well, ranges, sentence)


def _bounds(limit: Limit) -> str:
    ends = [(limit.low, "at least"), (limit.high, "at most")]
    return " and ".join(f"{word} {end:.3g}" for end, word in ends if end is not None)


def _sentence(case: str, chance: float, found: Found, named: tuple[str, ...]) -> str:
    if not named:
        return f"“{case}” comes in {100 * chance:.0f} % of the draws; no box of assumptions tells when."
    return (
        f"“{case}” comes in {100 * chance:.0f} % of all draws, and in {100 * found.density:.0f} % of those with "
        f"{listed(named)}: {100 * found.mass:.0f} % of the draws, {100 * found.coverage:.0f} % of the cases."
    )
