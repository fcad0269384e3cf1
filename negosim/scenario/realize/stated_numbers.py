"""How exactly the numbers of a scenario are stated: the decimals of each by its path, and how far it can reach.

A drawn number is rounded to the decimals of its kind (`Between.decimals`: points and weights 4, values 2, chances and
parameters 6), or to as many as its range is written with. What is added to a number during the talks may have more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from negosim.scenario.bounds import between
from negosim.scenario.spec.values import UncertainNumber

__all__ = ["StatedNumbers"]

PARAMETERS = 6
"""Decimals of the drawn parameters of tactics and protocols, some of which are chances."""


class StatedNumbers:
    """The numbers of a scenario by path; `added` are pairs of paths, of a number and of what it is added to."""

    def __init__(self, numbers: Mapping[str, UncertainNumber], added: Iterable[tuple[str, str]]) -> None:
        self.numbers = numbers
        self._added: dict[str, list[str]] = {}
        for path, to in added:
            self._added.setdefault(to, []).append(path)
        self.decimals = cache(self._decimals)

    def added_to(self, path: str) -> list[str]:
        """The paths of what is added to a number, or taken from a party."""
        return self._added.get(path, [])

    def _decimals(self, path: str) -> int:
        """The most decimals that a number can have in a realization, and during the talks."""
        number = self.numbers[path]
        own = number.decimals if number.certain else self.rounding(path)
        return max([own, *map(self.decimals, self.added_to(path))])

    def rounding(self, path: str) -> int:
        """To how many decimals a number is rounded when it is drawn."""
        bounds = between(path)
        return max(PARAMETERS if bounds is None else bounds.decimals, self.numbers[path].decimals)

    def reach(self, path: str) -> float:
        """The largest magnitude of a number, whatever is added to it during the talks."""
        number, bounds = self.numbers[path], between(path)
        if self.added_to(path) and bounds is not None:
            return max(abs(bounds.low), abs(bounds.high))
        return max(abs(number.low), abs(number.high))
