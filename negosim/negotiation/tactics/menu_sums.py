"""Sums of one row of each component, ranked or random, without enumerating them."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from negosim.domain.preferences import Grid

__all__ = ["ComponentSums"]

TRIES = 1 << 14
"""Random sums tried before constructing some that are certainly large enough."""

WALKS = 1 << 10
"""Sums constructed component by component, of which one is picked."""


class ComponentSums:
    """All sums of one row of each component, each with an index.

    `worths[k]` and `indices[k]` are the worth of every row of component k and what it adds to the index; the sum with
    index `left_out` is skipped.
    """

    def __init__(self, worths: Sequence[Grid], indices: Sequence[NDArray[np.int64]], left_out: int) -> None:
        self.worths = worths
        self.indices = indices
        self.left_out = left_out
        self._ranked: list[int] = []
        self._remaining = self._by_worth()

    def ranking(self, start: int, stop: int) -> Sequence[int]:
        """The indices of the sums with ranks from `start` to `stop` - 1 by worth, highest first, ties by index."""
        while len(self._ranked) < stop and (index := next(self._remaining, None)) is not None:
            self._ranked.append(index)
        return self._ranked[start:stop]

    def _by_worth(self) -> Iterator[int]:
        """Best-first search over sorted rows (k-best enumeration, Lawler 1972, Management Science 18:401).

        The successors of a sum take the next row of one component and never rank before it, ties by index included.
        """
        if not all(map(len, self.worths)):
            return
        orders = [np.lexsort((index, -worth)) for worth, index in zip(self.worths, self.indices, strict=True)]
        worths = [worth[order] for worth, order in zip(self.worths, orders, strict=True)]
        indices = [index[order] for index, order in zip(self.indices, orders, strict=True)]

        def entry(rows: tuple[int, ...], component: int) -> tuple[int, int, tuple[int, ...], int]:
            worth, index = (
                sum(int(part[row]) for part, row in zip(parts, rows, strict=True)) for parts in (worths, indices)
            )
            return -worth, index, rows, component

        heap = [entry((0,) * len(worths), 0)]
        while heap:
            _, index, rows, component = heapq.heappop(heap)
            if index != self.left_out:
                yield index
            for later in range(component, len(rows)):
                if rows[later] + 1 < len(worths[later]):
                    heapq.heappush(heap, entry((*rows[:later], rows[later] + 1, *rows[later + 1 :]), later))

    def random(self, level: int, best: int, generator: np.random.Generator) -> int:
        """The index of a random sum worth at least `level`, of which there is one; `best` is that of the best sum.

        The first good one of `TRIES` random sums is taken: all are equally likely, and two runs with slightly different
        sums take the same one if both can. If none is good, one is constructed.
        """
        rows = [generator.integers(len(worth), size=TRIES) for worth in self.worths]
        index = np.sum([part[k] for part, k in zip(self.indices, rows, strict=True)], axis=0)
        worth = np.sum([part[k] for part, k in zip(self.worths, rows, strict=True)], axis=0)
        good = np.flatnonzero((worth >= level) & (index != self.left_out))
        return int(index[good[0]]) if len(good) else self._construct(level, best, generator)

    def _construct(self, level: int, best: int, generator: np.random.Generator) -> int:
        """One of `WALKS` sums of rows from which the level can still be reached; `best` if all are left out.

        Weights make all sums equally likely as their number grows (importance resampling, Rubin 1987, JASA 82:543).
        """
        total, index, weight = np.zeros(WALKS, np.int64), np.zeros(WALKS, np.int64), np.zeros(WALKS)
        left = sum(int(worth.max()) for worth in self.worths)
        for worth, places in zip(self.worths, self.indices, strict=True):
            left -= int(worth.max())
            order = np.argsort(-worth, kind="stable")
            feasible = np.searchsorted(-worth[order], total + left - level, side="right")
            rows = order[generator.integers(feasible)]
            total, index = total + worth[rows], index + places[rows]
            weight += np.log(feasible)
        moving = np.flatnonzero(index != self.left_out)
        if not len(moving):
            return best
        chances = np.exp(weight[moving] - weight[moving].max())
        return int(index[moving[np.searchsorted(np.cumsum(chances), generator.random() * chances.sum())]])
