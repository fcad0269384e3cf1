"""Describe a meeting of a run: what was agreed, what happened besides, and why it ended so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from negosim.analysis.draft_narrative import narrate_drafts
from negosim.analysis.feasible import FeasibleSet
from negosim.analysis.feasible_table import table_of
from negosim.analysis.impasse.impasse import Impasse
from negosim.analysis.impasse.overlooked import overlooked_package
from negosim.analysis.impasse.search import impasse_of
from negosim.analysis.impasse_narrative import NOT_VOTED, concession_words
from negosim.analysis.lapse_narrative import narrate_lapses
from negosim.analysis.measures import measured
from negosim.analysis.offers import OfferRecord, offer_records
from negosim.analysis.phrases import ENDINGS, Wording, number_of, search_words
from negosim.analysis.suspension_narrative import narrate_suspensions
from negosim.document import Paragraph, Section, counted, grouped, listed, points
from negosim.negotiation.course import MeetingResult
from negosim.negotiation.log import SETTLED, Assent, Ending, Kind, LogEntry, LostTurn, No, NotHeld, Vote
from negosim.negotiation.record import Record

__all__ = ["narrate_events", "narrate_meetings"]

CLOSED = "That ended the meeting after {rounds}: {why}."

ENDS: dict[str, str] = {
    Ending.AGREED: CLOSED,
    Ending.VOTED: CLOSED,
    Ending.NOT_RATIFIED: CLOSED,
    Ending.CONFLICT: "It ended in conflict after {rounds}: {why}{rest}",
    Ending.NOTHING_ON_OFFER: "It ended after {rounds}: {why}.",
    Ending.NOBODY_LEFT: "It ended after {rounds}: {why}{rest}",
    Ending.BREAKDOWN: "The talks broke down after {rounds}{rest}",
    Ending.CALLED_OFF: "It was called off after {rounds}.",
}
"""Why a meeting ended -> its sentence, with `why` of `ENDINGS`; what an agreement left open goes into `rest`."""

TURNED_DOWN: dict[str, str] = {
    No.REFUSES: "it refuses something in it",
    No.HOME: "it knew that those at home would turn it down",
    No.LOSES: "it was worth less than its reservation value",
    No.ASKS_FOR_MORE: "it still asked for more",
}
"""Why a party turned down the last offer -> the same behind its name."""


def narrate_meetings(record: Record) -> tuple[Section, ...]:
    """A section a meeting, in their order."""
    narrator = _Narrator(record)
    return tuple(
        Section(result.meeting.title, tuple(map(Paragraph, narrator.meeting(result))))
        for result in record.course.meetings
    )


def narrate_events(record: Record, events: Sequence[LogEntry]) -> Iterator[str]:
    """What happened besides the talks, as its blocks describe it, and what agreements waited for."""
    words = Wording(record.realization)
    for block in record.course.blocks:
        yield from block.narrate(events, words)
    yield from narrate_suspensions(events, words.space)
    yield from narrate_lapses(events, words)


class _Narrator:
    """The sentences of the meetings of one run."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.measures = measured(record)
        self.words = Wording(record.realization)
        self.offers = offer_records(record)

    def meeting(self, result: MeetingResult) -> Iterator[str]:
        """What happened in a meeting, and why it ended so."""
        yield from (f"It opened after {self._wait(result, one)}." for one in self._events(result, Kind.WAITED))
        if not result.took_place:
            yield self._skipped(result)
            yield from narrate_drafts(self._events(result, Kind.FELL), self.words)
            return
        yield f"At the table: {self.words.parties(result.meeting.parties)}."
        drafting = (*result.initialled, *self._events(result, Kind.PUT))
        yield from narrate_drafts(drafting, self.words)
        yield from (self._agreement(result, event) for event in result.agreements)
        yield from (
            f"{self.words.party(one.seat)} walked out in {self.words.round(one.round)}{self._to(one)}."
            for one in self._events(result, Kind.LEFT)
        )
        yield from self._lost_turns(result)
        yield from narrate_events(self.record, self._events(result))
        yield self._end(result)
        yield from narrate_drafts(self._events(result, Kind.FELL), self.words)
        if result.reason not in SETTLED and not result.meeting.prepares and result.draft is None:
            yield from self._why(result)

    def _events(self, result: MeetingResult, kind: Kind | None = None) -> list[LogEntry]:
        """The entries of a meeting's log, of one kind or all."""
        events = [event for event in self.record.log if event.meeting == result.meeting.key]
        return events if kind is None else [event for event in events if event.kind == kind]

    def _wait(self, result: MeetingResult, event: LogEntry) -> str:
        """The rounds that went by before it."""
        rounds = counted(result.before - event.round, "round")
        return f"{rounds} without talks, with {self.words.round(result.before + 1)}"

    def _lost_turns(self, result: MeetingResult) -> Iterator[str]:
        """The turns that tactics lost, by seat: how many, and why the first."""
        lost = self._events(result, Kind.FORFEITED)
        turns = grouped((one.seat, (one.round, one.facts)) for one in lost if isinstance(one.facts, LostTurn))
        for seat, ((round_, first), *more) in turns.items():
            many = f"{1 + len(more)} turns" if more else "a turn"
            when = self.words.round(round_)
            yield f"{self.words.party(seat)} lost {many} by its tactic, first in {when}: {first.reason}."

    def _to(self, event: LogEntry) -> str:
        """What who walked out has instead, where it has an outside option."""
        preferences = self.record.realization.preferences[event.seat].at(event.round)
        if event.seat not in self.record.course.accounts.walked_out or preferences.outside is None:
            return ""
        return (
            f", to an outside option worth {points(preferences.scale.points(preferences.value(preferences.outside)))}"
        )

    def _skipped(self, result: MeetingResult) -> str:
        if result.reason in (NotHeld.CALLED_OFF, NotHeld.NOT_CALLED):
            return f"Did not take place: {result.reason}."
        condition, outcome = result.meeting.condition, self.words.space.in_force.of(result.opened.outcome)
        stands = listed(self.words.option(axis, outcome[axis]) for axis in condition.options)
        return f"Did not take place: it needs {self.words.condition(condition)}; what stands is {stands}."

    def _agreement(self, result: MeetingResult, event: LogEntry) -> str:
        """What was agreed, by whom, and how the bodies voted that it needed."""
        votes = [self.words.vote(vote) for vote in deciding_votes(self._events(result, Kind.VOTED), event)]
        return " ".join([self._agreed(event, voted=bool(votes)), *votes])

    def _agreed(self, event: LogEntry, *, voted: bool) -> str:
        assert event.package is not None  # noqa: S101  (an agreement is about a package)
        what, when = self.words.package(event.package), f"In {self.words.round(event.round)}"
        facts = event.facts
        if isinstance(facts, Assent) and facts.declaration:
            return f"{when} {self.words.party(event.seat)} declared by itself: {what}."
        signed = [key for key in event.parties if key in self.record.realization.parties]
        if voted and not signed:
            return f"{when} {self.words.party(event.seat)} proposed: {what}."
        if isinstance(facts, Assent) and facts.against and not voted:
            against = self.words.parties(facts.against)
            outvoted = f"{against} voted against it: what stands has changed, but nobody who did is bound"
            return f"{when} {self.words.parties(event.parties)} carried the vote: {what}. {outvoted}."
        who, proposer = self.words.parties(signed or event.parties), self.words.party(event.seat)
        if any(one.round == event.round for one in self.record.log.of_kind(Kind.PUT)):
            return f"{when} {who} took it."
        return f"{when} {who} agreed: {what}. {proposer} proposed it."

    @staticmethod
    def _end(result: MeetingResult) -> str:
        sentence = ENDS.get(result.reason, f"It ended after {{rounds}} at its {result.reason}{{rest}}")
        rest = ", the rest open." if result.agreements else ", without agreement."
        why = ENDINGS.get(result.reason, result.reason)
        return sentence.format(rounds=counted(result.rounds, "round"), why=why, rest=rest)

    def _why(self, result: MeetingResult) -> Iterator[str]:
        """Why the issues that a meeting left open stayed so."""
        left = self.measures.after(result)
        if left is None or not left.anything:
            return
        none = not left.zone_size.value
        if none and table_of(left) is None and left.offering.by_votes:
            yield NOT_VOTED
        elif none and (blocking := impasse_of(left, result.closing.preferences)).empty:
            yield from self._impossible(blocking)
        else:
            yield self._missed(result, left)

    def _missed(self, result: MeetingResult, left: FeasibleSet) -> str:
        """A deal was possible, and the offers didn't come to it; with a package that nobody offered."""
        size = left.zone_size
        many = {0: "some packages", 1: "one package"}.get(size.value, f"{number_of(size)} packages")
        text = f"A deal was still possible: {many} that all who were needed could have agreed to, but none was agreed."
        mine = [offer for offer in self.offers if offer.event.meeting == result.meeting.key]
        overlooked = overlooked_package(left, {offer.outcome for offer in mine})
        if overlooked is not None:
            text += f" Nobody offered “{self.words.package(left.offering.package(overlooked))}”, for one."
        failed = [one for one in mine if not one.agreed and (one.voted_down or self._refusing(one))]
        signed = result.reason == Ending.NOT_RATIFIED  # the last offer was agreed to, and turned down at home
        return f"{text} {self._turned_down(failed[-1])}" if failed and not signed else text

    def _turned_down(self, offer: OfferRecord) -> str:
        if not (no := self._refusing(offer)) and offer.voted_down:
            return f"The last offer, by {self.words.party(offer.event.seat)}, found too few votes."
        reason = min((offer.against[party] for party in no), key=list(No).index)
        who = self.words.parties([party for party in no if offer.against[party] == reason])
        by = self.words.party(offer.event.seat)
        return f"The last offer, by {by}, was turned down by {who}: {TURNED_DOWN[reason]}."

    @staticmethod
    def _refusing(offer: OfferRecord) -> list[str]:
        """Who said no to an offer that needed its consent."""
        return [party for party, accepts in offer.answers.items() if not accepts and party in offer.event.parties]

    def _impossible(self, blocking: Impasse) -> Iterator[str]:
        """No package could close: what comes closest, and what alone would open a deal."""
        yield "No further deal was possible: every package met with somebody whose consent it needs and didn't have."
        if blocking.search is not None:
            yield search_words(blocking.search)
        if (closest := blocking.closest) is not None:
            package = self.words.package(blocking.possible.offering.package(closest.index))
            missing = concession_words(closest, self.words)
            yield f"Closest came “{package}”, which lay below reservation values by this much: {missing}."
        alone = [reason for way in blocking.ways_out if len(way) == 1 for reason in way if len(reason.keys) <= 1]
        if alone:
            yield f"It would have been enough if one had given way: {self.words.giving_way(alone)}."


def deciding_votes(votes: Iterable[LogEntry], agreed: LogEntry) -> Iterator[Vote]:
    """The votes of bodies at the table by which a package was agreed."""
    for entry in votes:
        if (entry.round, entry.package) == (agreed.round, agreed.package) and isinstance(entry.facts, Vote):
            yield entry.facts
