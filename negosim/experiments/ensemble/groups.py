"""Clusters of outcomes: which deals are variations of one another.

The distance of two outcomes is the mean over issues of the distance of their options (positions over their range, same
or different where options have no order). Average linkage (Sokal & Michener 1958), weighted by nothing, over the
commonest outcomes; the tree is cut where groups are more than `APART` away from one another.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negosim.domain.outcomes import OutcomeSpace

__all__ = ["Group", "groups"]

MOST = 300
"""Distinct outcomes that are compared; rarer ones belong to no group."""

APART = 0.25
"""Mean distance from which two groups are two: on eight issues, two of them settled otherwise."""

COMMON = 0.95


@dataclass(frozen=True)
class Group:
    """A cluster: its outcomes by index, the commonest first, how many runs ended in it, and what nearly all share.

    `shared` holds, by issue, the option number that at least 95 % of its runs have.
    """

    outcomes: tuple[int, ...]
    count: int
    shared: dict[int, int]


def groups(space: OutcomeSpace, counts: Counter[int]) -> list[Group]:
    """The clusters of what stands at the end, the commonest first; ties in the order of the outcomes."""
    kept = sorted(counts, key=lambda index: (-counts[index], index))[:MOST]
    labels = _labels(space, kept)
    members: dict[int, list[int]] = {}
    for index, label in zip(kept, labels, strict=True):
        members.setdefault(label, []).append(index)
    found = [_group(space, counts, indices) for indices in members.values()]
    return sorted(found, key=lambda group: (-group.count, group.outcomes))


def _labels(space: OutcomeSpace, indices: list[int]) -> list[int]:
    """The cluster of each outcome."""
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415  (takes half a second)

    if len(indices) == 1:
        return [1]
    return [int(label) for label in fcluster(linkage(_distances(space, indices), "average"), APART, "distance")]


def _distances(space: OutcomeSpace, indices: list[int]) -> NDArray[np.float64]:
    """The distances of all pairs, in the condensed form of scipy."""
    outcomes = np.array([space.outcome(index) for index in indices])
    total = np.zeros((len(indices), len(indices)))
    for axis, issue in enumerate(space.issues):
        table = np.stack([issue.distances(option) for option in range(len(issue))])
        total += table[np.ix_(outcomes[:, axis], outcomes[:, axis])]
    return np.asarray(total[np.triu_indices(len(indices), 1)] / len(space.issues))


def _group(space: OutcomeSpace, counts: Counter[int], indices: list[int]) -> Group:
    total = sum(counts[index] for index in indices)
    shared = {}
    for axis in range(len(space.issues)):
        options: Counter[int] = Counter()
        for index in indices:
            options[space.outcome(index)[axis]] += counts[index]
        option, count = options.most_common(1)[0]
        if count >= COMMON * total:
            shared[axis] = option
    return Group(tuple(indices), total, shared)
