"""The course of a run as figures and reports tell it: its meetings, its agreements, and the stretches of what stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from negosim.analysis.feasible import reservation_values
from negosim.analysis.offers import Moment, moments
from negosim.analysis.phrases import Wording
from negosim.document import clean
from negosim.negotiation.course import MeetingResult
from negosim.negotiation.log import Ending, Kind, LogEntry
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.record import Record
from negosim.scenario.realize.realization import Realization

__all__ = ["Agreement", "Stretch", "agreements", "meeting_words", "party_names", "stretches"]


@dataclass(frozen=True)
class Agreement:
    """A package that took effect: a letter for the figures, its event, and its worth to each party at its round."""

    letter: str
    event: LogEntry
    package: Package
    worth: dict[str, float]


@dataclass(frozen=True)
class Stretch:
    """Rounds `first` to `last` of the course, during which the same stood; reservation values at both ends."""

    first: int
    last: int
    standing: Standing
    reservation: dict[str, tuple[float, float]]


def party_names(record: Record, parties: Sequence[str]) -> str:
    """Names of parties in the order of the scenario: `Ukraine and United States`."""
    return clean(Wording(record.realization).parties(parties))


def letter(place: int) -> str:
    """A, B, ... Z, then AA, AB, ...

    >>> letter(0), letter(26)
    ('A', 'AA')
    """
    more, last = divmod(place, 26)
    return (letter(more - 1) if more else "") + chr(ord("A") + last)


def agreements(record: Record) -> list[Agreement]:
    """All packages that took effect, in their order."""
    agreed = [moment for moment in moments(record) if moment.event.kind == Kind.AGREED]
    return [
        Agreement(letter(k), moment.event, package, _worth(moment))
        for k, moment in enumerate(agreed)
        if (package := moment.event.package) is not None
    ]


def _worth(moment: Moment) -> dict[str, float]:
    outcome, round_ = moment.after[0].outcome, moment.event.round
    realization = moment.realization.as_of(round_, moment.after[0])
    left = realization.rounds_left(round_)
    return {key: party.scale.points(party.worth(outcome, left)) for key, party in realization.preferences.items()}


def stretches(record: Record) -> list[Stretch]:
    """The rounds of the course, cut where what stands or what counts changed; one stretch where no round was played."""
    rounds = max(1, *(held.before + held.rounds for held in record.course.meetings))
    changes = {1: (Standing.at_first(record.realization.space), record.realization)}
    changes |= {moment.event.round + 1: moment.after for moment in moments(record) if moment.changes}
    starts = [start for start in sorted(changes) if start <= rounds]
    ends = [*(start - 1 for start in starts[1:]), rounds]
    return [_stretch(*ends_, *changes[ends_[0]]) for ends_ in zip(starts, ends, strict=True)]


def _stretch(first: int, last: int, standing: Standing, realization: Realization) -> Stretch:
    asked = [reservation_values(realization, standing, round_) for round_ in (first, last)]
    return Stretch(first, last, standing, {key: (asked[0][key], asked[1][key]) for key in realization.parties})


def meeting_words(record: Record, held: MeetingResult) -> str:
    """One meeting in words: who sat in it, which rounds it took, how it ended."""
    title = clean(held.meeting.title)
    if not held.took_place:
        return f"{title}: did not take place, {held.reason}"
    first, last = held.before + 1, held.before + held.rounds
    when = f"rounds {first} to {last}" if held.rounds > 1 else f"round {first}" if held.rounds else "no round"
    ended = ENDED.get(held.reason, f"ended: {held.reason}")
    return f"{title} ({party_names(record, held.meeting.parties)}), {when}, {ended}"


ENDED: dict[str, str] = {
    Ending.DEADLINE: "ended at its deadline",
    Ending.AGREED: "ended with an agreement of all",
    Ending.VOTED: "ended with a vote that passed",
    Ending.NOBODY_LEFT: "ended when nobody was left to propose",
    Ending.CONFLICT: "ended in conflict when nobody gave way any more",
    Ending.NOTHING_ON_OFFER: "ended when nothing was left on offer",
    Ending.BREAKDOWN: "ended when the talks broke down",
    Ending.NOT_RATIFIED: "ended with a signature that was not ratified",
    Ending.CALLED_OFF: "called off",
}
