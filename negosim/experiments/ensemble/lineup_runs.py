"""Draws played by every lineup, each as often as the plan replicates it: the rows of a tournament."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from negosim.analysis.measures import FeasibleSets, Measures
from negosim.domain.rng import RandomSource
from negosim.experiments.ensemble.lineups import FRESH, Lineups, lineup_values, with_lineup
from negosim.experiments.ensemble.plan import Plan
from negosim.experiments.ensemble.rows import Value, row
from negosim.negotiation.record import Record, play_realization, record_of
from negosim.negotiation.vectorized import play_batch, supports_rules, supports_tactics
from negosim.scenario.realize.realization import Realization, RealizationFactory

__all__ = ["LineupDraw", "LineupRuns", "cast_rows"]


@dataclass(frozen=True)
class LineupDraw:
    """A draw with all that plays it; `paths` are those of the uncertain numbers.

    `records` holds what was played already, by lineup; none of it used a random number.
    """

    plan: Plan
    lineups: Lineups
    draw: int
    realization: Realization
    paths: tuple[str, ...]
    records: Mapping[int, Record] = field(default_factory=dict)


def cast_rows(cast: LineupDraw, runs: range) -> Iterator[list[Value]]:
    """The rows of some runs of one draw.

    What was possible hangs on the draw alone, so it is found once. A run that used no random number is the same under
    other luck, and is not played again.
    """
    sets = FeasibleSets()
    certain: tuple[int, list[Value]] | None = None
    for run in runs:
        number, luck = divmod(run % cast.plan.each, cast.plan.replications)
        if certain is None or certain[0] != number:
            chance = RandomSource(cast.plan.seed, cast.draw + luck * FRESH)
            values = _values(cast, number, _record(cast, number, chance), sets)
            certain = None if chance.used else (number, values)
        else:
            values = certain[1]
        yield [cast.draw, number, luck, *values]


def _record(cast: LineupDraw, number: int, chance: RandomSource) -> Record:
    """The record of a lineup: as it was played already, or else now."""
    if number in cast.records:
        return cast.records[number]
    plan, realization = cast.plan, with_lineup(cast.realization, cast.lineups, number)
    return play_realization(realization, chance, {}, allow_code=plan.allow_code, limit=plan.limit)


def _values(cast: LineupDraw, number: int, record: Record, sets: FeasibleSets) -> list[Value]:
    """The cells behind draw, lineup and luck."""
    _, *rest = row(record, cast.paths, distance=cast.plan.distance, measures=Measures(record, sets))
    return [*lineup_values(cast.lineups, number, record.log, cast.realization.parties), *rest]


class LineupRuns:
    """Draws and lineups brought together: those whose tactics and rules are all known are played side by side."""

    def __init__(self, plan: Plan, lineups: Lineups, realizations: RealizationFactory) -> None:
        self.plan, self.lineups, self.realizations = plan, lineups, realizations

    @cached_property
    def together(self) -> frozenset[int]:
        """The lineups that can be played side by side."""
        if not supports_rules(self.realizations.scenario):
            return frozenset()
        numbers = range(len(self.lineups))
        return frozenset(one for one in numbers if supports_tactics(self._tactics(one)))

    def _tactics(self, number: int) -> Iterator[str]:
        """The names of the tactics of a lineup, of every seat."""
        return (one.name for one in with_lineup(self.realizations.central, self.lineups, number).tactics.values())

    def casts(
        self, draws: range, realizations: Sequence[Realization], span: range
    ) -> Iterator[tuple[LineupDraw, range]]:
        """The draws of some runs, each with its runs."""
        plan, paths, each = self.plan, tuple(self.realizations.open), self.plan.each
        runs = {draw: range(max(span.start, draw * each), min(span.stop, (draw + 1) * each)) for draw in draws}
        records = self._records(dict(zip(draws, realizations, strict=True)), runs)
        for draw, realization in zip(draws, realizations, strict=True):
            yield LineupDraw(plan, self.lineups, draw, realization, paths, records[draw]), runs[draw]

    def _records(
        self, realizations: Mapping[int, Realization], runs: Mapping[int, range]
    ) -> dict[int, dict[int, Record]]:
        """What is played side by side, by draw and lineup."""
        pairs = [(draw, number) for draw, some in runs.items() for number in self._numbers(some)]
        cast = [with_lineup(realizations[draw], self.lineups, number) for draw, number in pairs]
        courses = play_batch(cast, [RandomSource(self.plan.seed, draw) for draw, _ in pairs]) if pairs else []
        records: dict[int, dict[int, Record]] = {draw: {} for draw in runs}
        for (draw, number), course in zip(pairs, courses, strict=True):
            records[draw][number] = record_of(course, {})
        return records

    def _numbers(self, runs: range) -> list[int]:
        """The lineups of some runs of one draw that are played side by side."""
        numbers = dict.fromkeys(run % self.plan.each // self.plan.replications for run in runs)
        return [number for number in numbers if number in self.together]
