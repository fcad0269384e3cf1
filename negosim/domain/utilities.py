"""The points of all parties over the outcome space: by cliques of issues, and as tables.

Issues tied by linkages or costs of delay lie in one clique (`domain.junction_tree`). Every term counts in one of them,
so that utilities add across cliques, though these share issues. A table over any issues is therefore a sum of small
tables, and a space too large for a table can still be searched exactly by cliques (`theory.bargaining.elimination`).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.domain.constraints import Implication
from negosim.domain.discounting import Discount
from negosim.domain.junction_tree import Clique, junction_tree
from negosim.domain.lapses import Prospect
from negosim.domain.lottery_places import lottery_places
from negosim.domain.outcomes import TABLE_LIMIT, Outcome, OutcomeSpace
from negosim.domain.preferences import Preferences, Term
from negosim.domain.scale import Grid, Scales
from negosim.domain.settled_table import SettledTable
from negosim.errors import UsageError

__all__ = ["CliquePoints", "OutcomeTable", "Utilities"]

SMALL = 4096
"""Up to this many outcomes, a table is built term by term unless cliques exist or issues wait: cheaper than cliques."""


@dataclass(frozen=True)
class CliquePoints:
    """Every party's points and charges over its issues' options, arrays (parties, *options)."""

    axes: tuple[int, ...]
    points: Grid
    charges: Grid

    def over(self, axes: Sequence[int], standing: Outcome) -> tuple[Grid, Grid]:
        """Points and charges with the issues outside `axes` as they stand, shaped to broadcast over `axes`."""
        pick = (slice(None), *(slice(None) if axis in axes else standing[axis] for axis in self.axes))
        width = [self.points.shape[1 + self.axes.index(axis)] if axis in self.axes else 1 for axis in axes]
        inside = [axis for axis in self.axes if axis in axes]
        order = [0, *(1 + inside.index(axis) for axis in axes if axis in inside)]
        points, charges = (part[pick].transpose(order) for part in (self.points, self.charges))
        return points.reshape(-1, *width), charges.reshape(-1, *width)


@dataclass(frozen=True)
class OutcomeTable:
    """Points and charges over the outcomes of some issues, arrays (parties, outcomes), and each party's discount."""

    points: Grid
    charges: Grid
    discounts: tuple[Discount, ...]

    def worth(self, rounds_left: int) -> Grid:
        """Worth after charges over `rounds_left` more rounds, an array (parties, outcomes)."""
        return self.values - rounds_left * self.charges if self.charges.any() else self.values

    @property
    def values(self) -> Grid:
        """Discounted points."""
        if not any(discount.past for discount in self.discounts):
            return self.points
        rows = zip(self.points, self.discounts, strict=True)
        return np.stack([discount.of(row) for row, discount in rows])


def _outer_sum(parts: Sequence[Grid]) -> Grid:
    """Sum of arrays that broadcast against each other, smallest first, so that only the last step is large.

    What is zero is left out, so that a sum of nothing stays small.
    """
    total = np.zeros((len(parts[0]), *(1,) * (parts[0].ndim - 1)), dtype=np.int64)
    for part in sorted((part for part in parts if part.any()), key=np.size):
        total = total + part
    return total


@dataclass(frozen=True)
class _Part:
    """A party's points and charges for a clique, without lotteries, and the preferences they come from."""

    party: Preferences
    points: Grid
    charges: Grid

    def is_of(self, party: Preferences) -> bool:
        """Whether these preferences have the same terms."""
        return self.party.same_terms(party)


class Utilities:
    """Points of all parties over a space: `parties` in the order of the scenario."""

    def __init__(self, space: OutcomeSpace, preferences: Mapping[str, Preferences]) -> None:
        self.space = space
        self.preferences = dict(preferences)
        self.parties: tuple[str, ...] = tuple(self.preferences)
        self._parts: dict[tuple[str, Clique], _Part] = {}
        self._homes: dict[tuple[str, frozenset[int]], Clique] = {}
        self._before: Utilities | None = None
        self._settled: SettledTable | None = None

    def revised(self, changed: Mapping[str, Preferences]) -> Utilities:
        """Utilities with some preferences replaced by others that tie the same issues.

        What the change leaves as it is, is taken over: cliques, the points of parties in them, parts of the same terms,
        and the last table as it is without lotteries.
        """
        then = Utilities(self.space, {**self.preferences, **changed})
        then._parts, then._homes = self._parts, self._homes
        if "groups" in vars(self):
            then.groups = self.groups
        pairs = ((party, self.preferences[key]) for key, party in changed.items())
        if all(now is old or now.same_but_for_chances(old) for now, old in pairs):
            then._settled = self._settled
        then._before = self if "cliques" in vars(self) else self._before
        return then

    @cached_property
    def discounts(self) -> tuple[Discount, ...]:
        """Every party's discount."""
        return tuple(party.discount for party in self.preferences.values())

    @cached_property
    def scales(self) -> Scales:
        """Every party's scale."""
        return Scales(tuple(party.scale.per_point for party in self.preferences.values()))

    def at(self, round_: int) -> Utilities:
        """Utilities as of a round of the course; cliques are shared."""
        if not any(discount.waits for discount in self.discounts):
            return self
        then = Utilities(self.space, {key: party.at(round_) for key, party in self.preferences.items()})
        then.groups, then.cliques = self.groups, self.cliques
        return then

    def foreseen(self, prospect: Prospect) -> Utilities:
        """Utilities by which an outcome counts as what stands in each round that is left, if nothing more is agreed."""
        then = Utilities(self.space, {key: party.foreseen(prospect) for key, party in self.preferences.items()})
        then.groups = self.groups
        then.cliques = tuple(
            CliquePoints(one.axes, prospect.total(one.points, one.axes), prospect.total(one.charges, one.axes))
            for one in self.cliques
        )
        return then

    @cached_property
    def groups(self) -> tuple[Clique, ...]:
        """The issues of each clique: what a term of a party or a constraint ties lies in one; a sum ties nothing."""
        ties = [one.axes for one in self.space.constraints if isinstance(one, Implication)]
        scopes = [scope for party in self.preferences.values() for scope in party.scopes]
        return junction_tree(self.space.shape, [*scopes, *ties])

    @cached_property
    def cliques(self) -> tuple[CliquePoints, ...]:
        """All cliques; whoever checks a scenario sees that they can be held."""
        before, self._before = self._before, None
        known = vars(before).get("cliques") if before is not None else None
        if before is None or known is None:
            return tuple(self._clique(axes) for axes in self.groups)
        return tuple(self._revised_clique(clique, before) for clique in known)

    def _clique(self, axes: Clique) -> CliquePoints:
        rows = [self._row(key, axes) for key in self.parties]
        points, charges = zip(*rows, strict=True)
        return CliquePoints(axes, np.stack(points), np.stack(charges))

    def _row(self, key: str, axes: Clique) -> tuple[Grid, Grid]:
        """A party's points and charges for a clique, lotteries included."""
        party, part = self.preferences[key], self._part(key, axes)
        points, charges = self._with_lotteries(party, part.points, axes), part.charges
        if party.prospect is None:
            return points, charges
        return party.prospect.total(points, axes), party.prospect.total(charges, axes)

    def _revised_clique(self, known: CliquePoints, before: Utilities) -> CliquePoints:
        """A clique in which only the rows of parties that see something in it otherwise are made anew."""
        pairs = ((key, before.preferences[key], self.preferences[key]) for key in self.parties)
        changed = [key for key, then, now in pairs if now is not then and self._differ(then, now, known.axes)]
        if not changed:
            return known
        points, charges = known.points.copy(), known.charges.copy()
        for key in changed:
            place = self.parties.index(key)
            points[place], charges[place] = self._row(key, known.axes)
        return CliquePoints(known.axes, points, charges)

    def _differ(self, then: Preferences, now: Preferences, axes: Clique) -> bool:
        """Whether two preferences of a party may differ in a clique."""
        if not now.same_terms(then):
            return True
        return then.lotteries != now.lotteries and any(self._counts(now, one.axes, axes) for one in now.lotteries)

    def _part(self, key: str, axes: tuple[int, ...]) -> _Part:
        """A party's part of a clique, reused if its terms are the same."""
        party, kept = self.preferences[key], self._parts.get((key, axes))
        if kept is None or not kept.is_of(party):
            points = self._issues(party, axes) + self._terms(party, party.linkages, axes)
            charges = self._terms(party, party.costs, axes)
            kept = self._parts[key, axes] = _Part(party, self._in_force(points, axes), self._in_force(charges, axes))
        return kept

    def _in_force(self, grid: Grid, axes: Clique) -> Grid:
        """What a clique's outcomes are worth as agreed, from what each is worth in force: one look-up for each."""
        if not self.space.in_force.waits:
            return grid
        return grid.reshape(-1)[self.space.in_force.places(axes, self.space.shape)].reshape(grid.shape)

    def _counts(self, party: Preferences, scope: Collection[int], axes: Clique) -> bool:
        """Whether what depends on some issues counts in a clique: the first that holds them and all that bears on them.

        What depends on no issue counts in the first clique.
        """
        key = (party.party, frozenset(scope))
        home = self._homes.get(key)
        if home is None:
            whole = party.bearing_on(scope)
            home = self._homes[key] = next(clique for clique in self.groups if whole <= set(clique))
        return axes == home

    def _issues(self, party: Preferences, axes: Clique) -> Grid:
        """A party's points of the issues that count in a clique, without linkages."""
        total: Grid = np.zeros([self.space.shape[axis] for axis in axes], dtype=np.int64)
        for place, axis in enumerate(axes):
            if self._counts(party, (axis,), axes):
                total += party.contributions[axis].reshape([-1 if k == place else 1 for k in range(len(axes))])
        return total

    def _terms(self, party: Preferences, terms: Iterable[Term], axes: Clique) -> Grid:
        """Points of the terms that count in a clique."""
        total: Grid = np.zeros([self.space.shape[axis] for axis in axes], dtype=np.int64)
        for term in terms:
            if self._counts(party, term.when.options, axes):
                total += np.where(term.when.mask(axes, self.space.shape), term.points, 0)
        return total

    def _with_lotteries(self, party: Preferences, points: Grid, axes: Clique) -> Grid:
        """A party's points for a clique with its lotteries."""
        lotteries = [one for one in party.lotteries if self._counts(party, one.axes, axes)]
        if not lotteries:
            return points
        terms, space = tuple(one.terms for one in lotteries), self.space
        places = lottery_places(space.shape, axes, space.status_quo, terms, space.in_force)
        return places.weighed(points.reshape(-1), lotteries).reshape(points.shape)

    def table(self, axes: Sequence[int] | None = None, standing: Outcome | None = None) -> OutcomeTable:
        """The table over the outcomes of some issues (all by default), with the others as they stand."""
        axes = tuple(range(len(self.space.issues))) if axes is None else tuple(axes)
        size = math.prod(self.space.shape[axis] for axis in axes)
        if size > TABLE_LIMIT:
            raise UsageError(f"{size} outcomes are too many for a table ({TABLE_LIMIT} at most)")
        stands = standing or self.space.status_quo
        by_terms = not self.space.in_force.waits and not self.space.lapses.rules
        if size <= SMALL and "cliques" not in vars(self) and by_terms:
            return self._by_terms(axes, stands)
        points, charges = zip(*(clique.over(axes, stands) for clique in self.cliques), strict=True)
        full = (len(self.parties), *(self.space.shape[axis] for axis in axes))
        return OutcomeTable(_flat(points, full), _flat(charges, full), self.discounts)

    def _by_terms(self, axes: Clique, stands: Outcome) -> OutcomeTable:
        """The table, from the last one without lotteries where that is of the same outcomes."""
        parties, settled = tuple(self.preferences.values()), self._settled
        if settled is None or (settled.axes, settled.stands) != (axes, stands):
            settled = self._settled = SettledTable.of(parties, axes, stands)
        return OutcomeTable(settled.with_lotteries(parties), settled.charges, self.discounts)

    def over(self, outcomes: NDArray[np.intp]) -> OutcomeTable:
        """The table of some outcomes of the whole space alone, which are given as options: an array (issues, outcomes).

        It needs no table of all, and so serves in any space.
        """
        places = [(slice(None), *outcomes[list(clique.axes)]) for clique in self.cliques]
        pairs = list(zip(self.cliques, places, strict=True))
        points = np.sum([clique.points[at] for clique, at in pairs], axis=0)
        return OutcomeTable(points, np.sum([clique.charges[at] for clique, at in pairs], axis=0), self.discounts)

    def points(self, outcome: Sequence[int]) -> dict[str, int]:
        """Every party's points of an outcome, in steps of its scale."""
        return {key: party.points(outcome) for key, party in self.preferences.items()}


def _flat(parts: Sequence[Grid], full: tuple[int, ...]) -> Grid:
    """The sum of parts that broadcast to (parties, *options), as (parties, outcomes); one column for all alike."""
    total = _outer_sum(parts)
    if total.size == full[0]:
        return np.broadcast_to(total.reshape(-1, 1), (full[0], math.prod(full[1:])))
    return np.broadcast_to(total, full).reshape(full[0], -1)
