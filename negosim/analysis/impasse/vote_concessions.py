"""Concessions where bodies decide: whose yes would pass a package, and how far below what it asks for each goes.

A seat that concedes votes for what leaves it short. One more yes, or one no less, never loses, so that the smallest
largest concession which passes a package lies among the shortfalls of the seats and is found by bisection; of those who
concede by it, nobody is left in whose concession the package does not need.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negosim.analysis.feasible_table import EnumeratedFeasibleSet
from negosim.domain.requirements import within_each
from negosim.domain.scale import Grid
from negosim.negotiation.protocols.agreeable import AT_ONCE

__all__ = ["VoteConcessions"]

Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class VoteConcessions:
    """Concessions to some packages, `outcomes` by index, each of which passes if every seat is for it that may be.

    `short` is how far each lies below what every party asks for, in steps, an array (parties, packages).
    """

    possible: EnumeratedFeasibleSet
    outcomes: NDArray[np.intp]
    short: Grid

    @classmethod
    def to(cls, possible: EnumeratedFeasibleSet, outcomes: NDArray[np.intp], asked: Grid) -> VoteConcessions:
        """Those to some outcomes by parties that ask for so many steps."""
        return cls(possible, outcomes, np.maximum(asked[:, None] - possible.worth[:, outcomes], 0))

    def shared(self) -> Grid:
        """What each party concedes where the largest concession is as small as can be, (parties, packages) in steps."""
        starts = range(0, len(self.outcomes), AT_ONCE)
        parts = (slice(start, start + AT_ONCE) for start in starts)
        each = [VoteConcessions(self.possible, self.outcomes[part], self.short[:, part])._shared() for part in parts]
        return np.concatenate(each, axis=1) if each else self.short

    def alone(self, place: int) -> tuple[Flags, Grid]:
        """The packages that pass if one party concedes as far as it takes and nobody else; what it concedes to each."""
        giving = np.zeros(self.short.shape, dtype=np.bool_)
        without = self._pass(giving)
        giving[place] = True
        return self._pass(giving), np.where(without, 0, self.short[place])

    def _shared(self) -> Grid:
        lacks = self.possible.scales.comparable(self.short)
        return np.where(self._needed(lacks <= self._level(lacks), lacks), self.short, 0)

    def _level(self, lacks: Grid) -> Grid:
        """The least that everybody has to be ready to concede to each package."""
        levels = np.vstack([np.zeros_like(lacks[:1]), np.sort(lacks, axis=0)])
        low, high = np.zeros(lacks.shape[1], dtype=np.intp), np.full(lacks.shape[1], len(lacks))
        while (low < high).any():
            middle = (low + high) // 2
            passed = self._pass(lacks <= np.take_along_axis(levels, middle[None], axis=0))
            low, high = np.where(passed, low, np.minimum(middle + 1, high)), np.where(passed, middle, high)
        return np.take_along_axis(levels, low[None], axis=0)

    def _needed(self, giving: Flags, lacks: Grid) -> Flags:
        """Who has to concede, of those who might: the one who lacks most is the first to be spared."""
        giving &= lacks > 0
        for places in np.argsort(-lacks, axis=0, kind="stable"):
            fewer = giving.copy()
            np.put_along_axis(fewer, places[None], False, axis=0)
            giving = np.where(self._pass(fewer), fewer, giving)
        return giving

    def _pass(self, giving: Flags) -> Flags:
        """Which packages pass where some parties concede, and the rest vote as they gain."""
        willing, undecided = (self.short == 0) | giving, self.short <= self.possible.abstains[:, None]
        satisfied = self.possible.vetoes.satisfied_at(self.outcomes, willing, undecided)
        return within_each(self.possible.offering.needed[self.outcomes], satisfied)
