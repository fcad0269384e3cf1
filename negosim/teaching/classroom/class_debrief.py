"""The debrief of a class: all tables in one utility space, measured alike, beside what agents alone come to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from negosim.analysis.feasible_by_cliques import feasible_set
from negosim.analysis.phrases import Wording
from negosim.document import points
from negosim.domain.outcomes import OutcomeSpace
from negosim.domain.preferences import Grid
from negosim.negotiation.packages import Standing
from negosim.scenario.realize.realization import Realization
from negosim.teaching.classroom.class_folder import Classroom
from negosim.teaching.classroom.deals import Deal
from negosim.teaching.debrief.agent_runs import AgentRuns
from negosim.teaching.debrief.benchmarks import Benchmark, End, end_of_deal
from negosim.teaching.debrief.rubric_marks import Marks, marks_by_rubric, rubric_of

__all__ = ["ClassDebrief", "TableResult"]


@dataclass(frozen=True, eq=False)
class TableResult:
    """A table that handed in its sheet: its deal, its end, and measures of that as shares.

    `gains` are shares of each party's possible gain, None where it could gain nothing; `fairness` is the smallest of
    them; `efficiency` the share of outcomes that were not better for all.
    """

    deal: Deal
    end: End
    gains: Mapping[str, float | None]
    efficiency: float
    fairness: float | None
    marks: Mapping[str, Marks]

    def plain(self, space: OutcomeSpace) -> dict[str, Any]:
        """The table as plain data."""
        return {
            "table": self.deal.table,
            "agreed": self.deal.agreed,
            "outcome": space.named(self.end.outcome),
            "points": self.end.points,
            "gains": dict(self.gains),
            "efficiency": self.efficiency,
            "fairness": self.fairness,
            "marks": {party: marks.total for party, marks in self.marks.items()},
        }


@dataclass(frozen=True, eq=False)
class ClassDebrief:
    """A class with the deals of its tables; `agents` are None where no runs of agents were asked for.

    Every table is valued by the central case, its deal as if it had come before the first round.
    """

    classroom: Classroom
    deals: tuple[Deal, ...]
    agents: AgentRuns | None

    @property
    def realization(self) -> Realization:
        """The numbers that all tables had."""
        return self.classroom.realization

    @cached_property
    def benchmark(self) -> Benchmark:
        """What all tables are measured by."""
        realization = self.realization
        first, everything = Standing.at_first(realization.space), range(len(realization.space.issues))
        as_of = realization.as_of(0, first, everything)
        return Benchmark(feasible_set(as_of, first, everything, realization.parties, realization.horizon))

    @cached_property
    def tables(self) -> tuple[TableResult, ...]:
        """The tables that handed in their sheets."""
        return tuple(map(self._table, (one for one in self.deals if one.handed_in)))

    def _table(self, deal: Deal) -> TableResult:
        assert deal.outcome is not None  # noqa: S101  (only those handed in)
        end = end_of_deal(self.realization, deal.outcome, f"table {deal.table}")
        benchmark, rubric = self.benchmark, rubric_of(self.classroom.scenario)
        return TableResult(
            deal=deal,
            end=end,
            gains=benchmark.shares(end.points),
            efficiency=benchmark.efficiency(end),
            fairness=benchmark.fairness(end.points),
            marks=marks_by_rubric(end, benchmark, rubric),
        )

    @property
    def agreed(self) -> tuple[TableResult, ...]:
        """The tables with a deal."""
        return tuple(one for one in self.tables if one.deal.agreed)

    @property
    def without(self) -> tuple[int, ...]:
        """The tables that ended without a deal."""
        return tuple(one.deal.table for one in self.tables if not one.deal.agreed)

    @property
    def missing(self) -> tuple[int, ...]:
        """The tables whose sheets were not filled."""
        return tuple(one.table for one in self.deals if not one.handed_in)

    @property
    def best(self) -> tuple[TableResult, ...]:
        """The deals with the fewest outcomes that would have been better for all."""
        return self._highest(lambda one: one.efficiency)

    @property
    def fairest(self) -> tuple[TableResult, ...]:
        """The deals with the largest smallest share of a possible gain; none where nobody could gain."""
        return self._highest(lambda one: one.fairness)

    def _highest(self, measure: Callable[[TableResult], float | None]) -> tuple[TableResult, ...]:
        values = {one.deal.table: measure(one) for one in self.agreed}
        most = max((value for value in values.values() if value is not None), default=None)
        return tuple(one for one in self.agreed if most is not None and values[one.deal.table] == most)

    def spread(self, party: str) -> tuple[float, float, float] | None:
        """Least, middle and most points of a party over the tables; None without tables."""
        points = [one.end.points[party] for one in self.tables]
        return (min(points), float(np.median(points)), max(points)) if points else None

    @cached_property
    def agent_worth(self) -> Grid:
        """What the agents' runs come to by the central case, in steps, shape (parties, runs); no runs without."""
        if self.agents is None:
            return np.zeros((len(self.realization.parties), 0), dtype=np.int64)
        return self.agents.worth(self.realization)

    def of_agents(self, party: str) -> tuple[float, float, float] | None:
        """Points of a party that 5, 50 and 95 % of the agents' runs stay below or reach; None without runs."""
        if self.agents is None:
            return None
        worth, scale = (
            self.agent_worth[self.realization.parties.index(party)],
            self.realization.preferences[party].scale,
        )
        low, middle, high = map(scale.points, np.percentile(worth, (5, 50, 95)))
        return low, middle, high

    @property
    def remarks(self) -> tuple[str, ...]:
        """Notes on deals that are valid but odd."""
        return tuple(text for one in self.tables for text in self._remarks(one))

    def _remarks(self, one: TableResult) -> Iterator[str]:
        words = Wording(self.realization)
        for axis, agreed in one.deal.agreed_by.items():
            option = one.end.outcome[axis]
            for party in self.realization.parties:
                if party in agreed and self.realization.preferences[party].refused[axis][option]:
                    what = f"{words.party(party)} agreed to what its brief refuses: {words.option(axis, option)}"
                    yield f"Table {one.deal.table}: {what}."
        for party, value in one.end.points.items():
            short = round(self.benchmark.reservation[party] - value, 1)
            if short > 0:
                less = f"{words.party(party)} has {points(short)} less than its reservation value"
                yield f"Table {one.deal.table}: {less}."

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain data, for JSON; without names."""
        return {
            "format": 1,
            "scenario": self.classroom.scenario.name,
            "scenario_digest": self.classroom.scenario.digest,
            "seed": self.classroom.seed,
            "reservation": self.benchmark.reservation,
            "most": self.benchmark.most,
            "tables": [one.plain(self.realization.space) for one in self.tables],
            "without_deal": list(self.without),
            "not_handed_in": list(self.missing),
            "best": [one.deal.table for one in self.best],
            "fairest": [one.deal.table for one in self.fairest],
            "roles": {party: self.spread(party) for party in self.realization.parties},
            "agents": None
            if self.agents is None
            else {"runs": len(self.agents), "seed": self.agents.seed}
            | {party: self.of_agents(party) for party in self.realization.parties},
            "remarks": list(self.remarks),
        }
