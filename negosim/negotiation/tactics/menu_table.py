"""The packages on offer to one seat as a table, with what each is worth to it now."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from negosim.domain.discounting import UNDISCOUNTED, Discount
from negosim.domain.outcomes import Condition
from negosim.domain.preferences import Grid
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.offer_space import KEPT, Additive, OfferSpace
from negosim.negotiation.tactics.menu import Additives, Menu, Rule, SeatOptions, best_of

__all__ = ["TableChoices", "TableMenu"]

Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64] | Grid


class PermittedOffers:
    """What one seat can choose from, whatever it is worth: outcomes that are on offer and that it doesn't refuse.

    It is the same in every draw of a scenario. `indices` are the outcomes.
    """

    def __init__(self, offering: OfferSpace, party: str, refused: Mask) -> None:
        self.offering = offering
        self.party = party
        self.refused = refused
        self.indices = np.flatnonzero(offering.on_offer & ~refused)
        self._totals: dict[Additive, Grid] = {}

    @cached_property
    def groups(self) -> list[tuple[NDArray[np.bool_], list[str]]]:
        """The choices by whom they need: a mask over `indices`, and the other seats of the group."""
        own = self.offering.bit[self.party]
        needed = self.offering.needed[self.indices]
        groups = [int(group) for group in np.unique(needed)]
        seats = [[party for party, bit in self.offering.bit.items() if bit & group & ~own] for group in groups]
        return [(needed == group, others) for group, others in zip(groups, seats, strict=True)]

    def costs(self, places: NDArray[np.intp], costs: Additives) -> Numbers:
        """For some of the choices, the mean cost of the seats that each needs, of all in `costs` if it needs none."""
        if len(self.groups) == 1:
            return self._mean(places, self.groups[0][1] or list(costs), costs)
        mean = np.zeros(len(places))
        for members, seats in self.groups:
            inside = members[places]
            mean[inside] = self._mean(places[inside], seats or list(costs), costs)
        return mean

    def _mean(self, places: NDArray[np.intp], seats: Sequence[str], costs: Additives) -> Numbers:
        if not seats:
            return np.zeros(len(places))
        first, *others = (self.total(costs[seat]).take(places) for seat in seats)
        return sum(others, start=first) / len(seats) if others else first

    def total(self, additive: Additive) -> Grid:
        """The sum over the issues for every choice, kept for the next turn."""
        if additive not in self._totals:
            if len(self._totals) * len(self.indices) > KEPT:
                self._totals.clear()
            self._totals[additive] = self.offering.total(additive).take(self.indices)
        return self._totals[additive]


def allowed(offering: OfferSpace, party: str, refused: Mask) -> PermittedOffers:
    """What a seat can choose from, kept with the offering for the next draw."""
    kept: PermittedOffers | None = offering.kept.get(party)
    if kept is None or kept.refused is not refused:
        kept = offering.kept[party] = PermittedOffers(offering, party, refused)
    return kept


class TableChoices(SeatOptions):
    """The choices as a table over the outcomes of the open issues.

    `points` and `charges` run over the outcomes of the meeting's open issues, on the grid; `refused` masks what the
    seat refuses, `avoided` what it wants to leave out besides. `indices` are the outcomes it may choose from.
    """

    def __init__(
        self,
        offering: OfferSpace,
        party: str,
        points: Grid,
        charges: Grid,
        refused: Mask,
        *,
        avoided: Mask | None = None,
    ) -> None:
        self.offering = offering
        self.party = party
        self.points = points
        self.charges = charges
        self.refused = refused
        self.avoided = avoided
        self.allowed = allowed(offering, party, refused)
        if avoided is not None:
            self.allowed = PermittedOffers(offering, party, refused | avoided)
        self.indices = self.allowed.indices
        self.costly = bool(charges.any())
        self.own_points = points[self.indices]
        self.own_charges = charges[self.indices]
        self._menu = TableMenu(self, 0, UNDISCOUNTED)

    def menu(self, rounds_left: int, discount: Discount = UNDISCOUNTED) -> TableMenu:
        """The choices with their worth when `rounds_left` rounds of charges are still to come, as of a round."""
        if not self.costly and not discount.past:
            return self._menu
        return TableMenu(self, rounds_left, discount)

    def worth(self, index: int, rounds_left: int, discount: Discount) -> int:
        """Worth of an outcome of the open issues."""
        return discount.of(int(self.points[index])) - rounds_left * int(self.charges[index])

    def refuses(self, package: Package) -> bool:
        """Whether the seat refuses a package, as a party whose consent it needs."""
        return bool(self.refused[self.offering.index(package)])

    def avoiding(self, conditions: Sequence[Condition]) -> TableChoices:
        """The choices without the outcomes that meet one of some conditions."""
        avoided = np.zeros(self.offering.size, dtype=np.bool_) if self.avoided is None else self.avoided
        for condition in conditions:
            missing = [~mask for mask in self.offering.meeting(condition)]
            avoided = avoided | ~self.offering.combine(missing, np.logical_or)
        return TableChoices(self.offering, self.party, self.points, self.charges, self.refused, avoided=avoided)


class TableMenu(Menu):
    """The menu as a table."""

    def __init__(self, choices: TableChoices, rounds_left: int, discount: Discount) -> None:
        self.choices = choices
        self.offering = choices.offering
        self.party = choices.party
        self._left = rounds_left
        self._discount = discount
        self._worths: Grid = discount.of(choices.own_points) - rounds_left * choices.own_charges
        self._highest: int | None = None

    @property
    def stands(self) -> int:
        """Worth of what stands."""
        return self.choices.worth(self.offering.stands, self._left, self._discount)

    def worth(self, package: Package) -> int:
        """Worth of a package."""
        return self.choices.worth(self.offering.index(package), self._left, self._discount)

    def refuses(self, package: Package) -> bool:
        """Whether the seat refuses a package, as a party whose consent it needs."""
        return self.choices.refuses(package)

    def best(self) -> Package | None:
        """The package of the highest worth, the first of equals; None where nothing is on offer."""
        return self._package(int(self._worths.argmax())) if len(self._worths) else None

    @property
    def highest(self) -> int:
        """Worth of the best package, of what stands where nothing is on offer."""
        if self._highest is None:
            self._highest = int(self._worths.max()) if len(self._worths) else self.stands
        return self._highest

    def _package(self, place: int) -> Package:
        return self.offering.package(int(self.choices.indices[place]))

    def cheapest(self, costs: Additives, least: int, most: int | None = None) -> Package | None:
        """Among the packages worth at least `least`, and at most `most`, the one that costs the least."""
        good = self._worths >= least
        places = (good if most is None else good & (self._worths <= most)).nonzero()[0]
        if not len(places):
            return None
        cost = self.choices.allowed.costs(places, costs)
        cheapest = places[cost == cost.min()]
        return self._package(int(cheapest[self._worths[cheapest].argmax()]))

    def fairest(self, gains: Additives, rule: Rule, least: int, base: int | None = None) -> Package | None:
        """Among the packages worth at least `least` by which no seat that they need loses, the best by a rule."""
        zero = least if base is None else base
        enough = self._worths >= least
        groups = [(np.flatnonzero(members & enough), seats) for members, seats in self.choices.allowed.groups]
        found = [one for group in groups if (one := self._fairest(*group, gains, rule, zero)) is not None]
        return self._package(min(found)[1]) if found else None

    def _fairest(
        self, places: NDArray[np.intp], seats: Sequence[str], gains: Additives, rule: Rule, zero: int
    ) -> tuple[int, int] | None:
        """The best of some packages, which need just some seats: its worth with the sign turned, and its place."""
        gains_of = [self._worths[places] - zero, *(self._gains(gains[seat], places) for seat in seats)]
        rational = np.flatnonzero(reduce(np.logical_and, [row >= 0 for row in gains_of]))
        if not len(rational):
            return None
        rows = np.array([row.take(rational) for row in gains_of])
        best = int(places[rational[best_of(rows, rule, places.take(rational))]])
        return -int(self._worths[best]), best

    def _gains(self, gains: Additive, places: NDArray[np.intp]) -> Grid:
        """What some of the choices give a seat beyond what stands."""
        given: Grid = self.choices.allowed.total(gains).take(places)
        return given - self.offering.standing_total(gains)

    @cached_property
    def _order(self) -> NDArray[np.intp]:
        return np.argsort(-self._worths, kind="stable")

    def ranking(self, start: int, stop: int) -> Sequence[int]:
        """The outcomes from one place to another by own worth, ties by index."""
        found: list[int] = self.choices.indices[self._order[start:stop]].tolist()
        return found

    def avoiding(self, conditions: Sequence[Condition]) -> TableMenu:
        """The same menu without the packages whose outcome meets one of the conditions."""
        return self.choices.avoiding(conditions).menu(self._left, self._discount)

    def random(self, level: int, generator: np.random.Generator) -> Package | None:
        """A package worth at least `level`, each with the same chance.

        Every outcome gets a number, and the highest among the acceptable ones wins: two runs whose acceptable
        packages differ a little pick the same one whenever both can (common rejection, for paired comparisons).
        """
        places = np.flatnonzero(self._worths >= level)
        if not len(places):
            return None
        lots = generator.random(self.offering.size)[self.choices.indices[places]]
        return self._package(int(places[np.argmax(lots)]))
