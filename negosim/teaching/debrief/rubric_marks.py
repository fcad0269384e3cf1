"""Marks by a rubric: each criterion brings marks in proportion to a measure of how the table ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from negosim.scenario.spec.rubric import DEFAULT_RUBRIC, Criterion
from negosim.scenario.spec.scenario import Scenario
from negosim.teaching.debrief.benchmarks import Benchmark, End

__all__ = ["CriterionMark", "Marks", "marks_by_rubric", "rubric_of"]

TITLES = {
    "gain": "Share of one's possible gain",
    "efficiency": "Share of outcomes that were not better for all",
    "fairness": "Smallest share of a possible gain at the table",
}
"""Measure -> what a criterion is called that has no title of its own."""


@dataclass(frozen=True)
class CriterionMark:
    """What one criterion brings a seat: the measure, a share (None where there was nothing to measure), and marks."""

    key: str
    title: str
    value: float | None
    marks: float | None
    most: float


@dataclass(frozen=True)
class Marks:
    """All marks of one seat; criteria that could not be measured count neither for nor against it."""

    criteria: tuple[CriterionMark, ...]

    @property
    def most(self) -> float:
        """The maximum."""
        return sum(one.most for one in self.criteria if one.marks is not None)

    @property
    def total(self) -> float:
        """The sum of the marks."""
        return sum(one.marks for one in self.criteria if one.marks is not None)

    def plain(self) -> dict[str, Any]:
        """All of it as plain data."""
        return {"total": self.total, "most": self.most, "criteria": [asdict(one) for one in self.criteria]}


def rubric_of(scenario: Scenario) -> dict[str, Criterion]:
    """The rubric of a scenario, else the default one."""
    return dict(scenario.rubric or DEFAULT_RUBRIC)


def marks_by_rubric(end: End, benchmark: Benchmark, rubric: Mapping[str, Criterion]) -> dict[str, Marks]:
    """The marks of every seat for the end of its table."""
    shares = benchmark.shares(end.points)
    common = {"efficiency": benchmark.efficiency(end), "fairness": benchmark.fairness(end.points)}
    return {
        party: Marks(tuple(_mark(key, one, {"gain": share, **common}) for key, one in rubric.items()))
        for party, share in shares.items()
    }


def _mark(key: str, criterion: Criterion, measures: Mapping[str, float | None]) -> CriterionMark:
    value = measures[criterion.measure]
    marks = None if value is None else criterion.marks * _between(value, criterion.none, criterion.full)
    return CriterionMark(key, criterion.title or TITLES[criterion.measure], value, marks, criterion.marks)


def _between(value: float, none: float, full: float) -> float:
    """How far a value is on its way, 0 to 1.

    >>> _between(0.5, 0.0, 1.0), _between(-3.0, 0.0, 1.0), _between(0.9, 0.2, 0.7)
    (0.5, 0.0, 1.0)
    """
    return min(1.0, max(0.0, (value - none) / (full - none)))
