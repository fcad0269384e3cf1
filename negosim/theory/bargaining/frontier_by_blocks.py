"""The exact frontier of a space too large to enumerate: merged block by block, pruned at every step.

Utilities add across blocks (an issue, or issues that linkages tie together), and a dominated partial sum never becomes
undominated, so pruning partial sums loses nothing. Memory grows with the frontier, not with the space. In pure conflict
the frontier is the space; so a search that would compare more than `most_rows` partial outcomes at once ends in
`FrontierSizeError`.
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
"""Partial outcomes that are compared at once at the most, for up to three parties: seconds, and 100 MB."""

MOST_FOR_MANY = 10**5
"""The same for four parties and more, where pruning compares each with each."""

FEW = 3
"""Up to so many parties pruning takes little more than sorting."""


class FrontierSizeError(UsageError):
    """A frontier with more points on the way to it than the search may compare at once."""


def most_rows(parties: int) -> int:
    """Partial outcomes of so many parties that are compared at once at the most."""
    return MOST if parties <= FEW else MOST_FOR_MANY


@dataclass(frozen=True)
class MergedFrontier:
    """The frontier: `points` (parties, F), sorted as `frontier` sorts, and `choices` (F, blocks), one option a block.

    Where outcomes tie, the choice is the lexicographically lowest, which is the lowest index where blocks are issues
    in order.
    """

    points: Integers
    choices: Columns

    def __len__(self) -> int:
        return len(self.choices)


@dataclass(frozen=True)
class _Step:
    """What one merge kept: for each row the row before and the option that was added."""

    parents: Columns
    options: Columns


def merged_frontier(blocks: Sequence[Integers], bound: Integers | None = None) -> MergedFrontier:
    """The frontier over all combinations of options; `blocks[k]` has shape (parties, options of block k).

    `bound`, one number a party, keeps the outcomes that give every party at least that, and speeds the search up:
    partial sums whose best completion stays below it are dropped at once. `FrontierSizeError` where more partial
    outcomes would have to be compared at once than `most_rows` allows.
    """
    points = np.zeros((blocks[0].shape[0], 1), dtype=np.int64)
    steps: list[_Step] = []
    for block, completion in zip(blocks, _best_completions(blocks), strict=True):
        points, step = _merge(points, block, None if bound is None else bound - completion)
        steps.append(step)
    order = lexicographic(points)
    return MergedFrontier(points[:, order], _choices(steps, order))


def _best_completions(blocks: Sequence[Integers]) -> Integers:
    """For each block, the most that every party can still gain from the blocks after it: array (blocks, parties)."""
    best = np.array([block.max(axis=1) for block in blocks])
    return np.asarray(best[::-1].cumsum(axis=0)[::-1] - best)


def _merge(points: Integers, block: Integers, least: Integers | None) -> tuple[Integers, _Step]:
    """Every row with every option of the block, pruned. Rows stay in the order of their choices."""
    options = nondominated(block)
    _check_size(points.shape[1] * options.size, len(points))
    sums = (points[:, :, None] + block[:, None, options]).reshape(len(points), -1)
    reach = np.arange(sums.shape[1]) if least is None else np.flatnonzero((sums >= least[:, None]).all(axis=0))
    kept = reach[nondominated(sums[:, reach])]
    parents, added = np.divmod(kept, options.size)
    return sums[:, kept], _Step(parents, options[added])


def _check_size(rows: int, parties: int) -> None:
    most = most_rows(parties)
    if rows > most:
        raise FrontierSizeError(
            f"the frontier has too many points to find all: the search compares at most {most:,} partial outcomes at "
            f"once, and this needs {rows:,}"
        )


def _choices(steps: Sequence[_Step], rows: Columns) -> Columns:
    """Walk back from the last rows to one option a block."""
    chosen = np.empty((rows.size, len(steps)), dtype=np.intp)
    for place in range(len(steps) - 1, -1, -1):
        chosen[:, place] = steps[place].options[rows]
        rows = steps[place].parents[rows]
    return chosen
