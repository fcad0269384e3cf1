"""Why a party turned down an offer: the first reason that held, of what it may not sign and what it would have."""

from __future__ import annotations

from collections.abc import Sequence

from negosim.negotiation.log import Kind, LogEntry, No, Reply
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.agreeable import Vetoes
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.scenario.realize.realization import Meeting, Realization

__all__ = ["reason_against", "reasons_against_last"]


def reasons_against_last(
    said: Sequence[LogEntry], meeting: Meeting, realization: Realization, stands: Standing
) -> dict[str, No]:
    """Who turned down the last offer of a meeting, of all that was said in it, each with the reason."""
    there = [entry for entry in said if entry.meeting == meeting.key]
    last = max((place for place, entry in enumerate(there) if entry.kind == Kind.OFFERED), default=len(there))
    answers = [entry for entry in there[last:] if isinstance(entry.facts, Reply)]
    no = [entry.seat for entry in answers if isinstance(entry.facts, Reply) and not entry.facts.accepts]
    return {seat: reason_against(seat, there[last], realization, stands) for seat in no}


def reason_against(party: str, offer: LogEntry, realization: Realization, stands: Standing) -> No:
    """Why a party turned down an offer, given the numbers in force and what stood when it was made."""
    package, left = offer.package or Package(()), realization.rounds_left(offer.round)
    offered = OfferSpace(realization.space, realization.requirements, stands, tuple(sorted(package.axes)), ())
    if offered.refuses(realization.preferences[party], package, offered.voice(party)):
        return No.REFUSES
    if Vetoes(realization, offered).barred_at_home(party, package):
        return No.HOME
    agreed = realization.as_of(offer.round, stands, package.axes, offer.round).preferences[party]
    without = realization.as_of(offer.round, stands).preferences[party]
    worth = agreed.scale.points(agreed.worth(package.on(stands.outcome), left))
    loses = worth < without.scale.points(without.reservation_value(stands.outcome, left))
    return No.LOSES if loses else No.ASKS_FOR_MORE
