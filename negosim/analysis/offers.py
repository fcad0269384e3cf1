"""The offers of a run in order, with their worth to every party at the time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from negosim.analysis.feasible import reservation_values
from negosim.negotiation.log import Kind, LogEntry, No, Reply, Vote
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.agreeable import Vetoes
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.negotiation.record import Record
from negosim.negotiation.refusals import reason_against
from negosim.scenario.realize.realization import Realization

__all__ = ["Moment", "OfferRecord", "entries_with_standing", "moments", "offer_records", "offer_rows", "outcome_rows"]


@dataclass(frozen=True)
class OfferRecord:
    """An offer: its log entry, what stood, what would stand, and worth and reservation value by party, in points.

    `vetoed` lists the parties that veto it, by the numbers in force when it was made; `answers` who accepted and who
    didn't, in order, and `against` why not; `agreed` whether it took effect, `voted_down` whether a body at the table
    turned it down.
    """

    event: LogEntry
    package: Package
    standing: Standing
    worth: dict[str, float]
    reservation: dict[str, float]
    vetoed: tuple[str, ...]
    answers: dict[str, bool]
    against: dict[str, No]
    agreed: bool
    voted_down: bool = False

    @property
    def outcome(self) -> tuple[int, ...]:
        """What would stand."""
        return self.package.on(self.standing.outcome)

    def acceptable_to(self, parties: Iterable[str]) -> bool:
        """Whether nobody vetoes it, and it gives some parties at least their reservation value."""
        return not self.vetoed and all(self.worth[party] >= self.reservation[party] for party in parties)


@dataclass(frozen=True)
class Moment:
    """An entry of the log, with what stood and which numbers were in force before it and after it."""

    event: LogEntry
    standing: Standing
    realization: Realization

    @cached_property
    def after(self) -> tuple[Standing, Realization]:
        """What stands and which numbers are in force once the entry has taken effect."""
        effect = self.event.effect
        changed = bool(effect.numbers or effect.rounds)
        realization = self.realization.after(effect.numbers, effect.rounds) if changed else self.realization
        return self.event.applied_to(self.standing), realization

    @property
    def changes(self) -> bool:
        """Whether the entry moves what stands, binds anybody or changes numbers."""
        standing, realization = self.after
        return standing != self.standing or realization is not self.realization


def moments(record: Record) -> Iterator[Moment]:
    """Every entry of the log with its moment."""
    standing, realization = Standing.at_first(record.realization.space), record.realization
    for event in record.log:
        moment = Moment(event, standing, realization)
        yield moment
        standing, realization = moment.after


def entries_with_standing(record: Record) -> Iterator[tuple[LogEntry, Standing]]:
    """Every entry of the log with what stood when it was made."""
    return ((moment.event, moment.standing) for moment in moments(record))


def offer_records(record: Record) -> list[OfferRecord]:
    """All offers of a run, in order."""
    entries = list(moments(record))
    starts = [k for k, moment in enumerate(entries) if moment.event.kind == Kind.OFFERED]
    ends = [*starts, len(entries)][1:]
    later = ([one.event for one in entries[start + 1 : end]] for start, end in zip(starts, ends, strict=True))
    return [_offer_record(entries[start], until_next) for start, until_next in zip(starts, later, strict=True)]


def _offer_record(moment: Moment, until_next: list[LogEntry]) -> OfferRecord:
    """One offer, given the entries that follow it up to the next one."""
    event, standing, realization = moment.event, moment.standing, moment.realization
    package, left = event.package or Package(()), realization.rounds_left(event.round)
    as_of = realization.as_of(event.round, standing, package.axes, event.round)
    outcome, parties = package.on(standing.outcome), as_of.preferences.items()
    offered = OfferSpace(realization.space, realization.requirements, standing, tuple(sorted(package.axes)), ())
    answers = {one.seat: one.facts.accepts for one in until_next if isinstance(one.facts, Reply)}
    return OfferRecord(
        event=event,
        package=package,
        standing=standing,
        worth={key: party.scale.points(party.worth(outcome, left)) for key, party in parties},
        reservation=reservation_values(realization, standing, event.round),
        vetoed=Vetoes(realization, offered).by(package),
        answers=answers,
        against={seat: reason_against(seat, event, realization, standing) for seat, yes in answers.items() if not yes},
        agreed=any(one.kind == Kind.AGREED for one in until_next),
        voted_down=any(isinstance(one.facts, Vote) and not one.seat and not one.facts.ratified for one in until_next),
    )


def offer_rows(record: Record) -> list[dict[str, Any]]:
    """One row per offer: round, meeting, seat, what it names, its worth to every party, and whether it took effect.

    Options stand under `issue.KEY` and worth under `worth.PARTY`, so that no key collides with another column.
    """
    space = record.realization.space
    return [
        {"round": one.event.round, "meeting": one.event.meeting, "seat": one.event.seat}
        | {f"issue.{space.issues[axis].key}": space.issues[axis].options[option] for axis, option in one.package.terms}
        | {f"worth.{party}": worth for party, worth in one.worth.items()}
        | {"accepted_by": " ".join(seat for seat, accepts in one.answers.items() if accepts), "agreed": one.agreed}
        for one in offer_records(record)
    ]


def outcome_rows(record: Record) -> list[dict[str, Any]]:
    """One row per issue: where it stood, where it stands, and who is bound to it."""
    space, end = record.realization.space, record.course.standing
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
