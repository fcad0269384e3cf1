"""The table of runs: draws, agreements, points, and shortfalls, one row per run.

Columns, in this order:

- `run`, then every uncertain number by its path in the file, as drawn;
- `agreed`: whether any package was agreed; `rounds`: rounds played in all;
- `option.<issue>`: the final option, as key or amount; `settled.<issue>`: the meeting whose agreement named the issue
  last, empty for none;
- `points.<party>` = `utility.<party>` - `delay.<party>`; `surplus.<party>`: points above the reservation value before
  the first round;
- `rejected.<party>`: the offers that the party rejected though its consent was needed, or voted down in a body;
- `failed`: the last meeting without agreement, empty for none; `missed`: whether a deal was feasible at its end;
  `short.<party>`: the points that the party was short of the nearest deal; `blocked`: the parties short, joined by `+`,
  empty for none. See `negosim.analysis.impasse.shortfall`;
- the measures of the environment, if any: `war.battles` and the like;
- `distance` and `distance_to_nash` on request: points to the nearest outcome of the frontier, and to the Nash
  bargaining solution, if any;
- `log`: fingerprint of the log.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from negosim.analysis.impasse.shortfall import FailedMeeting, failure
from negosim.analysis.measures import Measures
from negosim.negotiation.environment.base import Value, make_blocks
from negosim.negotiation.log_rows import Log
from negosim.negotiation.record import Record
from negosim.scenario.realize.realization import RealizationFactory

__all__ = ["Column", "columns", "fingerprint", "rejections", "row"]


@dataclass(frozen=True)
class Column:
    """A column of the table of runs; `categories` are its possible texts, where known."""

    name: str
    type: Literal["int", "float", "bool", "text"]
    categories: tuple[str, ...] = ()


def columns(realizations: RealizationFactory, *, distance: bool = False) -> Iterator[Column]:
    """The columns of a scenario's table of runs, in order."""
    parties, meetings = tuple(realizations.scenario.parties), tuple(realizations.scenario.meetings)
    space = realizations.space
    yield Column("run", "int")
    yield from (Column(path, "float") for path in realizations.open)
    yield from (Column("agreed", "bool"), Column("rounds", "int"))
    for issue in space.issues:
        keys = tuple(option for option in issue.options if isinstance(option, str))
        yield Column(f"option.{issue.key}", "text" if keys else "float", keys)
    yield from (Column(f"settled.{issue.key}", "text", meetings) for issue in space.issues)
    yield from (Column(f"suspended.{space.issues[axis].key}", "bool") for axis in space.in_force.waits)
    for what in ("points", "utility", "delay", "surplus"):
        yield from (Column(f"{what}.{party}", "float") for party in parties)
    yield from (Column(f"rejected.{party}", "int") for party in parties)
    yield from (Column("failed", "text", meetings), Column("missed", "bool"))
    yield from (Column(f"short.{party}", "float") for party in parties)
    yield Column("blocked", "text")
    for block in make_blocks(realizations.central):
        yield from (Column(one.name, one.type, one.categories) for one in block.measures)
    if distance:
        yield from (Column("distance", "float"), Column("distance_to_nash", "float"))
    yield Column("log", "text")


def row(
    record: Record, paths: Sequence[str], *, distance: bool = False, measures: Measures | None = None
) -> list[Value]:
    """The row of a run, in the order of `columns`; `paths` are those of the uncertain numbers."""
    measures, course, numbers = measures or Measures(record), record.course, record.realization.numbers
    turned_down = rejections(record.log)
    settled, outcome, space = measures.settled, measures.outcome, record.realization.space
    return [
        record.run,
        *(numbers[path] for path in paths),
        measures.agreed,
        course.round,
        *outcome.values(),
        *(settled.get(issue) for issue in outcome),
        *(space.issues[axis].key in measures.suspended for axis in space.in_force.waits),
        *measures.points.values(),
        *measures.value.values(),
        *measures.delay.values(),
        *measures.surplus.values(),
        *(turned_down[party] for party in record.realization.parties),
        *_blocked(failure(measures), record.realization.parties),
        *measures.besides.values(),
        *((measures.distance, measures.distance_to_nash) if distance else ()),
        fingerprint(record.log),
    ]


def rejections(log: Log) -> Counter[str]:
    """The number of offers that each party rejected though its consent was needed, or that its vote helped to stop."""
    return Counter(log.refusers())


def _blocked(failed: FailedMeeting | None, parties: Sequence[str]) -> Iterator[Value]:
    """The columns on failed meetings."""
    short = failed.short if failed is not None else {}
    yield failed.meeting if failed is not None else None
    yield failed is not None and failed.missed
    yield from (short.get(party, 0.0) for party in parties)
    yield "+".join(party for party in parties if party in short) or None


def fingerprint(log: Log) -> str:
    """SHA-256 of a log, the first 16 hex digits: equal for equal logs."""
    return hashlib.sha256(f"[{','.join(log.texts())}]".encode()).hexdigest()[:16]
