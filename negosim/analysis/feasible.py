"""What could be agreed at a moment: outcomes with their worth to everybody, the zone of agreement, the rational set.

The moment is before a round: the charges of all rounds to come still fall. At the start of the course the worth of an
outcome is thus what a run that comes to it at once ends with.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.domain.outcomes import Outcome
from negosim.domain.preferences import Grid, from_grid
from negosim.negotiation.packages import Standing
from negosim.negotiation.protocols.offer_space import OfferSpace, offering
from negosim.registry import Entry
from negosim.scenario.realize.realization import Realization
from negosim.theory.bargaining.base import Solution
from negosim.theory.bargaining.counting import Count, exactly
from negosim.theory.bargaining.frontier import frontier

__all__ = [
    "EnumeratedFeasibleSet",
    "FeasibleSet",
    "Frontier",
    "Improvements",
    "at_first",
    "enumerate_feasible",
    "renamed",
    "reservation_values",
]


@dataclass(frozen=True)
class Frontier:
    """Outcomes that nobody can improve on: their worth, an array (parties, outcomes) on the grid, and their indices."""

    points: Grid
    indices: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.indices)


@dataclass(frozen=True)
class Improvements:
    """The packages that leave nobody worse off than what stands and somebody better: how many, and their frontier.

    The frontier is None where it is too large to find (`solutions.merged.most_rows`).
    """

    count: Count
    frontier: Frontier | None


class FeasibleSet(ABC):
    """What could be agreed on some open issues before a round, whatever the number of outcomes.

    `EnumeratedFeasibleSet` holds every outcome in a table, `FactoredFeasibleSet` searches through blocks. `parties` are
    all of the scenario and `reservation` their reservation values on the grid; an outcome is named by its index in
    `offering`.
    """

    offering: OfferSpace
    parties: tuple[str, ...]
    reservation: Grid

    @property
    def size(self) -> int:
        """Number of outcomes."""
        return self.offering.size

    @property
    def stands(self) -> int:
        """Index of what stands."""
        return self.offering.stands

    def outcome(self, index: int) -> Outcome:
        """The whole outcome of an index: what stands, with the open issues settled so."""
        return self.offering.package(int(index)).on(self.offering.standing.outcome)

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The sets of two parties or more, short of all, that can move some issue without the rest."""
        masks = {int(mask) for masks in self.offering.consent for mask in masks}
        sets = [tuple(party for party in self.parties if self.offering.bit[party] & mask) for mask in sorted(masks)]
        return tuple(group for group in sets if 1 < len(group) < len(self.parties))

    def places(self, group: Sequence[str] | None) -> NDArray[np.intp]:
        """The rows of some parties, of all by default."""
        chosen = self.parties if group is None else group
        return np.array([self.parties.index(party) for party in chosen], dtype=np.intp)

    @property
    def anything(self) -> bool:
        """Whether any package is on offer: the consent to it is at the table."""
        absent = ~np.uint32(self.offering.present)
        return any(((masks != 0) & ((masks & absent) == 0)).any() for masks in self.offering.consent)

    @property
    @abstractmethod
    def table(self) -> EnumeratedFeasibleSet | None:
        """The same with every outcome in a table; None where there are too many."""

    @abstractmethod
    def worth_of(self, index: int) -> Grid:
        """Worth of one outcome for every party."""

    @abstractmethod
    def refused_by(self, index: int) -> tuple[str, ...]:
        """The parties that refuse the package to one outcome though it needs their consent."""

    @cached_property
    def improvements(self) -> Improvements:
        """The packages on offer, refused by nobody needed, that are better for all than what stands."""
        return self.improving(self.worth_of(self.stands))

    @abstractmethod
    def improving(self, now: Grid) -> Improvements:
        """The outcomes that can be agreed and are better for all than some worth, one number a party, on the grid.

        To let everything stand counts among them.
        """

    @property
    @abstractmethod
    def attainable(self) -> Frontier | None:
        """The frontier of what nobody needed refuses and gives every party at least its reservation value.

        None where it is too large to find.
        """

    @property
    @abstractmethod
    def frontier(self) -> Frontier | None:
        """The frontier of all outcomes: one for each undominated vector of worth; None where it is too large to find.

        A table's never is; through blocks no more than `solutions.merged.most_rows` are compared at once.
        """

    @property
    @abstractmethod
    def rational_size(self) -> Count:
        """How many outcomes give every party at least its reservation value."""

    @property
    @abstractmethod
    def zone_size(self) -> Count:
        """How many packages lie in the zone of agreement."""

    @abstractmethod
    def worse_than(self, party: str, worth: int) -> Count:
        """How many outcomes give a party less than some worth, on the grid."""

    def solve(self, entry: Entry, group: Sequence[str] | None = None) -> Solution:
        """A bargaining solution over the rational set, disagreement at the reservation values.

        For a group: over what it can close without the rest, by its own worth. Outcomes are indices. Solved once.
        """
        key = (entry.name, None if group is None else tuple(group))
        if key not in self._solved:
            self._solved[key] = self._solve(entry, group)
        return self._solved[key]

    @cached_property
    def _solved(self) -> dict[tuple[str, tuple[str, ...] | None], Solution]:
        return {}

    @abstractmethod
    def _solve(self, entry: Entry, group: Sequence[str] | None) -> Solution:
        """The solution itself."""


@dataclass(frozen=True)
class EnumeratedFeasibleSet(FeasibleSet):
    """All outcomes of some open issues, before a round, in a table.

    `worth` is an array (parties, outcomes) on the grid and `reservation` one (parties,), for all parties of the
    scenario in its order; `refused` masks, by party, the packages that the party refuses, `turned_down` those that its
    ratifiers would rather turn down than pass.
    """

    offering: OfferSpace
    parties: tuple[str, ...]
    worth: Grid
    reservation: Grid
    refused: NDArray[np.bool_]
    turned_down: NDArray[np.bool_]

    @cached_property
    def barred(self) -> NDArray[np.bool_]:
        """By party, the packages that cannot come to anything, since it or those at home who must ratify say no."""
        return np.asarray(self.refused | self.turned_down)

    @cached_property
    def enough(self) -> NDArray[np.bool_]:
        """By party, the outcomes worth at least its reservation value."""
        return np.asarray(self.worth >= self.reservation[:, None])

    @cached_property
    def rational(self) -> NDArray[np.bool_]:
        """The outcomes that give every party at least its reservation value."""
        return np.asarray(self.enough.all(axis=0))

    @cached_property
    def zone(self) -> NDArray[np.bool_]:
        """The zone of agreement: nobody whose consent is needed refuses it or gets less than its reservation value.

        What somebody's ratifiers would turn down is not in it.
        """
        zone = self.offering.on_offer.copy()
        for place, party in enumerate(self.parties):
            asked = (self.offering.needed & np.uint32(self.offering.bit[party])) != 0
            zone &= ~asked | (self.enough[place] & ~self.barred[place])
        return zone

    @cached_property
    def efficient(self) -> NDArray[np.intp]:
        """The frontier: one outcome for each undominated vector of worth."""
        return frontier(self.worth)

    @property
    def frontier(self) -> Frontier:
        """The frontier of all outcomes."""
        return Frontier(self.worth[:, self.efficient], self.efficient)

    @property
    def table(self) -> EnumeratedFeasibleSet:
        """This itself."""
        return self

    def worth_of(self, index: int) -> Grid:
        """Worth of one outcome for every party."""
        return self.worth[:, index]

    def refused_by(self, index: int) -> tuple[str, ...]:
        """The parties that refuse the package to one outcome though it needs their consent."""
        return tuple(party for place, party in enumerate(self.parties) if self.refused[place, index])

    def improving(self, now: Grid) -> Improvements:
        """The outcomes that can be agreed and are better for all than some worth."""
        better = (self.worth >= now[:, None]).all(axis=0) & (self.worth > now[:, None]).any(axis=0)
        efficient = self._efficient_of(better & self._acceptable)
        return Improvements(exactly(int((better & self._acceptable).sum())), efficient)

    @cached_property
    def attainable(self) -> Frontier:
        """The frontier of what nobody needed refuses and gives every party at least its reservation value."""
        return self._efficient_of(self.rational & self._acceptable)

    @cached_property
    def _acceptable(self) -> NDArray[np.bool_]:
        """The outcomes, what stands among them, whose consent is at the table and that nobody needed refuses."""
        acceptable = self.offering.on_offer & ~self.barred.any(axis=0)
        acceptable[self.stands] = True
        return acceptable

    def _efficient_of(self, chosen: NDArray[np.bool_]) -> Frontier:
        columns = np.flatnonzero(chosen)
        efficient = columns[frontier(self.worth[:, columns])]
        return Frontier(self.worth[:, efficient], efficient)

    @property
    def rational_size(self) -> Count:
        """How many outcomes are rational."""
        return exactly(int(self.rational.sum()))

    @property
    def zone_size(self) -> Count:
        """How many packages lie in the zone of agreement."""
        return exactly(int(self.zone.sum()))

    def worse_than(self, party: str, worth: int) -> Count:
        """How many outcomes give a party less than some worth."""
        return exactly(int((self.worth[self.parties.index(party)] < worth).sum()))

    def _solve(self, entry: Entry, group: Sequence[str] | None) -> Solution:
        """A bargaining solution with all its ties."""
        if group is None:
            whole: Solution = entry.make(self.worth, self.reservation, stands=self.stands)
            return whole
        places, columns = self.places(group), np.flatnonzero(self.closed_by(group))
        stands = int(np.searchsorted(columns, self.stands))
        part: Solution = entry.make(self.worth[np.ix_(places, columns)], self.reservation[places], stands=stands)
        return renamed(part, columns)

    def closed_by(self, group: Sequence[str]) -> NDArray[np.bool_]:
        """The outcomes, what stands among them, that need nobody's consent outside a group."""
        members = np.uint32(sum(self.offering.bit[party] for party in group))
        return np.asarray((self.offering.needed & ~members) == 0)

    def closable(self, group: Sequence[str]) -> NDArray[np.bool_]:
        """The packages that a group can close without the rest: on offer, and barred by none of its members."""
        places = [self.parties.index(party) for party in group]
        return np.asarray(self.closed_by(group) & self.offering.on_offer & ~self.barred[places].any(axis=0))


def renamed(solution: Solution, indices: NDArray[np.int64]) -> Solution:
    """A solution over some outcomes, with those named by their indices."""
    lottery = solution.lottery
    if lottery is not None:
        lottery = replace(lottery, outcomes=tuple(int(indices[one]) for one in lottery.outcomes))
    return replace(solution, outcomes=tuple(int(indices[one]) for one in solution.outcomes), lottery=lottery)


def enumerate_feasible(
    realization: Realization, standing: Standing, axes: Sequence[int], seats: Sequence[str], rounds_left: int
) -> EnumeratedFeasibleSet:
    """What the seats of a meeting could agree on its issues, given what stands, with `rounds_left` rounds to come."""
    offered = offering(realization.space, realization.parties, standing, tuple(axes), tuple(seats))
    everyone = realization.preferences.values()
    table = realization.utilities.table(axes, standing.outcome)
    return EnumeratedFeasibleSet(
        offering=offered,
        parties=realization.parties,
        worth=table.worth(rounds_left),
        reservation=np.array(
            [one.reservation_value(standing.outcome, rounds_left) for one in everyone], dtype=np.int64
        ),
        refused=np.stack([offered.refused(one) for one in everyone]),
        turned_down=np.stack([_turned_down(realization, offered, party) for party in realization.parties]),
    )


def reservation_values(realization: Realization, standing: Standing, round_: int) -> dict[str, float]:
    """Every party's reservation value in a round of the course, given what stands, in points."""
    left, everyone = realization.rounds_left(round_), realization.at(round_).preferences.items()
    return {key: from_grid(party.reservation_value(standing.outcome, left)) for key, party in everyone}


def _turned_down(realization: Realization, offered: OfferSpace, party: str) -> NDArray[np.bool_]:
    """The packages that need a party's consent and that its ratifiers, if it has any, would turn down."""
    win_set = realization.win_sets.get(party)
    if win_set is None:
        return np.zeros(offered.size, dtype=np.bool_)
    needed = (offered.needed & np.uint32(offered.bit[party])) != 0
    return np.asarray(win_set.turned_down(offered.axes, offered.standing.outcome) & needed)


def at_first(realization: Realization) -> EnumeratedFeasibleSet:
    """The scenario's own: one meeting of all parties over all issues from the status quo."""
    axes = range(len(realization.space.issues))
    return enumerate_feasible(
        realization, Standing.at_first(realization.space), tuple(axes), realization.parties, realization.horizon
    )
