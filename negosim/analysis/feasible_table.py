"""A feasible set as a table: every outcome of some open issues with its worth to every party."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.analysis.feasible import FeasibleSet, Frontier, Improvements
from negosim.caching import weak_cache
from negosim.domain.requirements import Masks, within, within_each
from negosim.domain.scale import Grid, Scales
from negosim.negotiation.packages import Standing
from negosim.negotiation.protocols.agreeable import Vetoes
from negosim.negotiation.protocols.offer_space import offering
from negosim.registry import Entry
from negosim.scenario.realize.realization import Realization
from negosim.theory.bargaining.base import Solution
from negosim.theory.bargaining.counting import Count, exactly
from negosim.theory.bargaining.frontier import efficient, frontier

__all__ = ["EnumeratedFeasibleSet", "enumerate_feasible", "table_of"]


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
        return solved.reindexed(columns)

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


def table_of(possible: FeasibleSet) -> EnumeratedFeasibleSet | None:
    """A feasible set as a table; None where its outcomes are too many."""
    return possible if isinstance(possible, EnumeratedFeasibleSet) else None
