"""What deals did to those who did not agree to them, in plain language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from negosim.analysis.meeting_narrative import deciding_votes
from negosim.analysis.offers import Moment, moments
from negosim.analysis.phrases import Wording
from negosim.document import grouped, points
from negosim.negotiation.log import Assent, Kind, LogEntry
from negosim.negotiation.protocols.mediation import mediator_of
from negosim.negotiation.record import Record
from negosim.scenario.realize.realization import Meeting, Realization

__all__ = ["narrate_bystanders"]

MEDIATOR = "In {when} {others} settled; to {names}, the mediator, it is worth {size} {more}."
OUTVOTED = "In {when} {others} outvoted {names}: {effect}."
ABSTAINED = "In {when} {others} settled while {names} abstained: {effect}."
AWAY = "In {when} {others} settled while {names} {be} away: {effect}."
NO_CONSENT = "In {when} {others} settled without {names}, whose consent it did not take: {effect}."
NOT_ASKED = "In {when} {others} settled without {names}, which {be} not asked: {effect}."


@dataclass(frozen=True)
class _Deal:
    """An agreement: its moment, where it was made, and what each party had to do with it that did not agree to it.

    `sentences` has the sentence for each of them; who agreed, voted for it or proposed it has none.
    """

    moment: Moment
    sentences: Mapping[str, str]

    @cached_property
    def as_of(self) -> Realization:
        """The realization by which it counts: with what all that stands would lapse to."""
        event, package = self.moment.event, self.moment.event.package
        axes = () if package is None else package.axes
        return self.moment.realization.as_of(event.round - 1, self.moment.standing, axes, event.round)

    def change(self, party: str) -> float:
        """What it changed for a party, in points of the whole course, of which it left the rounds before as they were.

        It is the change in what the party has at the end, if nothing more is agreed and before the cost of delay.
        """
        before, one = self.moment.standing.outcome, self.as_of.preferences[party]
        change = one.scale.points(one.points(self.moment.after[0].outcome) - one.standing(before)[0])
        return change if one.prospect is None else change * one.prospect.rounds / self.as_of.horizon


def narrate_bystanders(record: Record) -> Iterator[str]:
    """What each agreement did to those who did not agree to it; those to whom it did the same in one sentence."""
    words = Wording(record.realization)
    for deal in _deals(record):
        changes = {party: round(deal.change(party), 1) for party in deal.sentences}
        same = grouped(((deal.sentences[party], change), party) for party, change in changes.items() if change)
        for (sentence, change), parties in same.items():
            yield _effect(sentence, deal.moment.event, change, parties, words)


def _effect(sentence: str, event: LogEntry, change: float, parties: list[str], words: Wording) -> str:
    """A change of some parties, which their fallbacks in later meetings share."""
    verb, way, more = ("gained", "rose", "more") if change > 0 else ("lost", "fell", "less")
    size, one = points(abs(change)), len(parties) == 1
    who, fallback = ("it", "its fallback") if one else ("each", "their fallbacks")
    return sentence.format(
        when=words.round(event.round),
        others=words.parties(event.parties),
        names=words.parties(parties),
        be="was" if one else "were",
        size=size,
        more=more,
        effect=f"{who} {verb} {size}; {fallback} {way} as much",
    )


def _deals(record: Record) -> Iterator[_Deal]:
    """All agreements of a run, in order."""
    meetings = {one.key: one for one in record.realization.meetings}
    for moment in moments(record):
        if moment.event.kind == Kind.AGREED:
            yield _Deal(moment, _sentences(record, moment.event, meetings[moment.event.meeting]))


def _sentences(record: Record, event: LogEntry, meeting: Meeting) -> dict[str, str]:
    """The sentence for each party that did not agree: of its vote in the bodies that decided, or of its place."""
    absent = {key: NO_CONSENT if key in meeting.parties else NOT_ASKED for key in record.realization.parties}
    mediator = {key: MEDIATOR for key in [mediator_of(meeting)] if key}
    roles = {**absent, **dict.fromkeys([event.seat], ""), **mediator, **_votes(record, event)}
    return {key: role for key, role in roles.items() if role and key not in event.parties and key in absent}


def _votes(record: Record, event: LogEntry) -> dict[str, str]:
    """The sentence for each party that had a vote on a package, none for who was for it."""
    votes = [*deciding_votes(record.log.of_kind(Kind.VOTED), event)]
    sides = [
        *((AWAY, vote.away) for vote in votes),
        *((ABSTAINED, vote.abstained) for vote in votes),
        *(("", vote.supporters) for vote in votes),
        *((OUTVOTED, vote.against) for vote in votes),
        (OUTVOTED, (event.facts.against or ()) if isinstance(event.facts, Assent) else ()),
    ]
    return {key: sentence for sentence, side in sides for key in side}
