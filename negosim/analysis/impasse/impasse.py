"""Why there is no deal, what would open one, and which outcome comes closest.

Every package that could be agreed is blocked by a reason: a party whose consent it needs would get less than its
reservation value, by itself or through a linkage; a refusal; a vote; an absent party. The zone of agreement is empty
exactly when each package has such a reason. So the smallest sets of reasons that together leave it empty are the
minimal hitting sets of the packages' reasons (Berge 1989; the duality of conflicts and corrections, Reiter 1987), and
the packages with the fewest reasons show what would have to give. `EnumeratedImpasse` examines every package; where
there are too many, `search.SearchedImpasse` answers the same questions by a search.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.analysis.feasible import FeasibleSet
from negosim.analysis.feasible_table import EnumeratedFeasibleSet
from negosim.analysis.impasse.vote_concessions import VoteConcessions
from negosim.domain.outcomes import Outcome
from negosim.domain.preferences import Grid, Preferences, Term

__all__ = [
    "SHORT",
    "Concession",
    "EnumeratedImpasse",
    "Impasse",
    "Reason",
    "ReasonKind",
    "Search",
    "decisive",
    "hitting_sets",
]

Flags = NDArray[np.bool_]
PATTERNS = 200
"""The most sets of linkages of a party that are told apart; where there are more, they count as one reason."""

LIMIT = 200
"""The most sets of reasons that are kept, smallest first."""


class ReasonKind(StrEnum):
    """What may block a package without a block's veto."""

    RESERVATION = "reservation"
    """The package is worth less than the party's reservation value whatever its linkages."""
    LINKAGE = "linkage"
    """It is worth less because of these linkages."""
    REFUSAL = "refusal"
    """The party refuses an option on this issue."""
    ABSENT = "absent"
    """The party's consent is needed, and it isn't at the table."""
    VOTES = "votes"
    """The body that is needed would not pass it by the votes of its members at the table."""


BY_POINTS = (ReasonKind.RESERVATION, ReasonKind.LINKAGE, ReasonKind.VOTES)
"""Kinds of reasons that a concession of points can lift: that of a member whose vote then passes a package too."""

SHORT = (ReasonKind.RESERVATION, ReasonKind.LINKAGE)
"""Kinds of reasons by which a party would get less than its reservation value; points of its own lift them."""


@dataclass(frozen=True, order=True)
class Reason:
    """A reason that blocks a package: its kind, whose it is, and the keys of the linkages or the issue it concerns.

    The kind is a `ReasonKind`, or that of a block whose veto turns the package down (`Veto.reason`).
    """

    kind: str
    party: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Concession:
    """An outcome, and the points that each party would go below its reservation value for it."""

    points: Mapping[str, float]
    outcome: Outcome
    index: int


@dataclass(frozen=True)
class Search:
    """The limits of a search: partial packages compared at once, and sets of reasons tried.

    `complete`: the limits left nothing out, so that the answers are those of an examination of every package.
    """

    rows: int
    sets: int
    complete: bool


class Impasse(ABC):
    """What blocks the packages of a feasible set, and what would open one; `preferences` are those of its parties."""

    possible: FeasibleSet
    preferences: Mapping[str, Preferences]

    @property
    @abstractmethod
    def search(self) -> Search | None:
        """The search that gave the answers; None where every package was examined."""

    @property
    def empty(self) -> bool:
        """Whether the zone of agreement is empty, as far as the search can tell."""
        return frozenset() not in self.ways_out

    @property
    @abstractmethod
    def ways_out(self) -> tuple[frozenset[Reason], ...]:
        """The smallest sets of reasons whose removal would open some package."""

    @cached_property
    def sets(self) -> tuple[frozenset[Reason], ...]:
        """The smallest sets of reasons that together leave the zone empty; none where it isn't.

        None either where a search may have missed a way out, since then a reason might be listed that isn't needed.
        """
        whole = self.search is None or self.search.complete
        return hitting_sets(self.ways_out) if self.empty and whole else ()

    @abstractmethod
    def concession(self, party: str) -> Concession | None:
        """The smallest concession by which one party alone opens a deal; None where it cannot."""

    @property
    @abstractmethod
    def closest(self) -> Concession | None:
        """The outcome that comes closest: the smallest largest shortfall of any party, then the smallest sum.

        None where refusals, those at home or absent parties block every package.
        """


class EnumeratedImpasse(Impasse):
    """The impasse over a table of outcomes: every package is examined."""

    possible: EnumeratedFeasibleSet

    def __init__(self, possible: EnumeratedFeasibleSet, preferences: Mapping[str, Preferences]) -> None:
        self.possible = possible
        self.preferences = preferences
        self.moving = possible.permitted & possible.offering.moving
        flags = {reason: mask for reason, mask in self._blocked() if mask.any()}
        self.reasons: tuple[Reason, ...] = tuple(sorted(flags))
        masks = np.array([flags[one] for one in self.reasons], dtype=np.bool_)
        self._flags = masks.reshape(len(flags), possible.offering.size)

    def _blocked(self) -> Iterator[tuple[Reason, Flags]]:
        """Every reason that may apply, with the packages that it blocks."""
        offering = self.possible.offering
        for place, party in enumerate(self.possible.parties):
            if not offering.bit[party] & offering.present:
                yield Reason(ReasonKind.ABSENT, party), offering.needing(party)
                continue
            yield from self._below_reservation(place, self.preferences[party])
            yield from self._refusals(self.preferences[party])
            yield from self._turned_down(party)
        for body in self.possible.vetoes.realization.ballots:
            yield from self._turned_down(body)
        for body, mask in self.possible.voted_down.items():
            yield Reason(ReasonKind.VOTES, body), mask

    def _turned_down(self, party: str) -> Iterator[tuple[Reason, Flags]]:
        """What those at home would turn down: who ratify for a party, or a body of blocs."""
        for kind, mask in self.possible.vetoes.turned_down(party).items():
            yield Reason(kind, party), mask

    def _below_reservation(self, place: int, party: Preferences) -> Iterator[tuple[Reason, Flags]]:
        """Packages below the reservation value: by themselves, or because of the linkages that weigh on them."""
        missing = self.possible.reservation[place] - self.possible.worth[place]
        short = self.possible.offering.needing(party.party) & (missing > 0)
        effects = np.stack([self._effect(term) for term in party.linkages] or [np.zeros_like(missing)])
        losses = np.minimum(effects, 0)
        linked = short & (missing + losses.sum(axis=0) <= 0)
        yield Reason(ReasonKind.RESERVATION, party.party), short & ~linked
        weighing = decisive(losses, missing) & linked
        patterns = np.unique(weighing[:, linked], axis=1).T
        if len(patterns) > PATTERNS:
            yield Reason(ReasonKind.LINKAGE, party.party, tuple(term.key for term in party.linkages)), linked
            return
        for pattern in patterns:
            keys = tuple(term.key for term, hit in zip(party.linkages, pattern, strict=True) if hit)
            yield Reason(ReasonKind.LINKAGE, party.party, keys), linked & (weighing == pattern[:, None]).all(axis=0)

    def _effect(self, term: Term) -> Grid:
        """What a linkage adds to each outcome, compared with what stands."""
        offering = self.possible.offering
        met = offering.space.in_force.within(term.when, offering.axes, offering.standing.outcome, offering.space.shape)
        points = np.where(met, term.points, 0)
        return np.asarray(points - points[offering.stands], dtype=np.int64)

    def _refusals(self, party: Preferences) -> Iterator[tuple[Reason, Flags]]:
        offering = self.possible.offering
        options = offering.refused_options(party)
        for place, axis in enumerate(offering.axes):
            parts = [part if k == place else np.zeros_like(part) for k, part in enumerate(options)]
            reason = Reason(ReasonKind.REFUSAL, party.party, (offering.space.issues[axis].key,))
            yield reason, offering.combine(parts, np.logical_or)

    @property
    def search(self) -> None:
        """None: every package was examined."""
        return None

    @property
    def empty(self) -> bool:
        """Whether the zone of agreement is empty."""
        return not (self.moving & ~self._flags.any(axis=0)).any()

    @cached_property
    def ways_out(self) -> tuple[frozenset[Reason], ...]:
        """The smallest sets of reasons whose removal would open some package."""
        rows = np.unique(self._flags[:, self.moving], axis=1).T
        sets = {frozenset(reason for reason, hit in zip(self.reasons, row, strict=True) if hit) for row in rows}
        return tuple(_minimal(sets))[:LIMIT]

    @cached_property
    def shortfall(self) -> Grid:
        """By party, how far each package lies below the reservation value of those whose consent it needs.

        Where bodies vote, of those who would have to concede for it to pass; 0 where no concession opens it.
        """
        if self.possible.offering.by_votes:
            return self._conceded
        missing = np.maximum(self.possible.reservation[:, None] - self.possible.worth, 0)
        needed = np.stack([self.possible.offering.needing(party) for party in self.possible.parties])
        return np.where(needed, missing, 0)

    @cached_property
    def _negotiable(self) -> Flags:
        """Packages that only reservation values block: points could open them."""
        fixed = [k for k, reason in enumerate(self.reasons) if reason.kind not in BY_POINTS]
        return np.asarray(self.moving & ~self._flags[fixed].any(axis=0) & self.possible.vetoes.agreeable)

    @cached_property
    def _votes(self) -> VoteConcessions:
        """Concessions to what points could open, where bodies vote."""
        return VoteConcessions.to(self.possible, np.flatnonzero(self._negotiable), self.possible.reservation)

    @property
    def _conceded(self) -> Grid:
        conceded = np.zeros_like(self.possible.worth)
        conceded[:, self._votes.outcomes] = self._votes.shared()
        return conceded

    def _in_the_hands_of(self, party: str) -> tuple[NDArray[np.intp], Grid]:
        """Packages that nothing blocks but the points of one party, if anything does; how many it would concede."""
        place = self.possible.parties.index(party)
        if self.possible.offering.by_votes:
            passed, conceded = self._votes.alone(place)
            return self._votes.outcomes[passed], conceded[passed]
        others = np.delete(self.shortfall, place, axis=0)
        open_ = np.flatnonzero(self._negotiable & ~others.any(axis=0))
        return open_, self.shortfall[place, open_]

    def short_of(self, party: str, among: Flags) -> int | None:
        """The least that a party lacks, in steps, for one of some packages that nobody else blocks."""
        outcomes, conceded = self._in_the_hands_of(party)
        return int(conceded[among[outcomes]].min()) if among[outcomes].any() else None

    def concession(self, party: str) -> Concession | None:
        """The smallest concession by which one party alone opens a deal."""
        outcomes, conceded = self._in_the_hands_of(party)
        if not len(outcomes):
            return None
        best = int(np.argmin(conceded))
        steps = np.where(np.array(self.possible.parties) == party, conceded[best], 0)
        return self._concession(int(outcomes[best]), steps)

    @cached_property
    def closest(self) -> Concession | None:
        """The outcome that comes closest."""
        candidates = np.flatnonzero(self._negotiable)
        if not len(candidates):
            return None
        for measure in (np.min, np.sum):
            candidates = candidates[self.possible.scales.largest(-self.shortfall[:, candidates], measure)]
        return self._concession(int(candidates[0]), self.shortfall[:, candidates[0]])

    def _concession(self, index: int, steps: Grid) -> Concession:
        short = self.possible.by_party(steps)
        points = {party: missing for party, missing in short.items() if missing > 0}
        return Concession(points, self.possible.outcome(index), index)

    def why(self, index: int) -> tuple[Reason, ...]:
        """The reasons that block one package."""
        return tuple(reason for reason, hit in zip(self.reasons, self._flags[:, index], strict=True) if hit)


def decisive(losses: Grid, missing: Grid) -> Flags:
    """The fewest linkages, heaviest first, without which each package would not lack `missing` points."""
    order = np.argsort(losses, axis=0, kind="stable")
    spared = np.cumsum(np.take_along_axis(losses, order, axis=0), axis=0)
    enough = np.argmax(missing + spared <= 0, axis=0)
    rank = np.argsort(order, axis=0, kind="stable")
    return np.asarray(rank <= enough)


def _minimal(sets: Iterable[frozenset[Reason]]) -> Iterator[frozenset[Reason]]:
    """The sets that contain no other, smallest first."""
    minimal: list[frozenset[Reason]] = []
    for one in sorted(sets, key=lambda reasons: (len(reasons), sorted(reasons))):
        if not any(other <= one for other in minimal):
            minimal.append(one)
            yield one


def hitting_sets(sets: Iterable[frozenset[Reason]]) -> tuple[frozenset[Reason], ...]:
    """The minimal sets that share a reason with each of `sets`, smallest first (Berge 1989, ch. 2)."""
    hitting: list[frozenset[Reason]] = [frozenset()]
    for one in sets:
        grown = {hit | {reason} for hit in hitting if not hit & one for reason in one}
        hitting = list(_minimal(grown | {hit for hit in hitting if hit & one}))[:LIMIT]
    return tuple(hitting)
