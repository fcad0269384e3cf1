"""A random sum of one row of each block that is worth enough, without building all of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from negosim.domain.preferences import Grid

__all__ = ["RandomSums"]

TRIES = 1 << 14
"""Random packages that are tried before those are built that surely are worth enough."""

WALKS = 1 << 10
"""Packages that are built block by block, for one of them to be picked."""


class RandomSums:
    """Sums over blocks, of which `worths[k]` and `indices[k]` are the worth and index of every row of block k.

    The sum of index `left_out` is never picked.
    """

    def __init__(self, worths: Sequence[Grid], indices: Sequence[NDArray[np.int64]], left_out: int) -> None:
        self.worths = worths
        self.indices = indices
        self.left_out = left_out

    def at_least(self, level: int, best: int, generator: np.random.Generator) -> int:
        """The index of a sum worth at least `level`, of which there is one, at random; `best` is the best sum of all.

        Random rows of all blocks are tried `TRIES` times, and the first good sum is taken: each has the same chance,
        and two runs whose sums differ a little take the same one where both can. Where none was good, `WALKS` sums are
        built of rows from which the level can still be reached, and one is picked with the weight that makes chances
        equal as their number grows (importance resampling, Rubin 1987, JASA 82:543).
        """
        tried = self._tried(level, generator)
        return tried if tried is not None else self._built(level, best, generator)

    def _tried(self, level: int, generator: np.random.Generator) -> int | None:
        rows = [generator.integers(len(worth), size=TRIES) for worth in self.worths]
        index = _added(self.indices, rows)
        good = np.flatnonzero((_added(self.worths, rows) >= level) & (index != self.left_out))
        return int(index[good[0]]) if len(good) else None

    def _built(self, level: int, best: int, generator: np.random.Generator) -> int:
        """One of the sums built block by block; the best one where all that were built are left out."""
        total, index, weight = np.zeros(WALKS, np.int64), np.zeros(WALKS, np.int64), np.zeros(WALKS)
        left = sum(int(worth.max()) for worth in self.worths)
        for worth, places in zip(self.worths, self.indices, strict=True):
            left -= int(worth.max())
            order = np.argsort(-worth, kind="stable")
            ways = np.searchsorted(-worth[order], total + left - level, side="right")
            rows = order[generator.integers(ways)]
            total, index = total + worth[rows], index + places[rows]
            weight += np.log(ways)
        moving = np.flatnonzero(index != self.left_out)
        if not len(moving):
            return best
        chances = np.exp(weight[moving] - weight[moving].max())
        return int(index[moving[np.searchsorted(np.cumsum(chances), generator.random() * chances.sum())]])


def _added(parts: Sequence[Grid], rows: Sequence[NDArray[np.intp]]) -> Grid:
    """The sum over blocks of the chosen rows."""
    total: Grid = np.sum([part[chosen] for part, chosen in zip(parts, rows, strict=True)], axis=0)
    return total
