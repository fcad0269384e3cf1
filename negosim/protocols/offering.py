"""What is on offer in a meeting, given what stands: every way to settle its open issues, as arrays.

Every array runs over the outcomes of the meeting's open issues, the last issue varying fastest. An outcome stands for
the package that names just the issues that it moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from negosim.outcomes import OutcomeSpace
from negosim.preferences import GRID, Grid, Preferences
from negosim.protocols.base import Package, Standing
from negosim.protocols.consent import needed_to_move

__all__ = ["KEPT", "Offering", "offering"]

T = TypeVar("T", bound=np.generic)

KEPT = 1 << 20
"""Distances that are kept at the most: 8 MB."""

Masks = NDArray[np.uint32]
"""Sets of parties: bit k is the k-th party of the scenario."""


class Offering:
    """The packages of a meeting: whose consent each needs, and whether the seats present can close it."""

    def __init__(
        self, space: OutcomeSpace, parties: Sequence[str], standing: Standing, axes: Sequence[int], seats: Sequence[str]
    ) -> None:
        self.space = space
        self.bit = {party: 1 << place for place, party in enumerate(parties)}
        self.standing = standing
        self.axes = tuple(axes)
        self.inner = OutcomeSpace([space.issues[axis] for axis in axes])
        self.stands = self.inner.index([standing.outcome[axis] for axis in axes])
        self.present = sum(self.bit[seat] for seat in seats)
        self._packages: dict[int, Package] = {}
        self._indices: dict[Package, int] = {}
        self._distances: dict[Package, Grid] = {}
        self._refusals: dict[str, tuple[tuple[NDArray[np.bool_], ...], NDArray[np.bool_]]] = {}
        self.kept: dict[str, Any] = {}
        """A place for what others make of it alone, by party: it outlives a run."""

    @property
    def size(self) -> int:
        """Number of outcomes of the open issues, what stands included."""
        return self.inner.size

    @cached_property
    def consent(self) -> tuple[Masks, ...]:
        """For each open issue, who must agree to move it to each option; nobody, for where it stands."""
        return tuple(np.array(self._movers(axis), dtype=np.uint32) for axis in self.axes)

    def _movers(self, axis: int) -> list[int]:
        stands = self.standing.outcome[axis]
        sets = [needed_to_move(self.space, self.standing, axis, option) for option in range(self.space.shape[axis])]
        return [0 if option == stands else sum(self.bit[one] for one in set_) for option, set_ in enumerate(sets)]

    def combine(self, parts: Sequence[NDArray[T]], how: np.ufunc) -> NDArray[T]:
        """One array over all outcomes from an array over the options of each open issue, combined by `how`."""
        total = np.zeros((1,) * len(self.axes), dtype=parts[0].dtype)
        for place, part in enumerate(parts):
            total = how(total, part.reshape([-1 if k == place else 1 for k in range(len(parts))]))
        return np.broadcast_to(total, self.inner.shape).reshape(-1)

    @cached_property
    def needed(self) -> Masks:
        """Whose consent each package needs."""
        return self.combine(self.consent, np.bitwise_or)

    @cached_property
    def on_offer(self) -> NDArray[np.bool_]:
        """The packages that move something and whose consent is present."""
        within: NDArray[np.bool_] = np.equal(self.needed & ~np.uint32(self.present), 0)
        within[self.stands] = False
        return within

    @cached_property
    def groups(self) -> tuple[int, ...]:
        """The distinct sets of parties whose consent a package on offer needs."""
        return tuple(int(mask) for mask in np.unique(self.needed[self.on_offer]))

    def refused(self, preferences: Preferences) -> NDArray[np.bool_]:
        """The packages that a party refuses: they move an issue to a refused option that needs its consent."""
        kept = self._refusals.get(preferences.party)
        if kept is None or kept[0] is not preferences.refused:
            mask = self.combine(self.refused_options(preferences), np.logical_or)
            kept = self._refusals[preferences.party] = (preferences.refused, mask)
        return kept[1]

    def refused_options(self, preferences: Preferences) -> list[NDArray[np.bool_]]:
        """For each open issue, the options that a party refuses and to which its consent is needed."""
        bit = np.uint32(self.bit[preferences.party])
        asked = [(masks & bit) != 0 for masks in self.consent]
        return [preferences.refused[axis] & has for axis, has in zip(self.axes, asked, strict=True)]

    def package(self, index: int) -> Package:
        """The package of an outcome: it names what it moves."""
        if index not in self._packages:
            self._packages[index] = self._package(index)
        return self._packages[index]

    def _package(self, index: int) -> Package:
        pairs = zip(self.axes, self.inner.outcome(index), strict=True)
        return Package(tuple(pair for pair in pairs if self.standing.outcome[pair[0]] != pair[1]))

    def index(self, package: Package) -> int:
        """The outcome that a package leads to, as an index; the package names open issues only."""
        if package not in self._indices:
            outcome = package.on(self.standing.outcome)
            self._indices[package] = self.inner.index([outcome[axis] for axis in self.axes])
        return self._indices[package]

    def distance(self, package: Package | None) -> Grid:
        """Distance of every outcome from the one that a package leads to (none: from what stands), on the grid.

        Sum over issues of the distance of options, each between 0 and 1.
        """
        known = package or Package(())
        if known not in self._distances:
            if len(self._distances) * self.size > KEPT:
                self._distances.clear()
            self._distances[known] = self.combine(self.distances(known), np.add)
        return self._distances[known]

    def distances(self, package: Package | None) -> list[Grid]:
        """For each open issue, the distance of every option from the one that a package leads to, on the grid."""
        outcome = (package or Package(())).on(self.standing.outcome)
        away = [self.space.issues[axis].distances(outcome[axis]) for axis in self.axes]
        return [np.rint(steps * GRID).astype(np.int64) for steps in away]


@lru_cache(maxsize=256)
def offering(
    space: OutcomeSpace, parties: tuple[str, ...], standing: Standing, axes: tuple[int, ...], seats: tuple[str, ...]
) -> Offering:
    """The offering of a meeting; kept, since many runs of a scenario come to the same one."""
    return Offering(space, parties, standing, axes, seats)
