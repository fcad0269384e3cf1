"""Describe a run in plain language: how the talks went, why they ended so, and what they did to whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from negosim.analysis.bargaining_range import war_range_words
from negosim.analysis.feasible import FeasibleSet
from negosim.analysis.impasse.impasse import Concession, Impasse
from negosim.analysis.impasse.overlooked import overlooked_package
from negosim.analysis.impasse.search import impasse_of
from negosim.analysis.impasse_narrative import concession_words
from negosim.analysis.measures import measured
from negosim.analysis.offers import Moment, OfferRecord, moments, offer_records
from negosim.analysis.outcome_narrative import narrate_outcome
from negosim.analysis.phrases import Wording, number_of, run_words, search_words
from negosim.document import Document, Paragraph, Section, counted, listed, points
from negosim.domain.preferences import from_grid
from negosim.negotiation.course import MeetingResult
from negosim.negotiation.log import SETTLED, Assent, Ending, Kind, LogEntry, LostTurn, NotHeld
from negosim.negotiation.record import Record

__all__ = ["account", "narrate_run"]

IMPOSSIBLE = "No further deal was possible: every package met with somebody whose consent it needs and didn't have."

ENDS: dict[str, str] = {
    Ending.AGREED: "That ended the meeting after {rounds}: everyone at the table had agreed.",
    Ending.VOTED: "That ended the meeting after {rounds}: all had a vote, and it passed.",
    Ending.CONFLICT: "It ended in conflict after {rounds}: nobody gave way any more{rest}",
    Ending.NOTHING_ON_OFFER: "It ended after {rounds}: nothing was left that those at the table could settle.",
    Ending.NOBODY_LEFT: "It ended after {rounds}: nobody was left who may propose{rest}",
    Ending.NOT_RATIFIED: (
        "That ended the meeting after {rounds}: everyone at the table had signed, and not all ratified."
    ),
    Ending.BREAKDOWN: "The talks broke down after {rounds}{rest}",
    Ending.CALLED_OFF: "It was called off after {rounds}.",
}
"""Why a meeting ended -> how that is told; what an agreement left open goes into `rest`."""


def account(record: Record) -> tuple[Section, ...]:
    """How the talks of a run went, meeting by meeting, what the deals did to those not asked, and the limits of it."""
    narrator = _Narrator(record)
    return (*narrator.meetings(), *narrator.closing())


def narrate_run(record: Record, dependence: str = "") -> Document:
    """The whole run; `dependence` says how far the outcome depends on the tactics, where that is known."""
    narrator = _Narrator(record)
    meetings = enumerate(narrator.meetings(), 1)
    sections = [
        Section("How the talks went"),
        *(replace(one, level=2, number=place) for place, one in meetings),
        *([Section("Does it depend on the tactic?", (Paragraph(dependence),))] if dependence else []),
        *narrate_outcome(narrator.measures),
        *narrator.closing(),
    ]
    return Document(record.scenario.title, tuple(sections), (Paragraph(run_words(record)),))


class _Narrator:
    """The sentences of one run."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.measures = measured(record)
        self.words = Wording(record.realization)
        self.offers = offer_records(record)

    def meetings(self) -> Iterator[Section]:
        """A section a meeting."""
        for held in self.record.course.meetings:
            yield Section(held.meeting.title, tuple(map(Paragraph, self.meeting(held))))

    def closing(self) -> Iterator[Section]:
        """What is said of all meetings together, where there is anything to say."""
        sections = {
            "Before and after the talks": self.around(),
            "What fighting on was worth": war_range_words(self.record),
            "What the deals did to those not asked": self.not_asked(),
            "How to read this": self.limits(),
        }
        for title, sentences in sections.items():
            if content := tuple(map(Paragraph, sentences)):
                yield Section(title, content)

    def meeting(self, held: MeetingResult) -> Iterator[str]:
        """What happened in a meeting, and why it ended so."""
        if not held.took_place:
            yield self._skipped(held)
            return
        yield f"At the table: {self.words.parties(held.meeting.parties)}."
        yield from (self._agreement(event) for event in held.agreements)
        yield from (
            f"{self.words.party(one.seat)} walked out in round {one.round}{self._to(one)}."
            for one in self._events(held, Kind.LEFT)
        )
        yield from self._lost_turns(held)
        yield from self._besides([event for event in self.record.log if event.meeting == held.meeting.key])
        yield self._end(held)
        if held.reason not in SETTLED:
            yield from self._why(held)

    def around(self) -> Iterator[str]:
        """What happened before the first meeting and after the last, besides the talks."""
        yield from self._besides([event for event in self.record.log if not event.meeting])

    def _besides(self, events: Sequence[LogEntry]) -> Iterator[str]:
        """What happened besides the talks, as its blocks tell it."""
        for block in self.record.course.blocks:
            yield from block.narrate(events, self.words)

    def _events(self, held: MeetingResult, kind: Kind) -> list[LogEntry]:
        return [event for event in self.record.log if event.meeting == held.meeting.key and event.kind == kind]

    def _lost_turns(self, held: MeetingResult) -> Iterator[str]:
        """The turns that tactics lost, by seat: how many, and why the first."""
        lost: dict[str, list[tuple[int, str]]] = {}
        for event in self._events(held, Kind.FORFEITED):
            if isinstance(event.facts, LostTurn):
                lost.setdefault(event.seat, []).append((event.round, event.facts.reason))
        for seat, events in lost.items():
            turns = "a turn" if len(events) == 1 else f"{len(events)} turns"
            round_, why = events[0]
            yield f"{self.words.party(seat)} lost {turns} by its tactic, first in round {round_}: {why}."

    def _to(self, event: LogEntry) -> str:
        """What who walked out has instead, where it has an outside option."""
        preferences = self.record.realization.preferences[event.seat].at(event.round)
        if event.seat not in self.record.course.walked_out or preferences.outside is None:
            return ""
        return f", to an outside option worth {points(from_grid(preferences.value(preferences.outside)))}"

    def _skipped(self, held: MeetingResult) -> str:
        if held.reason in (NotHeld.CALLED_OFF, NotHeld.NOT_CALLED):
            return f"Did not take place: {held.reason}."
        stands = listed(self.words.option(axis, held.opened.outcome[axis]) for axis in held.meeting.condition.options)
        return f"Did not take place: it needs {self.words.condition(held.meeting.condition)}; what stands is {stands}."

    def _agreement(self, event: LogEntry) -> str:
        assert event.package is not None  # noqa: S101  (an agreement is about a package)
        what, when = self.words.package(event.package), f"In round {event.round}"
        facts = event.facts
        if isinstance(facts, Assent) and facts.declaration:
            return f"{when} {self.words.party(event.seat)} declared by itself: {what}."
        if isinstance(facts, Assent) and facts.against:
            against = self.words.parties(facts.against)
            outvoted = f"{against} voted against it: what stands has changed, but nobody who did is bound"
            return f"{when} {self.words.parties(event.parties)} carried the vote: {what}. {outvoted}."
        return f"{when} {self.words.parties(event.parties)} agreed: {what}. {self.words.party(event.seat)} proposed it."

    @staticmethod
    def _end(held: MeetingResult) -> str:
        sentence = ENDS.get(held.reason, f"It ended after {{rounds}} at its {held.reason}{{rest}}")
        rest = ", the rest open." if held.agreements else ", without agreement."
        return sentence.format(rounds=counted(held.rounds, "round"), rest=rest)

    def _why(self, held: MeetingResult) -> Iterator[str]:
        """Why the issues that a meeting left open stayed so."""
        left = self.measures.after(held)
        if left is None or not left.anything:
            return
        none = not left.zone_size.value
        if none and (blocking := impasse_of(left, held.closing.preferences)).empty:
            yield from self._impossible(blocking)
        else:
            yield self._missed(held, left)

    def _missed(self, held: MeetingResult, left: FeasibleSet) -> str:
        """A deal was possible, and the offers didn't come to it."""
        size = left.zone_size
        many = {0: "some packages", 1: "one package"}.get(size.value, f"{number_of(size)} packages")
        mine = [offer for offer in self.offers if offer.event.meeting == held.meeting.key and not offer.agreed]
        last = [offer for offer in mine if not all(offer.answers.get(party, True) for party in offer.event.parties)]
        why = f" {self._turned_down(last[-1])}" if last else ""
        possible = f"A deal was still possible: {many} that all who were needed could have agreed to, but none was."
        return f"{possible}{self._unoffered(held, left)}{why}"

    def _unoffered(self, held: MeetingResult, left: FeasibleSet) -> str:
        """One package that was possible and not offered, where the packages can be held in a table."""
        offered = {offer.outcome for offer in self.offers if offer.event.meeting == held.meeting.key}
        index = overlooked_package(left, offered)
        return (
            "" if index is None else f" Nobody offered “{self.words.package(left.offering.package(index))}”, for one."
        )

    def _turned_down(self, offer: OfferRecord) -> str:
        no = [party for party, accepts in offer.answers.items() if not accepts and party in offer.event.parties]
        below = [party for party in no if offer.worth[party] < offer.reservation[party]]
        reason = "it was worth less than its reservation value" if below else "it still asked for more"
        who = self.words.parties(below or no) or "nobody"
        return f"The last offer, by {self.words.party(offer.event.seat)}, was turned down by {who}: {reason}."

    def _impossible(self, blocking: Impasse) -> Iterator[str]:
        """No package could close: what comes closest, and what alone would open a deal."""
        yield IMPOSSIBLE
        if blocking.search is not None:
            yield search_words(blocking.search)
        if blocking.closest is not None:
            yield self._closest(blocking.closest, blocking)
        alone = [reason for way in blocking.ways_out if len(way) == 1 for reason in way if len(reason.keys) <= 1]
        if alone:
            yield f"It would have been enough if one had given way: {self.words.giving_way(alone)}."

    def _closest(self, closest: Concession, blocking: Impasse) -> str:
        package = blocking.possible.offering.package(closest.index)
        missing = concession_words(closest, self.words)
        return (
            f"Closest came “{self.words.package(package)}”, which lay below reservation values by this much: {missing}."
        )

    def not_asked(self) -> Iterator[str]:
        """What agreements did to the parties whose consent they didn't need."""
        for moment in moments(self.record):
            if moment.event.kind == Kind.AGREED:
                yield from self._effects(moment)

    def _effects(self, moment: Moment) -> Iterator[str]:
        event, before = moment.event, moment.standing
        after = event.applied_to(before)
        for key, party in moment.realization.preferences.items():
            change = from_grid(party.points(after.outcome) - party.points(before.outcome))
            if key not in event.parties and round(change, 1):
                yield self._effect(key, event, change)

    def _effect(self, key: str, event: LogEntry, change: float) -> str:
        """One party's change, which its fallback in later meetings shares."""
        name, others = self.words.party(key), self.words.parties(event.parties)
        verb, way = ("gained", "rose") if change > 0 else ("lost", "fell")
        amount = points(abs(change))
        return (
            f"In round {event.round} {others} settled without {name}: it {verb} {amount}; its fallback {way} as much."
        )

    def limits(self) -> Iterator[str]:
        """What the result is not."""
        yield "This is what these agents do with these numbers, most of them assumed; it is no forecast."
        if len(self.record.course.meetings) > 1:
            yield "A seat values a package by what would then stand, not by what later meetings may bring."
        informed = [key for key, party in self.record.scenario.parties.items() if party.informed]
        if informed:
            yield f"{self.words.parties(informed)} knew the preferences of the others."
