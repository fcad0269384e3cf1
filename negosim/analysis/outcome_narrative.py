"""What stands at the end of a run, and what each party has of it, in plain language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from negosim.analysis.measures import Measures
from negosim.analysis.offers import Moment, moments, offer_records
from negosim.analysis.phrases import (
    SCALE,
    Wording,
    condition_words,
    efficient_words,
    number_of,
    refused_words,
    solution_name,
    vote_words,
)
from negosim.analysis.run_data import count_frontier
from negosim.document import (
    Content,
    Definition,
    Paragraph,
    Row,
    Section,
    Table,
    counted,
    grouped,
    listed,
    percent,
    points,
)
from negosim.negotiation.log import Kind
from negosim.negotiation.record import Record
from negosim.registry import entries

__all__ = ["distance_words", "narrate_outcome", "solution_rows", "tabulate_points"]

HOW: dict[str, str] = {Kind.AGREED: "Settled", Kind.MOVED: "Moved", Kind.LAPSED: "Ran out; now"}
"""What changes an issue -> how it came to stand where it does."""


def narrate_outcome(measures: Measures) -> tuple[Section, ...]:
    """The issues as they stand, and the points by party beside what was possible."""
    return (
        Section("What stands at the end", tuple(_standing(measures))),
        Section("What each party has of it, in points", (Paragraph(SCALE), tabulate_points(measures))),
    )


def tabulate_points(measures: Measures) -> Table:
    """The points by party at the end, without any deal and at the solutions; below it what was possible."""
    notes = (*_unsolved(measures), *_possible(measures))
    return Table("", Wording(measures.record.realization).names, tuple(_rows(measures)), notes=notes)


def _standing(measures: Measures) -> Iterator[Content]:
    """Every issue: settled, in which meeting; run out or moved since; or as it was."""
    record, last = measures.record, _last_changes(measures.record)
    if not measures.agreed:
        what = ", and not everything stays as it was." if last else ": everything stays as it was."
        yield Paragraph(f"Nothing was agreed{what}")
    for axis, issue in enumerate(record.realization.space.issues):
        stands = f"{issue.title}: {issue.labels[record.course.standing.outcome[axis]]}"
        if axis in last:
            changed = HOW[last[axis].event.kind]
            notes = (Paragraph(_change(measures, axis, last[axis])), *_waiting(measures, axis))
            yield Definition(f"{changed}: {stands}", notes)
        else:
            yield Definition(f"As it was: {stands}")


def _last_changes(record: Record) -> dict[int, Moment]:
    """Issues by axis -> when one was last agreed on, moved or ran out."""
    changes = (one for one in moments(record) if one.event.kind in HOW and one.event.package is not None)
    return {axis: one for one in changes if one.event.package for axis in one.event.package.axes}


def _change(measures: Measures, axis: int, last: Moment) -> str:
    """Where an issue was settled, or when what stood ran out or was moved; and what was before."""
    words, issue = Wording(measures.record.realization), last.realization.space.issues[axis]
    settled, round_ = measures.settled.get(issue.key), last.event.round
    where = f"in “{measures.record.scenario.meetings[settled].title}”" if settled else ""
    if last.event.kind == Kind.AGREED:
        return f"{where}; before it was: {issue.labels[issue.status_quo]}"
    before = f"before it was: {issue.labels[last.standing.outcome[axis]]}{f', settled {where}' if where else ''}"
    if last.event.kind == Kind.LAPSED:
        return f"{before}. {words.after(round_)} that had run out."
    return f"{before}. It was moved without an agreement, in {words.round(round_)}."


def _waiting(measures: Measures, axis: int) -> Iterator[Paragraph]:
    """What an agreement still waits for, where it is not in force."""
    space = measures.record.realization.space
    if space.issues[axis].key in measures.suspended:
        condition = condition_words(space, space.in_force.waits[axis])
        yield Paragraph(f"signed, and waits for {condition}: until then what was before counts")


def _rows(measures: Measures) -> Iterator[Row]:
    """This run, what each would have without any deal, and the bargaining solutions."""
    yield _row("At the end of these talks", measures.points)
    yield _row("Reservation value at first", measures.reservation)
    yield _row("More than that, or less (-)", measures.surplus)
    yield _row("Cost of delay, taken off above", measures.delay)
    if moved := _last_reservation(measures):
        yield _row("Reservation value, last offer", moved)
    if solved := solution_rows(measures):
        yield Row("Proposed by bargaining theory:", ("",) * len(measures.points))
        yield from (replace(row, indented=True) for row in solved)


def _row(name: str, values: Mapping[str, float]) -> Row:
    return Row(name, tuple(values.values()))


def _last_reservation(measures: Measures) -> Mapping[str, float]:
    """The reservation values that the last offer met with, where they moved: what was paid by then no longer counts."""
    offers = offer_records(measures.record)
    if offers and any(round(offers[-1].reservation[key] - at, 1) for key, at in measures.reservation.items()):
        return offers[-1].reservation
    return {}


def solution_rows(measures: Measures, group: Sequence[str] | None = None) -> tuple[Row, ...]:
    """The solutions that exist, those that agree in one row; with who refuses what they propose.

    Of a `group` only what it could close without the rest is looked at.
    """
    possible, words = measures.possible, Wording(measures.record.realization)
    same = grouped(
        ((possible.refused_by(index), tuple(possible.points_of(index).values())), solution_name(entry))
        for entry in entries("solution")
        for index in possible.solve(entry, group).outcomes[:1]
    )
    return tuple(
        Row(", ".join(names) + refused_words([*map(words.party, refusing)]), values)
        for (refusing, values), names in same.items()
    )


def _unsolved(measures: Measures) -> Iterator[str]:
    """Why solutions don't exist, those with the same reason in one sentence."""
    solved = {solution_name(entry): measures.possible.solve(entry) for entry in entries("solution")}
    reasons = grouped((one.reason, name) for name, one in solved.items() if not one.exists)
    yield from (f"No {listed(names, 'or')} solution: {reason}." for reason, names in reasons.items())


def _possible(measures: Measures) -> Iterator[str]:
    """What was possible beside what came of it."""
    possible = measures.possible
    share, _, _ = possible.zone_size.share(possible.size)
    yield (
        f"Of {counted(possible.size, 'outcome')}, {number_of(possible.zone_size)} ({percent(share, 1)}) lie "
        "in the zone of agreement: all whose consent they need could agree to them at once. "
        f"{efficient_words(count_frontier(possible), len(possible.deciders), possible.size)}"
    )
    yield from vote_words(measures.record.realization)
    if measures.distance is not None:
        yield distance_words(measures.distance)


def distance_words(distance: float) -> str:
    """How far the talks ended from the frontier."""
    if round(distance, 1) == 0:
        return "These talks ended at an efficient outcome."
    return f"These talks ended {points(distance)} from the nearest of them, delay included."
