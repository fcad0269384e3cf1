"""The tables of a run's report: points, what was possible, what groups could close, meetings; and the page's foot."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence

from negosim.analysis.feasible import FeasibleSet
from negosim.analysis.measures import Measures
from negosim.analysis.phrases import Wording, efficient_words, number_of, refused_words, solution_name, vote_words
from negosim.analysis.run_data import frontier_size, points_of
from negosim.document import Cell, Row, Table, clean, listed
from negosim.domain.preferences import from_grid
from negosim.negotiation.course import MeetingResult
from negosim.negotiation.record import Record
from negosim.registry import entries

__all__ = ["command_of", "foot", "meetings", "pairs", "points", "possible_words"]


def points(measures: Measures) -> Table:
    """Points by party: reservation values, the result, and what was possible."""
    rows: list[tuple[str, Mapping[str, float]]] = [
        ("Status quo, without delay", measures.begin),
        ("Reservation value before the first round", measures.reservation),
        ("Utility of what stands at the end", measures.utility(measures.record.course.standing.outcome)),
        ("Cost of delay", measures.delay),
        ("Points: utility less delay", measures.points),
        ("Points above the reservation value", measures.surplus),
        *_solutions(measures),
        *_frontier(measures.possible),
    ]
    return _by_party("Points by party", measures, rows)


def _by_party(caption: str, measures: Measures, rows: Sequence[tuple[str, Mapping[str, float]]]) -> Table:
    parties = measures.record.scenario.parties
    cells = [(name, [values[key] for key in parties]) for name, values in rows]
    return Table.of(caption, [party.name for party in parties.values()], cells)


def _solutions(measures: Measures, group: Sequence[str] | None = None) -> list[tuple[str, Mapping[str, float]]]:
    """Worth before the first round of every solution that exists, with who refuses what it proposes."""
    possible, words = measures.possible, Wording(measures.record.realization)
    found = [(solution_name(entry), possible.solve(entry, group)) for entry in entries("solution")]
    first = [(name, one.outcomes[0]) for name, one in found if one.outcomes]
    return [
        (name + refused_words([*map(words.party, possible.refused_by(index))]), points_of(possible, index))
        for name, index in first
    ]


def _frontier(possible: FeasibleSet) -> list[tuple[str, Mapping[str, float]]]:
    """The least and the most that each party gets at efficient outcomes that are rational for all."""
    if possible.frontier is None:
        return []
    efficient = possible.frontier.points
    part = efficient[:, (efficient >= possible.reservation[:, None]).all(axis=0)]
    if not part.size:
        return []
    least = dict(zip(possible.parties, map(from_grid, part.min(axis=1)), strict=True))
    most = dict(zip(possible.parties, map(from_grid, part.max(axis=1)), strict=True))
    return [("Least on the frontier, rational for all", least), ("Most on the frontier, rational for all", most)]


def possible_words(measures: Measures) -> list[str]:
    """What was possible, in sentences: the zone, the frontier, the distance, the solutions that don't exist."""
    possible = measures.possible
    rational, zone = number_of(possible.rational_size), number_of(possible.zone_size)
    sentences = [
        f"Of {possible.size} outcomes {rational} give every party at least its reservation value; {zone} "
        "lie in the zone of agreement of one meeting of all parties.",
        *vote_words(measures.record.realization),
        _efficient(measures),
    ]
    none = [(solution_name(entry), possible.solve(entry)) for entry in entries("solution")]
    return sentences + [f"No {name} solution: {clean(one.reason)}." for name, one in none if not one.exists]


def _efficient(measures: Measures) -> str:
    """The frontier, and how far from it the result lies."""
    possible = measures.possible
    if measures.distance is None:
        return efficient_words(None, len(possible.parties))
    return (
        f"The frontier has {frontier_size(possible)} efficient points; the result lies {measures.distance:.1f} points "
        "from the nearest of them."
    )


def pairs(measures: Measures) -> list[Table]:
    """For each group that can close something alone, the solutions over what it can close, by everybody's worth."""
    words = Wording(measures.record.realization)
    return [
        _by_party(f"What {words.parties(group)} could close without the rest", measures, _solutions(measures, group))
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
    agreed = "nothing" if result.package is None else words.package(result.package)
    before = measures.before(result)
    zone = f"{number_of(before.zone_size)} of {before.size}"
    return seats, f"{result.rounds} of {result.meeting.rounds}", agreed, zone


def command_of(record: Record) -> str:
    """The command that makes the same run."""
    parts = ["negosim", "run", record.scenario.name, "--seed", str(record.seed), "--run", str(record.run)]
    parts += ["--draw"] if record.drawn else []
    parts += [word for change in record.scenario.changes for word in ("--set", change)]
    return shlex.join(parts)


def foot(record: Record) -> list[tuple[str, str]]:
    """What a run is known by."""
    numbers = "drawn for this run" if record.drawn else "the central case"
    versions = listed([f"{name} {version}" for name, version in record.versions.items()])
    known = [("Scenario", record.scenario.name), ("Digest (SHA-256)", record.scenario.digest)]
    known += [("Seed", str(record.seed)), ("Run", str(record.run)), ("Uncertain numbers", numbers)]
    return [*known, ("Versions", versions or "not recorded")]
