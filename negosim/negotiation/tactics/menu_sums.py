"""Packages ranked or random, without enumerating them.

The regret of a row is by how much the best outcome with it is worth less than the best with another row, given how the
parent of its factor settles what both hold. An outcome's shortfall from the best is the sum of its rows' regrets, so
the search never enters a dead end.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negosim.domain.preferences import Grid
from negosim.domain.row_matching import Rows
from negosim.theory.bargaining.elimination import Factor, drawn, matching, messages, shared_with_parents

__all__ = ["RankedSums"]

TRIES = 1 << 14
"""Random sums tried before constructing some that are certainly large enough."""

WALKS = 1 << 10
"""Sums constructed factor by factor, of which one is picked."""


@dataclass(frozen=True)
class _Choices:
    """The rows of a factor for each row of its parent (for row 0 of a root), those of the least regret first.

    For row k of the parent they are `order[start[k]:stop[k]]`. `regret` is that of each row, `moved` by how much it
    changes the index of the best outcome.
    """

    parent: int | None
    order: Rows
    start: Rows
    stop: Rows
    regret: Grid
    moved: NDArray[np.int64]

    @classmethod
    def of(cls, factor: Factor, parent: Factor | None, place: int | None, shared: Sequence[int]) -> _Choices:
        """The choices of a factor, given the best that each row leads to, and its parent, a factor with a place."""
        ranked = np.lexsort((factor.index, -factor.sums[0]))
        if parent is None:
            order, start, count = ranked, np.zeros(1, dtype=np.intp), np.array([len(ranked)])
        else:
            within, start, count = matching(parent, factor.only(ranked), shared)
            order = ranked[within]
        settled = factor.options_of(shared)[:, order]
        new = np.zeros(len(order), dtype=np.bool_)
        new[1:] = (settled[:, 1:] != settled[:, :-1]).any(axis=0)
        first = order[np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))]
        regret, moved = np.zeros_like(factor.index), np.zeros_like(factor.index)
        regret[order] = factor.sums[0, first] - factor.sums[0, order]
        moved[order] = factor.index[order] - factor.index[first]
        return cls(place, order, start, start + count, regret, moved)

    def given(self, rows: Sequence[Rows], walks: int) -> Rows:
        """The rows of the parent, in so many outcomes of which these rows are settled."""
        return np.zeros(walks, dtype=np.intp) if self.parent is None else rows[self.parent]

    def within(self, given: Rows, regrets: Grid) -> Rows:
        """For each given row of the parent, how many rows cause no more than some regret."""
        enough = np.zeros(len(given), dtype=np.intp)
        for row in np.unique(given):
            here, ranked = given == row, self.order[self.start[row] : self.stop[row]]
            enough[here] = np.searchsorted(self.regret[ranked], regrets[here], side="right")
        return enough


class RankedSums:
    """All outcomes of factors by their only sum, the highest first, and then by index; `left_out` is skipped."""

    def __init__(self, factors: Sequence[Factor], left_out: int) -> None:
        self.left_out = left_out
        self._full = messages(factors, lambda first, second: first.joined(_best(second)))
        self._choices = [
            _Choices.of(factor, None if parent is None else self._full[parent], parent, shared)
            for factor, (parent, shared) in zip(self._full, shared_with_parents(factors), strict=True)
        ]
        self._ranked: list[int] = []
        self._remaining = self._by_worth()

    @property
    def _top(self) -> tuple[int, int]:
        """The sum and index of the best outcome."""
        roots = (pair for pair in zip(self._full, self._choices, strict=True) if pair[1].parent is None)
        tops = [(int(full.sums[0, of.order[0]]), int(full.index[of.order[0]])) for full, of in roots]
        return sum(worth for worth, _ in tops), sum(index for _, index in tops)

    def ranking(self, start: int, stop: int) -> Sequence[int]:
        """The indices of the sums with ranks from `start` to `stop` - 1, highest first, ties by index."""
        while len(self._ranked) < stop and (index := next(self._remaining, None)) is not None:
            self._ranked.append(index)
        return self._ranked[start:stop]

    def _by_worth(self) -> Iterator[int]:
        """Best-first search (k-best enumeration, Lawler 1972, Management Science 18:401).

        An entry stands for the best outcome of which the first rows are settled. Its successors take the next row for
        one of those that follow the last of these, and never rank before it, ties by index included.
        """
        if not all(map(len, self._full)):
            return
        heap: list[tuple[int, int, tuple[int, ...]]] = [(0, self._top[1], ())]
        while heap:
            regret, index, places = heapq.heappop(heap)
            for number in range(max(len(places) - 1, 0), len(self._choices)):
                choices = self._choices[number]
                parent = 0 if choices.parent is None else self._row(choices.parent, places)
                if number == len(places):
                    places = (*places, int(choices.start[parent]))
                place = places[number]
                if place + 1 < choices.stop[parent]:
                    row, following = choices.order[place : place + 2]
                    more = int(choices.regret[following] - choices.regret[row])
                    other = index + int(choices.moved[following] - choices.moved[row])
                    heapq.heappush(heap, (regret + more, other, (*places[:number], place + 1)))
            if index != self.left_out:
                yield index

    def _row(self, number: int, places: Sequence[int]) -> int:
        return int(self._choices[number].order[places[number]])

    def random(self, level: int, best: int, generator: np.random.Generator) -> int:
        """The index of a random sum worth at least `level`, of which there is one; `best` is that of the best sum.

        The first good one of `TRIES` random sums is taken: all are equally likely, and two runs with slightly different
        sums take the same one if both can. If none is good, one is constructed.
        """
        rows = drawn(self._full, TRIES, generator)
        worth, index = self._sums(rows)
        good = np.flatnonzero((worth >= level) & (index != self.left_out))
        return int(index[good[0]]) if len(good) else self._construct(level, best, generator)

    def _sums(self, rows: Sequence[Rows]) -> tuple[Grid, NDArray[np.int64]]:
        """The sums and indices of some outcomes by their rows."""
        (worth, index), pairs = self._top, list(zip(self._choices, rows, strict=True))
        regrets = np.sum([choices.regret[row] for choices, row in pairs], axis=0)
        return worth - regrets, index + np.sum([choices.moved[row] for choices, row in pairs], axis=0)

    def _construct(self, level: int, best: int, generator: np.random.Generator) -> int:
        """One of `WALKS` sums of rows from which the level can still be reached; `best` if all are left out.

        Weights make all sums equally likely as their number grows (importance resampling, Rubin 1987, JASA 82:543).
        """
        spare, weight = np.full(WALKS, self._top[0] - level), np.zeros(WALKS)
        rows: list[Rows] = []
        for choices in self._choices:
            given = choices.given(rows, WALKS)
            enough = choices.within(given, spare)
            rows.append(choices.order[choices.start[given] + generator.integers(enough)])
            spare = spare - choices.regret[rows[-1]]
            weight += np.log(enough)
        index = self._sums(rows)[1]
        moving = np.flatnonzero(index != self.left_out)
        if not len(moving):
            return best
        chances = np.exp(weight[moving] - weight[moving].max())
        return int(index[moving[np.searchsorted(np.cumsum(chances), generator.random() * chances.sum())]])


def _best(factor: Factor) -> Factor:
    """In each group the row of the highest sum, ties by index; in the order of the rows."""
    groups = factor.groups
    order = np.lexsort((factor.index, -factor.sums[0], groups))
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = groups[order][1:] != groups[order][:-1]
    return factor.only(np.sort(order[first]))
