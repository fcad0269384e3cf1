"""What one party wants: its points over the outcome space, on the exact grid.

u(party, outcome) = sum over issues of share x value / 100, plus the points of the linkages whose condition the outcome
meets: additive multi-attribute utility (Keeney & Raiffa 1976, ch. 3) with interaction terms. Each issue's contribution
and each linkage is rounded to a grid of 2^-20 of a point and held as an integer, so that totals are the same in any
order of summing and on any machine, and ties are ties.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.domain.costly_lottery import CostlyLottery
from negosim.domain.discounting import UNDISCOUNTED, Discount
from negosim.domain.fixed_point import GRID, Grid, from_grid, to_grid
from negosim.domain.outcomes import Condition, Outcome, OutcomeSpace

__all__ = ["GRID", "Grid", "Preferences", "Term", "from_grid", "to_grid"]


@dataclass(frozen=True)
class Term:
    """Points that come with a condition on the outcome: a linkage, or the cost of a round of delay."""

    key: str
    title: str
    when: Condition
    points: int

    def of(self, outcome: Sequence[int]) -> int:
        """The points for one outcome, on the grid."""
        return self.points if self.when.met_by(outcome) else 0


@dataclass(frozen=True, eq=False)
class Preferences:
    """One party's preferences over a space.

    `contributions[axis]` are the points of each option on the grid; `linkages` and `costs` (points a round: delay, war)
    hang on conditions; `refused[axis]` masks the options that the party does not agree to. `contests` are there for a
    belligerent while a war can be fought on, and for who doubts a truce. The reservation value is the worth of what
    stands plus `reserve`, or `reservation` where the scenario gives an absolute one; never less than the `outside`
    option, the points that it gets by walking out. The `discount` tells what points count for as of a round.
    """

    party: str
    space: OutcomeSpace
    contributions: tuple[Grid, ...]
    refused: tuple[NDArray[np.bool_], ...]
    linkages: tuple[Term, ...] = ()
    costs: tuple[Term, ...] = ()
    contests: tuple[CostlyLottery, ...] = ()
    reserve: int = 0
    reservation: int | None = None
    outside: int | None = None
    discount: Discount = UNDISCOUNTED

    def at(self, round_: int) -> Preferences:
        """The same as of a round of the course: a discount counts the rounds before it."""
        discount = self.discount.at(round_)
        return self if discount is self.discount else replace(self, discount=discount)

    def points(self, outcome: Sequence[int]) -> int:
        """Points of one outcome, on the grid, without delay."""
        settled: Callable[[Outcome], int] = self._settled
        for contest in self.contests:
            settled = partial(contest.points, settled=settled)
        return settled(tuple(outcome)) if self.contests else self._settled(outcome)

    def _settled(self, outcome: Sequence[int]) -> int:
        """Points of the issues and linkages as they are."""
        issues = sum(int(part[number]) for part, number in zip(self.contributions, outcome, strict=True))
        return issues + sum(linkage.of(outcome) for linkage in self.linkages)

    def charge(self, outcome: Sequence[int]) -> int:
        """What a round costs while this outcome stands, on the grid."""
        return sum(cost.of(outcome) for cost in self.costs)

    def value(self, points: int) -> int:
        """What points count for as of this round: those above the disagreement less by the discount."""
        return self.discount.of(points)

    def worth(self, outcome: Sequence[int], rounds_left: int) -> int:
        """Value of an outcome less the cost of delay that would still come in `rounds_left` rounds."""
        return self.value(self.points(outcome)) - rounds_left * self.charge(outcome)

    def reservation_value(self, stands: Outcome, rounds_left: int) -> int:
        """The worth below which the party doesn't agree: that of its fallback, or of its outside option if higher."""
        fallback = self._fallback(stands, rounds_left)
        return fallback if self.outside is None else max(fallback, self.value(self.outside))

    def _fallback(self, stands: Outcome, rounds_left: int) -> int:
        """The worth of the absolute reservation value, or of what stands plus the reserve."""
        if self.reservation is not None:
            return self.value(self.reservation)
        points, charge = self.stake(stands)
        return self.value(points + self.reserve) - rounds_left * charge

    def stake(self, stands: Outcome) -> tuple[int, int]:
        """Points and charge of what stands; kept for the outcome asked for last, since it is asked every round."""
        if self._kept.get("outcome") != stands:
            self._kept.update(outcome=stands, stake=(self.points(stands), self.charge(stands)))
        stake: tuple[int, int] = self._kept["stake"]
        return stake

    @cached_property
    def _kept(self) -> dict[str, Any]:
        return {}

    @property
    def terms(self) -> tuple[Term, ...]:
        """All that hangs on conditions: linkages, then costs."""
        return (*self.linkages, *self.costs)

    @property
    def ties(self) -> tuple[Condition, ...]:
        """The issues that belong to one block, as conditions on them."""
        return (*(term.when for term in self.terms), *(one.tie(self.space.shape) for one in self.contests))
