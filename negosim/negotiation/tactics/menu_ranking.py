"""The best sums of one row of each block, one after the other, without building all of them.

Best-first search over the rows of the blocks sorted by worth (k-best enumeration, Lawler 1972, Management Science
18:401): a sum's successors take the next row of one block, and never come before it, ties by index included.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from negosim.domain.preferences import Grid

__all__ = ["RankedSums"]


class RankedSums:
    """Sums over blocks by worth from the highest, ties by index; those found are kept.

    `worths[k]` and `indices[k]` are the worth of every row of block k and what it adds to the index; the sum of index
    `left_out` is passed over.
    """

    def __init__(self, worths: Sequence[Grid], indices: Sequence[NDArray[np.int64]], left_out: int) -> None:
        orders = [np.lexsort((index, -worth)) for worth, index in zip(worths, indices, strict=True)]
        self._worths = [worth[order] for worth, order in zip(worths, orders, strict=True)]
        self._indices = [index[order] for index, order in zip(indices, orders, strict=True)]
        self._left_out = left_out
        self._found: list[int] = []
        self._rest = self._searched()

    def between(self, start: int, stop: int) -> Sequence[int]:
        """The indices of the sums from one place to another; fewer where the sums end."""
        while len(self._found) < stop and (index := next(self._rest, None)) is not None:
            self._found.append(index)
        return self._found[start:stop]

    def _searched(self) -> Iterator[int]:
        if not all(map(len, self._worths)):
            return
        first = (0,) * len(self._worths)
        heap = [(*self._key(first), first, 0)]
        while heap:
            _, index, rows, block = heapq.heappop(heap)
            if index != self._left_out:
                yield index
            for later in range(block, len(rows)):
                if rows[later] + 1 < len(self._worths[later]):
                    after = (*rows[:later], rows[later] + 1, *rows[later + 1 :])
                    heapq.heappush(heap, (*self._key(after), after, later))

    def _key(self, rows: tuple[int, ...]) -> tuple[int, int]:
        """Worth with its sign turned, then index: what comes first is the smallest."""
        worth = sum(int(part[row]) for part, row in zip(self._worths, rows, strict=True))
        return -worth, sum(int(part[row]) for part, row in zip(self._indices, rows, strict=True))
