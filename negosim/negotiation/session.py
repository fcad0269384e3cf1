"""A meeting in progress: one door, which checks every act, hands it to the rules, and logs what they say."""

from __future__ import annotations

from collections.abc import Sequence
from operator import index

from negosim.errors import NegosimError
from negosim.negotiation.acts import NONE, Accept, Act, Forfeit, Offer, choice_of
from negosim.negotiation.drafts import Drafting, whole_space
from negosim.negotiation.factories import make_protocol
from negosim.negotiation.log import Approval, Assent, Kind, LogEntry, LostTurn, Vote
from negosim.negotiation.log_rows import LogRow
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.base import NOBODY, Protocol
from negosim.negotiation.protocols.offer_space import OfferSpace, offering
from negosim.negotiation.protocols.put import PutDraft
from negosim.negotiation.seat_views import SeatViews
from negosim.negotiation.session_host import SessionHost
from negosim.scenario.realize.realization import Meeting

__all__ = ["IllegalActError", "Session"]

ACTS_AT_ONCE = frozenset({Kind.SEALED, Kind.PASSED, Kind.LEFT})
"""In simultaneous play, a walk-out is completed before the next seat's act is logged: these are such acts."""


class IllegalActError(NegosimError):
    """An act that the rules don't allow: out of turn, not on offer, or against one's own refusals."""

    exit_code = 3


class Session:
    """One meeting in progress; `before` is the number of rounds that the course has played already.

    One that was prepared goes on from a `draft`; one that prepares another is `drafting`. `asked` are the seats that
    are to act now, none once the meeting has ended: drivers give each a view of `seats` and hand its act to `submit`.
    Once all have acted for whom the rules are `waiting`, they go on. Nothing else moves the
    meeting but what happens besides the talks (`apply_external`).
    """

    def __init__(
        self,
        host: SessionHost,
        meeting: Meeting,
        before: int,
        draft: Package | None = None,
        drafting: Drafting | None = None,
    ) -> None:
        self.host = host
        self.meeting = meeting
        self.before = before
        self.drafting = drafting
        self.protocol = self._rules(draft)
        self.seats = SeatViews(host, meeting, self.protocol, before, drafting)
        self.parties = host.realization.parties
        self._clock = before + 1
        self._steps = self.protocol.play()
        self.waiting: tuple[int, ...] = ()
        self._acts: dict[int, int] = {}
        self._lost: set[str] = set()
        self._walked_out = NOBODY

    def _rules(self, draft: Package | None) -> Protocol:
        """The rules of the meeting, and what is on the table: of one that was prepared, nothing without the draft."""
        realization, standing, meeting = self.host.realization, self.host.standing, self.meeting
        if self.drafting is not None:
            return make_protocol(self, self.drafting.table(realization, standing), meeting)
        space = realization.space if draft is None else whole_space(realization.space, draft, frozenset(meeting.axes))
        table = offering(space, realization.requirements, standing, meeting.axes, meeting.parties)
        if draft is not None and draft.axes.issuperset(meeting.axes) and (moves := draft.moves(standing.outcome)):
            return PutDraft(self, table, table.present_seats, table.number(Package(moves)))
        return make_protocol(self, table, meeting)

    @property
    def standing(self) -> Standing:
        """What stands; drafts move nothing."""
        return self.host.standing if self.drafting is not None else self.protocol.table.standing

    def start(self) -> None:
        """Go to the first seats that are asked, or to the end where there is nothing to talk about."""
        self.waiting = next(self._steps, ())
        self.seats.go_on()

    def close(self) -> None:
        """Let go of what refers back to it, so that all of a meeting that is over is freed at once."""
        self.seats.close()
        del self.protocol.floor

    @property
    def asked(self) -> tuple[str, ...]:
        """The seats that are to act now."""
        return tuple(self.parties[seat] for seat in self.waiting if seat not in self._acts)

    @property
    def offer(self) -> Package | None:
        """The package on the table."""
        offer = self.protocol.offer
        return None if offer == NONE else self.protocol.table.package(offer)

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
        if isinstance(act, Forfeit):
            self._forfeit(seat, act.reason)
        else:
            self._check(seat, act)
            self.step(self.seats.number[seat], choice_of(act, self.protocol.table.number))

    def step(self, seat: int, choice: int) -> None:
        """Hand an act that needs no check to the rules; once all who are asked have acted, they go on."""
        acts: Sequence[int] = (choice,)
        if len(self.waiting) > 1:
            self._acts[seat] = choice
            if len(self._acts) < len(self.waiting):
                return
            acts = [self._acts.pop(one) for one in self.waiting]
        self._clock = self.seats.course_round
        try:
            self.waiting = self._steps.send(acts)
        except StopIteration:
            self.waiting = ()
        self._lost.clear()
        self.seats.go_on()
        self._flush_walk_out()

    def _flush_walk_out(self) -> None:
        """Who has walked out takes its outside option, after all else that the walk-out brought about."""
        if self._walked_out != NOBODY:
            seat, self._walked_out = self._walked_out, NOBODY
            self.enter(Kind.OUTSIDE_OPTION, seat)
            self.host.walk_out(self.parties[seat], self._clock)

    def _forfeit(self, seat: str, reason: str) -> None:
        """Log why a seat loses its turn; once, since otherwise a tactic could go on for ever with it."""
        self._check_turn(seat)
        if seat in self._lost:
            raise IllegalActError(f"{seat} has lost this turn already")
        self._lost.add(seat)
        clock, facts = self.seats.course_round, LostTurn(reason)
        self.host.log.append(LogEntry(Kind.FORFEITED, self.meeting.key, clock, seat, facts=facts))

    def _check_turn(self, seat: str) -> None:
        if seat not in self.asked:
            raise IllegalActError(f"it is not {seat}'s turn: {', '.join(self.asked) or 'nobody'} is asked")

    def _check(self, seat: str, act: Act) -> None:
        self._check_turn(seat)
        permitted = self.protocol.permitted_to(self.seats.number[seat])
        if not isinstance(act, permitted):
            found = getattr(act, "kind", type(act).__name__)
            raise IllegalActError(f"{seat} may now {' or '.join(kind.kind for kind in permitted)}, not {found}")
        if isinstance(act, Offer | Accept) and seat in self._lost:
            raise IllegalActError(f"{seat} has lost this turn: it may pass or reject")
        if isinstance(act, Offer):
            self._check_offer(seat, act.package)
        offer = self.offer
        if isinstance(act, Accept) and offer is not None and self.seats.stake(seat).options.refuses(offer):
            raise IllegalActError(f"{seat} refuses what this offer moves to, and its consent is needed")

    def _check_offer(self, seat: str, package: Package) -> None:
        """An offer names open issues, moves something, has its consent here, breaks no constraint and isn't refused."""
        options, table = self.seats.stake(seat).options, self.protocol.table
        if not _is_well_formed(package, table):
            raise IllegalActError(f"{seat}'s package is none: it names each issue once, in their order, with an option")
        if not package.axes <= set(table.axes):
            raise IllegalActError(f"{seat} names issues that are not open in this meeting")
        if not package.moves(table.standing.outcome) and not package.axes & table.renewable:
            raise IllegalActError(f"{seat}'s package moves nothing")
        absent = table.need(table.number(package)) & ~table.satisfied
        if absent:
            raise IllegalActError(f"{seat}'s package needs {', '.join(table.names(absent))}, {_missing(table, absent)}")
        if broken := table.broken_by(package):
            raise IllegalActError(f"{seat}'s package breaks the constraint {broken[0].key!r}: {broken[0].title}")
        if options.refuses(package):
            raise IllegalActError(f"{seat} offers what it refuses")

    # What the rules ask for

    def enter(self, kind: Kind, seat: int = NOBODY, offer: int = NONE, flags: int = 0) -> None:
        """Enter what all at the table hear into the log, as of the round that is being played."""
        self.host.log.append(self._row(kind, seat, offer, flags))
        if kind is Kind.OFFERED:
            self.seats.hear(seat, offer)
        elif kind is Kind.LEFT and self.host.realization.preferences[self.parties[seat]].outside is not None:
            self._walked_out = seat

    def whisper(self, kind: Kind, seat: int, audience: Sequence[int], offer: int = NONE, flags: int = 0) -> None:
        """Enter what only some hear."""
        self.host.log.append(self._row(kind, seat, offer, flags).entry(tuple(self.parties[one] for one in audience)))
        if kind is Kind.OFFERED:
            self.seats.hear_again()

    def _row(self, kind: Kind, seat: int, offer: int, flags: int) -> LogRow:
        """What happens now, as a row for the log."""
        if kind in ACTS_AT_ONCE:
            self._flush_walk_out()
        return LogRow(kind, self.meeting.key, self._clock, seat, offer, flags, self.protocol.table)

    def count(self, offer: int, vote: Vote) -> None:
        """Enter how a body voted on an offer."""
        package = self.protocol.table.package(offer)
        self.host.log.append(LogEntry(Kind.VOTED, self.meeting.key, self._clock, package=package, facts=vote))

    def sign(self, seat: int, offer: int, parties: int, facts: Assent) -> bool:
        """Enter an agreement, after the votes of those who must ratify it; False where they turn it down."""
        table, key, log = self.protocol.table, self.meeting.key, self.host.log
        package, names = table.package(offer), table.names(parties)
        if self.drafting is not None:
            entry = LogEntry(Kind.INITIALLED, key, self._clock, self.parties[seat], package, names)
            log.append(entry)
            self.host.initial(entry, self.meeting.prepares)
            return True
        entry = LogEntry(Kind.AGREED, key, self._clock, self.parties[seat], package, names, facts)
        votes = self.host.votes_on(entry)
        if votes:
            log.append(LogEntry(Kind.SIGNED, key, self._clock, entry.seat, package, names, facts))
        for vote in votes:
            log.append(vote.at(key, self._clock))
        ratified = all(vote.facts.ratified for vote in votes if isinstance(vote.facts, Approval))
        if ratified:
            log.append(entry)
            self.host.settle(entry)
        return ratified

    def lot(self, purpose: str, round_: int) -> float:
        """A random number in [0, 1) for what the rules leave to chance."""
        return self.host.chance.uniform(f"meeting.{self.meeting.key}.{purpose}", round_)

    def end_round(self) -> None:
        """Delay costs, and what happens besides the talks happens."""
        self._flush_walk_out()
        self.host.end_round()

    def apply_external(self, entry: LogEntry) -> None:
        """Something happened besides the talks: what stands and what counts may be new."""
        key = self.meeting.key
        rounds = entry.effect.rounds.get(key, self.protocol.rounds)
        if self.drafting is not None:
            entry = self.drafting.besides(entry)
        self.protocol.interrupt(entry, rounds, key in entry.effect.called_off, self.host.realization.requirements)


def _missing(table: OfferSpace, absent: int) -> str:
    """Why those whom a package needs cannot agree to it."""
    return "who is not at the table" if absent & table.absent else "and too few of its votes are at the table"


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
