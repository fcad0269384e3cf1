"""Why there is no deal, what would open one, and which outcome comes closest.

Every package that could be agreed is blocked by something: a party whose consent it needs would get less than its
reservation value, by itself or through a linkage; a refusal; a party that isn't at the table. The zone is empty exactly
when each package has such a reason, so the smallest sets of reasons that together leave it empty are the minimal
hitting sets of the packages' reasons (Berge 1989; the duality of conflicts and corrections, Reiter 1987), and the
packages with the fewest reasons show what would have to give. `TableBlocking` looks at each package; where there are
too many, `searched_blocking` answers the same questions by a search.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.analysis.feasible import EnumeratedFeasibleSet, FeasibleSet
from negosim.domain.outcomes import Outcome
from negosim.domain.preferences import Grid, Preferences, Term, from_grid

__all__ = ["Concession", "Impasse", "Reason", "Search", "TableBlocking", "decisive", "hitting_sets"]

Flags = NDArray[np.bool_]
LIMIT = 200
"""How many sets of reasons are kept at the most, the smallest first."""


@dataclass(frozen=True, order=True)
class Reason:
    """Something that blocks a package: the kind, whose it is, and the keys of the linkages or the issue meant.

    `reservation`: the package is worth less than the party's reservation value whatever its linkages; `linkage`: it is
    because of these linkages; `refusal`: the party refuses an option on this issue; `ratification`: its ratifiers
    would turn the package down; `absent`: its consent is needed, and it isn't at the table.
    """

    kind: str
    party: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Concession:
    """The least that would open a deal: points that each party would go below its reservation value, for an outcome."""

    points: Mapping[str, float]
    outcome: Outcome
    index: int


@dataclass(frozen=True)
class Search:
    """A search instead of a look at each package: partial packages kept at once, and sets of reasons tried, at most.

    `complete`: the limits left nothing out, so that the answers are those of a look at each package.
    """

    rows: int
    sets: int
    complete: bool


class Impasse(ABC):
    """What blocks the packages that are `possible`, and what would open one; `preferences` are those of its parties."""

    possible: FeasibleSet
    preferences: Mapping[str, Preferences]

    @property
    @abstractmethod
    def search(self) -> Search | None:
        """The search by which the answers were found; None where each package was looked at."""

    @property
    def empty(self) -> bool:
        """Whether the zone of agreement is empty, as far as was seen."""
        return frozenset() not in self.ways_out

    @property
    @abstractmethod
    def ways_out(self) -> tuple[frozenset[Reason], ...]:
        """The smallest sets of reasons that, were they gone, would open some package."""

    @cached_property
    def sets(self) -> tuple[frozenset[Reason], ...]:
        """The smallest sets of reasons that together leave the zone empty; none where it isn't.

        None either where a search may have missed a way out: a reason would be called needed that isn't.
        """
        whole = self.search is None or self.search.complete
        return hitting_sets(self.ways_out) if self.empty and whole else ()

    @abstractmethod
    def concession(self, party: str) -> Concession | None:
        """The smallest concession of one party alone that opens a deal; None where it cannot do it alone."""

    @property
    @abstractmethod
    def closest(self) -> Concession | None:
        """The outcome that comes closest: the largest shortfall of any party as small as can be, then their sum.

        None where refusals or absent parties block every package.
        """


FIXED = ("refusal", "ratification", "absent")
"""Kinds of reasons that no points would move."""


class TableBlocking(Impasse):
    """What blocks each package of a prospect, all of them looked at."""

    def __init__(self, prospect: EnumeratedFeasibleSet, preferences: Mapping[str, Preferences]) -> None:
        self.possible = self.prospect = prospect
        self.preferences = preferences
        self.moving = np.arange(prospect.offering.size) != prospect.stands
        found = {reason: flags for reason, flags in self._all() if flags.any()}
        self.reasons: tuple[Reason, ...] = tuple(sorted(found))
        self._flags = np.stack([found[one] for one in self.reasons]) if found else np.zeros((0, len(self.moving)), bool)

    def _all(self) -> Iterator[tuple[Reason, Flags]]:
        for place, party in enumerate(self.prospect.parties):
            if self.prospect.offering.bit[party] & self.prospect.offering.present:
                yield from self._short(place, self.preferences[party])
                yield from self._refusals(self.preferences[party])
                yield Reason("ratification", party), self.prospect.vetoes.turned_down(party)
            else:
                yield Reason("absent", party), self.prospect.offering.needing(party)

    def _short(self, place: int, party: Preferences) -> Iterator[tuple[Reason, Flags]]:
        """Packages below the reservation value: by themselves, or because of the linkages that weigh on them."""
        missing = self.prospect.reservation[place] - self.prospect.worth[place]
        short = self.prospect.offering.needing(party.party) & (missing > 0)
        effects = np.stack([self._effect(term) for term in party.linkages] or [np.zeros_like(missing)])
        hurts = np.minimum(effects, 0)
        linked = short & (missing + hurts.sum(axis=0) <= 0)
        yield Reason("reservation", party.party), short & ~linked
        weighing = decisive(hurts, missing) & linked
        for pattern in np.unique(weighing[:, linked], axis=1).T:
            keys = tuple(term.key for term, hit in zip(party.linkages, pattern, strict=True) if hit)
            yield Reason("linkage", party.party, keys), linked & (weighing == pattern[:, None]).all(axis=0)

    def _effect(self, term: Term) -> Grid:
        """What a linkage adds to each outcome, compared with what stands."""
        offering = self.prospect.offering
        stands = offering.standing.outcome
        met = all(mask[stands[axis]] for axis, mask in term.when.options.items() if axis not in offering.axes)
        inside = {axis: mask for axis, mask in term.when.options.items() if axis in offering.axes}
        parts = [inside.get(axis, np.ones(offering.space.shape[axis], dtype=np.bool_)) for axis in offering.axes]
        applies = offering.combine([~part for part in parts], np.logical_or)
        points = np.where(~applies & met, term.points, 0)
        return np.asarray(points - points[offering.stands], dtype=np.int64)

    def _refusals(self, party: Preferences) -> Iterator[tuple[Reason, Flags]]:
        offering = self.prospect.offering
        options = offering.refused_options(party)
        for place, axis in enumerate(offering.axes):
            parts = [part if k == place else np.zeros_like(part) for k, part in enumerate(options)]
            flags = offering.combine(parts, np.logical_or)
            yield Reason("refusal", party.party, (offering.space.issues[axis].key,)), flags

    @property
    def search(self) -> None:
        """None: each package was looked at."""
        return None

    @property
    def empty(self) -> bool:
        """Whether the zone of agreement is empty."""
        return not (self.moving & ~self._flags.any(axis=0)).any()

    @cached_property
    def ways_out(self) -> tuple[frozenset[Reason], ...]:
        """The smallest sets of reasons that, were they gone, would open some package."""
        rows = np.unique(self._flags[:, self.moving], axis=1).T
        sets = {frozenset(reason for reason, hit in zip(self.reasons, row, strict=True) if hit) for row in rows}
        return tuple(_minimal(sets))[:LIMIT]

    @cached_property
    def shortfall(self) -> Grid:
        """By party, how far each package lies below the reservation value of those whose consent it needs."""
        missing = np.maximum(self.prospect.reservation[:, None] - self.prospect.worth, 0)
        needs = np.stack([self.prospect.offering.needing(party) for party in self.prospect.parties])
        return np.where(needs, missing, 0)

    @cached_property
    def _open(self) -> Flags:
        """Packages that only reservation values block: points could open them."""
        fixed = [k for k, reason in enumerate(self.reasons) if reason.kind in FIXED]
        return np.asarray(self.moving & ~self._flags[fixed].any(axis=0))

    def _alone(self, party: str) -> Flags:
        """Packages that only the points of one party stand in the way of, if anything does."""
        place = self.prospect.parties.index(party)
        others = np.delete(self.shortfall, place, axis=0).sum(axis=0) == 0
        return np.asarray(self._open & others)

    def short_of(self, party: str, among: Flags) -> int | None:
        """The least that a party is short of, on the grid, for one of some packages that nobody else stands against."""
        place, candidates = self.prospect.parties.index(party), self._alone(party) & among
        return int(self.shortfall[place, candidates].min()) if candidates.any() else None

    def concession(self, party: str) -> Concession | None:
        """The smallest concession of one party alone that opens a deal; None where it cannot do it alone."""
        place, candidates = self.prospect.parties.index(party), np.flatnonzero(self._alone(party))
        if not len(candidates):
            return None
        return self._concession(int(candidates[np.argmin(self.shortfall[place, candidates])]))

    @cached_property
    def closest(self) -> Concession | None:
        """The outcome that comes closest: the largest shortfall of any party as small as can be, then their sum.

        None where refusals or absent parties block every package.
        """
        candidates = np.flatnonzero(self._open)
        if not len(candidates):
            return None
        short = self.shortfall[:, candidates]
        return self._concession(int(candidates[np.lexsort((short.sum(axis=0), short.max(axis=0)))[0]]))

    def _concession(self, index: int) -> Concession:
        short = {party: from_grid(int(self.shortfall[k, index])) for k, party in enumerate(self.prospect.parties)}
        points = {party: missing for party, missing in short.items() if missing > 0}
        return Concession(points, self.prospect.outcome(index), index)

    def why(self, index: int) -> tuple[Reason, ...]:
        """The reasons that block one package."""
        return tuple(reason for reason, hit in zip(self.reasons, self._flags[:, index], strict=True) if hit)


def decisive(hurts: Grid, missing: Grid) -> Flags:
    """The fewest linkages, the heaviest first, without which each package would not be short of `missing` points."""
    order = np.argsort(hurts, axis=0, kind="stable")
    spared = np.cumsum(np.take_along_axis(hurts, order, axis=0), axis=0)
    enough = np.argmax(missing + spared <= 0, axis=0)
    rank = np.argsort(order, axis=0, kind="stable")
    return np.asarray(rank <= enough)


def _minimal(sets: Iterable[frozenset[Reason]]) -> Iterator[frozenset[Reason]]:
    """The sets that contain no other, smallest first."""
    kept: list[frozenset[Reason]] = []
    for one in sorted(sets, key=lambda reasons: (len(reasons), sorted(reasons))):
        if not any(other <= one for other in kept):
            kept.append(one)
            yield one


def hitting_sets(sets: Iterable[frozenset[Reason]]) -> tuple[frozenset[Reason], ...]:
    """The minimal sets that share a reason with each of `sets`, smallest first (Berge 1989, ch. 2)."""
    found: list[frozenset[Reason]] = [frozenset()]
    for one in sets:
        grown = {hit | {reason} for hit in found for reason in ([None] if hit & one else one) if reason is not None}
        found = list(_minimal(grown | {hit for hit in found if hit & one}))[:LIMIT]
    return tuple(found)
