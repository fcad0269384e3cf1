"""What is on offer in a meeting, clique by clique: for spaces too large for a table.

A clique is a set of open issues that linkages or costs of delay tie together (`utilities`), and may share issues with
others. Points, consent, distances and the index of an outcome combine across cliques, so that whatever is searched over
outcomes is searched over rows of cliques instead (`elimination`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from negosim.domain.coalitions import unions
from negosim.domain.constraints import Sum, permitted
from negosim.domain.discounting import Discount
from negosim.domain.outcomes import Outcome
from negosim.domain.partial_sums import CliqueSettings, Links, PartialSum, chained
from negosim.domain.possible import chains, tying
from negosim.domain.preferences import Grid
from negosim.domain.requirements import Masks, within
from negosim.domain.utilities import CliquePoints, Utilities
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.theory.bargaining.elimination import Factor

__all__ = ["CliqueRows", "consenting_groups", "offered_cliques", "valued"]

T = TypeVar("T", bound=np.generic)


@dataclass(frozen=True)
class CliqueRows:
    """The ways to settle the open issues of one clique, one a row.

    `places` are the clique's issues among the open ones and `options` their options, an array (issues, rows). `own`
    are those that no earlier clique holds: what each option adds to an outcome counts there. Where a sum is to be met,
    `links` are places of their own that a clique shares with those beside it, and `states` their options, an array
    (links, rows): rows go together where what they count so far is the same (`domain.partial_sums`).
    `points` and `charges` are arrays (parties, rows) of steps. `consent` is whose agreement a row needs, `moved`
    whether it moves anything. `index` is what a row adds to the index of an outcome of the open issues.
    """

    places: tuple[int, ...]
    own: tuple[int, ...]
    options: NDArray[np.int16]
    points: Grid
    charges: Grid
    consent: Masks
    moved: NDArray[np.bool_]
    index: NDArray[np.int64]
    links: tuple[int, ...]
    states: NDArray[np.int16]

    def __len__(self) -> int:
        return len(self.index)

    def only(self, rows: NDArray[np.bool_] | NDArray[np.intp]) -> CliqueRows:
        """Some of the rows."""
        return replace(
            self,
            options=self.options[:, rows],
            points=self.points[:, rows],
            charges=self.charges[:, rows],
            consent=self.consent[rows],
            moved=self.moved[rows],
            index=self.index[rows],
            states=self.states[:, rows],
        )

    def factor(self, sums: Grid) -> Factor:
        """The rows with what each adds, an array (criteria, rows), to be searched by `elimination`."""
        if not self.links:
            return Factor(self.places, self.options, sums, self.index, self.consent)
        own = [self.places.index(place) for place in self.own]  # states hold the options that cliques share
        options = np.concatenate([self.options[own], self.states])
        return Factor((*self.own, *self.links), options, sums, self.index, self.consent)

    def within(self, satisfied: int) -> CliqueRows:
        """The rows that need nothing but what is satisfied."""
        return self.only(within(self.consent, satisfied))

    def worth(self, rounds_left: int) -> Grid:
        """Worth of every row with `rounds_left` rounds of charges still to come, an array (parties, rows)."""
        return self.points - rounds_left * self.charges

    def any_of(self, flags: Sequence[NDArray[T]]) -> NDArray[T]:
        """Flags or sets of flags of the options of each open issue, united over the rows."""
        total: NDArray[T] = np.bitwise_or.reduce(np.stack(self._by_row(flags, self.places)), axis=0)
        return total

    def total(self, numbers: Sequence[NDArray[np.int64]]) -> Grid:
        """What each row adds to a sum over the open issues of the number of each option."""
        return np.asarray(sum(self._by_row(numbers, self.own), start=np.zeros(len(self), dtype=np.int64)))

    def _by_row(self, parts: Sequence[NDArray[T]], places: Sequence[int]) -> list[NDArray[T]]:
        """For some issues, what is given for the option of each row."""
        return [parts[place][self.options[self.places.index(place)]] for place in places]


def offered_cliques(utilities: Utilities, offering: OfferSpace) -> tuple[CliqueRows, ...]:
    """The cliques of a meeting's open issues; what the settled issues are worth is counted in the first."""
    standing = offering.standing.outcome
    inside = [clique for clique in utilities.cliques if set(clique.axes) & set(offering.axes)]
    settled = [clique for clique in utilities.cliques if not set(clique.axes) & set(offering.axes)]
    made: list[CliqueRows] = []
    for clique in inside:
        made.append(_rows(clique, offering, {place for earlier in made for place in earlier.places}))
    made = _meeting_sums(made, offering)
    points, charges = (_total(settled, standing, len(utilities.parties), kind) for kind in (0, 1))
    first = replace(made[0], points=made[0].points + points, charges=made[0].charges + charges)
    return (first, *made[1:])


def _rows(clique: CliquePoints, offering: OfferSpace, earlier: Collection[int]) -> CliqueRows:
    axes = tuple(axis for axis in offering.axes if axis in clique.axes)
    places = tuple(offering.axes.index(axis) for axis in axes)
    points, charges = clique.over(axes, offering.standing.outcome)
    shape = [offering.space.shape[axis] for axis in axes]
    options = np.indices(shape, dtype=np.int16).reshape(len(axes), -1)
    blank = CliqueRows(
        places=places,
        own=tuple(place for place in places if place not in earlier),
        options=options,
        points=points.reshape(len(points), -1),
        charges=charges.reshape(len(charges), -1),
        consent=np.zeros(options.shape[1], dtype=np.uint64),
        moved=np.zeros(options.shape[1], dtype=np.bool_),
        index=np.zeros(options.shape[1], dtype=np.int64),
        links=(),
        states=np.zeros((0, options.shape[1]), dtype=np.int16),
    )
    rows = replace(
        blank,
        consent=blank.any_of(offering.consent),
        moved=blank.any_of(_moves(offering)),
        index=blank.total(_strides(offering)),
    )
    ties = tying(offering.space.constraints, axes, offering.axes)
    tied = permitted(ties, axes, offering.space.shape, offering.standing.outcome, offering.renewable)
    return rows if tied is None else rows.only(tied)


def _meeting_sums(cliques: Sequence[CliqueRows], offering: OfferSpace) -> list[CliqueRows]:
    """The cliques linked so that their rows go together only where all sums are met."""
    axes, stands, linked = offering.axes, offering.standing.outcome, list(cliques)
    sums = [one for one in offering.space.constraints if isinstance(one, Sum) and not one.axes.isdisjoint(axes)]
    partial = [PartialSum.of(one, axes, stands, spared=True) for one in sums]
    parts = [CliqueSettings(clique.places, clique.own, clique.options) for clique in cliques]
    for numbers, among in chains(parts, partial) if sums else ():
        names = [-1 - number for number in numbers]
        for place, links in enumerate(chained([parts[k] for k in numbers], among) if among else ()):
            number = numbers[place]
            linked[number] = _linked(cliques[number], links, names[place : place + 2], first=place == 0)
    return linked


def _linked(clique: CliqueRows, links: Links, names: Sequence[int], *, first: bool) -> CliqueRows:
    """A clique of a chain, each row once for every link; a link has the name of the clique that it leads to."""
    sides = list(zip(names, (links.before, links.after), strict=False))[int(first) :]
    states = np.array([states for _, states in sides], dtype=np.int16).reshape(len(sides), len(links.rows))
    return replace(clique.only(links.rows), links=tuple(name for name, _ in sides), states=states)


def _moves(offering: OfferSpace) -> list[NDArray[np.bool_]]:
    """For each open issue, the options other than where it stands."""
    stands = [offering.standing.outcome[axis] for axis in offering.axes]
    return [np.arange(size) != option for size, option in zip(offering.inner.shape, stands, strict=True)]


def _strides(offering: OfferSpace) -> list[NDArray[np.int64]]:
    """For each open issue, what every option adds to the index of an outcome."""
    strides = np.cumprod([1, *offering.inner.shape[:0:-1]], dtype=np.int64)[::-1]
    return [np.arange(size) * stride for size, stride in zip(offering.inner.shape, strides, strict=True)]


def _total(cliques: Sequence[CliquePoints], standing: Outcome, parties: int, kind: int) -> Grid:
    """What the cliques of settled issues add to all points (`kind` 0) or charges (1): an array (parties, 1)."""
    total: Grid = np.zeros((parties, 1), dtype=np.int64)
    for clique in cliques:
        total = total + clique.over((), standing)[kind].reshape(-1, 1)
    return total


def valued(cliques: Sequence[CliqueRows], discounts: Sequence[Discount], rounds_left: int) -> tuple[CliqueRows, ...]:
    """The rows with everybody's worth in `points`, as of the round of the discounts.

    Worth adds across cliques only where it is rounded clique by clique: what a clique adds to what stands
    is discounted there, so that what stands has its own worth, and the others theirs up to half a step of the grid a
    clique.
    """
    stands = [clique.points[:, ~clique.moved][:, :1] for clique in cliques]
    whole = sum(stands, start=np.zeros_like(stands[0]))
    kept = np.stack([discount.of(row) for discount, row in zip(discounts, whole, strict=True)]) - whole
    extra = [kept, *(np.zeros_like(kept) for _ in cliques[1:])]
    return tuple(
        replace(clique, points=own + more + _less(clique.points - own, discounts) - rounds_left * clique.charges)
        for clique, own, more in zip(cliques, stands, extra, strict=True)
    )


def _less(points: Grid, discounts: Sequence[Discount]) -> Grid:
    """What is added to what stands, for every party as of the round of its discount."""
    return np.stack([replace(one, base=0).of(row) for one, row in zip(discounts, points, strict=True)])


def consenting_groups(cliques: Sequence[CliqueRows]) -> tuple[int, ...]:
    """The sets of parties whose consent a package of some rows can need."""
    return unions(sorted({int(mask) for clique in cliques for mask in clique.consent[clique.moved]}))
