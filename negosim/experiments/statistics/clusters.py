"""Clusters of outcomes: the commonest packages, each with the packages that are nearly the same, and the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.experiments.statistics.binning import Codes

__all__ = ["OTHER", "Cluster", "Clusters", "clusters"]

OTHER = -1
"""The label of a run that belongs to no cluster."""


@dataclass(frozen=True)
class Cluster:
    """A cluster: the first run that ended in its leading package, runs with just this package, runs in all."""

    leader: int
    exact: int
    runs: int


@dataclass(frozen=True)
class Clusters:
    """The clusters, in the order in which they were found, and each run's (`OTHER` where it has none)."""

    clusters: tuple[Cluster, ...]
    labels: Codes

    @property
    def other(self) -> int:
        """How many runs belong to no cluster."""
        return int(np.sum(self.labels == OTHER))


def clusters(outcomes: NDArray[Any], radius: int = 0, most: int = 8, fewest: int = 10) -> Clusters:
    """Group outcomes, shape (runs, issues) with any labels, around the commonest packages.

    The commonest package leads the first cluster, which takes every package that differs from it on at most `radius`
    issues; the commonest of what is left leads the next. It ends with `most` clusters, or at one of fewer than
    `fewest` runs: rarer deals are "other", as their shares cannot be told from noise. It is Hartigan's leader algorithm
    (1975, chapter 3) with the packages taken by frequency: no start to choose, no chance, nothing that depends on how
    options are numbered (ties by the run that came first). With radius 0 the clusters are the packages themselves.
    """
    _, first, packages, sizes = np.unique(outcomes, axis=0, return_index=True, return_inverse=True, return_counts=True)
    rows, taken, found = outcomes[first], np.full(len(first), OTHER, dtype=np.int64), list[Cluster]()
    while len(found) < most and (taken == OTHER).any():
        leader = min(np.flatnonzero(taken == OTHER), key=lambda one: (-sizes[one], first[one]))
        near = (taken == OTHER) & (np.sum(rows != rows[leader], axis=1) <= radius)
        if sizes[near].sum() < fewest:
            break
        taken[near] = len(found)
        found.append(Cluster(int(first[leader]), int(sizes[leader]), int(sizes[near].sum())))
    return Clusters(tuple(found), taken[packages.reshape(-1)])
