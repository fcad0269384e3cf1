"""Differences between two ensembles under common random numbers, each with a test and an interval.

Shares: the interval of Bonett & Price (2012) and McNemar's mid-p test. Points: the paired bootstrap, and Student's test
of the paired differences. The p-values of a comparison are corrected together (Holm 1979).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from negosim.domain.rng import RandomSource
from negosim.experiments.paired.runs import Runs
from negosim.experiments.statistics.paired import (
    bonett_price,
    discordant,
    holm,
    mcnemar_mid_p,
    paired_bootstrap,
    variance_ratio,
)

__all__ = ["LEVEL", "Finding", "corrected", "paired_differences", "points_p", "share_difference"]

LEVEL = 0.05
"""Significance level of the corrected p-values."""


@dataclass(frozen=True)
class Finding:
    """The difference of a case from the first, in shares (0 to 1) or points, with its 95 % interval.

    `key` is the party, the issue, or `agreed`; `p` the p-value of no difference, `p_holm` the same after Holm's
    correction. `gain` is the variance ratio of independent to common draws: the factor by which common random numbers
    saved runs; None where the difference is constant.
    """

    case: int
    kind: Literal["share", "points"]
    key: str
    option: str | int | float | None
    label: str
    difference: float
    low: float
    high: float
    p: float
    gain: float | None
    p_holm: float = 1.0

    @property
    def holds(self) -> bool:
        """Whether it is significant after correction."""
        return self.p_holm <= LEVEL


def paired_differences(place: int, first: Runs, other: Runs) -> Iterator[Finding]:
    """The differences of a case from the first: agreement, every option that occurs, every party's points."""
    yield share_difference(
        place, key="agreed", option=None, label="a deal of any kind", first=first.agreed, other=other.agreed
    )
    theirs = other.scenario.issues
    for issue in first.realizations.space.issues:
        if issue.key in theirs:
            yield from _options(place, issue.key, first, other)
    for party, spec in first.scenario.parties.items():
        if party in other.scenario.parties:
            yield _points(place, party, spec.name, first, other)


def _options(place: int, key: str, first: Runs, other: Runs) -> Iterator[Finding]:
    """Differences in the options of an issue that both scenarios have and that occur in either."""
    issue = first.realizations.space.issue(key)
    theirs = set(other.realizations.space.issue(key).options)
    for option, label in zip(issue.options, issue.labels, strict=True):
        one, two = first.ended(key, option), other.ended(key, option)
        if option in theirs and (one.any() or two.any()):
            words = f"{issue.title}: {label}"
            yield share_difference(place, key=key, option=option, label=words, first=one, other=two)


def share_difference(
    place: int, *, key: str, option: str | int | float | None, label: str, first: NDArray[Any], other: NDArray[Any]
) -> Finding:
    """The difference of two shares; `first` and `other` are booleans of shape (runs,)."""
    only_first, only_other = discordant(first, other)
    low, high = bonett_price(only_first, only_other, len(first))
    difference = float(other.mean() - first.mean())
    p = mcnemar_mid_p(only_first, only_other)
    return Finding(place, "share", key, option, label, difference, low, high, p, _gain(first, other))


def _points(place: int, party: str, name: str, first: Runs, other: Runs) -> Finding:
    """The difference in a party's mean points."""
    one, two = first.points(party), other.points(party)
    generator = RandomSource(first.plan.seed).generator(f"compare.{party}.{place}")
    low, high = paired_bootstrap(one, two, generator)
    mean = float(np.mean(two - one))
    return Finding(place, "points", party, None, name, mean, low, high, points_p(two - one), _gain(one, two))


def points_p(differences: NDArray[Any]) -> float:
    """Two-sided p-value of the paired t test of a zero mean difference (Student 1908)."""
    from scipy.special import stdtr  # noqa: PLC0415  (scipy takes half a second)

    mean, error = float(np.mean(differences)), float(np.std(differences, ddof=1)) / math.sqrt(len(differences))
    if error == 0:
        return 1.0 if mean == 0 else 0.0
    return float(2 * stdtr(len(differences) - 1, -abs(mean) / error))


def _gain(first: NDArray[Any], other: NDArray[Any]) -> float | None:
    found = variance_ratio(first, other)
    return found if math.isfinite(found) and (first != other).any() else None


def corrected(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings with their p-values after Holm's correction."""
    p_values = holm([one.p for one in findings])
    return tuple(replace(one, p_holm=p) for one, p in zip(findings, p_values, strict=True))
