"""The course of the talks: the meetings in order, what stands between them, and what delay costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from negosim.chance import Chance
from negosim.errors import NegosimError, RunError
from negosim.protocols.base import Accept, Act, Event, Forfeit, Leave, Offer, Package, Pass, Reject, Standing
from negosim.scenario.draw import Meeting, Reading
from negosim.session import Session
from negosim.tactics.base import Tactic, View

__all__ = ["Course", "Held", "decide", "play", "replay"]


@dataclass(frozen=True)
class Held:
    """A meeting that took place or was skipped: what stood before and after, its rounds, and why it ended.

    `before` is the number of rounds that the course had played by then.
    """

    meeting: Meeting
    held: bool
    reason: str
    opened: Standing
    closed: Standing
    before: int
    rounds: int = 0
    agreements: tuple[Event, ...] = ()

    @property
    def package(self) -> Package | None:
        """All that was agreed in the meeting as one package; None where nothing was."""
        terms = {axis: option for event in self.agreements if event.package for axis, option in event.package.terms}
        return Package.of(terms) if terms else None


class Course:
    """The meetings in the order of the file; a meeting whose condition what stands doesn't meet is skipped.

    It has the same door as a session: `asked`, `view`, `submit`. `paid` is what delay has cost each party so far, on
    the grid; after the last meeting the charges up to the horizon are paid, talks or no talks. The course starts from
    the status quo, or from another `standing`.
    """

    def __init__(self, reading: Reading, chance: Chance, standing: Standing | None = None) -> None:
        self.reading = reading
        self.chance = chance
        self.standing = self._first = standing or Standing.at_first(reading.space)
        self.round = 0
        self.paid = dict.fromkeys(reading.parties, 0)
        self.log: list[Event] = []
        self.held: list[Held] = []
        self.session: Session | None = None
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
        return self.current.view(seat)

    def submit(self, seat: str, act: Act) -> tuple[Event, ...]:
        """Hand an act to the meeting in progress; closes rounds and meetings as they end."""
        session = self.current
        played = session.played
        events = session.submit(seat, act)
        self.log.extend(events)
        self.standing = session.state.standing
        for _ in range(session.played - played):
            self._end_round()
        if session.ended:
            self._close(session)
            self._open_next()
        return events

    def _end_round(self) -> None:
        """A round is over: while its condition stands, delay costs those at the table and those who aren't."""
        self.round += 1
        if self.round <= self.reading.horizon:
            self._charge(1)

    def _charge(self, rounds: int) -> None:
        for party, preferences in self.reading.preferences.items():
            self.paid[party] += rounds * preferences.stake(self.standing.outcome)[1]

    def _open_next(self) -> None:
        """Open the next meeting whose condition is met; after the last, pay the charges up to the horizon."""
        self.session = None
        while self.session is None and len(self.held) < len(self.reading.meetings):
            meeting = self.reading.meetings[len(self.held)]
            if meeting.condition.met_by(self.standing.outcome):
                self._open(meeting)
            else:
                self._skip(meeting)
        if self.session is None:
            self._charge(max(0, self.reading.horizon - self.round))

    def _open(self, meeting: Meeting) -> None:
        session = Session(self.reading, meeting, self.standing, chance=self.chance, before=self.round, earlier=self.log)
        self._tell("began", meeting, parties=meeting.parties)
        if session.ended:
            self._close(session)
        else:
            self.session = session

    def _skip(self, meeting: Meeting) -> None:
        reason = "its condition does not hold"
        self.held.append(Held(meeting, False, reason, self.standing, self.standing, self.round))
        self._tell("skipped", meeting, reason=reason)

    def _close(self, session: Session) -> None:
        before = self.held[-1].closed if self.held else self._first
        agreements = tuple(event for event in session.events if event.kind == "agreed")
        held = Held(
            meeting=session.meeting,
            held=True,
            reason=session.ended,
            opened=before,
            closed=session.state.standing,
            before=session.before,
            rounds=session.played,
            agreements=agreements,
        )
        self.held.append(held)
        self._tell("ended", session.meeting, reason=session.ended)

    def _tell(self, kind: str, meeting: Meeting, parties: tuple[str, ...] = (), **facts: str) -> None:
        self.log.append(Event(kind, meeting.key, self.round, parties=parties, facts=facts))


def play(course: Course, tactics: Mapping[str, Tactic]) -> Course:
    """The plain driver: ask every seat in turn until the talks are over."""
    while course.asked:
        for seat in course.asked:
            course.submit(seat, decide(tactics[seat], course.view(seat)))
    return course


def decide(tactic: Tactic, view: View) -> Act:
    """A tactic's act; what it raises is told with its name, seat and round."""
    try:
        return tactic.act(view)
    except NegosimError:
        raise
    except (Exception, SystemExit) as error:
        name = type(tactic).__name__
        where = f"{name} of {view.party} in round {view.round} of {view.meeting}"
        raise RunError(f"the tactic {where} raised {type(error).__name__}: {error}") from error


def replay(course: Course, log: Sequence[Event]) -> Course:
    """Play the acts of a log in a fresh course; `RunError` where the course does not come to the same log."""
    for event in log:
        act = act_of(event)
        if act is not None:
            course.submit(event.seat, act)
    if course.log != list(log):
        raise RunError("the log does not replay: it is of another scenario or another version")
    return course


def act_of(event: Event) -> Act | None:
    """The act behind an entry of the log; None for entries that follow from others."""
    match event.kind, event.package:
        case "offered", Package() as package:
            return Offer(package)
        case "answered", _:
            return Accept() if event.facts.get("accepts") else Reject()
        case "forfeited", _:
            return Forfeit(str(event.facts["reason"]))
        case "passed", _:
            return Pass()
        case "left", _:
            return Leave()
        case _:
            return None
