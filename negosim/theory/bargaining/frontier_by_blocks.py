"""The exact frontier of a space too large to enumerate: merged block by block and pruned at every step.

Utilities add across blocks (an issue, or issues tied by linkages), and a dominated partial sum stays dominated, so
pruning loses nothing. Memory grows with the frontier, not the space. In pure conflict the frontier is the whole space;
a search that would compare more than `most_rows` partial outcomes at once raises `FrontierSizeError`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UsageError
from negosim.theory.bargaining.frontier import lexicographic, nondominated

__all__ = ["FrontierSizeError", "MergedFrontier", "merged_frontier", "most_rows"]

Integers = NDArray[np.int64]
Columns = NDArray[np.intp]

MOST = 10**6
"""The largest number of partial outcomes compared at once for up to three parties: seconds, and 100 MB."""

MOST_FOR_MANY = 10**5
"""The same for four or more parties, where pruning compares all pairs."""

FEW = 3
"""Up to this number of parties, pruning costs little more than sorting."""


class FrontierSizeError(UsageError):
    """The search for a frontier would compare too many partial outcomes at once."""


def most_rows(parties: int) -> int:
    """The largest number of partial outcomes compared at once, by number of parties."""
    return MOST if parties <= FEW else MOST_FOR_MANY


@dataclass(frozen=True)
class MergedFrontier:
    """The frontier: `points` (parties, F), in the order of `frontier`, and `choices` (F, blocks), one option per block.

    Of equal outcomes the lexicographically lowest choice is given, which is the lowest index if blocks are issues in
    order.
    """

    points: Integers
    choices: Columns

    def __len__(self) -> int:
        return len(self.choices)


@dataclass(frozen=True)
class _Step:
    """The rows kept by one merge: for each its parent row and the option added."""

    parents: Columns
    options: Columns


def merged_frontier(blocks: Sequence[Integers], bound: Integers | None = None) -> MergedFrontier:
    """The frontier over all combinations of options; `blocks[k]` has shape (parties, options of block k).

    `bound`, one number per party, restricts the frontier to outcomes that give every party at least that; partial sums
    whose best completion stays below it are dropped at once. `FrontierSizeError` if more partial outcomes than
    `most_rows` would have to be compared at once.
    """
    points = np.zeros((blocks[0].shape[0], 1), dtype=np.int64)
    steps: list[_Step] = []
    for block, completion in zip(blocks, _best_completions(blocks), strict=True):
        points, step = _merge(points, block, None if bound is None else bound - completion)
        steps.append(step)
    order = lexicographic(points)
    return MergedFrontier(points[:, order], _choices(steps, order))


def _best_completions(blocks: Sequence[Integers]) -> Integers:
    """For each block, the most that each party can still gain from the later blocks: array (blocks, parties)."""
    best = np.array([block.max(axis=1) for block in blocks])
    return np.asarray(best[::-1].cumsum(axis=0)[::-1] - best)


def _merge(points: Integers, block: Integers, least: Integers | None) -> tuple[Integers, _Step]:
    """Every row combined with every option of the block, pruned, in the order of choices."""
    options = nondominated(block)
    rows, most = points.shape[1] * options.size, most_rows(len(points))
    if rows > most:
        raise FrontierSizeError(
            f"the frontier has too many points to find all: the search compares at most {most:,} partial outcomes at "
            f"once, and this needs {rows:,}"
        )
    sums = (points[:, :, None] + block[:, None, options]).reshape(len(points), -1)
    reach = np.arange(sums.shape[1]) if least is None else np.flatnonzero((sums >= least[:, None]).all(axis=0))
    kept = reach[nondominated(sums[:, reach])]
    parents, added = np.divmod(kept, options.size)
    return sums[:, kept], _Step(parents, options[added])


def _choices(steps: Sequence[_Step], rows: Columns) -> Columns:
    """The option of each block, traced back from the last rows."""
    choices = np.empty((rows.size, len(steps)), dtype=np.intp)
    for place in range(len(steps) - 1, -1, -1):
        choices[:, place] = steps[place].options[rows]
        rows = steps[place].parents[rows]
    return choices
