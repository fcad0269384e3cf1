"""The packages on offer to one seat as a table, with what each is worth to it now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.preferences import Grid
from negosim.protocols.base import Package
from negosim.protocols.offering import KEPT, Offering
from negosim.tactics.menu import Choices, Menu

__all__ = ["TableChoices", "TableMenu"]


class Allowed:
    """What one seat can choose from, whatever it is worth: outcomes that are on offer and that it doesn't refuse.

    It is the same in every draw of a scenario. `indices` are the outcomes.
    """

    def __init__(self, offering: Offering, party: str, refused: NDArray[np.bool_]) -> None:
        self.offering = offering
        self.party = party
        self.refused = refused
        self.indices = np.flatnonzero(offering.on_offer & ~refused)
        self._away: dict[Package | None, Grid] = {}

    @cached_property
    def groups(self) -> list[tuple[NDArray[np.bool_], list[str]]]:
        """The choices by whom they need: a mask over `indices`, and the other seats of the group.

        A choice that needs nobody else is measured against all the others at the table.
        """
        own = self.offering.bit[self.party]
        needed = self.offering.needed[self.indices]
        groups = [int(group) for group in np.unique(needed)]
        rest = [(group & ~own) or (self.offering.present & ~own) for group in groups]
        seats = [[party for party, bit in self.offering.bit.items() if bit & others] for others in rest]
        return [(needed == group, others) for group, others in zip(groups, seats, strict=True)]

    def distances(self, places: NDArray[np.intp], offers: Mapping[str, Package]) -> NDArray[np.float64]:
        """For some of the choices, the mean distance from the last offers of the seats that each needs.

        A seat that has offered nothing stands for what stands.
        """
        if len(self.groups) == 1:
            return self._mean(places, self.groups[0][1], offers)
        away = np.zeros(len(places))
        for members, seats in self.groups:
            inside = members[places]
            away[inside] = self._mean(places[inside], seats, offers)
        return away

    def _mean(
        self, places: NDArray[np.intp], seats: Sequence[str], offers: Mapping[str, Package]
    ) -> NDArray[np.float64]:
        if not seats:
            return np.zeros(len(places))
        first, *others = (self._away_from(offers.get(seat))[places] for seat in seats)
        return np.asarray(sum(others, start=first) / len(seats))

    def _away_from(self, package: Package | None) -> Grid:
        """The distance of every choice from a package, kept for the next turn."""
        if package not in self._away:
            if len(self._away) * len(self.indices) > KEPT:
                self._away.clear()
            self._away[package] = self.offering.distance(package)[self.indices]
        return self._away[package]


def allowed(offering: Offering, party: str, refused: NDArray[np.bool_]) -> Allowed:
    """What a seat can choose from, kept with the offering for the next draw."""
    kept: Allowed | None = offering.kept.get(party)
    if kept is None or kept.refused is not refused:
        kept = offering.kept[party] = Allowed(offering, party, refused)
    return kept


class TableChoices(Choices):
    """The choices as a table over the outcomes of the open issues.

    `points` and `charges` run over the outcomes of the meeting's open issues, on the grid; `refused` masks what the
    seat refuses. `indices` are the outcomes it may choose from.
    """

    def __init__(self, offering: Offering, party: str, points: Grid, charges: Grid, refused: NDArray[np.bool_]) -> None:
        self.offering = offering
        self.party = party
        self.points = points
        self.charges = charges
        self.allowed = allowed(offering, party, refused)
        self.indices = self.allowed.indices
        self.costly = bool(charges.any())
        self.own_points = points[self.indices]
        self.own_charges = charges[self.indices]
        self._menu = TableMenu(self, 0, self.own_points)

    def menu(self, rounds_left: int) -> TableMenu:
        """The choices with their worth when `rounds_left` rounds of charges are still to come."""
        if not self.costly:
            return self._menu
        return TableMenu(self, rounds_left, self.own_points - rounds_left * self.own_charges)

    def worth(self, index: int, rounds_left: int) -> int:
        """Worth of an outcome of the open issues."""
        return int(self.points[index]) - rounds_left * int(self.charges[index])

    def refuses(self, package: Package) -> bool:
        """Whether the seat refuses a package, as a party whose consent it needs."""
        return bool(self.allowed.refused[self.offering.index(package)])


class TableMenu(Menu):
    """The menu as a table; `worths` are those of the choices."""

    def __init__(self, choices: TableChoices, rounds_left: int, worths: Grid) -> None:
        self.choices = choices
        self.offering = choices.offering
        self._left = rounds_left
        self._worths = worths
        self._highest: int | None = None

    @property
    def stands(self) -> int:
        """Worth of what stands."""
        return self.choices.worth(self.offering.stands, self._left)

    def worth(self, package: Package) -> int:
        """Worth of a package."""
        return self.choices.worth(self.offering.index(package), self._left)

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

    def nearest(self, level: int, offers: Mapping[str, Package]) -> Package | None:
        """Among the packages worth at least `level`, the one nearest to the last offers of the seats that it needs.

        Ties by own worth, then by index.
        """
        places = (self._worths >= level).nonzero()[0]
        if not len(places):
            return None
        away = self.choices.allowed.distances(places, offers)
        nearest = places[away == away.min()]
        return self._package(int(nearest[self._worths[nearest].argmax()]))

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
