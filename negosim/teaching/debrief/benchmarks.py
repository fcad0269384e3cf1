"""Where a table ended, and the measures of that: shares of the possible gains, and what was better for all.

The possible gain of a party runs from its reservation value r to m, the most it can have among the outcomes that nobody
needed refuses and that give every party at least its reservation value (the ideal point of Kalai & Smorodinsky 1975,
Econometrica 43:513, over that set). A table's share of it is (u - r)/(m - r): 0 is no more than without a deal, 1 the
whole of it; below 0 and above 1 lie what deals of others, or with others, can do. Shares may be compared between the
parties, as points may not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negosim.analysis.analysis import PostSettlement, post_settlement
from negosim.analysis.feasible import FeasibleSet, Improvements
from negosim.analysis.measures import measured
from negosim.caching import weak_cache
from negosim.domain.outcomes import Outcome
from negosim.domain.scale import Grid
from negosim.negotiation.packages import Standing
from negosim.negotiation.record import Record
from negosim.scenario.realize.realization import Realization

__all__ = ["Benchmark", "End", "end_of_deal", "end_of_record"]


@dataclass(frozen=True)
class End:
    """The end of one table's talks, in points and in steps of the scales that hold before the first round.

    By party: what stands is worth, less what delay cost.
    """

    label: str
    outcome: Outcome
    worth: Mapping[str, int]
    points: Mapping[str, float]

    @property
    def column(self) -> Grid:
        """Worth of the parties in the order of the scenario, shape (parties,)."""
        return np.array(list(self.worth.values()), dtype=np.int64)


def end_of_record(record: Record, label: str = "this table") -> End:
    """The end of a run."""
    measures = measured(record)
    return End(label, record.course.standing.outcome, measures.final, measures.points)


def end_of_deal(realization: Realization, outcome: Outcome, label: str) -> End:
    """The end of a table of which only the deal is known, as if it had come before the first round."""
    everything = range(len(realization.space.issues))
    preferences = realization.as_of(0, Standing.at_first(realization.space), everything).at(1).preferences
    worth = {key: one.worth(outcome, realization.horizon) for key, one in preferences.items()}
    return End(label, outcome, worth, {key: preferences[key].scale.points(steps) for key, steps in worth.items()})


@dataclass(frozen=True, eq=False)
class Benchmark:
    """The measures of every end of one realization; `possible` is what was possible before the first round."""

    possible: FeasibleSet

    @cached_property
    def reservation(self) -> dict[str, float]:
        """r by party, in points."""
        return self.possible.by_party(self.possible.reservation)

    @cached_property
    def most(self) -> dict[str, float | None]:
        """m by party, in points; None where no outcome gives all enough, or they are too many to search.

        None too for a party that decides nothing.
        """
        reach, none = self.possible.attainable, dict.fromkeys(self.possible.parties, None)
        if reach is None or not len(reach):
            return dict(none)
        return {**none, **self.possible.by_decider(reach.points.max(axis=1))}

    def shares(self, points: Mapping[str, float]) -> dict[str, float | None]:
        """(u - r)/(m - r) by party; None where nothing could be gained."""
        bounds = ((party, self.reservation[party], self.most[party]) for party in self.possible.parties)
        return {
            party: None if high is None or high <= low else (points[party] - low) / (high - low)
            for party, low, high in bounds
        }

    def fairness(self, points: Mapping[str, float]) -> float | None:
        """The smallest share at the table; None where nobody could gain."""
        return min((share for share in self.shares(points).values() if share is not None), default=None)

    def efficiency(self, end: End) -> float:
        """The share of outcomes that are not better for all: 1 where nothing is, estimated where too many to count."""
        share, _, _ = self.better(end).count.share(self.possible.size)
        return 1.0 - share

    def better(self, end: End) -> Improvements:
        """The outcomes that nobody needed refuses and that would have been better for all, had they come at once."""
        return self._better(tuple(end.worth.values()))

    @weak_cache
    def _better(self, worth: tuple[int, ...]) -> Improvements:
        return self.possible.improving(np.array(worth, dtype=np.int64))

    def left(self, end: End) -> PostSettlement | None:
        """What was left on the table, with its Nash solution; None where nothing was better for all."""
        return post_settlement(self.possible, self.better(end), end.column)
