"""The packages on offer to one seat, with what each is worth to it now: what a tactic may ask of them.

Two kinds answer alike: `table_menu` looks packages up in a table, `merged_menu` searches a space too large for one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.domain.discounting import UNDISCOUNTED, Discount
from negosim.domain.outcomes import Condition
from negosim.domain.preferences import Grid
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.offer_space import Additive, OfferSpace

__all__ = ["Additives", "Menu", "Rule", "SeatOptions", "best_of"]

Additives = Mapping[str, Additive]
"""Numbers that add over issues, one set for each other seat at the table."""

Rule = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""How good some packages are, given gains of shape (seats, packages); it never rises when somebody gains less."""


class SeatOptions(ABC):
    """What one seat can put on the table while the same stands: packages on offer that it doesn't refuse."""

    @abstractmethod
    def menu(self, rounds_left: int, discount: Discount = UNDISCOUNTED) -> Menu:
        """The choices with their worth when `rounds_left` rounds of charges are still to come, as of a round."""

    @abstractmethod
    def refuses(self, package: Package) -> bool:
        """Whether the seat refuses a package, as a party whose consent it needs."""


class Menu(ABC):
    """The packages on offer to one seat, with their worth now, on the grid.

    `offering` is what is on offer at the table: what stands, the open issues, and whose consent each option needs.
    """

    offering: OfferSpace
    party: str

    @property
    def others(self) -> list[str]:
        """The other seats that are present."""
        offering = self.offering
        return [seat for seat, bit in offering.bit.items() if bit & offering.present and seat != self.party]

    @property
    @abstractmethod
    def stands(self) -> int:
        """Worth of what stands."""

    @abstractmethod
    def worth(self, package: Package) -> int:
        """Worth of a package."""

    @abstractmethod
    def refuses(self, package: Package) -> bool:
        """Whether the seat refuses a package, as a party whose consent it needs."""

    @abstractmethod
    def best(self) -> Package | None:
        """The package of the highest worth, the first of equals by index; None where nothing is on offer."""

    @property
    @abstractmethod
    def highest(self) -> int:
        """Worth of the best package, of what stands where nothing is on offer."""

    def nearest(self, level: int, offers: Mapping[str, Package]) -> Package | None:
        """Among the packages worth at least `level`, the one nearest to the last offers of the seats that it needs.

        Ties by own worth, then by index; None where no package is worth as much. A seat that has offered nothing
        stands for what stands.
        """
        return self.cheapest({seat: self.offering.away(offers.get(seat)) for seat in self.others}, level)

    @abstractmethod
    def cheapest(self, costs: Additives, least: int, most: int | None = None) -> Package | None:
        """Among the packages worth at least `least`, and at most `most`, the one that costs the least.

        A package costs the mean over the other seats that it needs of what it costs each; one that needs nobody else
        is measured by all others at the table. Ties by own worth, then by index; None where there is no such package.
        """

    @abstractmethod
    def fairest(self, gains: Additives, rule: Rule, least: int, base: int | None = None) -> Package | None:
        """Among the packages worth at least `least` by which no seat that they need loses, the best by a rule.

        One's own gain is what a package is worth above `base`, or else above `least`; those of the others are given,
        and what stands gives them is taken off. The packages that need the same seats are judged together, own gain in
        the first row. Ties by own worth, by the sum of the others' gains, then by index. Of the best of several such
        groups it is the one worth the most to oneself. None where there is no such package.
        """

    @abstractmethod
    def random(self, level: int, generator: np.random.Generator) -> Package | None:
        """A package worth at least `level`, picked at random; None where no package is worth as much."""

    @abstractmethod
    def ranking(self, start: int, stop: int) -> Sequence[int]:
        """The outcomes from one place to another in the seat's order: by own worth from the best, ties by index.

        Places count from 0; fewer where the packages end.
        """

    @abstractmethod
    def avoiding(self, conditions: Sequence[Condition]) -> Menu:
        """The same menu without the packages that lead to an outcome that meets one of the conditions.

        A condition may be on issues that one block ties together, as a linkage of the seat's own is, or on one issue;
        `ValueError` for another one in a space too large for a table.
        """

    def ranked(self, place: int) -> Package | None:
        """The package at a place of the ranking, 0 the best; None where the packages end before it."""
        found = self.ranking(place, place + 1)
        return self.offering.package(found[0]) if found else None

    def needs(self, package: Package) -> frozenset[str]:
        """The parties whose consent a package needs."""
        return self.offering.needs(package)

    def offers(self, package: Package) -> bool:
        """Whether the seat can put a package on the table: open issues, something moved, consent there, not refused."""
        offering = self.offering
        there = {party for party, bit in offering.bit.items() if bit & offering.present}
        moving = package.axes <= set(offering.axes) and bool(package.moves(offering.standing.outcome))
        return moving and self.needs(package) <= there and not self.refuses(package)

    @cached_property
    def moves(self) -> tuple[Package, ...]:
        """The packages on offer that move one issue only, by issue and option."""
        axes, shape = self.offering.axes, self.offering.space.shape
        each = [Package(((axis, option),)) for axis in axes for option in range(shape[axis])]
        return tuple(one for one in each if self.offers(one))


def best_of(gains: Grid, rule: Rule, index: NDArray[np.intp]) -> int:
    """Which of some packages a rule calls the best: ties by own gain, by the sum of the others', then by index."""
    scores = rule(gains.astype(np.float64))
    best = np.flatnonzero(scores == scores.max())
    order = np.lexsort((index[best], -gains[1:, best].sum(axis=0), -gains[0, best]))
    return int(best[order[0]])
