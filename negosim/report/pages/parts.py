"""The parts of a report as plain data: figures, points, meetings, and what the page says at its foot."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from negosim.analysis.feasible import FeasibleSet
from negosim.analysis.measures import Measures
from negosim.analysis.phrases import (
    Wording,
    efficient_words,
    listed,
    number_of,
    refused_words,
    solution_name,
    vote_words,
)
from negosim.analysis.run_data import frontier_size, points_of
from negosim.domain.preferences import from_grid
from negosim.negotiation.course import MeetingResult
from negosim.negotiation.record import Record
from negosim.registry import entries, lookup
from negosim.report.figures import Picture
from negosim.report.figures.lettering import clean
from negosim.report.pages.inline import inline_svg

__all__ = [
    "PageFigure",
    "PageTable",
    "command_of",
    "foot",
    "meetings",
    "pairs",
    "points",
    "possible_words",
    "shown_figures",
]


@dataclass(frozen=True)
class PageTable:
    """A table of a report: its caption, the heads of its columns, and rows whose first cell is their head."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @classmethod
    def of(cls, caption: str, rows: Sequence[Mapping[str, Any]]) -> PageTable:
        """The table of rows as mappings, under the columns of the first."""
        heads = tuple(rows[0]) if rows else ("nothing to show",)
        return cls(caption, heads, tuple(tuple(row.values()) for row in rows))


@dataclass(frozen=True)
class PageFigure:
    """A figure of a report: what it is, its SVG, its text alternative, and its numbers."""

    name: str
    title: str
    caption: str
    svg: Markup
    alt: str
    table: PageTable


TITLES = {
    "what_stands": "What stands",
    "course_of_talks": "The course of the talks",
    "utility_space": "What was possible",
    "stance_map": "What each side wants",
    "side_by_side": "Side by side",
    "before_after": "Before and after",
    "anatomy": "Who stands in the way of what",
    "frontier_pairs": "The frontier and the solutions",
    "price_of_order": "The price of the order of meetings",
    "stability_graph": "Would it hold?",
    "theories": "What theories say",
    "tactic_ranking": "How the tactics did",
    "tactic_matrix": "Who would switch to what",
    "replicator_paths": "Which tactics grow",
    "deals": "Where the tables ended, among agents",
    "concession_curve": "How a tactic concedes",
    "gains": "Points against reservation values",
}


def shown_figures(pictures: Sequence[Picture]) -> list[PageFigure]:
    """The figures, ready for a page: the known ones in the order of `TITLES`, then others."""
    order = {name: place for place, name in enumerate(TITLES)}
    return [_shown(picture) for picture in sorted(pictures, key=lambda one: order.get(one.name, len(order)))]


def _shown(picture: Picture) -> PageFigure:
    title = TITLES.get(picture.name, picture.name.replace("_", " ").capitalize())
    caption = lookup("figure", picture.name).summary
    svg = inline_svg(picture, title, f"figure-{picture.name.replace('_', '-')}")
    return PageFigure(
        picture.name, title, caption, svg, picture.alt, PageTable.of(f"The numbers of “{title}”", picture.table)
    )


def points(measures: Measures) -> PageTable:
    """Points by party: reservation values, the result, and what was possible."""
    parties = measures.record.scenario.parties
    ends = measures.utility(measures.record.course.standing.outcome)
    rows: list[tuple[str, Mapping[str, float]]] = [
        ("Status quo, without delay", measures.begin),
        ("Reservation value before the first round", measures.reservation),
        ("Utility of what stands at the end", ends),
        ("Cost of delay", measures.delay),
        ("Points: utility less delay", measures.points),
        ("Points above the reservation value", measures.surplus),
    ]
    rows += [*_solutions(measures), *_frontier(measures.possible)]
    heads = ("", *(party.name for party in parties.values()))
    return PageTable("Points by party", heads, tuple((what, *(given[key] for key in parties)) for what, given in rows))


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
    said = [
        f"Of {possible.size} outcomes {rational} give every party at least its reservation value; {zone} "
        "lie in the zone of agreement of one meeting of all parties.",
        *vote_words(measures.record.realization),
        _efficient(measures),
    ]
    none = [(solution_name(entry), possible.solve(entry)) for entry in entries("solution")]
    return said + [f"No {name} solution: {clean(one.reason)}." for name, one in none if not one.found]


def _efficient(measures: Measures) -> str:
    """The frontier, and how far from it the result lies."""
    possible = measures.possible
    if measures.distance is None:
        return efficient_words(None, len(possible.parties))
    return (
        f"The frontier has {frontier_size(possible)} efficient points; the result lies {measures.distance:.1f} points "
        "from the nearest of them."
    )


def pairs(measures: Measures) -> list[PageTable]:
    """For each group that can close something alone, the solutions over what it can close, by everybody's worth."""
    possible = measures.possible
    words = Wording(measures.record.realization)
    heads = ("", *(words.party(key) for key in possible.parties))
    return [
        PageTable(f"What {words.parties(group)} could close without the rest", heads, _group_rows(measures, group))
        for group in possible.groups
    ]


def _group_rows(measures: Measures, group: Sequence[str]) -> tuple[tuple[Any, ...], ...]:
    return tuple((name, *worth.values()) for name, worth in _solutions(measures, group))


def meetings(measures: Measures) -> PageTable:
    """The meetings in their order: whether they took place, what they came to, and their zones of agreement."""
    rows = tuple(_meeting(measures, held) for held in measures.record.course.meetings)
    heads = ("Meeting", "At the table", "Rounds", "Agreed", "Zone of agreement at its start")
    return PageTable("The meetings", heads, rows)


def _meeting(measures: Measures, held: MeetingResult) -> tuple[Any, ...]:
    words, seats = Wording(measures.record.realization), held.meeting.parties
    if not held.took_place:
        return held.meeting.title, words.parties(seats), "did not take place", "", ""
    agreed = "nothing" if held.package is None else words.package(held.package)
    before = measures.before(held)
    zone = f"{number_of(before.zone_size)} of {before.size}"
    return held.meeting.title, words.parties(seats), f"{held.rounds} of {held.meeting.rounds}", agreed, zone


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
