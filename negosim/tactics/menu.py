"""The packages on offer to one seat, with what each is worth to it now: what a tactic may ask of them.

Two kinds answer alike: `table_menu` looks packages up in a table, `merged_menu` searches a space too large for one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from negosim.preferences import Grid
from negosim.protocols.base import Package
from negosim.protocols.offering import Additive, Offering

__all__ = ["Additives", "Choices", "Menu", "Rule", "best_of"]

Additives = Mapping[str, Additive]
"""Numbers that add over issues, one set for each other seat at the table."""

Rule = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""How good some packages are, given gains of shape (seats, packages); it never rises when somebody gains less."""


class Choices(ABC):
    """What one seat can put on the table while the same stands: packages on offer that it doesn't refuse."""

    @abstractmethod
    def menu(self, rounds_left: int) -> Menu:
        """The choices with their worth when `rounds_left` rounds of charges are still to come."""

    @abstractmethod
    def refuses(self, package: Package) -> bool:
        """Whether the seat refuses a package, as a party whose consent it needs."""


class Menu(ABC):
    """The packages on offer to one seat, with their worth now, on the grid.

    `offering` is what is on offer at the table: what stands, the open issues, and whose consent each option needs.
    """

    offering: Offering
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
    def fairest(self, gains: Additives, rule: Rule, least: int) -> Package | None:
        """Among the packages that give every seat they need at least nothing, the one that a rule calls the best.

        One's own gain is what a package is worth above `least`; those of the others are given, less what stands gives
        them. The packages that need the same seats are judged together, own gain in the first row. Ties by own worth,
        by the sum of the others' gains, then by index. Of the best of several such groups it is the one worth the most
        to oneself. None where there is no such package.
        """

    @abstractmethod
    def random(self, level: int, generator: np.random.Generator) -> Package | None:
        """A package worth at least `level`, picked at random; None where no package is worth as much."""


def best_of(gains: Grid, rule: Rule, index: NDArray[np.intp]) -> int:
    """Which of some packages a rule calls the best: ties by own gain, by the sum of the others', then by index."""
    scores = rule(gains.astype(np.float64))
    best = np.flatnonzero(scores == scores.max())
    order = np.lexsort((index[best], -gains[1:, best].sum(axis=0), -gains[0, best]))
    return int(best[order[0]])
