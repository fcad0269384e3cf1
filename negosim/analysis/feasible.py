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
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.caching import weak_cache
from negosim.domain.outcomes import Outcome
from negosim.domain.scale import Grid, Scales
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.agreeable import Vetoes
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.registry import Entry
from negosim.scenario.realize.realization import Realization
from negosim.theory.bargaining.base import Lottery, Solution
from negosim.theory.bargaining.counting import Count

__all__ = [
    "NO_VETO_PLAYER",
    "FeasibleSet",
    "Frontier",
    "Improvements",
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


def reservation_values(realization: Realization, standing: Standing, round_: int) -> dict[str, float]:
    """Every party's reservation value in a round of the course, given what stands, in points."""
    left, everyone = realization.rounds_left(round_), realization.as_of(round_, standing).preferences.items()
    return {key: party.scale.points(party.reservation_value(standing.outcome, left)) for key, party in everyone}
