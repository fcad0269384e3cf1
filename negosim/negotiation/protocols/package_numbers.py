"""The packages of a meeting as whole numbers, given what stands.

A number depends on nothing but the open issues and what stands on them, so that whatever is kept here is only a cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from negosim.caching import remember
from negosim.domain.outcomes import OutcomeSpace
from negosim.negotiation.packages import Package, Standing

__all__ = ["PackageNumbers"]

MOST = 1 << 14
"""Packages that are kept at the most, each way."""


class PackageNumbers:
    """Numbers of packages of the open issues (`axes`).

    A package that names only what it moves has the number of the outcome that it leads to, the last issue varying
    fastest. It also names the issues that it keeps at an option which would run out: it renews that. One that promises
    to keep others where they stand, or lets one run out, has that number plus `size` times the set of these, as bits,
    the first open issue first.
    """

    def __init__(self, space: OutcomeSpace, standing: Standing, axes: Sequence[int]) -> None:
        self.space = space
        self.standing = standing
        self.axes = tuple(axes)
        self._indices: dict[Package, int] = {}
        self._packages: dict[int, Package] = {}
        self._numbers: dict[Package, int] = {}

    @cached_property
    def inner(self) -> OutcomeSpace:
        """The space of the open issues alone."""
        return OutcomeSpace([self.space.issues[axis] for axis in self.axes])

    @cached_property
    def renewable(self) -> frozenset[int]:
        """The open issues that stand at an option which runs out unless it is renewed."""
        return self.space.lapses.renewable(self.standing).intersection(self.axes)

    @cached_property
    def stands(self) -> int:
        """Index of what stands."""
        return self.inner.index([self.standing.outcome[axis] for axis in self.axes])

    @cached_property
    def size(self) -> int:
        """Number of outcomes of the open issues, what stands included."""
        return self.inner.size

    def package(self, number: int) -> Package:
        """The package with a number."""
        package = self._packages.get(number)
        if package is None:
            package = remember(self._packages, number, self._package(number), MOST)
            remember(self._numbers, package, number, MOST)
        return package

    def _package(self, number: int) -> Package:
        promises, outcome = divmod(number, self.size)
        pairs = enumerate(zip(self.axes, self.inner.outcome(outcome), strict=True))
        stands, renewable = self.standing.outcome, self.renewable
        named = (
            pair
            for place, pair in pairs
            if stands[pair[0]] != pair[1] or (pair[0] in renewable) != bool(promises >> place & 1)
        )
        return Package(tuple(named))

    def knows(self, package: object) -> bool:
        """Whether a package is one of `package`, and so well-formed."""
        return isinstance(package, Package) and self._packages.get(self._numbers.get(package, -1)) is package

    def number(self, package: Package) -> int:
        """The number of a package; of what it names, open issues count."""
        number = self._numbers.get(package)
        return remember(self._numbers, package, self._number(package), MOST) if number is None else number

    def _number(self, package: Package) -> int:
        stays = set(self.axes) - {axis for axis, _ in package.moves(self.standing.outcome)}
        promises = (package.axes & stays) ^ (self.renewable & stays)
        return self.index(package) + self.size * sum(1 << k for k, axis in enumerate(self.axes) if axis in promises)

    def index(self, package: Package) -> int:
        """The outcome that a package leads to, as an index; of what it names, open issues count."""
        index = self._indices.get(package)
        return remember(self._indices, package, self._index(package), MOST) if index is None else index

    def _index(self, package: Package) -> int:
        outcome = package.on(self.standing.outcome)
        return self.inner.index([outcome[axis] for axis in self.axes])

    def leads_to(self, number: int) -> int:
        """The outcome that the package with a number leads to."""
        return number if number < self.size else number % self.size
