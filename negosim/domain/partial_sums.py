"""Partial sums: what some cliques of issues count together, so that a sum over many issues is met clique by clique.

A sum ties all its issues, but of those that are settled only what they count so far matters. The cliques are put in a
row; between two of them stand the states, each a partial sum of every constraint with the options of the issues that
later cliques share. Only states are kept from which the bounds can be met, so that no way leads nowhere (dynamic
programming for knapsack constraints: Trick 2003, Annals of Operations Research 118:73).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negosim.domain.constraints import Sum
from negosim.domain.row_matching import Rows, match_codes, matched_pairs, numbered
from negosim.errors import UsageError

__all__ = [
    "MOST_PAIRS",
    "MOST_STATES",
    "CliqueSettings",
    "Links",
    "PartialSum",
    "PartialSumsError",
    "chained",
    "count_ways",
]

Integers = NDArray[np.int64]

MOST_STATES = np.iinfo(np.int16).max
"""The largest number of states between two cliques."""

MOST_PAIRS = 1 << 22
"""The largest number of states and rows compared at once: 32 MB an array."""


class PartialSumsError(UsageError):
    """A sum has too many partial sums to be carried from clique to clique."""


@dataclass(frozen=True)
class PartialSum:
    """A sum relative to what stands: by place of an issue, what each option counts, and what the whole may count.

    The counts are codes that hold twice the number; where it is `free`, since what stands breaks it and may stay as it
    is, an option that moves its issue counts one more. Codes are added by `_add`.
    """

    codes: Mapping[int, Integers]
    low: int
    high: int
    free: bool

    @classmethod
    def of(cls, constraint: Sum, axes: Sequence[int], stands: Sequence[int], *, spared: bool) -> PartialSum:
        """A constraint on the issues in `axes`; `spared` says that what stands may break it."""
        total = constraint.total(stands)
        free = spared and not constraint.low <= total <= constraint.high
        codes = {}
        for place, axis in enumerate(axes):
            if axis in constraint.axes:
                counts, stood = constraint.amounts[axis], stands[axis]
                codes[place] = 2 * (counts - counts[stood]) + (free & (np.arange(len(counts)) != stood))
        return cls(codes, constraint.low - total, constraint.high - total, free)

    def of_rows(self, part: CliqueSettings) -> Integers:
        """The codes of the rows of a clique, of which only its own issues count there."""
        code = np.zeros(part.options.shape[1], dtype=np.int64)
        for place, row in zip(part.places, part.options, strict=True):
            if place in part.own and place in self.codes:
                code = _add(code, self.codes[place][row])
        return code

    def within(self, codes: Integers, least: int, most: int) -> NDArray[np.bool_]:
        """The codes from which what may stand can be reached, where what is left counts from `least` to `most`."""
        counted = codes >> 1
        met = (counted + most >= self.low) & (counted + least <= self.high)
        return met | (codes == 0) if self.free else met


def _add(first: Integers, second: Integers) -> Integers:
    """The code of two numbers' sum, marked where either is."""
    return first + second - (first & second & 1)


@dataclass(frozen=True)
class CliqueSettings:
    """The ways to settle the issues of one clique: an array (issues, rows). `own` are those of no earlier clique."""

    places: tuple[int, ...]
    own: tuple[int, ...]
    options: NDArray[np.int16]

    @classmethod
    def after(
        cls, parts: Sequence[CliqueSettings], places: tuple[int, ...], options: NDArray[np.int16]
    ) -> CliqueSettings:
        """The part of a clique that stands after others."""
        earlier = {place for part in parts for place in part.places}
        return cls(places, tuple(place for place in places if place not in earlier), options)


@dataclass(frozen=True)
class Links:
    """The ways to go on at one clique: its row, and the numbers of the state before it and of that after it."""

    rows: Rows
    before: Rows
    after: Rows

    def only(self, mask: NDArray[np.bool_]) -> Links:
        """Some of them."""
        return Links(self.rows[mask], self.before[mask], self.after[mask])


@dataclass(frozen=True)
class _States:
    """The states between two cliques: the options of issues that both sides hold, and the codes of every sum."""

    places: tuple[int, ...]
    options: NDArray[np.int16]
    codes: Integers

    def __len__(self) -> int:
        return int(self.codes.shape[1])


def chained(parts: Sequence[CliqueSettings], sums: Sequence[PartialSum]) -> list[Links]:
    """The links of every clique, from first to last; none where nothing meets the sums.

    `PartialSumsError` where they are too many.
    """
    states = _States((), np.zeros((0, 1), dtype=np.int16), np.zeros((len(sums), 1), dtype=np.int64))
    ranges = [_range(parts[number + 1 :], sums) for number in range(len(parts))]
    links: list[Links] = []
    for number, part in enumerate(parts):
        later = {place for one in parts[number + 1 :] for place in one.places}
        found, states = _step(states, part, sums, ranges[number], later)
        links.append(found)
    return _living(links)


def count_ways(links: Sequence[Links]) -> int:
    """How many ways lead from the first clique to the last."""
    ways = np.ones(1, dtype=np.int64)
    for one in links:
        then = np.zeros(int(one.after.max(initial=-1)) + 1, dtype=np.int64)
        np.add.at(then, one.after, ways[one.before])
        ways = then
    return int(ways.sum())


def _range(parts: Sequence[CliqueSettings], sums: Sequence[PartialSum]) -> list[tuple[int, int]]:
    """For each sum the least and the most that some cliques can count."""
    own = {place for part in parts for place in part.own}
    counted = [[codes >> 1 for place, codes in one.codes.items() if place in own] for one in sums]
    return [(sum(int(one.min()) for one in of), sum(int(one.max()) for one in of)) for of in counted]


def _step(
    states: _States,
    part: CliqueSettings,
    sums: Sequence[PartialSum],
    ranges: Sequence[tuple[int, int]],
    later: set[int],
) -> tuple[Links, _States]:
    """The links of one clique, and the states after it; `ranges` are those of what is left."""
    before, rows = _pairs(states, part)
    own = np.array([one.of_rows(part) for one in sums], dtype=np.int64).reshape(len(sums), part.options.shape[1])
    codes, within = _add(states.codes[:, before], own[:, rows]), np.ones(len(rows), dtype=np.bool_)
    for one, code, (least, most) in zip(sums, codes, ranges, strict=True):
        within &= one.within(code, least, most)
    before, rows, codes = before[within], rows[within], codes[:, within]
    places, options = _carried(states, part, later, Links(rows, before, before))
    after = numbered([*options, *codes], len(rows))
    first = np.unique(after, return_index=True)[1]
    if len(first) > MOST_STATES:
        raise PartialSumsError(f"{len(first):,} partial sums are too many to carry ({MOST_STATES:,} at most)")
    return Links(rows, before, after), _States(places, options[:, first], codes[:, first])


def _carried(
    states: _States, part: CliqueSettings, later: set[int], links: Links
) -> tuple[tuple[int, ...], NDArray[np.int16]]:
    """The issues that later cliques hold too, and how each link settles them: an array (issues, links)."""
    kept = {place: row[links.before] for place, row in zip(states.places, states.options, strict=True)}
    kept |= {place: row[links.rows] for place, row in zip(part.places, part.options, strict=True)}
    places = tuple(place for place in kept if place in later)
    return places, np.array([kept[one] for one in places], dtype=np.int16).reshape(len(places), len(links.rows))


def _pairs(states: _States, part: CliqueSettings) -> tuple[Rows, Rows]:
    """The states and rows that settle the issues of both alike."""
    shared = [place for place in states.places if place in part.places]
    both = [
        np.concatenate([states.options[states.places.index(place)], part.options[part.places.index(place)]])
        for place in shared
    ]
    code = numbered(both, len(states) + part.options.shape[1])
    order, start, count = match_codes(code[: len(states)], code[len(states) :])
    if int(count.sum()) > MOST_PAIRS:
        raise PartialSumsError(f"{int(count.sum()):,} partial sums are too many to compare ({MOST_PAIRS:,} at most)")
    return matched_pairs(order, start, count)


def _living(links: Sequence[Links]) -> list[Links]:
    """The links that lead to the end, with their states numbered anew."""
    alive = np.unique(links[-1].after)
    living: list[Links] = []
    for one in reversed(links):
        kept = one.only(np.isin(one.after, alive))
        kept = Links(kept.rows, kept.before, np.searchsorted(alive, kept.after))
        alive = np.unique(kept.before)
        living.append(kept)
    return [Links(one.rows, np.searchsorted(np.unique(one.before), one.before), one.after) for one in reversed(living)]
