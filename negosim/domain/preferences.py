"""A party's preferences: its points over the outcome space, as whole steps of its own scale.

u(party, outcome) = sum over issues of share x value / 100, plus the points of the linkages whose condition the outcome
meets: additive multi-attribute utility (Keeney & Raiffa 1976, ch. 3) with interaction terms. The contribution of each
issue and the points of each linkage are integers on the party's common denominator (`domain.scale`), so that totals do
not depend on the order of summing or the machine, and ties are exact.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from negosim.domain.conditions import Condition
from negosim.domain.costly_lottery import CostlyLottery
from negosim.domain.discounting import UNDISCOUNTED, Discount
from negosim.domain.lapses import Prospect
from negosim.domain.outcomes import Outcome, OutcomeSpace
from negosim.domain.scale import Grid, Scale

__all__ = ["Grid", "Preferences", "Term"]


@dataclass(frozen=True)
class Term:
    """Points that depend on a condition: a linkage, or a cost per round of delay."""

    key: str
    title: str
    when: Condition
    points: int

    def of(self, outcome: Sequence[int]) -> int:
        """The points for one outcome, in steps of the party's scale."""
        return self.points if self.when.met_by(outcome) else 0


@dataclass(frozen=True)
class NoDeal:
    """What no deal leaves a party: points, the cost of a round until the horizon, and the points of an outside option.

    Points that must be exceeded for an agreement (the reserve) are among the points.
    """

    points: int
    charge: int
    outside: int | None

    def reservation_value(self, discount: Discount, rounds_left: int) -> int:
        """The lowest worth that the party agrees to as of a round, with `rounds_left` rounds of charges to come."""
        worth = discount.of(self.points) - rounds_left * self.charge
        return worth if self.outside is None else max(worth, discount.of(self.outside))


@dataclass(frozen=True, eq=False)
class Preferences:
    """One party's preferences over a space; all points are whole steps of its `scale`.

    `contributions[axis]` are the points of each option; `linkages` and `costs` (points per round: delay, war) depend on
    conditions; `refused[axis]` masks the options that the party does not agree to. `lotteries` are those
    of a belligerent while war can continue, and of a party that doubts a truce. The reservation value is the worth of
    what stands plus `reserve`, or the absolute `reservation`, but at least the points of the `outside` option.
    `discount` is that of the current round. It `abstains` in a body on what falls short of its demand by no more.

    With a `prospect`, points and charges of an outcome are sums over the rounds that are left, of what stands in each
    if nothing more is agreed; the scale has that many times as many steps, so that as points they are means.
    Contributions, linkages, costs and lotteries remain those of a round.
    """

    party: str
    space: OutcomeSpace
    scale: Scale
    contributions: tuple[Grid, ...]
    refused: tuple[NDArray[np.bool_], ...]
    linkages: tuple[Term, ...] = ()
    costs: tuple[Term, ...] = ()
    lotteries: tuple[CostlyLottery, ...] = ()
    reserve: int = 0
    reservation: int | None = None
    outside: int | None = None
    discount: Discount = UNDISCOUNTED
    abstains: int = 0
    prospect: Prospect | None = None

    @property
    def contests(self) -> tuple[CostlyLottery, ...]:
        """The old name of `lotteries`."""
        warnings.warn("`contests` is now called `lotteries`", FutureWarning, stacklevel=2)
        return self.lotteries

    def at(self, round_: int) -> Preferences:
        """The preferences as of a round of the course, which determines the discount."""
        discount = self.discount.at(round_)
        return self if discount is self.discount else replace(self, discount=discount)

    def foreseen(self, prospect: Prospect) -> Preferences:
        """The preferences with a prospect in place of what stands for ever."""
        n = prospect.rounds
        return replace(
            self,
            prospect=prospect,
            scale=Scale(self.scale.per_point * n),
            reserve=self.reserve * n,
            reservation=None if self.reservation is None else self.reservation * n,
            outside=None if self.outside is None else self.outside * n,
            discount=replace(self.discount, base=self.discount.base * n),
            abstains=self.abstains * n,
        )

    def naming(self, axes: Collection[int]) -> Preferences:
        """The same for packages that name some issues, and so renew those that they leave where they stand."""
        return self if self.prospect is None else replace(self, prospect=self.prospect.naming(axes))

    def points(self, outcome: Sequence[int]) -> int:
        """Points of an outcome that is agreed, without delay: what is in force of it counts."""
        if self.prospect is None:
            return self._points_now(outcome)
        return sum(spell.rounds * self._points_now(spell.on(outcome)) for spell in self.prospect.spells_of_agreed)

    def _points_now(self, outcome: Sequence[int]) -> int:
        """Points of an outcome while it stands."""
        settled: Callable[[Outcome], int] = self._settled
        for lottery in self.lotteries:
            settled = partial(lottery.points, settled=settled, in_force=self.space.in_force)
        return settled(tuple(outcome)) if self.lotteries else self._settled(outcome)

    def _settled(self, outcome: Sequence[int]) -> int:
        """Points of issues and linkages, without lotteries."""
        outcome = self.space.in_force.of(outcome)
        issues = sum(int(part[number]) for part, number in zip(self.contributions, outcome, strict=True))
        return issues + sum(linkage.of(outcome) for linkage in self.linkages)

    def charge(self, outcome: Sequence[int]) -> int:
        """The cost of a round while this outcome stands."""
        if self.prospect is None:
            return self._charge_now(outcome)
        return sum(spell.rounds * self._charge_now(spell.on(outcome)) for spell in self.prospect.spells_of_agreed)

    def _charge_now(self, outcome: Sequence[int]) -> int:
        outcome = self.space.in_force.of(outcome)
        return sum(cost.of(outcome) for cost in self.costs)

    def value(self, points: int) -> int:
        """Discounted points."""
        return self.discount.of(points)

    def worth(self, outcome: Sequence[int], rounds_left: int) -> int:
        """Discounted points of an outcome less the cost of delay over `rounds_left` more rounds."""
        return self.value(self.points(outcome)) - rounds_left * self.charge(outcome)

    def reservation_value(self, stands: Outcome, rounds_left: int) -> int:
        """The lowest worth that the party agrees to: that of no deal, or of its outside option if higher."""
        no_deal = self.no_deal(*self.standing(stands))
        return no_deal.reservation_value(self.discount, rounds_left)

    def standing(self, stands: Outcome) -> tuple[int, int]:
        """Points and charge of what stands, if nothing more is agreed."""
        if self.prospect is None:
            return self.points(stands), self.charge(stands)
        spells = [(spell.rounds, spell.on(stands)) for spell in self.prospect.spells_of_standing]
        points = sum(rounds * self._points_now(outcome) for rounds, outcome in spells)
        return points, sum(rounds * self._charge_now(outcome) for rounds, outcome in spells)

    def no_deal(self, points: int, charge: int) -> NoDeal:
        """What no deal leaves the party, from its points and charge of what stands."""
        if self.reservation is not None:
            return NoDeal(self.reservation, 0, self.outside)
        return NoDeal(points + self.reserve, charge, self.outside)

    def same_terms(self, other: Preferences) -> bool:
        """Whether other preferences have the same numbers, but for lotteries and what no deal leaves, by identity."""
        names = ("contributions", "linkages", "costs")
        return all(getattr(self, name) is getattr(other, name) for name in names)

    def same_but_for_chances(self, other: Preferences) -> bool:
        """Whether other preferences have the same terms, and lotteries that differ in their chances alone."""
        lotteries = [[one.terms for one in party.lotteries] for party in (self, other)]
        return self.same_terms(other) and lotteries[0] == lotteries[1]

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms with conditions: linkages, then costs."""
        return (*self.linkages, *self.costs)

    @cached_property
    def scopes(self) -> tuple[frozenset[int], ...]:
        """The issues that each term, each lottery and each issue that waits ties together."""
        return (*self._term_scopes, *map(self.bearing_on, self._cores))

    @cached_property
    def _term_scopes(self) -> tuple[frozenset[int], ...]:
        """The issues of each term, with all on which it depends whether they are in force, and of those that wait."""
        in_force = self.space.in_force
        return (*(in_force.bearing_on(term.when.options) for term in self.terms), *in_force.scopes)

    def bearing_on(self, issues: Collection[int]) -> frozenset[int]:
        """Some issues of a term, and all that bears on what of them is in force, or that a lottery weighs with them."""
        scope = self.space.in_force.bearing_on(issues)
        return scope.union(*(self._weighed_with(core) for core in self._cores if core & scope))

    @cached_property
    def _cores(self) -> list[frozenset[int]]:
        """The issues of the lotteries, one set for those that are weighed with one another."""
        cores: list[frozenset[int]] = []
        for lottery in self.lotteries:
            core = self.space.in_force.bearing_on(lottery.axes)
            while met := [one for one in cores if one & self._weighed_with(core)]:
                core = core.union(*met)
                cores = [one for one in cores if one not in met]
            cores.append(core)
        return cores

    def _weighed_with(self, core: frozenset[int]) -> frozenset[int]:
        """The issues of a lottery and of all terms that depend on one of them: it mixes their points."""
        return core.union(*(scope for scope in self._term_scopes if scope & core))
