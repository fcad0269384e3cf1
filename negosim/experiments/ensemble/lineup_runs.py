"""Draws played by every lineup, each as often as the plan replicates it: the rows of a tournament."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from negosim.analysis.measures import Kept, Measures
from negosim.domain.rng import Chance
from negosim.experiments.ensemble.lineups import FRESH, Lineups, lineup_values, recast
from negosim.experiments.ensemble.plan import Plan
from negosim.experiments.ensemble.rows import Value, row
from negosim.negotiation.record import Record, played, recorded
from negosim.negotiation.vectorized import knows_rules, play_together, plays
from negosim.scenario.realize.realization import Reading, Readings

__all__ = ["Cast", "Casting", "cast_rows"]


@dataclass(frozen=True)
class Cast:
    """A draw with all that plays it; `paths` are those of the uncertain numbers.

    `records` holds what was played already, by lineup; none of it used a random number.
    """

    plan: Plan
    lineups: Lineups
    draw: int
    reading: Reading
    paths: tuple[str, ...]
    records: Mapping[int, Record] = field(default_factory=dict)


def cast_rows(cast: Cast, runs: range) -> Iterator[list[Value]]:
    """The rows of some runs of one draw.

    What was possible hangs on the draw alone, so it is found once. A run that used no random number is the same under
    other luck, and is not played again.
    """
    kept: Kept = {}
    certain: tuple[int, list[Value]] | None = None
    for run in runs:
        number, luck = divmod(run % cast.plan.each, cast.plan.replications)
        if certain is None or certain[0] != number:
            chance = Chance(cast.plan.seed, cast.draw + luck * FRESH)
            values = _values(cast, number, _record(cast, number, chance), kept)
            certain = None if chance.used else (number, values)
        else:
            values = certain[1]
        yield [cast.draw, number, luck, *values]


def _record(cast: Cast, number: int, chance: Chance) -> Record:
    """The record of a lineup: as it was played already, or else now."""
    if number in cast.records:
        return cast.records[number]
    plan, reading = cast.plan, recast(cast.reading, cast.lineups, number)
    return played(reading, chance, {}, allow_code=plan.allow_code, limit=plan.limit)


def _values(cast: Cast, number: int, record: Record, kept: Kept) -> list[Value]:
    """The cells behind draw, lineup and luck."""
    _, *rest = row(record, cast.paths, distance=cast.plan.distance, measures=Measures(record, kept))
    return [*lineup_values(cast.lineups, number, record.log, cast.reading.parties), *rest]


class Casting:
    """Draws and lineups brought together: those whose tactics and rules are all known are played side by side."""

    def __init__(self, plan: Plan, lineups: Lineups, readings: Readings) -> None:
        self.plan, self.lineups, self.readings = plan, lineups, readings

    @cached_property
    def together(self) -> frozenset[int]:
        """The lineups that can be played side by side."""
        if not knows_rules(self.readings.scenario):
            return frozenset()
        numbers = range(len(self.lineups))
        return frozenset(one for one in numbers if plays(self._tactics(one)))

    def _tactics(self, number: int) -> Iterator[str]:
        """The names of the tactics of a lineup, of every seat."""
        return (one.name for one in recast(self.readings.central, self.lineups, number).tactics.values())

    def casts(self, draws: range, readings: Sequence[Reading], span: range) -> Iterator[tuple[Cast, range]]:
        """The draws of some runs, each with its runs."""
        plan, paths, each = self.plan, tuple(self.readings.open), self.plan.each
        runs = {draw: range(max(span.start, draw * each), min(span.stop, (draw + 1) * each)) for draw in draws}
        records = self._records(dict(zip(draws, readings, strict=True)), runs)
        for draw, reading in zip(draws, readings, strict=True):
            yield Cast(plan, self.lineups, draw, reading, paths, records[draw]), runs[draw]

    def _records(self, readings: Mapping[int, Reading], runs: Mapping[int, range]) -> dict[int, dict[int, Record]]:
        """What is played side by side, by draw and lineup."""
        pairs = [(draw, number) for draw, some in runs.items() for number in self._numbers(some)]
        cast = [recast(readings[draw], self.lineups, number) for draw, number in pairs]
        courses = play_together(cast, [Chance(self.plan.seed, draw) for draw, _ in pairs]) if pairs else []
        records: dict[int, dict[int, Record]] = {draw: {} for draw in runs}
        for (draw, number), course in zip(pairs, courses, strict=True):
            records[draw][number] = recorded(course, {})
        return records

    def _numbers(self, runs: range) -> list[int]:
        """The lineups of some runs of one draw that are played side by side."""
        numbers = dict.fromkeys(run % self.plan.each // self.plan.replications for run in runs)
        return [number for number in numbers if number in self.together]
