"""The menu of one seat as a table over the outcomes of the open issues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from negosim.domain.conditions import Condition
from negosim.domain.discounting import UNDISCOUNTED, Discount
from negosim.domain.preferences import Grid, Preferences
from negosim.negotiation.acts import NONE
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.offer_space import Additive, OfferSpace
from negosim.negotiation.tactics.menu import Additives, Menu, Rule, SeatOptions, best_by_rule
from negosim.negotiation.tactics.permitted_offers import Mask, PermittedOffers, permitted_offers

__all__ = ["TableMenu", "TableOptions"]


class TableOptions(SeatOptions):
    """The packages of a seat as a table.

    `foreseen` are its preferences where something on the table runs out: an outcome counts as renewed, and what stands
    does not.

    `points` and `charges` are arrays over the outcomes of the open issues; `refused` masks what the seat
    refuses, `avoided` what else it leaves out.
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
        foreseen: Preferences | None = None,
    ) -> None:
        self.offering = offering
        self.party = party
        self.points = points
        self.charges = charges
        self.refused = refused
        self.avoided = avoided
        self.permitted = permitted_offers(offering, party, refused)
        if avoided is not None:
            self.permitted = PermittedOffers(offering, party, refused | avoided)
        self.indices = self.permitted.indices
        self.foreseen = foreseen
        self.costly = bool(charges.any())
        self.own_points = points.take(self.indices)

    @cached_property
    def own_charges(self) -> Grid:
        """The charges of the choices."""
        return self.charges.take(self.indices)

    @cached_property
    def classes(self) -> list[tuple[int, int]]:
        """The charges that occur among the choices, and the most points with each."""
        points = self.own_points
        if not len(points):
            return []
        if not self.costly:
            return [(0, points.max().item())]
        charges = self.own_charges
        low, high = charges.min().item(), charges.max().item()
        if low == high:
            return [(low, points.max().item())]
        cheap, dear = charges == low, charges == high
        if (cheap | dear).all():
            return [(low, points[cheap].max().item()), (high, points[dear].max().item())]
        return [(charge, points[charges == charge].max().item()) for charge in np.unique(charges).tolist()]

    @property
    def standing(self) -> tuple[int, int]:
        """Points of what stands, and the charge of a round while it does."""
        if self.foreseen is not None:
            return self.foreseen.standing(self.offering.standing.outcome)
        return self.points.item(self.offering.stands), self.charges.item(self.offering.stands)

    def menu(self, rounds_left: int, discount: Discount = UNDISCOUNTED) -> TableMenu:
        """The packages with their worth after `rounds_left` more rounds of charges and a discount."""
        return TableMenu(self, rounds_left, discount)

    def refuses(self, package: Package) -> bool:
        """Whether the seat refuses a package that needs its consent."""
        return bool(self.refused[self.offering.index(package)])

    def avoiding(self, conditions: Sequence[Condition]) -> TableOptions:
        """The options without the outcomes that meet one of the conditions."""
        avoided = np.zeros(self.offering.size, dtype=np.bool_) if self.avoided is None else self.avoided
        for condition in conditions:
            missing = [~mask for mask in self.offering.meeting(condition)]
            avoided = avoided | ~self.offering.combine(missing, np.logical_or)
        return TableOptions(
            self.offering, self.party, self.points, self.charges, self.refused, avoided=avoided, foreseen=self.foreseen
        )


class TableMenu(Menu):
    """The menu as a table."""

    def __init__(self, options: TableOptions, rounds_left: int, discount: Discount) -> None:
        self.options = options
        self.offering = options.offering
        self.party = options.party
        self._left = rounds_left
        self._discount = discount
        self._plain = not options.costly and not discount.past
        self._known: Grid | None = None
        self._highest: int | None = None

    @property
    def _worths(self) -> Grid:
        """Worth of every choice; found when it is first asked for, since most answers need none."""
        worths = self._known
        if worths is None:
            options, worths = self.options, self._discount.of(self.options.own_points)
            if options.costly:
                worths = worths - self._left * options.own_charges
            self._known = worths
        return worths

    @cached_property
    def stands(self) -> int:
        """Worth of what stands."""
        points, charge = self.options.standing
        return self._discount.of(points) - self._left * charge

    def worth(self, package: Package) -> int:
        """Worth of a package."""
        if self.options.foreseen is None:
            return self.worth_of(self.offering.index(package))
        return self._foreseen_worth(package, self.options.foreseen)

    def refuses(self, package: Package) -> bool:
        """Whether the seat refuses a package that needs its consent."""
        return self.options.refuses(package)

    def worth_of(self, offer: int) -> int:
        """Worth of the package with a number."""
        if offer >= self.offering.size and self.options.foreseen is not None:
            return self._foreseen_worth(self.offering.package(offer), self.options.foreseen)
        outcome = offer if offer < self.offering.size else self.offering.leads_to(offer)
        points = self.options.points.item(outcome)
        return points if self._plain else self._worth(points, outcome)

    def _foreseen_worth(self, package: Package, foreseen: Preferences) -> int:
        """Worth of a package by what it renews and what it lets run out."""
        outcome = package.on(self.offering.standing.outcome)
        return foreseen.naming(package.axes).worth(outcome, self._left)

    def _worth(self, points: int, outcome: int) -> int:
        return self._discount.of(points) - self._left * self.options.charges.item(outcome)

    def refused(self, offer: int) -> bool:
        """Whether the seat refuses the package with a number."""
        return self.options.refused.item(offer if offer < self.offering.size else self.offering.leads_to(offer))

    def best(self) -> Package | None:
        """The package of the highest worth, ties by index; None if nothing is on offer."""
        return self._named(self.best_offer())

    def best_offer(self) -> int:
        """The number of the best package; `NONE` if nothing is on offer."""
        return self.options.indices.item(int(self._worths.argmax())) if len(self._worths) else NONE

    @property
    def highest(self) -> int:
        """Worth of the best package, or of what stands if nothing is on offer."""
        if self._highest is None:
            classes, of, left = self.options.classes, self._discount.of, self._left
            self._highest = max((of(points) - left * charge for charge, points in classes), default=self.stands)
        return self._highest

    def nearest_offer(self, level: int, heard: Mapping[int, int]) -> int:
        """The number of the nearest package; `heard` has the outcomes of the last offers by seat."""
        places = (self._worths >= level).nonzero()[0]
        if not len(places):
            return NONE
        if len(places) == 1:
            return self.options.indices.item(places.item(0))
        offering, permitted = self.offering, self.options.permitted
        away = {name: offering.away_from(heard.get(seat, offering.stands)) for seat, name in permitted.others}
        return self._best_of(places, permitted.costs(places, away))

    def _best_of(self, places: NDArray[np.intp], cost: Grid) -> int:
        """The number of the cheapest of some packages, ties by own worth, then by index."""
        cheapest = places[cost == cost.min()]
        place = cheapest[self._worths.take(cheapest).argmax()] if len(cheapest) > 1 else cheapest[0]
        return self.options.indices.item(int(place))

    def _named(self, offer: int) -> Package | None:
        return None if offer == NONE else self.offering.package(offer)

    def _package(self, place: int) -> Package:
        return self.offering.package(int(self.options.indices[place]))

    def cheapest(self, costs: Additives, least: int, most: int | None = None) -> Package | None:
        """Of the packages worth at least `least` and at most `most`, the one with the lowest cost."""
        good = self._worths >= least
        places = (good if most is None else good & (self._worths <= most)).nonzero()[0]
        if not len(places):
            return None
        return self.offering.package(self._best_of(places, self.options.permitted.costs(places, costs)))

    def fairest(self, gains: Additives, rule: Rule, least: int, base: int | None = None) -> Package | None:
        """Of the packages worth at least `least` by which no seat that they need loses, the best by a rule."""
        zero = least if base is None else base
        enough = self._worths >= least
        groups = self.options.permitted.groups
        found = (self._fairest(np.flatnonzero(m & enough), others.means(gains), rule, zero) for m, others in groups)
        best = [one for one in found if one is not None]
        return self._package(min(best)[1]) if best else None

    def _fairest(
        self, places: NDArray[np.intp], gains: Sequence[Additive], rule: Rule, zero: int
    ) -> tuple[int, int] | None:
        """The best of the packages that need the same seats: its negative worth and its place."""
        totals = ((self.options.permitted.total(additive).take(places), additive) for additive in gains)
        others = [total - self.offering.standing_total(additive) for total, additive in totals]
        rows = [self._worths[places] - zero, *others]
        rational = np.flatnonzero(reduce(np.logical_and, [row >= 0 for row in rows]))
        if not len(rational):
            return None
        own_first = np.array([row.take(rational) for row in rows])
        best = int(places[rational[best_by_rule(own_first, rule, places.take(rational))]])
        return -int(self._worths[best]), best

    @cached_property
    def _order(self) -> NDArray[np.intp]:
        return np.argsort(-self._worths, kind="stable")

    def ranking(self, start: int, stop: int) -> Sequence[int]:
        """The outcomes with ranks from `start` to `stop` - 1 by own worth, ties by index."""
        outcomes: list[int] = self.options.indices[self._order[start:stop]].tolist()
        return outcomes

    def avoiding(self, conditions: Sequence[Condition]) -> TableMenu:
        """The menu without the packages whose outcome meets one of the conditions."""
        return self.options.avoiding(conditions).menu(self._left, self._discount)

    def random(self, level: int, generator: np.random.Generator) -> Package | None:
        """A package worth at least `level`, all equally likely.

        Every outcome gets a random number, and the highest of the acceptable ones wins, so that two runs with slightly
        different acceptable packages pick the same one whenever both can (for paired comparisons).
        """
        places = np.flatnonzero(self._worths >= level)
        if not len(places):
            return None
        numbers = generator.random(self.offering.size)[self.options.indices[places]]
        return self._package(int(places[np.argmax(numbers)]))
