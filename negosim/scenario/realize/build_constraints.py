"""The constraints of a scenario in whole numbers, so that a sum is met exactly or not at all."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from negosim.domain.constraints import UNBOUNDED, Constraint, Implication, Sum
from negosim.scenario.realize.conditions import condition_on
from negosim.scenario.spec.constraints import ConstraintSpec
from negosim.scenario.spec.issues import IssueSpec
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import exact

__all__ = ["WholeSum", "constraints_of", "whole_sum"]


@dataclass(frozen=True)
class WholeSum:
    """A sum in whole numbers: by issue what each option counts, and its bounds; `units` of them are one in the file."""

    amounts: Mapping[str, tuple[int, ...]]
    low: int
    high: int
    units: int

    @property
    def span(self) -> int:
        """What no partial sum exceeds, up or down."""
        return sum(max(map(abs, counts)) for counts in self.amounts.values())


def constraints_of(scenario: Scenario) -> Iterator[Constraint]:
    """The constraints, over the issues by their place in the file."""
    for key, spec in scenario.constraints.items():
        if spec.sum is None:
            when, then = (condition_on(scenario.issues, one) for one in (spec.when, spec.then))
            yield Implication(key, spec.title, when, then)
        else:
            yield _sum(key, spec, scenario.issues)


def _sum(key: str, spec: ConstraintSpec, issues: Mapping[str, IssueSpec]) -> Sum:
    whole, axes = whole_sum(spec, issues), {issue: axis for axis, issue in enumerate(issues)}
    amounts = {axes[issue]: np.array(counts, dtype=np.int64) for issue, counts in whole.amounts.items()}
    return Sum(key, spec.title, amounts, whole.low, whole.high, whole.units)


def whole_sum(spec: ConstraintSpec, issues: Mapping[str, IssueSpec]) -> WholeSum:
    """A sum in the largest unit in which all that its options count is whole; the decimals are those written."""
    amounts = {issue: _counts(issues[issue], one) for issue, one in (spec.sum or {}).items()}
    units = math.lcm(*(one.denominator for counts in amounts.values() for one in counts))
    least, most = (spec.at_least, spec.at_most) if spec.exactly is None else (spec.exactly, spec.exactly)
    return WholeSum(
        {issue: tuple(int(one * units) for one in counts) for issue, counts in amounts.items()},
        -UNBOUNDED if least is None else math.ceil(exact(least) * units),
        UNBOUNDED if most is None else math.floor(exact(most) * units),
        units,
    )


def _counts(issue: IssueSpec, addend: float | Mapping[str, float]) -> list[Fraction]:
    """What each option of an issue counts: its amount times a factor, or the number given for it."""
    if isinstance(addend, Mapping):
        return [exact(addend.get(key, 0.0)) for key in issue.option_keys]
    grid = issue.amount.grid if issue.amount is not None else ()
    return [exact(number) * exact(addend) for number in grid]
