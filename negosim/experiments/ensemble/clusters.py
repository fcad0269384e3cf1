"""Clusters of outcomes: deals that are variations of one another.

The distance of two outcomes is the mean over issues of the distance of their options: of positions relative to their
range, or 0 and 1 for unordered options. Unweighted average linkage (Sokal & Michener 1958) of the commonest outcomes;
the tree is cut at the distance `APART`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negosim.domain.outcomes import OutcomeSpace

__all__ = ["OutcomeCluster", "outcome_clusters"]

APART = 0.25
"""Mean distance above which clusters stay apart: two of eight issues settled differently."""


@dataclass(frozen=True)
class OutcomeCluster:
    """The outcomes of a cluster by index, the commonest first, and the number of runs that ended in it."""

    outcomes: tuple[int, ...]
    count: int


def outcome_clusters(space: OutcomeSpace, counts: Counter[int]) -> list[OutcomeCluster]:
    """The clusters of the 300 commonest outcomes, the commonest first; ties in the order of the outcomes."""
    kept = sorted(counts, key=lambda index: (-counts[index], index))[:300]
    labels = _labels(space, kept)
    members: dict[int, list[int]] = {}
    for index, label in zip(kept, labels, strict=True):
        members.setdefault(label, []).append(index)
    found = [OutcomeCluster(tuple(own), sum(counts[index] for index in own)) for own in members.values()]
    return sorted(found, key=lambda one: (-one.count, one.outcomes))


def _labels(space: OutcomeSpace, indices: list[int]) -> list[int]:
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415  (takes half a second)

    if len(indices) == 1:
        return [1]
    return [int(label) for label in fcluster(linkage(_distances(space, indices), "average"), APART, "distance")]


def _distances(space: OutcomeSpace, indices: list[int]) -> NDArray[np.float64]:
    """The distances of all pairs in scipy's condensed form."""
    outcomes = np.array([space.outcome(index) for index in indices])
    total = np.zeros((len(indices), len(indices)))
    for axis, issue in enumerate(space.issues):
        table = np.stack([issue.distances(option) for option in range(len(issue))])
        total += table[np.ix_(outcomes[:, axis], outcomes[:, axis])]
    return np.asarray(total[np.triu_indices(len(indices), 1)] / len(space.issues))
