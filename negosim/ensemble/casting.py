"""One draw played by every lineup, each as often as the plan replicates it: the rows of a tournament."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from negosim.chance import Chance
from negosim.ensemble.lineups import FRESH, Lineups, lineup_values, recast
from negosim.ensemble.plan import Plan
from negosim.ensemble.rows import Value, row
from negosim.measures import Measures
from negosim.record import Record, played
from negosim.scenario.draw import Reading

__all__ = ["Cast", "cast_rows"]


@dataclass(frozen=True)
class Cast:
    """A draw with all that plays it; `paths` are those of the uncertain numbers."""

    plan: Plan
    lineups: Lineups
    draw: int
    reading: Reading
    paths: tuple[str, ...]


def cast_rows(cast: Cast, runs: range) -> Iterator[list[Value]]:
    """The rows of some runs of one draw.

    What was possible hangs on the draw alone, so it is found once. A run that used no random number is the same under
    other luck, and is not played again.
    """
    kept: Measures | None = None
    certain: tuple[int, list[Value]] | None = None
    for run in runs:
        number, luck = divmod(run % cast.plan.each, cast.plan.replications)
        if certain is None or certain[0] != number:
            chance = Chance(cast.plan.seed, cast.draw + luck * FRESH)
            record = _played(cast, number, chance)
            kept = _sharing(Measures(record), kept) if cast.plan.distance else None
            values = _values(cast, number, record, kept)
            certain = None if chance.used else (number, values)
        else:
            values = certain[1]
        yield [cast.draw, number, luck, *values]


def _played(cast: Cast, number: int, chance: Chance) -> Record:
    plan, reading = cast.plan, recast(cast.reading, cast.lineups, number)
    return played(reading, chance, {}, allow_code=plan.allow_code, limit=plan.limit)


def _sharing(measures: Measures, earlier: Measures | None) -> Measures:
    """The measures of a run that share what was possible with those of an earlier run of the same draw."""
    if earlier is not None:
        vars(measures)["possible"] = earlier.possible
    return measures


def _values(cast: Cast, number: int, record: Record, measures: Measures | None) -> list[Value]:
    """The cells behind draw, lineup and luck."""
    _, *rest = row(record, cast.paths, distance=cast.plan.distance, measures=measures)
    return [*lineup_values(cast.lineups, number, record.log, cast.reading.parties), *rest]
