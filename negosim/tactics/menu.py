"""The packages on offer to one seat, with what each is worth to it now."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.preferences import Grid
from negosim.protocols.base import Package
from negosim.protocols.offering import Offering

__all__ = ["Menu"]


class Menu:
    """What one seat can put on the table: packages on offer that it doesn't refuse.

    `worth` runs over the outcomes of the meeting's open issues, on the grid; `refused` masks what the seat refuses.
    """

    def __init__(self, offering: Offering, party: str, worth: Grid, refused: NDArray[np.bool_]) -> None:
        self.offering = offering
        self.party = party
        self._worth = worth
        self._refused = refused

    @cached_property
    def _legal(self) -> NDArray[np.bool_]:
        return np.asarray(self.offering.on_offer & ~self._refused)

    @property
    def stands(self) -> int:
        """Worth of what stands."""
        return int(self._worth[self.offering.stands])

    def worth(self, package: Package) -> int:
        """Worth of a package."""
        return int(self._worth[self.offering.index(package)])

    def refuses(self, package: Package) -> bool:
        """Whether the seat refuses a package, as a party whose consent it needs."""
        return bool(self._refused[self.offering.index(package)])

    def best(self) -> Package | None:
        """The package of the highest worth, the first of equals; None where nothing is on offer."""
        if not self._legal.any():
            return None
        legal = np.flatnonzero(self._legal)
        return self.offering.package(int(legal[np.argmax(self._worth[legal])]))

    @cached_property
    def highest(self) -> int:
        """Worth of the best package, of what stands where nothing is on offer."""
        best = self.best()
        return self.stands if best is None else self.worth(best)

    def _at_least(self, level: int) -> NDArray[np.intp]:
        return np.flatnonzero(self._legal & (self._worth >= level))

    def nearest(self, level: int, offers: Mapping[str, Package]) -> Package | None:
        """Among the packages worth at least `level`, the one nearest to the last offers of the seats that it needs.

        The distance is the mean over these seats; one that has offered nothing stands for what stands, and a package
        that needs nobody else is measured against all the others. Ties by own worth, then by index.
        """
        chosen = self._at_least(level)
        if not len(chosen):
            return None
        away = self._distances(chosen, offers)
        nearest = chosen[away == away.min()]
        return self.offering.package(int(nearest[np.argmax(self._worth[nearest])]))

    def _distances(self, chosen: NDArray[np.intp], offers: Mapping[str, Package]) -> NDArray[np.float64]:
        """Mean distance of packages from the last offers of the seats that each needs."""
        groups = self.offering.needed[chosen]
        away = np.zeros(len(chosen))
        for group in np.unique(groups):
            members = groups == group
            seats = self._others(int(group))
            total = sum(self.offering.distance(offers.get(seat))[chosen[members]] for seat in seats)
            away[members] = np.asarray(total) / max(1, len(seats))
        return away

    def _others(self, group: int) -> list[str]:
        """The other seats of a set of parties; all others at the table where it holds none."""
        own = self.offering.bit[self.party]
        rest = (group & ~own) or (self.offering.present & ~own)
        return [party for party, bit in self.offering.bit.items() if bit & rest]

    def random(self, level: int, generator: np.random.Generator) -> Package | None:
        """A package worth at least `level`, each with the same chance.

        Every outcome gets a number, and the highest among the acceptable ones wins: two runs whose acceptable
        packages differ a little pick the same one whenever both can (common rejection, for paired comparisons).
        """
        chosen = self._at_least(level)
        if not len(chosen):
            return None
        lots = generator.random(self.offering.size)
        return self.offering.package(int(chosen[np.argmax(lots[chosen])]))
