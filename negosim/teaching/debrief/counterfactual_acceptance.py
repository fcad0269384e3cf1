"""What if you had accepted? The course replayed up to an offer, the offer accepted, the tactics going on from there.

Everybody goes on by the tactic that the scenario gives it, the seat of the person too. The tactics see the views of the
talks as they were before they go on, so that those with a memory have it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from negosim.errors import NegosimError
from negosim.negotiation.course import Course, act_of, decide, play
from negosim.negotiation.log import Kind, LogEntry
from negosim.negotiation.protocols.base import Accept
from negosim.negotiation.record import Record, record_of
from negosim.negotiation.session import IllegalActError, make_tactics
from negosim.negotiation.tactics.base import Tactic
from negosim.teaching.debrief.benchmarks import End, end_of_record

__all__ = ["CounterfactualAcceptance", "if_accepted"]


@dataclass(frozen=True)
class CounterfactualAcceptance:
    """What would have come of accepting an offer that a seat turned down.

    `offer` is the offer's entry of the log and `number` its place among the seat's refusals, from 1; `record` the talks
    that would have followed; `taken` whether the offer would have taken effect at once.
    """

    seat: str
    number: int
    offer: LogEntry
    record: Record
    taken: bool

    @property
    def end(self) -> End:
        """Where it would have ended."""
        return end_of_record(self.record, f"accepting in round {self.offer.round}")


@dataclass(frozen=True)
class Refusal:
    """A no of a seat whose consent was needed: its number, its place in the log, and the offer that it said no to."""

    number: int
    place: int
    offer: LogEntry


def if_accepted(record: Record, seat: str, *, allow_code: bool = False) -> tuple[CounterfactualAcceptance, ...]:
    """Every offer that a seat turned down and could have accepted, with what would have come of that."""
    tried = (_try(record, seat, refusal, allow_code) for refusal in _refusals(record, seat))
    return tuple(one for one in tried if one is not None)


def _refusals(record: Record, seat: str) -> Iterator[Refusal]:
    """Where in the log a seat said no though its consent was needed."""
    offer, number = None, 0
    for place, event in enumerate(record.log):
        offer = event if event.kind == Kind.OFFERED else offer
        if event.refuser == seat and offer is not None:
            number += 1
            yield Refusal(number, place, offer)


def _try(record: Record, seat: str, refusal: Refusal, allow_code: bool) -> CounterfactualAcceptance | None:
    """The talks with one answer turned round; None where the rules forbid that, since the seat refuses the offer."""
    course = Course(record.realization, record.chance)
    tactics = make_tactics(record.realization, allow_code=allow_code)
    _replay(course, record.log[: refusal.place], tactics)
    try:
        events = course.submit(seat, Accept())
    except IllegalActError:
        return None
    play(course, tactics)
    taken = any(event.kind == Kind.AGREED for event in events)
    return CounterfactualAcceptance(seat, refusal.number, refusal.offer, record_of(course, record.versions), taken)


def _replay(course: Course, log: Sequence[LogEntry], tactics: Mapping[str, Tactic]) -> None:
    """Play a part of a log, with the tactics looking on as if the acts were their own."""
    for event in log:
        act = act_of(event)
        if act is not None:
            _observe(tactics[event.seat], course, event.seat)
            course.submit(event.seat, act)


def _observe(tactic: Tactic, course: Course, seat: str) -> None:
    """Let a tactic see a view; what it would have done is not done, and it may fail where others have led."""
    try:
        decide(tactic, course.view(seat))
    except NegosimError:
        return
