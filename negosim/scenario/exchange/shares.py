"""Convert the weights of a domain to shares, which always sum to 1, without changing utilities.

If weights sum to less than 1, values are scaled down. If they sum to slightly more, through rounding, the best outcome
exceeds 1 and GENIUS clips it: the excess is taken from the best options of one issue and restored by a linkage, and
another linkage takes it from the best outcome alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from negosim.errors import InputError, Place
from negosim.scenario.exchange.domain import DomainIssue, Profile, import_fault
from negosim.scenario.spec.values import number_text

__all__ = ["Excess", "Shares", "shares_of"]

ROUNDING = 1e-9
"""Weights whose sum is this close to 1 count as summing to 1."""


@dataclass(frozen=True)
class Excess:
    """Utility gained or lost by a combination of options, by issue."""

    title: str
    when: Mapping[str, tuple[str, ...]]
    utility: float


@dataclass(frozen=True)
class Shares:
    """Weights, utilities of options and linkages; `notes` describe changes from the file."""

    weights: Mapping[str, float]
    utilities: Mapping[str, Mapping[str, float]]
    linkages: Mapping[str, Excess] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def shares_of(profile: Profile, issues: Sequence[DomainIssue]) -> Shares:
    """The shares of a profile; `InputError` if all weights are 0 or more than one outcome is clipped at 1."""
    total = math.fsum(profile.weights.values())
    if total <= 0:
        raise _fault(profile, "all weights are 0")
    if total > 1 + ROUNDING:
        return _cut(profile, issues, total - 1)
    if total >= 1 - ROUNDING:
        return Shares(profile.weights, profile.utilities)
    scaled = {
        title: {option: total * utility for option, utility in utilities.items()}
        for title, utilities in profile.utilities.items()
    }
    note = (
        f"{Path(profile.file).name}: the weights sum to {total:.6g}; values are scaled so that utilities stay the same"
    )
    return Shares(profile.weights, scaled, notes=(note,))


def _cut(profile: Profile, issues: Sequence[DomainIssue], excess: float) -> Shares:
    """The shares if only the best outcome exceeds 1."""
    weighty = [issue for issue in issues if profile.weights[issue.title] > 0]
    best = {issue.title: _best(issue, profile) for issue in weighty}
    discrete = [issue for issue in weighty if not issue.is_amount]
    if not discrete or not all(best.values()) or min(_losses(profile, weighty)) < excess:
        raise _fault(profile, f"the weights sum to {1 + excess:.6g}, and utility is cut at 1 for more than one outcome")
    bearer = max(discrete, key=lambda issue: profile.weights[issue.title]).title
    weight = profile.weights[bearer]
    lowered = {key: min(1.0, weight * one / (weight - excess)) for key, one in profile.utilities[bearer].items()}
    return Shares(
        weights={**profile.weights, bearer: weight - excess},
        utilities={**profile.utilities, bearer: lowered},
        linkages={
            "above_one": Excess("What the weights hold beyond 1", {bearer: best[bearer]}, excess),
            "cut_at_one": Excess("Utility is cut at 1", best, -excess),
        },
        notes=(
            f"{Path(profile.file).name}: the weights sum to {1 + excess:.6g}; linkages say the rest and its cut at 1",
        ),
    )


def _best(issue: DomainIssue, profile: Profile) -> tuple[str, ...]:
    """The options with utility 1."""
    places = np.flatnonzero(issue.utilities(profile.utilities[issue.title]) == 1.0)
    return tuple(number_text(float(issue.grid[k])) if issue.is_amount else issue.options[k] for k in places)


def _losses(profile: Profile, issues: Iterable[DomainIssue]) -> list[float]:
    """By issue, the utility lost by the second-best option."""
    losses = [math.inf]
    for issue in issues:
        utilities = issue.utilities(profile.utilities[issue.title])
        losses += [profile.weights[issue.title] * float(1.0 - utilities[utilities < 1.0].max(initial=-np.inf))]
    return losses


def _fault(profile: Profile, message: str) -> InputError:
    return import_fault("X003", Place(profile.file), message, "divide every weight by the sum of all")
