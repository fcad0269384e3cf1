"""The course of the talks: the meetings in order, what stands between them, and what delay costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from typing import Any

from negosim.domain.rng import RandomSource
from negosim.errors import RunError
from negosim.negotiation.accounts import Accounts
from negosim.negotiation.acts import Act
from negosim.negotiation.drafts import Drafts
from negosim.negotiation.environment.base import Block, Now, make_blocks
from negosim.negotiation.facts import NO_FACTS, Facts
from negosim.negotiation.log import (
    NOTHING,
    Effect,
    Fall,
    Kind,
    LogEntry,
    MeetingEnd,
    NotHeld,
    Recess,
)
from negosim.negotiation.log_rows import Log
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.refusals import reasons_against_last
from negosim.negotiation.session import Session
from negosim.negotiation.suspensions import suspensions
from negosim.negotiation.tactics.base import Tactic, View, is_own
from negosim.scenario.realize.realization import Meeting, Realization

__all__ = ["Course", "MeetingResult"]


@dataclass(frozen=True)
class MeetingResult:
    """A meeting that took place or was skipped: its rounds, its agreements, and why it ended (`Ending`, `NotHeld`).

    `opened` and `closed` are what stood at its beginning and at its end, `opening` and `closing` the realizations in
    force then; `before` is the number of rounds that the course had played by its beginning. `initialled` are the
    drafts that it made for another meeting, `draft` is that with which it began.
    """

    meeting: Meeting
    took_place: bool
    reason: str
    opened: Standing
    closed: Standing
    opening: Realization
    closing: Realization
    before: int
    rounds: int = 0
    agreements: tuple[LogEntry, ...] = ()
    initialled: tuple[LogEntry, ...] = ()
    draft: Package | None = None

    @property
    def package(self) -> Package | None:
        """All that was agreed in the meeting as one package; None where nothing was."""
        terms = {axis: option for entry in self.agreements if entry.package for axis, option in entry.package.terms}
        return Package.of(terms) if terms else None


class Course:
    """The meetings in the order of the file; one whose condition is not met by what stands is skipped.

    Drivers use it as they use a session: `asked`, `view`, `submit`. It starts from the status quo, or from another
    `standing`; `opened` is what stood before the first round, `opening` the realization then, `realization` the one in
    force. What happens outside of the talks comes from the scenario's `blocks`.

    `accounts` are what it has brought each party so far; after the last meeting the charges up to the horizon are paid,
    talks or no talks.
    """

    def __init__(self, realization: Realization, chance: RandomSource, standing: Standing | None = None) -> None:
        self.realization = realization
        self.chance = chance
        self.standing = standing or Standing.at_first(realization.space)
        self.round = 0
        self.accounts = Accounts(realization)
        self.log = Log()
        self.meetings: list[MeetingResult] = []
        self.session: Session | None = None
        self.drafts = Drafts()
        self._called_off: set[str] = set()
        self._called: set[str] = set()
        self._awaited = ""
        self._opened = (self.standing, realization)
        self._first = 0
        self.opening, self.opened = realization, self.standing
        self.blocks = make_blocks(realization)
        self._lapse(0)
        self._ask_blocks(lambda block, now: block.before_talks(now))
        self._open_next()

    @property
    def asked(self) -> tuple[str, ...]:
        """The seats that are to act now; none once the talks are over."""
        return self.session.asked if self.session is not None else ()

    @property
    def current(self) -> Session:
        """The meeting in progress; `RunError` once the talks are over."""
        if self.session is None:
            raise RunError("the talks are over")
        return self.session

    def view(self, seat: str) -> View:
        """All that a seat may know now."""
        return self.current.seats.view(seat)

    def view_for(self, tactic: Tactic, seat: str) -> View:
        """What a tactic is shown: a view from which nothing else can be reached, unless it is negosim's own."""
        seats = self.current.seats
        return seats.live_view(seat) if is_own(tactic) else seats.view(seat)

    def submit(self, seat: str, act: Act) -> tuple[LogEntry, ...]:
        """Hand an act to the meeting in progress; once it has ended, open the next. The entries that this brought."""
        before = len(self.log)
        self.step(seat, act)
        return tuple(self.log[before:])

    def step(self, seat: str, act: Act) -> None:
        """`submit`, without the entries."""
        self.current.submit(seat, act)
        self.go_on()

    def go_on(self) -> None:
        """Take over what stands after an act; where it has ended the meeting, open the next."""
        session = self.current
        self._take_over(session)
        if session.protocol.ended:
            self._close(session)
            self._open_next()

    @property
    def now(self) -> Now:
        """The course as its blocks see it."""
        return Now(self.opening, self.realization, self.opened, self.standing, self.round, self.chance, self.log)

    def _ask_blocks(self, what: Callable[[Block[Any], Now], Iterable[LogEntry]]) -> None:
        """Ask every block what happens now, and apply it before the next is asked."""
        now = self.now
        for block in self.blocks:
            before = len(self.log)
            for entry in what(block, now):
                self._apply_external(entry.at(entry.meeting or self._meeting_key, self.round))
            now = now if len(self.log) == before else self.now

    @property
    def _meeting_key(self) -> str:
        return self.session.meeting.key if self.session is not None else self._awaited

    def _apply_external(self, entry: LogEntry) -> None:
        """Log what happened outside of the talks, and apply it."""
        self.log.append(entry)
        self._stand_after(entry)
        if entry.effect != NOTHING:
            self._apply_effect(entry.effect)
        if self.session is not None:
            self.session.apply_external(entry)

    def _stand_after(self, entry: LogEntry) -> None:
        """What stands once an entry has taken effect, what that renews, suspends or brings into force."""
        renewed = self._renewed_by(entry)
        before, self.standing = self.standing.outcome, entry.applied_to(self.standing)
        for one in suspensions(self.realization.space, before, self.standing.outcome):
            self.log.append(one.at(entry.meeting, entry.round))
        if renewed:
            self.log.append(LogEntry(Kind.RENEWED, entry.meeting, entry.round, package=Package(renewed)))

    def _renewed_by(self, entry: LogEntry) -> tuple[tuple[int, int], ...]:
        """What an agreement leaves where it stands, and would have run out."""
        if entry.kind != Kind.AGREED or entry.package is None:
            return ()
        renewable, stands = self.realization.space.lapses.renewable(self.standing), self.standing.outcome
        return tuple(term for term in entry.package.terms if term[0] in renewable and stands[term[0]] == term[1])

    def _apply_effect(self, effect: Effect) -> None:
        before, self.realization = self.realization, self.realization.after(effect.numbers, effect.rounds)
        self._called_off.update(effect.called_off)
        self._called.update(effect.called)
        self.accounts.carry_over(before, self.realization, effect.charges)

    # What a meeting asks of the course

    def votes_on(self, signed: LogEntry) -> tuple[LogEntry, ...]:
        """The votes of those who must ratify a package that was just signed."""
        return tuple(vote for block in self.blocks for vote in block.on_signing(self.now, signed))

    def settle(self, agreed: LogEntry) -> None:
        """Something was agreed."""
        self.accounts.settled = agreed.round
        self._stand_after(agreed)

    def initial(self, draft: LogEntry, prepared: str) -> None:
        """A draft was initialled for a meeting: it takes the place of earlier ones on its issues."""
        self.drafts.add(prepared, draft.package)

    def walk_out(self, party: str, round_: int) -> None:
        """A party took its outside option in a round of the course."""
        self.accounts.walked_out[party] = round_

    def end_round(self) -> None:
        """A round is over: delay costs every party, at the table or not."""
        self._take_over(self.current)
        self._go_by()

    def _take_over(self, session: Session) -> None:
        """What stands at the table stands; since when, the table learns from here."""
        stands = session.standing
        if stands.since and session.drafting is None:
            stands = replace(stands, since=self.standing.since)
            session.protocol.table = session.protocol.table.standing_as(stands)
        self.standing = stands

    def _go_by(self) -> None:
        """A round goes by, with talks or without."""
        self.round += 1
        if self.round <= self.realization.horizon:
            self._charge(1)
        self._lapse(self.round)
        self._ask_blocks(lambda block, now: block.between_rounds(now))

    def value(self, party: str) -> int:
        """The value to a party of what stands, in steps, before the cost of delay.

        Where options lapse it is, once the talks are over, the mean of what stood in each round up to the horizon, to
        the nearest step. It is discounted to the round of the last agreement, or else to the last that was played. A
        party that walked out has its outside option, discounted to the round in which it left.
        """
        preferences = self.realization.preferences[party]
        points = preferences.points(self.standing.outcome)
        if self._counts_rounds:
            points = floor(self.accounts.mean(party, self.realization.horizon) + Fraction(1, 2))
        return self.accounts.value(preferences, points, self.round)

    @property
    def paid(self) -> Mapping[str, int]:
        """What delay has cost each party so far, in steps of its scale in force."""
        return self.accounts.paid

    def final(self, party: str) -> int:
        """The value to a party of what stands less what delay has cost it, in steps."""
        return self.value(party) - self.accounts.paid[party]

    def exact(self, party: str) -> Fraction:
        """`final` as exact points; undiscounted means over the rounds are not rounded to steps."""
        one = self.realization.preferences[party]
        is_mean = self._counts_rounds and party not in self.accounts.walked_out and not one.discount.waits
        if not is_mean:
            return one.scale.exact(self.final(party))
        steps = self.accounts.mean(party, self.realization.horizon) - self.accounts.paid[party]
        return steps / one.scale.per_point

    @property
    def _counts_rounds(self) -> bool:
        """Whether the talks are over and what stood in each round counts."""
        return bool(self.standing.since) and self.session is None

    def _lapse(self, round_: int) -> None:
        """What runs out with a round lapses."""
        for last, axis, to in tuple(self._ends(round_)):
            if last == round_:
                self._apply_external(LogEntry(Kind.LAPSED, self._meeting_key, round_, package=Package(((axis, to),))))

    def _ends(self, now: int) -> Iterator[tuple[int, int, int]]:
        return self.realization.space.lapses.ends(self.standing, now)

    def _wait_out(self) -> None:
        """After the last meeting: pay the charges up to the horizon; what runs out by then lapses."""
        now, horizon = self.round, self.realization.horizon
        while now < horizon:
            until = min((last for last, _, _ in self._ends(now + 1)), default=horizon)
            until = min(until, horizon)
            self._charge(until - now)
            self._lapse(until)
            now = until

    def _charge(self, rounds: int) -> None:
        self.accounts.go_by(rounds, self.standing, self.realization)

    def _open_next(self) -> None:
        """Open the next meeting that takes place; after the last, pay the charges up to the horizon."""
        self.session = None
        while self.session is None and len(self.meetings) < len(self.realization.meetings):
            self._wait_for(self.realization.meetings[len(self.meetings)])
            meeting = self.realization.meetings[len(self.meetings)]
            reason = self._why_not_held(meeting)
            if reason:
                self._skip(meeting, reason)
            else:
                self._open(meeting)
        if self.session is None:
            self._wait_out()
            self._ask_blocks(lambda block, now: block.after_talks(now))

    def _wait_for(self, meeting: Meeting) -> None:
        """Let rounds go by until a meeting opens or is called off; one that is to have opened by now opens at once."""
        if meeting.opens is None:
            return
        ends = {one.meeting.key: one.before + one.rounds for one in self.meetings}
        until, self._awaited = ends.get(meeting.opens.after or "", 0) + meeting.opens.rounds, meeting.key
        if self._waits(meeting, until):
            self._append(Kind.WAITED, meeting, Recess(until))
        while self._waits(meeting, until):
            self._go_by()
        self._awaited = ""

    def _waits(self, meeting: Meeting, until: int) -> bool:
        return self.round < until and meeting.key not in self._called_off

    def _why_not_held(self, meeting: Meeting) -> str:
        """Why a meeting does not take place; empty where it does."""
        if meeting.key in self._called_off:
            return NotHeld.CALLED_OFF
        if meeting.after and meeting.key not in self._called:
            return NotHeld.NOT_CALLED
        return "" if meeting.condition.met_by(self.now.in_force) else NotHeld.CONDITION

    def _open(self, meeting: Meeting) -> None:
        self._opened, self._first = (self.standing, self.realization), len(self.log)
        draft, drafting = self.drafts.of(meeting.key), self.drafts.prepared_by(meeting, self.realization)
        session = self.session = Session(self, meeting, self.round, draft, drafting)
        self._append(Kind.BEGAN, meeting, parties=meeting.parties)
        session.start()
        if session.ended:
            self._close(session)
            self.session = None

    def _skip(self, meeting: Meeting, reason: str) -> None:
        stands, realization = self.standing, self.realization
        self.meetings.append(
            MeetingResult(meeting, False, reason, stands, stands, realization, realization, self.round)
        )
        self._append(Kind.SKIPPED, meeting, MeetingEnd(reason))
        self._drop_draft(meeting, reason, ())

    def _close(self, session: Session) -> None:
        opened, opening = self._opened
        agreements = tuple(self.log.of_kind(Kind.AGREED, self._first))
        result = MeetingResult(
            meeting=session.meeting,
            took_place=True,
            reason=session.ended,
            opened=opened,
            closed=self.standing,
            opening=opening,
            closing=self.realization,
            before=session.before,
            rounds=session.played,
            agreements=agreements,
            initialled=tuple(self.log.of_kind(Kind.INITIALLED, self._first)),
            draft=self.drafts.of(session.meeting.key),
        )
        self.meetings.append(result)
        self._append(Kind.ENDED, session.meeting, MeetingEnd(session.ended))
        self._drop_draft(session.meeting, session.ended, agreements)
        session.close()

    def _drop_draft(self, meeting: Meeting, reason: str, agreements: Sequence[LogEntry]) -> None:
        """The draft for a meeting that is over is part of what was agreed, or falls."""
        draft = self.drafts.drop(meeting.key)
        if draft is not None and not agreements:
            why = reasons_against_last(self.log[self._first :], meeting, self.realization.at(self.round), self.standing)
            facts = Fall(reason, why)
            self.log.append(LogEntry(Kind.FELL, meeting.key, self.round, package=draft, facts=facts))

    def _append(self, kind: Kind, meeting: Meeting, facts: Facts = NO_FACTS, *, parties: tuple[str, ...] = ()) -> None:
        self.log.append(LogEntry(kind, meeting.key, self.round, parties=parties, facts=facts))
