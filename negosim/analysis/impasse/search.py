"""Why there is no deal, in a space with too many packages to examine each: the questions of `Impasse` by a search.

Worth, consent and refusals combine across cliques of issues, so that each question is whether some package reaches
a bound (`theory.bargaining.reachability`): a way out is a set of reasons with a package that just these block, and the
smallest concession is found by bisection. The limits are stated, and so is whether they left anything out. Votes add
over no cliques: what ratifiers would turn down counts as agreeable here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.analysis.feasible import FeasibleSet
from negosim.analysis.feasible_by_cliques import FactoredFeasibleSet
from negosim.analysis.feasible_table import table_of
from negosim.analysis.impasse.impasse import (
    SHORT,
    Concession,
    EnumeratedImpasse,
    Impasse,
    Reason,
    ReasonKind,
    Search,
    decisive,
)
from negosim.domain.preferences import Grid, Preferences, Term
from negosim.negotiation.protocols.offer_cliques import CliqueRows, consenting_groups
from negosim.theory.bargaining import reachability
from negosim.theory.bargaining.elimination import FrontierSizeError

__all__ = ["SETS", "SearchedImpasse", "impasse_of"]

Flags = NDArray[np.bool_]

SETS = 200
"""The most sets of reasons that are tried, smallest first."""


@dataclass(frozen=True)
class _Demand:
    """The least that a party's worth, times `sign`, must be; `spared` without the linkages that weigh on it."""

    place: int
    sign: int
    spared: bool
    least: int

    def of(self, points: Grid, parties: int) -> Grid:
        """What each row adds to it; the losses by linkages follow the worth of the parties."""
        losses = points[parties + self.place] if self.spared else 0
        return np.asarray(self.sign * (points[self.place] - losses), dtype=np.int64)


@dataclass(frozen=True)
class _Witness:
    """A package by its index, or None; `complete` unless the limits may have hidden one."""

    index: int | None
    complete: bool


class SearchedImpasse(Impasse):
    """The impasse in a space too large for a table, found by a search.

    `_blocks` hold in `points` the worth of all parties, then their losses by linkages, at most 0.
    """

    possible: FactoredFeasibleSet

    def __init__(self, possible: FactoredFeasibleSet, preferences: Mapping[str, Preferences]) -> None:
        self.possible = possible
        self.preferences = preferences
        self.offering = possible.offering
        self._cliques: list[CliqueRows] = []
        for clique in possible.cliques:
            losses = np.stack([self._losses(party, clique).sum(axis=0) for party in preferences.values()])
            self._cliques.append(replace(clique, points=np.vstack([clique.points, losses])))

    def _losses(self, party: Preferences, clique: CliqueRows) -> Grid:
        """What a party loses by each linkage at every row, an array (linkages, rows)."""
        none = np.zeros((0, len(clique)), dtype=np.int64)
        return np.minimum(0, np.array([self._effect(term, clique) for term in party.linkages] or none, dtype=np.int64))

    def _effect(self, term: Term, clique: CliqueRows) -> Grid:
        """What a linkage adds at every row, compared with what stands; nothing if it counts in another clique."""
        offering, in_force = self.offering, self.offering.space.in_force
        places = {offering.axes.index(axis) for axis in in_force.bearing_on(term.when.options) & {*offering.axes}}
        if not (places <= set(clique.places) and places & set(clique.own)):
            return np.zeros(len(clique), dtype=np.int64)
        outside = {axis: np.full(len(clique), option) for axis, option in enumerate(offering.standing.outcome)}
        inside = {offering.axes[place]: row for place, row in zip(clique.places, clique.options, strict=True)}
        applies = in_force.met(term.when, outside | inside)
        points = np.where(applies, term.points, 0)
        return np.asarray(points - points[~clique.moved][:1], dtype=np.int64)

    # Reasons

    @cached_property
    def _barriers(self) -> dict[Reason, list[Flags]]:
        """Refusals and absent parties, each with the rows of every clique that it blocks."""
        barriers: dict[Reason, list[Flags]] = {}
        for party in self.possible.parties:
            if not self._at_table(party):
                bit = np.uint64(self.offering.bit[party])
                barriers[Reason(ReasonKind.ABSENT, party)] = [(clique.consent & bit) != 0 for clique in self._cliques]
                continue
            parts = self.offering.refused_options(self.preferences[party])
            for place, axis in enumerate(self.offering.axes):
                alone = [part if k == place else np.zeros_like(part) for k, part in enumerate(parts)]
                reason = Reason(ReasonKind.REFUSAL, party, (self.offering.space.issues[axis].key,))
                barriers[reason] = [clique.any_of(alone) for clique in self._cliques]
        return {reason: flags for reason, flags in barriers.items() if any(one.any() for one in flags)}

    def _at_table(self, party: str) -> bool:
        return bool(self.offering.bit[party] & self.offering.present)

    @cached_property
    def _reasons(self) -> tuple[Reason, ...]:
        """All that can block a package; a linkage reason without keys stands for all linkages of its party."""
        seats = [party for party in self.possible.parties if self._at_table(party)]
        linked = [Reason(ReasonKind.LINKAGE, party) for party in seats if self._linkages_of(party)]
        return tuple(sorted([*self._barriers, *(Reason(ReasonKind.RESERVATION, party) for party in seats), *linked]))

    def _linkages_of(self, party: str) -> int:
        """How many linkages of a party can cost it something."""
        losses = [self._losses(self.preferences[party], clique) for clique in self._cliques]
        return int(np.any([one.any(axis=1) for one in losses], axis=0).sum())

    # Packages that only some reasons block

    def _open_rows(self, reasons: Iterable[Reason]) -> list[CliqueRows]:
        """The rows of every clique that no refusal and no absent party blocks, other than some reasons."""
        shut = [flags for reason, flags in self._barriers.items() if reason not in reasons]
        masks = [np.zeros_like(clique.moved) for clique in self._cliques]
        for flags in shut:
            masks = [mask | one for mask, one in zip(masks, flags, strict=True)]
        return [clique.only(~mask) for clique, mask in zip(self._cliques, masks, strict=True)]

    def _reach(self, rows: Sequence[CliqueRows], group: int, demands: Sequence[_Demand]) -> _Witness:
        """A package of some rows that needs nobody outside a group, moves something and meets the demands."""
        inside = [clique.within(group) for clique in rows]
        parties = len(self.possible.parties)
        asked = [
            clique.factor(
                np.stack([*(one.of(clique.points, parties) for one in demands), clique.moved.astype(np.int64)])
            )
            for clique in inside
        ]
        bound = np.array([*(one.least for one in demands), 1], dtype=np.int64)
        found = reachability.find_combination(asked, bound)
        return _Witness(found.index, found.complete or found.index is not None)

    def _places(self, group: int) -> Iterator[tuple[int, str, int]]:
        """The parties of a group that are at the table: place, key and reservation value."""
        for place, party in enumerate(self.possible.parties):
            if group & self.offering.bit[party] & self.offering.present:
                yield place, party, int(self.possible.reservation[place])

    def _open_by(self, reasons: frozenset[Reason]) -> _Witness:
        """A package that all of some reasons block and nothing else."""
        rows, complete = self._open_rows(reasons), True
        for group in consenting_groups(rows):
            witness = self._reach(rows, group, list(self._blocked(group, reasons)))
            if witness.index is not None:
                return witness
            complete &= witness.complete
        return _Witness(None, complete)

    def _blocked(self, group: int, reasons: frozenset[Reason]) -> Iterator[_Demand]:
        """Enough for every party of a group, but too little for those that some reasons name."""
        for place, party, least in self._places(group):
            if Reason(ReasonKind.RESERVATION, party) in reasons:
                yield _Demand(place, -1, True, 1 - least)
            elif Reason(ReasonKind.LINKAGE, party) in reasons:
                yield from (_Demand(place, 1, True, least), _Demand(place, -1, False, 1 - least))
            else:
                yield _Demand(place, 1, False, least)

    # Answers

    @property
    def search(self) -> Search:
        """The limits of the search, and whether they left anything out."""
        complete = self._ways[1]
        if self.empty:
            complete &= self._closest[1] and all(whole for _, whole in self._alone.values())
        return Search(reachability.ROWS, SETS, complete)

    @property
    def ways_out(self) -> tuple[frozenset[Reason], ...]:
        """The smallest sets of reasons that the search found."""
        return self._ways[0]

    @cached_property
    def _ways(self) -> tuple[tuple[frozenset[Reason], ...], bool]:
        """The ways out, and whether these are all: sets grow by a reason while they contain no way out.

        Where several linkages weigh on a party together only one pattern of them is seen, so there may be more.
        """
        complete = all(self._linkages_of(party) <= 1 for party in self.possible.parties)
        ways: dict[frozenset[Reason], frozenset[Reason]] = {}
        level: list[tuple[Reason, ...]] = [()]
        left = SETS
        while level:
            fresh = [one for one in level if not any(way <= frozenset(one) for way in ways)]
            tried = {one: self._open_by(frozenset(one)) for one in fresh[:left]}
            complete &= len(tried) == len(fresh) and all(witness.complete for witness in tried.values())
            for one, witness in tried.items():
                if witness.index is not None:
                    ways[frozenset(one)] = frozenset(self._keyed(reason, witness.index) for reason in one)
            level = [(*one, more) for one, w in tried.items() if w.index is None for more in self._after(one)]
            left -= len(tried)
        return tuple(ways.values()), complete

    def _after(self, chosen: tuple[Reason, ...]) -> Iterator[Reason]:
        """The reasons that a set may grow by, in order; a party is short for one reason only."""
        short = {one.party for one in chosen if one.kind in SHORT}
        for reason in self._reasons:
            if reason > max(chosen, default=Reason("", "")) and not (reason.kind in SHORT and reason.party in short):
                yield reason

    def _keyed(self, reason: Reason, index: int) -> Reason:
        """A reason; that of linkages with the keys of those that decide in a package."""
        if reason.kind != ReasonKind.LINKAGE:
            return reason
        party, place = self.preferences[reason.party], self.possible.parties.index(reason.party)
        missing = self.possible.reservation[[place]] - self.possible.worth_of(index)[[place]]
        settled = self.offering.inner.outcome(index)
        losses = np.zeros((len(party.linkages), 1), dtype=np.int64)
        for clique in self._cliques:
            here = (clique.options == np.array([settled[k] for k in clique.places])[:, None]).all(axis=0)
            losses += self._losses(party, clique)[:, here]
        hit = decisive(losses, missing)[:, 0]
        keys = tuple(term.key for term, one in zip(party.linkages, hit, strict=True) if one)
        return Reason(ReasonKind.LINKAGE, reason.party, keys)

    def shortfall(self, index: int) -> Grid:
        """By party, how far a package lies below the reservation value of those whose consent it needs."""
        settled = self.offering.inner.outcome(index)
        needed = np.bitwise_or.reduce([masks[k] for masks, k in zip(self.offering.consent, settled, strict=True)])
        missing = np.maximum(0, self.possible.reservation - self.possible.worth_of(index))
        asked = (bool(needed & np.uint64(self.offering.bit[party])) for party in self.possible.parties)
        return np.where([*asked], missing, 0)

    def concession(self, party: str) -> Concession | None:
        """The smallest concession by which one party alone opens a deal, as far as the search found."""
        return self._alone[party][0]

    @cached_property
    def _alone(self) -> dict[str, tuple[Concession | None, bool]]:
        """By party, its smallest concession, and whether there is no smaller one."""
        least = {party: self._least((party,)) for party in self.possible.parties}
        return {party: (self._concession(one.index), one.complete) for party, one in least.items()}

    @property
    def closest(self) -> Concession | None:
        """The outcome that comes closest, as far as the search found."""
        return self._closest[0]

    @cached_property
    def _closest(self) -> tuple[Concession | None, bool]:
        """The outcome with the smallest largest shortfall; of these, among efficient ones, the smallest sum."""
        witness = self._least(self.possible.parties)
        if witness.index is None:
            return None, witness.complete
        as_near, short = [witness.index], self._allowed(max(self._comparable(witness.index)))
        try:
            for group in self.possible.consenting:
                efficient = self.possible.reaching(group, self.possible.bound_of(group, np.array(short)))
                missing = np.maximum(0, self.possible.bound_of(group)[:, None] - efficient.points)
                as_near += efficient.indices[self.possible.scales.largest(-missing, np.sum)[:1]].tolist()
        except FrontierSizeError:
            return self._concession(witness.index), False
        return self._concession(min(as_near, key=lambda index: sum(self._comparable(index)))), witness.complete

    def _comparable(self, index: int) -> list[int]:
        """The shortfall of a package by party on the common denominator of all."""
        return [int(one) for one in self.possible.scales.comparable(self.shortfall(index)[:, None])[:, 0]]

    def _allowed(self, short: int) -> list[int]:
        """By party the steps of its own scale that a shortfall on the common denominator allows it."""
        scales = self.possible.scales.per_point
        return [short // (math.lcm(*scales) // one) for one in scales]

    def _concession(self, index: int | None) -> Concession | None:
        if index is None:
            return None
        short = self.possible.by_party(self.shortfall(index))
        points = {party: missing for party, missing in short.items() if missing > 0}
        return Concession(points, self.possible.outcome(index), index)

    def _least(self, givers: Sequence[str]) -> _Witness:
        """The package with the smallest largest shortfall, where only some parties may have one."""
        rows = self._open_rows(())
        best = _Witness(None, True)
        for group in consenting_groups(rows):
            witness = self._narrowed(rows, group, givers, best.index)
            best = _Witness(witness.index, witness.complete and best.complete)
        return best

    def _narrowed(self, rows: Sequence[CliqueRows], group: int, givers: Sequence[str], best: int | None) -> _Witness:
        """The best package so far or a better one of a group, by bisection of the shortfall that is allowed."""
        witness = _Witness(best, True)
        if best is None:
            witness = self._reach(rows, group, self._giving(group, givers, None))
        best, complete, low = witness.index, witness.complete, 0
        while best is not None and low < (high := max(self._comparable(best))):
            middle = (low + high) // 2
            witness = self._reach(rows, group, self._giving(group, givers, middle))
            complete &= witness.complete
            best, low = (best, middle + 1) if witness.index is None else (witness.index, low)
        return _Witness(best, complete)

    def _giving(self, group: int, givers: Sequence[str], short: int | None) -> list[_Demand]:
        """Enough for everybody in a group, less a shortfall for the givers; None asks nothing of them.

        The shortfall is on the common denominator of all.
        """
        allowed = self._allowed(short or 0)
        return [
            _Demand(place, 1, False, least - allowed[place] * (party in givers))
            for place, party, least in self._places(group)
            if short is not None or party not in givers
        ]


def impasse_of(possible: FeasibleSet, preferences: Mapping[str, Preferences]) -> Impasse:
    """What blocks the packages of a feasible set: by examining each in a table, else by a search."""
    table = table_of(possible)
    if table is not None:
        return EnumeratedImpasse(table, preferences)
    assert isinstance(possible, FactoredFeasibleSet)  # noqa: S101  (what has no table is one)
    return SearchedImpasse(possible, preferences)
