"""Feasible agreements at a point in the talks: outcomes and their worth, the zone of agreement, the rational set.

The point is before a round: the charges of all rounds to come still fall. At the start of the course the worth of an
outcome is thus what a run that reaches it at once ends with. An outcome is individually rational where everyone who
decides has at least its reservation value; the zone of agreement asks this only of those whose consent a package needs.
Who decides are the veto players (`OfferSpace.deciders`): the points of others, a mediator's or those of a party that
sits elsewhere, are in no frontier and in no solution.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.caching import weak_cache
from negosim.domain.outcomes import Outcome
from negosim.domain.requirements import Masks, within, within_each
from negosim.domain.scale import Grid, Scales
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.agreeable import Vetoes
from negosim.negotiation.protocols.offer_space import OfferSpace, offering
from negosim.registry import Entry
from negosim.scenario.realize.realization import Realization
from negosim.theory.bargaining.base import Lottery, Solution
from negosim.theory.bargaining.counting import Count, exactly
from negosim.theory.bargaining.frontier import efficient, frontier

__all__ = [
    "NO_VETO_PLAYER",
    "EnumeratedFeasibleSet",
    "FeasibleSet",
    "Frontier",
    "Improvements",
    "enumerate_feasible",
    "reindexed",
    "reservation_values",
]


NO_VETO_PLAYER = (
    "nobody has a veto, so that nobody's gain need be part of a deal; the core of the rule says what can last"
)
"""Why no solution is told of those who decide by votes alone."""


@dataclass(frozen=True)
class Frontier:
    """Efficient outcomes: their worth to those who decide, an array (deciders, outcomes), and their indices."""

    points: Grid
    indices: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.indices)


@dataclass(frozen=True)
class Improvements:
    """The Pareto improvements on some worth: how many there are, and their frontier (None if too large to find)."""

    count: Count
    frontier: Frontier | None


class FeasibleSet(ABC):
    """What could be agreed on some open issues before a round, whatever the number of outcomes.

    `EnumeratedFeasibleSet` holds every outcome in a table, `FactoredFeasibleSet` searches through cliques of issues.
    `parties` are all of the scenario, `reservation` their reservation values, and `vetoes` says which packages are
    agreeable. Worths and reservation values are whole steps of each party's scale, and `scales` are these. An outcome
    is identified by its index in `offering`.
    """

    parties: tuple[str, ...]
    scales: Scales
    reservation: Grid
    vetoes: Vetoes

    @property
    def offering(self) -> OfferSpace:
        """The packages, whose consent each needs, and who is at the table."""
        return self.vetoes.offering

    @property
    def size(self) -> int:
        """Number of outcomes that no constraint rules out, what stands among them."""
        return self.offering.possible

    @property
    def stands(self) -> int:
        """Index of what stands."""
        return self.offering.stands

    def outcome(self, index: int) -> Outcome:
        """The outcome of an index over all issues, the settled ones as they stand."""
        return self.offering.package(int(index)).on(self.offering.standing.outcome)

    @property
    def deciders(self) -> tuple[str, ...]:
        """The parties that decide, in the order of the scenario."""
        return self.offering.deciders

    @property
    def without_veto(self) -> bool:
        """Whether nobody has a veto, so that votes alone decide."""
        return bool(self.offering.voices) and not self.offering.veto_players

    @property
    def put_to_votes(self) -> bool:
        """Whether members of a body vote on something."""
        return bool(self.offering.requirements.voters(self.offering.asked_for))

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The groups of two parties or more, short of all who decide, that can move some issue without the rest."""
        ruled = self.offering.requirements
        masks = {int(mask) for masks in self.offering.consent for mask in masks}
        alone = [mask for mask in sorted(masks) if not mask & ~ruled.satisfied_alone(mask & ruled.mask(self.parties))]
        sets = [tuple(party for party in self.parties if ruled.bit[party] & mask) for mask in alone]
        return tuple(group for group in sets if 1 < len(group) < len(self.deciders))

    def places(self, group: Sequence[str] | None = None) -> NDArray[np.intp]:
        """The rows of some parties, by default of those who decide."""
        members = self.deciders if group is None else group
        return np.array([self.parties.index(party) for party in members], dtype=np.intp)

    @property
    def anything(self) -> bool:
        """Whether any package is on offer."""
        return self.offering.movable

    def by_party(self, steps: Sequence[float] | NDArray[Any]) -> dict[str, float]:
        """Points by party, from the steps of each."""
        return dict(zip(self.parties, self.scales.points(np.asarray(steps)).tolist(), strict=True))

    def by_decider(self, steps: Sequence[float] | NDArray[Any]) -> dict[str, float]:
        """Points of those who decide, from the steps of each."""
        points = self.scales.only(self.places()).points(np.asarray(steps))
        return dict(zip(self.deciders, points.tolist(), strict=True))

    def points_of(self, index: int) -> dict[str, float]:
        """What an outcome is worth to every party, in points."""
        return self.by_party(self.worth_of(index))

    def expected(self, lottery: Lottery) -> dict[str, float]:
        """What a lottery over outcomes is worth to every party in expectation, in points."""
        worths = np.stack([self.worth_of(index) for index in lottery.outcomes], axis=1)
        return self.by_party(worths @ np.array(lottery.chances))

    def suits_all(self, worth: Grid) -> NDArray[np.bool_]:
        """Which columns of worths, (deciders, columns), give all who decide at least their reservation value."""
        return np.asarray((worth >= self.reservation[self.places(), None]).all(axis=0))

    @property
    @abstractmethod
    def table(self) -> EnumeratedFeasibleSet | None:
        """The same feasible set as a table; None where the outcomes are too many."""

    @abstractmethod
    def worth_of(self, index: int) -> Grid:
        """Worth of one outcome for every party."""

    def refused_by(self, index: int) -> tuple[str, ...]:
        """The parties that refuse the package to one outcome though it needs their consent."""
        return self.vetoes.refused_by(self.offering.package(int(index)))

    def blockers(self, index: int) -> tuple[str, ...]:
        """The parties that a package to one outcome needs, and that veto it or would get less than they keep.

        Then the bodies of blocs that it needs and that would turn it down.
        """
        package = self.offering.package(int(index))
        needed, vetoed, enough = self.offering.needs(package), self.vetoes.by(package), self.worth_of(index)
        short = {party for party, gain in zip(self.parties, enough - self.reservation, strict=True) if gain < 0}
        against = {party for party in needed & {*self.parties} if party in short or self._votes_down(party, package)}
        parties = tuple(party for party in self.parties if party in vetoed or party in against)
        return parties + tuple(body for body in vetoed if body not in self.parties)

    def _votes_down(self, party: str, package: Package) -> bool:
        """Whether a party refuses something that a package needs its consent or its vote for: it answers once."""
        preferences = self.vetoes.realization.preferences[party]
        return self.offering.refuses(preferences, package, self.offering.voice(party))

    @cached_property
    def improvements(self) -> Improvements:
        """The agreeable packages that are better for all who decide than what stands."""
        return self.improving(self.worth_of(self.stands))

    @abstractmethod
    def improving(self, now: Grid) -> Improvements:
        """The outcomes that can be agreed and are better for all who decide than some worth, (parties,) in steps.

        Leaving everything as it stands is one of them.
        """

    @property
    @abstractmethod
    def attainable(self) -> Frontier | None:
        """The frontier of what is agreeable and gives all who decide at least their reservation value.

        None where it is too large to find.
        """

    @property
    @abstractmethod
    def frontier(self) -> Frontier | None:
        """The frontier of all outcomes, one for each undominated vector of worth.

        None where it is too large to find: a table's never is, and through cliques at most
        `frontier_by_cliques.most_rows` partial outcomes are compared at once.
        """

    @property
    @abstractmethod
    def rational_size(self) -> Count:
        """How many outcomes are individually rational for all who decide."""

    @property
    @abstractmethod
    def zone_size(self) -> Count:
        """How many packages lie in the zone of agreement."""

    @abstractmethod
    def worse_than(self, party: str, worth: int) -> Count:
        """How many outcomes give a party less than some worth, in steps."""

    def solve(self, entry: Entry, group: Sequence[str] | None = None) -> Solution:
        """A bargaining solution over the rational set, with disagreement at the reservation values; solved once.

        For a group: over what it can close without the rest, by its own worth. Outcomes are indices.
        """
        return self._solve_once(entry, None if group is None else tuple(group))

    @weak_cache
    def _solve_once(self, entry: Entry, group: tuple[str, ...] | None) -> Solution:
        if group is None and self.without_veto:
            return Solution(entry.name, reason=NO_VETO_PLAYER)
        return self._solve(entry, group)

    @abstractmethod
    def _solve(self, entry: Entry, group: Sequence[str] | None) -> Solution:
        """The solution itself."""


@dataclass(frozen=True, eq=False)
class EnumeratedFeasibleSet(FeasibleSet):
    """All outcomes of some open issues in a table: `worth` is an array (parties, outcomes).

    Those that a constraint rules out have a worth too, and are in no set.
    """

    parties: tuple[str, ...]
    scales: Scales
    worth: Grid
    reservation: Grid
    vetoes: Vetoes

    @cached_property
    def enough(self) -> NDArray[np.bool_]:
        """By party, the outcomes that are individually rational for it."""
        return np.asarray(self.worth >= self.reservation[:, None])

    @property
    def permitted(self) -> NDArray[np.bool_]:
        """The outcomes that no constraint rules out, what stands among them."""
        permitted = self.offering.permitted
        return np.ones(self.offering.size, dtype=np.bool_) if permitted is None else permitted

    @cached_property
    def rational(self) -> NDArray[np.bool_]:
        """The rational set: the outcomes that are individually rational for all who decide."""
        return np.asarray(self.enough[self.places()].all(axis=0) & self.permitted)

    @cached_property
    def zone(self) -> NDArray[np.bool_]:
        """The zone of agreement: agreeable packages that give each whose consent they need its reservation value.

        A body that they need passes them by the votes of its members at the table: yes where it has its reservation
        value, an abstention where it falls short by no more than the points on which it abstains.
        """
        zone = self.vetoes.agreeable.copy()
        if self.offering.by_votes:
            return zone & within_each(self.offering.needed, self._satisfied)
        for enough, party in zip(self.enough, self.parties, strict=True):
            zone &= enough | ~self.offering.needing(party)
        return zone

    def blockers(self, index: int) -> tuple[str, ...]:
        """`FeasibleSet.blockers`, then the bodies whose votes at the table it needs and would not find."""
        return (*super().blockers(index), *(body for body, mask in self.voted_down.items() if mask[index]))

    @cached_property
    def voted_down(self) -> dict[str, NDArray[np.bool_]]:
        """The packages that each body would not pass whose votes they need, by its key."""
        bodies = [key for key, bit in self.offering.bit.items() if bit & self.offering.votes]
        kept = {key: np.uint64(self.offering.bit[key]) for key in bodies}
        return {key: (self.offering.needed & ~self._satisfied & bit) != 0 for key, bit in kept.items()}

    @cached_property
    def _satisfied(self) -> Masks:
        """What the parties at the table fulfil of each package, by their worth of it."""
        return self.vetoes.satisfied(self.enough, self._undecided)

    @property
    def _undecided(self) -> NDArray[np.bool_] | None:
        """By party, the outcomes on which it abstains, short of its reservation value; None where nobody does."""
        return self.worth >= (self.reservation - self.abstains)[:, None] if self.abstains.any() else None

    @cached_property
    def abstains(self) -> Grid:
        """By party, how far below its reservation value it abstains instead of voting no, in steps."""
        return np.array([self.vetoes.realization.preferences[party].abstains for party in self.parties])

    @cached_property
    def efficient(self) -> NDArray[np.intp]:
        """The frontier: one outcome for each undominated vector of worth."""
        return self.frontier.indices

    @cached_property
    def _deciding(self) -> Grid:
        """Worth to those who decide, an array (deciders, outcomes)."""
        return self.worth if self.deciders == self.parties else self.worth[self.places()]

    @cached_property
    def frontier(self) -> Frontier:
        """The frontier of all outcomes."""
        return self._efficient_of(self.permitted)

    @property
    def table(self) -> EnumeratedFeasibleSet:
        """This feasible set itself."""
        return self

    def worth_of(self, index: int) -> Grid:
        """Worth of one outcome for every party."""
        return self.worth[:, index]

    def improving(self, now: Grid) -> Improvements:
        """The outcomes that can be agreed and are better for all who decide than some worth."""
        worth, least = self._deciding, now[self.places(), None]
        better = (worth >= least).all(axis=0) & (worth > least).any(axis=0) & self._possible
        return Improvements(exactly(int(better.sum())), self._efficient_of(better))

    @cached_property
    def attainable(self) -> Frontier:
        """The frontier of what is agreeable and gives all who decide at least their reservation value."""
        return self._efficient_of(self.rational & self._possible)

    @cached_property
    def _possible(self) -> NDArray[np.bool_]:
        """What is agreeable, and what stands."""
        possible = self.vetoes.agreeable.copy()
        possible[self.stands] = True
        return possible

    def _efficient_of(self, outcomes: NDArray[np.bool_]) -> Frontier:
        columns = np.flatnonzero(outcomes)
        efficient = columns[frontier(self._worth_of(columns))]
        return Frontier(self._deciding[:, efficient], efficient)

    def _worth_of(self, columns: NDArray[np.intp]) -> Grid:
        """Worth of some outcomes to those who decide; nothing is copied where it is all."""
        return self._deciding if len(columns) == self._deciding.shape[1] else self._deciding[:, columns]

    @property
    def rational_size(self) -> Count:
        """How many outcomes are individually rational for all who decide."""
        return exactly(int(self.rational.sum()))

    @property
    def zone_size(self) -> Count:
        """How many packages lie in the zone of agreement."""
        return exactly(int(self.zone.sum()))

    def worse_than(self, party: str, worth: int) -> Count:
        """How many outcomes give a party less than some worth."""
        return exactly(int((self.permitted & (self.worth[self.parties.index(party)] < worth)).sum()))

    def _solve(self, entry: Entry, group: Sequence[str] | None) -> Solution:
        """A bargaining solution with all its ties, sought among what is efficient, as every solution is."""
        columns, stands = self._worth_choosing(group if group is None else tuple(group))
        places = self.places(group)
        worth, reservation = self.worth[np.ix_(places, columns)], self.reservation[places]
        solved: Solution = entry.make(worth, reservation, scales=self.scales.only(places), stands=stands)
        return reindexed(solved, columns)

    @weak_cache
    def _worth_choosing(self, group: tuple[str, ...] | None) -> tuple[NDArray[np.intp], int | None]:
        """What is efficient of all that some can close, and the place of what stands if it alone is rational."""
        places = self.places(group)
        columns = np.flatnonzero(self.permitted if group is None else self.closed_by(group))
        points = self._worth_of(columns) if group is None else self.worth[np.ix_(places, columns)]
        rational = columns[(points >= self.reservation[places, None]).all(axis=0)]
        best = columns[efficient(points)]
        alone = rational.tolist() == [self.stands] and not self.offering.renewable
        return best, int(np.searchsorted(best, self.stands)) if alone else None

    def closed_by(self, group: Sequence[str]) -> NDArray[np.bool_]:
        """The outcomes, what stands among them, that a group can bring about with all others against it."""
        requirements = self.offering.requirements
        closed = within(self.offering.needed, requirements.satisfied_alone(requirements.mask(group)))
        return np.asarray(closed & self.permitted)

    def closable(self, group: Sequence[str]) -> NDArray[np.bool_]:
        """The agreeable packages that a group can close without the rest."""
        return np.asarray(self.closed_by(group) & self.vetoes.agreeable)


def reindexed(solution: Solution, indices: NDArray[np.int64]) -> Solution:
    """A solution over some of the outcomes, with outcomes given by their indices among all."""
    lottery = solution.lottery
    if lottery is not None:
        lottery = replace(lottery, outcomes=tuple(int(indices[one]) for one in lottery.outcomes))
    return replace(solution, outcomes=tuple(int(indices[one]) for one in solution.outcomes), lottery=lottery)


def enumerate_feasible(
    realization: Realization, standing: Standing, axes: Sequence[int], seats: Sequence[str], rounds_left: int
) -> EnumeratedFeasibleSet:
    """The feasible set of a meeting as a table, given what stands, with `rounds_left` rounds to come."""
    offered = offering(realization.space, realization.requirements, standing, tuple(axes), tuple(seats))
    everyone = realization.preferences.values()
    return EnumeratedFeasibleSet(
        parties=realization.parties,
        scales=realization.utilities.scales,
        worth=realization.utilities.table(axes, standing.outcome).worth(rounds_left),
        reservation=np.array([one.reservation_value(standing.outcome, rounds_left) for one in everyone], np.int64),
        vetoes=Vetoes(realization, offered),
    )


def reservation_values(realization: Realization, standing: Standing, round_: int) -> dict[str, float]:
    """Every party's reservation value in a round of the course, given what stands, in points."""
    left, everyone = realization.rounds_left(round_), realization.as_of(round_, standing).preferences.items()
    return {key: party.scale.points(party.reservation_value(standing.outcome, left)) for key, party in everyone}
