"""Packages of options, and what stands once they have been agreed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from negosim.domain.lapses import FIRST, Since
from negosim.domain.outcomes import Outcome, OutcomeSpace

__all__ = ["Package", "Standing"]


@dataclass(frozen=True)
class Package:
    """Options for some or all of a meeting's issues: pairs (axis of the issue, number of the option), by axis.

    To name an issue at the option where it stands is a promise to keep it.
    """

    terms: tuple[tuple[int, int], ...]

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Kept, since packages are looked up at every act."""
        return hash(self.terms)

    @classmethod
    def of(cls, terms: Mapping[int, int]) -> Package:
        """A package of a mapping axis -> option number, whatever its order."""
        return cls(tuple(sorted(terms.items())))

    @cached_property
    def axes(self) -> frozenset[int]:
        """The issues that it names."""
        return frozenset(axis for axis, _ in self.terms)

    def moves(self, stands: Outcome) -> tuple[tuple[int, int], ...]:
        """The terms that differ from what stands."""
        return tuple(term for term in self.terms if stands[term[0]] != term[1])

    def on(self, stands: Outcome) -> Outcome:
        """The outcome that stands once it has taken effect."""
        outcome = list(stands)
        for axis, option in self.terms:
            outcome[axis] = option
        return tuple(outcome)


@dataclass(frozen=True)
class Standing:
    """What stands: the outcome that is agreed, and for each issue the parties that an agreement binds to it.

    `since` says of each issue that has an option which runs out, by axis, since when it stands where it does.
    """

    outcome: Outcome
    bound: tuple[frozenset[str], ...]
    since: tuple[tuple[int, Since], ...] = ()

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Kept, since what stands is looked up at every act."""
        return hash((self.outcome, self.bound, self.since))

    @classmethod
    def at_first(cls, space: OutcomeSpace) -> Standing:
        """Every issue at its status quo, nobody bound."""
        since = tuple((axis, FIRST) for axis in space.lapses.axes)
        return cls(space.status_quo, (frozenset(),) * len(space.issues), since)

    def after(self, package: Package, parties: frozenset[str], round_: int = 0) -> Standing:
        """What stands once `parties` agreed to a package in a round: they are bound on every issue that it names."""
        named = package.axes
        bound = tuple(held | parties if axis in named else held for axis, held in enumerate(self.bound))
        after = package.on(self.outcome)
        since = tuple(
            (axis, Since(round_, renewed=after[axis] == self.outcome[axis]) if axis in named else one)
            for axis, one in self.since
        )
        return Standing(after, bound, since)

    def moved(self, package: Package) -> Standing:
        """What stands once issues have moved without an agreement: nobody is bound on them any more."""
        bound = tuple(frozenset[str]() if axis in package.axes else held for axis, held in enumerate(self.bound))
        since = tuple((axis, FIRST if axis in package.axes else one) for axis, one in self.since)
        return Standing(package.on(self.outcome), bound, since)
