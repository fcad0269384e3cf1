"""The exact frontier of a space too large to enumerate: merged component by component and pruned at every step.

Utilities add across components (an issue, or issues tied by linkages), and a dominated partial sum stays dominated, so
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
    """The frontier: `points` (parties, F), in the order of `frontier`, and `choices` (F, components), an option each.

    Of equal outcomes the lexicographically lowest choice is given, which is the lowest index if components are issues
    in order.
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


def merged_frontier(components: Sequence[Integers], bound: Integers | None = None) -> MergedFrontier:
    """The frontier over all combinations of options; `components[k]` has shape (parties, options of component k).

    `bound`, one number per party, restricts the frontier to outcomes that give every party at least that; partial sums
    whose best completion stays below it are dropped at once. `FrontierSizeError` if more partial outcomes than
    `most_rows` would have to be compared at once.
    """
    points = np.zeros((components[0].shape[0], 1), dtype=np.int64)
    steps: list[_Step] = []
    for component, completion in zip(components, _best_completions(components), strict=True):
        points, step = _merge(points, component, None if bound is None else bound - completion)
        steps.append(step)
    order = lexicographic(points)
    return MergedFrontier(points[:, order], _choices(steps, order))


def _best_completions(components: Sequence[Integers]) -> Integers:
    """For each component, the most that each party can still gain from the later ones: array (components, parties)."""
    best = np.array([component.max(axis=1) for component in components])
    return np.asarray(best[::-1].cumsum(axis=0)[::-1] - best)


def _merge(points: Integers, component: Integers, least: Integers | None) -> tuple[Integers, _Step]:
    """Every row combined with every option of the component, pruned, in the order of choices."""
    options = nondominated(component)
    rows, most = points.shape[1] * options.size, most_rows(len(points))
    if rows > most:
        raise FrontierSizeError(
            f"the frontier has too many points to find all: the search compares at most {most:,} partial outcomes at "
            f"once, and this needs {rows:,}"
        )
    sums = (points[:, :, None] + component[:, None, options]).reshape(len(points), -1)
    reach = np.arange(sums.shape[1]) if least is None else np.flatnonzero((sums >= least[:, None]).all(axis=0))
    kept = reach[nondominated(sums[:, reach])]
    parents, added = np.divmod(kept, options.size)
    return sums[:, kept], _Step(parents, options[added])


def _choices(steps: Sequence[_Step], rows: Columns) -> Columns:
    """The option of each component, traced back from the last rows."""
    choices = np.empty((rows.size, len(steps)), dtype=np.intp)
    for place in range(len(steps) - 1, -1, -1):
        choices[:, place] = steps[place].options[rows]
        rows = steps[place].parents[rows]
    return choices
