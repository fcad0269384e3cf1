"""The tables of a run's report: points, what was possible, what groups could close, meetings; and the page's foot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from negosim.analysis.feasible import FeasibleSet
from negosim.analysis.measures import Measures
from negosim.analysis.outcome_narrative import solution_rows, tabulate_points
from negosim.analysis.phrases import Wording, number_of, run_command
from negosim.document import Cell, Row, Table, counted, day_text, listed
from negosim.domain.scale import Grid
from negosim.negotiation.course import MeetingResult
from negosim.negotiation.record import Record

__all__ = ["command_of", "foot", "meetings", "pairs", "points_table"]


def points_table(measures: Measures) -> Table:
    """Points by party as the terminal shows them; before them the status quo, after them the frontier."""
    table, possible = tabulate_points(measures), measures.possible
    start = {
        "Status quo, without delay": measures.begin,
        "Utility of what stands at the end": measures.utility(measures.record.course.standing.outcome),
    }
    rows = (Row(name, tuple(worth.values())) for name, worth in start.items())
    rational = (
        f"{number_of(possible.rational_size).capitalize()} of {counted(possible.size, 'outcome')} give "
        f"{Wording(measures.record.realization).deciders(possible)} at least its reservation value."
    )
    return replace(
        table,
        caption="Points by party",
        rows=(*rows, *table.rows, *_frontier(possible)),
        notes=(*table.notes, rational),
    )


def _frontier(possible: FeasibleSet) -> Iterator[Row]:
    """The least and the most that each who decides gets at efficient outcomes that are rational for all."""
    if possible.frontier is None:
        return
    efficient = possible.frontier.points
    part = efficient[:, possible.suits_all(efficient)]
    if part.size:
        yield _of_deciders("Least on the frontier, rational for all", part.min(axis=1), possible)
        yield _of_deciders("Most on the frontier, rational for all", part.max(axis=1), possible)


def _of_deciders(name: str, steps: Grid, possible: FeasibleSet) -> Row:
    """Points of those who decide; nothing is said of the others."""
    points: dict[str, Cell] = dict(possible.by_decider(steps))
    return Row(name, tuple(points.get(party, "") for party in possible.parties))


def pairs(measures: Measures) -> list[Table]:
    """For each group that can close something alone, the solutions over what it can close, by everybody's worth."""
    words = Wording(measures.record.realization)
    return [
        Table(f"What {words.parties(group)} could close without the rest", words.names, solution_rows(measures, group))
        for group in measures.possible.groups
    ]


def meetings(measures: Measures) -> Table:
    """The meetings in their order: whether they took place, what they came to, and their zones of agreement."""
    rows = tuple(Row(result.meeting.title, _meeting(measures, result)) for result in measures.record.course.meetings)
    heads = ("At the table", "Rounds", "Agreed", "Zone of agreement at its start")
    return Table("The meetings", heads, rows, corner="Meeting")


def _meeting(measures: Measures, result: MeetingResult) -> tuple[Cell, ...]:
    words = Wording(measures.record.realization)
    seats = words.parties(result.meeting.parties)
    if not result.took_place:
        return seats, "did not take place", "", ""
    if result.meeting.prepares:
        drafted = [f"a draft: {words.package(one.package)}" for one in result.initialled if one.package is not None]
        return seats, f"{result.rounds} of {result.meeting.rounds}", listed(drafted) or "nothing", ""
    agreed = "nothing" if result.package is None else words.package(result.package)
    before = measures.before(result)
    zone = f"{number_of(before.zone_size)} of {before.size}"
    day = measures.record.scenario.day(result.before + 1)
    since = f", from {day_text(day)}" if day else ""
    return seats, f"{result.rounds} of {result.meeting.rounds}{since}", agreed, zone


def command_of(record: Record) -> str:
    """The command that makes the same run."""
    scenario = record.scenario
    return run_command(scenario.name, record.seed, record.run, drawn=record.drawn, changes=scenario.changes)


def foot(record: Record) -> list[tuple[str, str]]:
    """What a run is known by."""
    numbers = "drawn for this run" if record.drawn else "the central case"
    versions = listed([f"{name} {version}" for name, version in record.versions.items()])
    known = [("Scenario", record.scenario.name), ("Digest (SHA-256)", record.scenario.digest)]
    known += [("Seed", str(record.seed)), ("Run", str(record.run)), ("Uncertain numbers", numbers)]
    return [*known, ("Versions", versions or "not recorded")]
