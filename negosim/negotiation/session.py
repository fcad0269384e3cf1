"""A meeting in progress: one door, which checks every act, hands it to the rules, and logs what they say."""

from __future__ import annotations

from collections.abc import Sequence
from operator import index

from negosim.errors import NegosimError
from negosim.negotiation.acts import Accept, Act, Forfeit, Leave, Offer
from negosim.negotiation.factories import make_protocol
from negosim.negotiation.facts import NO_FACTS, Facts
from negosim.negotiation.log import NOTHING, Approval, Assent, Kind, LogEntry, LostTurn
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.offer_space import OfferSpace, offering
from negosim.negotiation.seat_views import SeatViews
from negosim.negotiation.session_host import SessionHost
from negosim.scenario.realize.realization import Meeting

__all__ = ["IllegalActError", "Session"]

NOTED = frozenset({Kind.AGREED, Kind.OUTSIDE_OPTION})
"""Kinds of entry that the course takes note of."""


class IllegalActError(NegosimError):
    """An act that the rules don't allow: out of turn, not on offer, or against one's own refusals."""

    exit_code = 3


class Session:
    """One meeting in progress; `before` is the number of rounds that the course has played already.

    `asked` are the seats that are to act now, none once the meeting has ended: drivers give each a view of `seats` and
    hand its act to `submit`. Nothing else moves the meeting but what happens besides the talks (`apply_external`).
    """

    def __init__(self, host: SessionHost, meeting: Meeting, standing: Standing, before: int) -> None:
        self.host = host
        self.meeting = meeting
        self.before = before
        realization = host.realization
        table = offering(realization.space, realization.parties, standing, meeting.axes, meeting.parties)
        self.protocol = make_protocol(self, table, meeting)
        self.seats = SeatViews(host, meeting, self.protocol, before)
        self.asked: tuple[str, ...] = ()
        self._clock = before + 1
        self._steps = self.protocol.play()
        self._walked_out = ""

    def start(self) -> None:
        """Go to the first seat that is asked, or to the end where there is nothing to talk about."""
        self._proceed(None)
        self.seats.go_on()

    @property
    def ended(self) -> str:
        """Why the meeting has ended; empty while it goes on."""
        return self.protocol.ended

    @property
    def played(self) -> int:
        """Rounds of this meeting that are over."""
        return self.protocol.round if self.protocol.ended else self.protocol.round - 1

    # The door

    def submit(self, seat: str, act: Act) -> None:
        """Check an act and hand it to the rules. `IllegalActError` says what is wrong with it."""
        self._clock = self.seats.course_round
        if isinstance(act, Forfeit):
            self._forfeit(seat, act.reason)
            return
        self._check(seat, act)
        if isinstance(act, Leave) and self.host.realization.preferences[seat].outside is not None:
            self._walked_out = seat
        self._proceed(act)
        self._take_outside_option()

    def _proceed(self, act: Act | None) -> None:
        """Hand an act to the rules, none before the first; they say who is asked next."""
        try:
            self.asked = (self._steps.send(act),)  # type: ignore[arg-type]  # a generator begins with None
        except StopIteration:
            self.asked = ()

    def _take_outside_option(self) -> None:
        """Who walked out takes its outside option, after all else that the walk-out brought about."""
        if self._walked_out:
            seat, self._walked_out = self._walked_out, ""
            self.enter(Kind.OUTSIDE_OPTION, seat)

    def _forfeit(self, seat: str, reason: str) -> None:
        """Log why a seat loses its turn; once, since otherwise a tactic could go on for ever with it."""
        self._check_turn(seat)
        if self._has_lost(seat):
            raise IllegalActError(f"{seat} has lost this turn already")
        self.enter(Kind.FORFEITED, seat, facts=LostTurn(reason))

    def _has_lost(self, seat: str) -> bool:
        """Whether the seat has lost the turn that is now its own."""
        return self.host.log.ends_with(Kind.FORFEITED, seat)

    def _check_turn(self, seat: str) -> None:
        if seat not in self.asked:
            raise IllegalActError(f"it is not {seat}'s turn: {', '.join(self.asked) or 'nobody'} is asked")

    def _check(self, seat: str, act: Act) -> None:
        self._check_turn(seat)
        permitted = self.protocol.permitted
        if type(act) not in permitted and not isinstance(act, permitted):
            found = getattr(act, "kind", type(act).__name__)
            raise IllegalActError(f"{seat} may now {' or '.join(kind.kind for kind in permitted)}, not {found}")
        if isinstance(act, Offer | Accept) and self._has_lost(seat):
            raise IllegalActError(f"{seat} has lost this turn: it may pass or reject")
        if isinstance(act, Offer):
            self._check_offer(seat, act.package)
        offer = self.protocol.offer
        if isinstance(act, Accept) and offer is not None and self.seats.stake(seat).options.refuses(offer):
            raise IllegalActError(f"{seat} refuses what this offer moves to, and its consent is needed")

    def _check_offer(self, seat: str, package: Package) -> None:
        """An offer names open issues, moves something, has its consent at the table, and isn't refused by its maker."""
        options, table = self.seats.stake(seat).options, self.protocol.table
        if not _is_well_formed(package, table):
            raise IllegalActError(f"{seat}'s package is none: it names each issue once, in their order, with an option")
        if not package.axes <= set(table.axes):
            raise IllegalActError(f"{seat} names issues that are not open in this meeting")
        if not package.moves(table.standing.outcome):
            raise IllegalActError(f"{seat}'s package moves nothing")
        absent = table.mask(package) & ~table.present
        if absent:
            raise IllegalActError(f"{seat}'s package needs {', '.join(table.names(absent))}, who is not at the table")
        if options.refuses(package):
            raise IllegalActError(f"{seat} offers what it refuses")

    # What the rules ask for

    def enter(
        self,
        kind: Kind,
        seat: str = "",
        package: Package | None = None,
        parties: tuple[str, ...] = (),
        *,
        facts: Facts = NO_FACTS,
        audience: tuple[str, ...] = (),
    ) -> None:
        """Enter something into the log, as of the round that is being played."""
        row = (kind, self.meeting.key, self._clock, seat, package, parties, facts, NOTHING, audience)
        self.host.log.rows.append(row)
        if kind is Kind.OFFERED and package is not None:
            self.seats.hearing.offered(seat, package, facts, audience)
        elif kind in NOTED:
            self.host.note(kind, seat, self._clock)

    def sign(self, seat: str, package: Package, parties: tuple[str, ...], facts: Assent) -> bool:
        """Enter an agreement, after the votes of those who must ratify it; False where they turn it down."""
        entry = LogEntry(Kind.AGREED, self.meeting.key, self._clock, seat, package, parties, facts)
        votes = self.host.votes_on(entry)
        if votes:
            self.enter(Kind.SIGNED, seat, package, parties, facts=facts)
        for vote in votes:
            self.host.log.append(vote.at(self.meeting.key, self._clock))
        passed = all(vote.facts.ratified for vote in votes if isinstance(vote.facts, Approval))
        if passed:
            self.enter(Kind.AGREED, seat, package, parties, facts=facts)
            self.seats.hearing.agreed()
        return passed

    def lot(self, purpose: str, round_: int) -> float:
        """A random number in [0, 1) for what the rules leave to chance."""
        return self.host.chance.uniform(f"meeting.{self.meeting.key}.{purpose}", round_)

    def end_round(self) -> None:
        """Delay costs, and what happens besides the talks happens."""
        self._take_outside_option()
        self.host.end_round()
        self.seats.go_on()

    def apply_external(self, entry: LogEntry) -> None:
        """Something happened besides the talks: what stands and what counts may be new."""
        key = self.meeting.key
        rounds = entry.effect.rounds.get(key, self.protocol.rounds)
        self.protocol.interrupt(entry, rounds, key in entry.effect.called_off)


def _is_well_formed(package: object, table: OfferSpace) -> bool:
    """Whether it is a package of issues and options that there are; a user's tactic may hand in anything."""
    try:
        return table.knows(package) or _names_options(package, table.space.shape)
    except (TypeError, ValueError):  # terms that are no pairs of whole numbers
        return False


def _names_options(package: object, shape: Sequence[int]) -> bool:
    named = dict(package.terms) if isinstance(package, Package) else {}
    axes = range(len(shape))
    known = all(axis in axes and index(option) in range(shape[index(axis)]) for axis, option in named.items())
    return known and Package.of(named) == package
