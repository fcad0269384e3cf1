"""What if you had accepted? The course replayed up to an offer, the offer accepted, the tactics going on from there.

Everybody goes on by the tactic that the scenario gives it, the seat of the person too. The tactics see the views of the
talks as they were before they go on, so that those with a memory have it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from negosim.errors import NegosimError
from negosim.negotiation.acts import Accept
from negosim.negotiation.course import Course
from negosim.negotiation.driving import act_of, decide, play
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.log import Kind, LogEntry
from negosim.negotiation.record import Record, record_of
from negosim.negotiation.session import IllegalActError
from negosim.negotiation.tactics.base import Tactic
from negosim.teaching.debrief.benchmarks import End, end_of_record

__all__ = ["CounterfactualAcceptance", "if_accepted"]


@dataclass(frozen=True)
class CounterfactualAcceptance:
    """What would have come of accepting an offer that a seat turned down.

    `offer` is the offer's entry of the log; `record` the talks that would have followed; `took_effect` whether the
    offer would have taken effect at once.
    """

    offer: LogEntry
    record: Record
    took_effect: bool

    @property
    def end(self) -> End:
        """Where it would have ended."""
        return end_of_record(self.record, f"accepting in round {self.offer.round}")


def if_accepted(record: Record, seat: str, *, allow_code: bool = False) -> tuple[CounterfactualAcceptance, ...]:
    """Every offer that a seat turned down and could have accepted, with what would have come of that."""
    tried, offer = [], None
    for place, event in enumerate(record.log):
        offer = event if event.kind == Kind.OFFERED else offer
        if event.refuser == seat and offer is not None:
            tried.append(_accept(record, seat, place, offer, allow_code))
    return tuple(one for one in tried if one is not None)


def _accept(
    record: Record, seat: str, place: int, offer: LogEntry, allow_code: bool
) -> CounterfactualAcceptance | None:
    """The talks with the answer at a place of the log reversed; None where the seat may not accept the offer."""
    course = Course(record.realization, record.chance)
    tactics = make_tactics(record.realization, allow_code=allow_code)
    _replay(course, record.log[:place], tactics)
    try:
        events = course.submit(seat, Accept())
    except IllegalActError:
        return None
    play(course, tactics)
    took_effect = any(event.kind == Kind.AGREED for event in events)
    return CounterfactualAcceptance(offer, record_of(course, record.versions), took_effect)


def _replay(course: Course, log: Sequence[LogEntry], tactics: Mapping[str, Tactic]) -> None:
    """Play a part of a log; the tactics see every view as if the acts were their own."""
    for event in log:
        act = act_of(event)
        if act is not None:
            with suppress(NegosimError):  # a tactic may fail where others have led it
                decide(tactics[event.seat], course.view(event.seat))
            course.submit(event.seat, act)
