"""The offers of a run in their order, with what each was worth to everybody when it lay on the table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from negosim.analysis.feasible import reservation_values
from negosim.domain.preferences import from_grid
from negosim.negotiation.protocols.base import Event, Package, Standing
from negosim.negotiation.record import Record
from negosim.scenario.realize.realization import Reading

__all__ = ["Moment", "Tabled", "moments", "offer_rows", "outcome_rows", "standings", "tabled"]


@dataclass(frozen=True)
class Tabled:
    """An offer on the table: its event, what stood, what would stand, and worth and reservation value by party.

    `agreed` says whether it took effect; `answers` who accepted and who didn't, in their order. Points, not grid.
    """

    event: Event
    package: Package
    standing: Standing
    worth: dict[str, float]
    reservation: dict[str, float]
    answers: dict[str, bool]
    agreed: bool

    @property
    def outcome(self) -> tuple[int, ...]:
        """What would stand."""
        return self.package.on(self.standing.outcome)


@dataclass(frozen=True)
class Moment:
    """An entry of the log, with what stood and which numbers were in force when it was made, and after it."""

    event: Event
    standing: Standing
    reading: Reading

    @cached_property
    def after(self) -> tuple[Standing, Reading]:
        """What stands and which numbers are in force once the entry has done what it does."""
        effect = self.event.effect
        changed = bool(effect.numbers or effect.rounds)
        reading = self.reading.after(effect.numbers, effect.rounds) if changed else self.reading
        return self.standing.by(self.event), reading

    @property
    def changes(self) -> bool:
        """Whether the entry moves what stands, binds anybody, or brings other numbers into force."""
        standing, reading = self.after
        return standing != self.standing or reading is not self.reading


def moments(record: Record) -> Iterator[Moment]:
    """Every entry of the log with its moment."""
    standing, reading = Standing.at_first(record.reading.space), record.reading
    for event in record.log:
        moment = Moment(event, standing, reading)
        yield moment
        standing, reading = moment.after


def standings(record: Record) -> Iterator[tuple[Event, Standing]]:
    """Every entry of the log with what stood when it was made."""
    return ((moment.event, moment.standing) for moment in moments(record))


def tabled(record: Record) -> list[Tabled]:
    """All offers of a run, in their order."""
    entries = list(moments(record))
    starts = [k for k, moment in enumerate(entries) if moment.event.kind == "offered"]
    ends = [*starts, len(entries)][1:]
    later = ([one.event for one in entries[start + 1 : end]] for start, end in zip(starts, ends, strict=True))
    return [_tabled(entries[start], until_next) for start, until_next in zip(starts, later, strict=True)]


def _tabled(moment: Moment, until_next: list[Event]) -> Tabled:
    """One offer, with the entries that follow it up to the next offer."""
    event, standing = moment.event, moment.standing
    package = event.package or Package(())
    left = moment.reading.rounds_left(event.round)
    outcome, parties = package.on(standing.outcome), moment.reading.at(event.round).preferences.items()
    return Tabled(
        event=event,
        package=package,
        standing=standing,
        worth={key: from_grid(party.worth(outcome, left)) for key, party in parties},
        reservation=reservation_values(moment.reading, standing, event.round),
        answers={one.seat: bool(one.facts["accepts"]) for one in until_next if one.kind == "answered"},
        agreed=any(one.kind == "agreed" for one in until_next),
    )


def offer_rows(record: Record) -> list[dict[str, Any]]:
    """One row an offer: round, meeting, who, what it names, its worth to every party, and whether it took effect.

    Options stand under `issue.KEY` and worth under `worth.PARTY`, so that no key can take the place of another column.
    """
    space = record.reading.space
    return [
        {"round": one.event.round, "meeting": one.event.meeting, "seat": one.event.seat}
        | {f"issue.{space.issues[axis].key}": space.issues[axis].options[option] for axis, option in one.package.terms}
        | {f"worth.{party}": worth for party, worth in one.worth.items()}
        | {"accepted_by": " ".join(seat for seat, accepts in one.answers.items() if accepts), "agreed": one.agreed}
        for one in tabled(record)
    ]


def outcome_rows(record: Record) -> list[dict[str, Any]]:
    """One row an issue: where it stood, where it stands, and who is bound to it."""
    space, end = record.reading.space, record.course.standing
    return [
        {
            "issue": issue.key,
            "title": issue.title,
            "status_quo": issue.options[issue.status_quo],
            "option": issue.options[end.outcome[axis]],
            "label": issue.labels[end.outcome[axis]],
            "bound": " ".join(sorted(end.bound[axis])),
        }
        for axis, issue in enumerate(space.issues)
    ]
