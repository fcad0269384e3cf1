"""The packages on offer to one seat, with what each is worth to it now: what a tactic may ask of them.

Two kinds answer alike: `table_menu` looks packages up in a table, `merged_menu` searches a space too large for one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping

import numpy as np

from negosim.protocols.base import Package

__all__ = ["Choices", "Menu"]


class Choices(ABC):
    """What one seat can put on the table while the same stands: packages on offer that it doesn't refuse."""

    @abstractmethod
    def menu(self, rounds_left: int) -> Menu:
        """The choices with their worth when `rounds_left` rounds of charges are still to come."""

    @abstractmethod
    def refuses(self, package: Package) -> bool:
        """Whether the seat refuses a package, as a party whose consent it needs."""


class Menu(ABC):
    """The packages on offer to one seat, with their worth now, on the grid."""

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

    @abstractmethod
    def nearest(self, level: int, offers: Mapping[str, Package]) -> Package | None:
        """Among the packages worth at least `level`, the one nearest to the last offers of the seats that it needs.

        Ties by own worth, then by index; None where no package is worth as much.
        """

    @abstractmethod
    def random(self, level: int, generator: np.random.Generator) -> Package | None:
        """A package worth at least `level`, picked at random; None where no package is worth as much."""
