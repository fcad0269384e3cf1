"""Counts over the rows of an ensemble, chunk by chunk in constant memory.

Counts and sums are integers (points in millionths), so that the order of summation does not matter. Points are also
counted in bins of a tenth, for quantiles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from negosim.domain.outcomes import Option, OutcomeSpace
from negosim.experiments.ensemble.tables import Data

__all__ = ["BINS", "MILLION", "Tally", "columns_for"]

BINS = 10
"""Bins per point."""

MILLION = 10**6
"""Points are counted in millionths."""


def columns_for(space: OutcomeSpace, parties: Sequence[str]) -> list[str]:
    """The columns that a tally counts."""
    options = [f"option.{issue.key}" for issue in space.issues]
    by_party = [f"{what}.{party}" for party in parties for what in ("points", "rejected", "short")]
    return ["run", "agreed", "rounds", "failed", "missed", *options, *by_party]


class Tally:
    """Counts of some runs.

    `outcomes` counts final outcomes by index, `bins[party]` points by tenth; `sums[party]` is the total of points in
    millionths, `rejected[party]` that of offers rejected. `failed` counts the runs in which a meeting failed, `missed`
    those in which a deal was feasible at its end, `blocked[party]` those in which the party was short of points there;
    `short[party]` is the total shortfall in millionths.
    """

    def __init__(self, space: OutcomeSpace, parties: Sequence[str]) -> None:
        self.space = space
        self.parties = tuple(parties)
        self.runs = self.agreed = self.rounds = self.failed = self.missed = 0
        self.outcomes: Counter[int] = Counter()
        self.blocked: Counter[str] = Counter()
        self.short: Counter[str] = Counter()
        self.bins: dict[str, Counter[int]] = {party: Counter() for party in parties}
        self.sums: Counter[str] = Counter()
        self.rejected: Counter[str] = Counter()

    def add(self, data: Data) -> None:
        """Count the rows of a chunk."""
        self.runs += len(data["run"])
        self.agreed += int(data["agreed"].sum())
        self.rounds += int(data["rounds"].sum())
        self.outcomes.update(_counted(self._indices(data)))
        self.failed += sum(key is not None for key in data["failed"])
        self.missed += int(data["missed"].sum())
        for party in self.parties:
            steps = np.rint(data[f"points.{party}"] * MILLION).astype(np.int64)
            self.sums[party] += int(steps.sum())
            self.bins[party].update(_counted(steps * BINS // MILLION))
            self.rejected[party] += int(data[f"rejected.{party}"].sum())
            lacks = np.rint(data[f"short.{party}"] * MILLION).astype(np.int64)
            self.blocked[party] += int((lacks > 0).sum())
            self.short[party] += int(lacks.sum())

    def _indices(self, data: Data) -> NDArray[np.int64]:
        """The final outcome of each run as an index of the space."""
        index = np.zeros(len(data["run"]), dtype=np.int64)
        for issue in self.space.issues:
            places: Mapping[Option, int] = {option: place for place, option in enumerate(issue.options)}
            numbers = [places[option] for option in data[f"option.{issue.key}"].tolist()]
            index = index * len(issue) + np.array(numbers, dtype=np.int64)
        return index

    def options(self, axis: int) -> list[int]:
        """How often each option of an issue stands at the end."""
        counts = [0] * self.space.shape[axis]
        for index, count in self.outcomes.items():
            counts[self.space.outcome(index)[axis]] += count
        return counts

    def suspended(self, axis: int) -> int:
        """How often an issue is agreed at the end and not in force."""
        in_force, space = self.space.in_force, self.space
        return sum(n for index, n in self.outcomes.items() if axis in in_force.suspended(space.outcome(index)))


def _counted(values: NDArray[np.int64]) -> dict[int, int]:
    found, counts = np.unique(values, return_counts=True)
    return dict(zip(found.tolist(), counts.tolist(), strict=True))
