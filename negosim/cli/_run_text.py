"""A run on the terminal: the course of the talks, what stands at the end, and what everybody has of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from negosim.analysis.measures import Measures, measured
from negosim.analysis.offers import offer_records
from negosim.analysis.phrases import (
    efficient_words,
    listed,
    number_of,
    points,
    refused_words,
    solution_name,
    vote_words,
)
from negosim.analysis.run_data import frontier_size, solution_rows, zone
from negosim.analysis.run_narrative import Section, account
from negosim.cli._output import heading, say
from negosim.cli._terminal import counted, number, numbers, paragraph
from negosim.negotiation.record import Record
from negosim.registry import entries, lookup

__all__ = ["SCALE", "distance_words", "say_run"]

SCALE = (
    "A party that got its best option on every issue would have 100 points, before what comes of options together. "
    "Every party has a measure of its own: 10 points of one are not 10 points of another."
)
"""What points are, for those who see them for the first time."""


def say_run(record: Record, dependence: str = "") -> None:
    """Tell a run in plain words; `dependence` says how far the outcome depends on the tactics, where that is known."""
    measures = measured(record)
    sections = account(record)
    meetings = len(record.course.meetings)
    say(record.scenario.title)
    say(paragraph(_which(record)))
    heading("How the talks went")
    for place, section in enumerate(sections[:meetings], 1):
        _say_section(section, f"{place}. {section.title}")
    if dependence:
        heading("Does it depend on the tactic?")
        say(paragraph(dependence))
    heading("What stands at the end")
    say("\n".join(_standing(measures)))
    heading("What each party has of it, in points")
    say("\n".join(_points(measures)).rstrip())
    say("\n".join(_possible(measures)))
    for section in sections[meetings:]:
        heading(section.title)
        say("\n".join(paragraph(sentence) for sentence in section.sentences))


def _which(record: Record) -> str:
    """Which run of which scenario this is."""
    drawn = "the uncertain numbers drawn" if record.drawn else "every uncertain number at its centre"
    changed = f", with {counted(len(record.scenario.changes), 'change')}" if record.scenario.changes else ""
    return f"Scenario {record.scenario.name}{changed}; {drawn}; seed {record.seed}, run {record.run}."


def _say_section(section: Section, title: str) -> None:
    say(paragraph(title))
    say("\n".join(paragraph(sentence, indent=5) for sentence in section.sentences))


def _standing(measures: Measures) -> Iterator[str]:
    """The issues that were settled, then those left as they were."""
    record = measures.record
    if not measures.agreed:
        yield paragraph("Nothing was agreed: everything stays as it was.")
    for axis, issue in enumerate(record.realization.space.issues):
        label = issue.labels[record.course.standing.outcome[axis]]
        if issue.key in measures.settled:
            meeting = record.scenario.meetings[measures.settled[issue.key]].title
            yield paragraph(f"Settled: {issue.title}: {label}", hang=4)
            yield paragraph(f"in “{meeting}”; before it was: {issue.labels[issue.status_quo]}", indent=6)
        else:
            yield paragraph(f"As it was: {issue.title}: {label}", hang=4)


def _points(measures: Measures) -> Iterator[str]:
    """The table of points: this run, what each would have without any deal, and the bargaining solutions."""
    parties = measures.record.scenario.parties
    rows: list[tuple[str, Mapping[str, float] | None]] = [
        ("At the end of these talks", measures.points),
        ("Reservation value at first", measures.reservation),
        ("More than that, or less (-)", measures.surplus),
        ("Cost of delay, taken off above", measures.delay),
        *_moved(measures),
    ]
    solved = list(_solutions(measures))
    rows += [("Proposed by bargaining theory:", None), *solved] if solved else []
    yield paragraph(SCALE)
    yield ""
    head = [party.name for party in parties.values()]
    yield from numbers(head, [(name, _cells(values, list(parties))) for name, values in rows])
    yield from _unsolved(measures)


def _moved(measures: Measures) -> Iterator[tuple[str, Mapping[str, float]]]:
    """The reservation values that the last offer met with, where they moved: what was paid by then no longer counts."""
    offers = offer_records(measures.record)
    if offers and any(round(offers[-1].reservation[key] - at, 1) for key, at in measures.reservation.items()):
        yield "Reservation value, last offer", offers[-1].reservation


def _cells(values: Mapping[str, float] | None, parties: Sequence[str]) -> list[str]:
    """A row's points; empty cells for a heading among the rows."""
    return [""] * len(parties) if values is None else [number(values.get(party)) for party in parties]


def _solutions(measures: Measures) -> Iterator[tuple[str, dict[str, float]]]:
    """The solutions that exist, those that agree in one row; with who refuses what they propose."""
    rows, parties = solution_rows(measures.possible), measures.record.scenario.parties
    same: dict[tuple[tuple[float, ...], str], list[str]] = {}
    for name, row in rows.items():
        if row is not None:
            refused = refused_words([parties[key].name for key in row["refused_by"]])
            same.setdefault((tuple(row["points"].values()), refused), []).append(
                solution_name(lookup("solution", name))
            )
    for (values, refused), names in same.items():
        yield f"  {', '.join(names)}{refused}", dict(zip(measures.reservation, values, strict=True))


def _unsolved(measures: Measures) -> Iterator[str]:
    """Why solutions don't exist, those with the same reason in one sentence."""
    reasons: dict[str, list[str]] = {}
    for entry in entries("solution"):
        found = measures.possible.solve(entry)
        if not found.found:
            reasons.setdefault(found.reason, []).append(solution_name(entry))
    for reason, names in reasons.items():
        yield paragraph(f"No {listed(names, 'or')} solution: {reason}.")


def _possible(measures: Measures) -> Iterator[str]:
    """What was possible beside what came of it."""
    possible = measures.possible
    found = zone(possible)
    yield paragraph(
        f"Of {counted(possible.size, 'outcome')}, {number_of(possible.zone_size)} ({100 * found['share']:.1f} %) lie "
        "in the zone of agreement: all whose consent they need could agree to them at once. "
        f"{efficient_words(frontier_size(possible), len(possible.parties))}"
    )
    yield from map(paragraph, vote_words(measures.record.realization))
    if measures.distance is not None:
        yield paragraph(distance_words(measures.distance))


def distance_words(distance: float) -> str:
    """How far the talks ended from the frontier."""
    if round(distance, 1) == 0:
        return "These talks ended at an efficient outcome."
    return f"These talks ended {points(distance)} from the nearest of them, delay included."
