"""A meeting in progress: protocol, seats, state and log, with one door that checks every act."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from operator import index
from typing import Any, cast

from negosim.domain.outcomes import TABLE_LIMIT
from negosim.domain.preferences import Preferences
from negosim.domain.rng import RandomSource, SeatRandomSource
from negosim.errors import NegosimError, RunError
from negosim.negotiation.log import SETTLED, Approval, Ending, Kind, LogEntry, LostTurn
from negosim.negotiation.observation import Hearing
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.agreeable import Vetoes
from negosim.negotiation.protocols.base import Accept, Act, Forfeit, Leave, Offer, Protocol, State
from negosim.negotiation.protocols.consent import movable, needed
from negosim.negotiation.protocols.offer_blocks import BlockRows, offered_blocks
from negosim.negotiation.protocols.offer_space import OfferSpace, offering
from negosim.negotiation.protocols.turns import NO_LOTS, RandomDraws
from negosim.negotiation.tactics.base import Tactic, View
from negosim.negotiation.tactics.menu import Menu, SeatOptions
from negosim.negotiation.tactics.menu_by_blocks import BlockOptions
from negosim.negotiation.tactics.menu_table import TableOptions
from negosim.negotiation.tactics.user_code import is_code, load_tactic
from negosim.registry import lookup, parameters_for
from negosim.scenario.realize.realization import Meeting, Named, Realization

__all__ = ["Approve", "IllegalActError", "Session", "make_protocol", "make_tactics"]

Approve = Callable[[LogEntry], tuple[LogEntry, ...]]
"""The votes on what was signed; none where nobody votes."""


class IllegalActError(NegosimError):
    """An act that the rules don't allow: out of turn, not on offer, or against one's own refusals."""

    exit_code = 3


def _parameters(kind: str, named: Named) -> dict[str, Any]:
    """The parameters of a scenario as the constructor takes them: counts as whole numbers."""
    known = parameters_for(lookup(kind, named.name), named.parameters).values()
    whole = {one.name for one in known if one.kind == "whole"}
    return {name: int(cast(float, value)) if name in whole else value for name, value in named.parameters.items()}


def make_protocol(realization: Realization, meeting: Meeting) -> Protocol:
    """The protocol of a meeting, by its name in the registry."""
    make = lookup("protocol", meeting.protocol.name).make
    parameters = _parameters("protocol", meeting.protocol)
    protocol: Protocol = make(realization.space, meeting.parties, meeting.rounds, meeting.begins, **parameters)
    return protocol


def make_tactics(realization: Realization, *, allow_code: bool = False) -> dict[str, Tactic]:
    """The tactic of every party, by its name in the registry or from a user's file."""
    return {party: _make_tactic(realization, party, named, allow_code) for party, named in realization.tactics.items()}


def _make_tactic(realization: Realization, party: str, named: Named, allow_code: bool) -> Tactic:
    if is_code(named.name):
        folder = named.folder or realization.scenario.folder
        return _make_own(load_tactic(named.name, folder, allowed=allow_code), party, named)
    tactic: Tactic = lookup("tactic", named.name).make(**_parameters("tactic", named))
    return tactic


def _make_own(make: type[Tactic], party: str, named: Named) -> Tactic:
    """A tactic of a user's own, whose parameters nobody has checked; what it raises is told in one sentence."""
    try:
        return make(**named.parameters)
    except Exception as error:
        told = f"{type(error).__name__}: {error}"
        raise RunError(f"the tactic {named.name!r} of {party} cannot be made: {told}") from error


def _table_choices(realization: Realization, offered: OfferSpace, seats: Sequence[str]) -> dict[str, SeatOptions]:
    """What is on offer to every seat, by a table."""
    table = realization.utilities.table(offered.axes, offered.standing.outcome)
    made: dict[str, SeatOptions] = {}
    vetoes = Vetoes(realization, offered)
    for seat in seats:
        row, refused = realization.parties.index(seat), vetoes.foreseen(seat)
        made[seat] = TableOptions(offered, seat, table.points[row].copy(), table.charges[row].copy(), refused)
    return made


def _merged_choices(realization: Realization, offered: OfferSpace, seats: Sequence[str]) -> dict[str, SeatOptions]:
    """What is on offer to every seat, by blocks, where there is too much for a table."""
    blocks = offered_blocks(realization.utilities, offered)
    return {seat: _own_choices(realization, offered, blocks, seat) for seat in seats}


def _own_choices(realization: Realization, offered: OfferSpace, blocks: Sequence[BlockRows], seat: str) -> BlockOptions:
    """The choices of one seat, with its own points alone: a tactic that looks into them finds nobody else's."""
    row = [realization.parties.index(seat)]
    own = [replace(block, points=block.points[row], charges=block.charges[row]) for block in blocks]
    return BlockOptions(offered, own, realization.preferences[seat], 0)


class Session:
    """One meeting in progress.

    `before` is the number of rounds that the course has played already, `earlier` the log so far. `asked` are the seats
    that are to act now, none once the meeting has ended: drivers give each a `view` and hand its act to `submit`;
    nothing else changes the state but what happens besides the talks (`apply_external`).
    """

    def __init__(
        self,
        realization: Realization,
        meeting: Meeting,
        standing: Standing,
        *,
        chance: RandomSource,
        before: int = 0,
        earlier: Sequence[LogEntry] = (),
        approve: Approve | None = None,
    ) -> None:
        self.realization = realization
        self.meeting = meeting
        self.chance = chance
        self.before = before
        self._approve = approve
        self.protocol = make_protocol(realization, meeting)
        self.events: list[LogEntry] = []
        self.hearing = Hearing(meeting, realization.meetings, earlier)
        self.state = self._opened(standing)
        self.asked: tuple[str, ...] = self.protocol.asked(self.state)
        self._choices_of: tuple[object, ...] = ()
        self._made: dict[str, SeatOptions] = {}
        self._sound: dict[tuple[str, int], Package] = {}

    def _opened(self, standing: Standing) -> State:
        """The first state; a meeting on which nothing is on offer ends before its first round."""
        state = State(self.meeting.parties, standing, frozenset(self.meeting.axes))
        if not movable(self.realization.space, standing, state.open, state.seats):
            return replace(state, round=0, ended=Ending.NOTHING_ON_OFFER)
        return self.protocol.opens(state, self._lots(0))

    def _lots(self, round_: int) -> RandomDraws:
        """What chance holds for the end of a round of the meeting, drawn where the rules leave anything to it."""
        if not self.protocol.leaves_to_chance:
            return NO_LOTS
        of = f"meeting.{self.meeting.key}"
        breakdown, turn = (self.chance.uniform(f"{of}.{what}", round_) for what in ("breakdown", "order"))
        return RandomDraws(breakdown, turn)

    def _enter(self, *entries: LogEntry) -> tuple[LogEntry, ...]:
        """Enter what happened into the log, and let those hear of it who may."""
        for entry in entries:
            seen = entry.public_view
            self.events.append(seen)
            self.hearing.tell(seen)
        return entries

    @property
    def ended(self) -> str:
        """Why the meeting has ended; empty while it goes on."""
        return self.state.ended

    @property
    def played(self) -> int:
        """Rounds of this meeting that are over."""
        return self.state.round if self.state.ended else self.state.round - 1

    @property
    def course_round(self) -> int:
        """The current round, counted through the course."""
        return self.before + self.state.round

    def submit(self, seat: str, act: Act) -> tuple[LogEntry, ...]:
        """The one door: check the act, apply it, log what happened. `IllegalActError` says what is wrong with it."""
        if isinstance(act, Forfeit):
            return self._forfeit(seat, act.reason)
        self._check(seat, act)
        now, before = self.course_round, self.state
        self.state, happened = self.protocol.apply(before, seat, act, self._lots(before.round))
        happened = (*happened, *self._taken(seat, act))
        if self._approve is not None:
            happened = self._put_to_the_vote(now, before, happened)
        self.asked = self.protocol.asked(self.state)
        return self._enter(*(entry.at(self.meeting.key, now) for entry in happened))

    def _taken(self, seat: str, act: Act) -> tuple[LogEntry, ...]:
        """A seat that leaves takes its outside option."""
        leaves = isinstance(act, Leave) and self.realization.preferences[seat].outside is not None
        return (LogEntry(Kind.OUTSIDE_OPTION, seat=seat),) if leaves else ()

    def _forfeit(self, seat: str, reason: str) -> tuple[LogEntry, ...]:
        """Log why a seat loses its turn; once, since otherwise a tactic could go on for ever with it."""
        self._check_turn(seat)
        if self._lost(seat):
            raise IllegalActError(f"{seat} has lost this turn already")
        facts = LostTurn(reason)
        return self._enter(LogEntry(Kind.FORFEITED, self.meeting.key, self.course_round, seat, facts=facts))

    def _lost(self, seat: str) -> bool:
        """Whether the seat has lost the turn that is now its own."""
        return bool(self.events) and (self.events[-1].kind, self.events[-1].seat) == (Kind.FORFEITED, seat)

    def _put_to_the_vote(self, now: int, before: State, happened: tuple[LogEntry, ...]) -> tuple[LogEntry, ...]:
        """What was signed takes effect only if all who must pass it do; its issues are closed either way."""
        signed = next((entry for entry in happened if entry.kind == Kind.AGREED), None)
        votes = () if signed is None or self._approve is None else self._approve(signed.at(self.meeting.key, now))
        if signed is None or not votes:
            return happened
        place = happened.index(signed)
        earlier, later = happened[:place], happened[place + 1 :]
        entries = (*earlier, replace(signed, kind=Kind.SIGNED), *votes)
        if not any(isinstance(vote.facts, Approval) and not vote.facts.ratified for vote in votes):
            return (*entries, signed, *later)
        ended = Ending.NOT_RATIFIED if self.state.ended in SETTLED else self.state.ended
        self.state = replace(self.state, standing=before.standing, ended=ended)
        return (*entries, *later)

    def apply_external(self, entry: LogEntry, realization: Realization) -> None:
        """Apply what happened outside of the talks: the seats hear of it, what stands and what counts may be new."""
        self._enter(entry)
        self.realization = realization
        self.protocol.rounds = entry.effect.rounds.get(self.meeting.key, self.protocol.rounds)
        self.state = replace(self.state, standing=entry.applied_to(self.state.standing))
        reason = self._cut_short(entry)
        if reason and not self.state.ended:
            self.state = replace(self.state, round=self.state.round - 1, ended=reason)
        self.asked = self.protocol.asked(self.state)

    def _cut_short(self, entry: LogEntry) -> str:
        """Why what happened ends the meeting before its next round; empty where it goes on."""
        state = self.state
        if self.meeting.key in entry.effect.called_off:
            return Ending.CALLED_OFF
        if not movable(self.realization.space, state.standing, state.open, state.seats):
            return Ending.NOTHING_ON_OFFER
        return Ending.DEADLINE if state.round > self.protocol.rounds else ""

    def _check_turn(self, seat: str) -> None:
        if seat not in self.asked:
            raise IllegalActError(f"it is not {seat}'s turn: {', '.join(self.asked) or 'nobody'} is asked")

    def _check(self, seat: str, act: Act) -> None:
        self._check_turn(seat)
        allowed = self.protocol.allowed(self.state)
        if not isinstance(act, allowed):
            found = getattr(act, "kind", type(act).__name__)
            raise IllegalActError(f"{seat} may now {' or '.join(kind.kind for kind in allowed)}, not {found}")
        if isinstance(act, Offer | Accept) and self._lost(seat):
            raise IllegalActError(f"{seat} has lost this turn: it may pass or reject")
        if isinstance(act, Offer) and not self._is_sound(seat, act.package):
            self._check_offer(seat, act.package)
            self._sound[seat, id(act.package)] = act.package
        if isinstance(act, Accept) and self.state.offer is not None and self._refuses(seat, self.state.offer):
            raise IllegalActError(f"{seat} refuses what this offer moves to, and its consent is needed")

    def _check_offer(self, seat: str, package: Package) -> None:
        """An offer names open issues, moves something, has its consent at the table, and isn't refused by its maker."""
        if not self._well_formed(package):
            raise IllegalActError(f"{seat}'s package is none: it names each issue once, in their order, with an option")
        if not package.axes <= self.state.open:
            raise IllegalActError(f"{seat} names issues that are not open in this meeting")
        if not package.moves(self.state.standing.outcome):
            raise IllegalActError(f"{seat}'s package moves nothing")
        absent = needed(self.realization.space, self.state.standing, package) - set(self.state.seats)
        if absent:
            raise IllegalActError(f"{seat}'s package needs {', '.join(sorted(absent))}, who is not at the table")
        if self._refuses(seat, package):
            raise IllegalActError(f"{seat} offers what it refuses")

    def _well_formed(self, package: object) -> bool:
        """Whether it is a package of issues and options that there are; a tactic of a user's may hand in anything."""
        try:
            named = dict(package.terms) if isinstance(package, Package) else {}
            known = all(self._has_option(axis, option) for axis, option in named.items())
            return known and Package.of(named) == package
        except (TypeError, ValueError):  # terms that are no pairs of whole numbers
            return False

    def _has_option(self, axis: int, option: int) -> bool:
        """Whether there is such an option; the numbers are whole, as those of a list's places are."""
        shape = self.realization.space.shape
        return axis in range(len(shape)) and index(option) in range(shape[index(axis)])

    def _is_sound(self, seat: str, package: object) -> bool:
        """Whether the seat's offer of this very package was found to be right before, while the same stood."""
        self._choices(seat)
        return package is not None and self._sound.get((seat, id(package))) is package

    def _refuses(self, seat: str, package: Package) -> bool:
        return self._choices(seat).refuses(package)

    def _choices(self, seat: str) -> SeatOptions:
        """What is on offer to a seat now; made anew when what stands, who is there, or what counts has changed."""
        state = self.state
        key = (state.standing, state.open, state.seats, self.realization.utilities)
        if key != self._choices_of:
            self._choices_of, self._made, self._sound = key, self._make_choices(state), {}
        return self._made[seat]

    def _make_choices(self, state: State) -> dict[str, SeatOptions]:
        realization, axes = self.realization, tuple(sorted(state.open))
        offered = offering(realization.space, realization.parties, state.standing, axes, state.seats)
        make = _merged_choices if offered.size > TABLE_LIMIT else _table_choices
        return make(realization, offered, self.meeting.parties)

    @property
    def rounds_left(self) -> int:
        """Rounds after this one in which delay still costs."""
        return self.realization.rounds_left(self.course_round)

    def wants(self, party: str) -> Preferences:
        """What a party wants, as of this round."""
        return self.realization.preferences[party].at(self.course_round)

    def menu(self, seat: str) -> Menu:
        """The packages on offer to a seat now."""
        return self._choices(seat).menu(self.rounds_left, self.wants(seat).discount)

    def reservation(self, party: str) -> int:
        """The worth below which a party doesn't agree now."""
        return self.wants(party).reservation_value(self.state.standing.outcome, self.rounds_left)

    def _least(self, seat: str) -> int:
        """The worth below which a seat says no now: its reservation value, or the worth of what a no would leave it."""
        fallback = self.protocol.fallback(self.state)
        return self.reservation(seat) if fallback is None else self.menu(seat).worth(fallback)

    def view(self, seat: str) -> View:
        """All that a seat may know now."""
        state, protocol = self.state, self.protocol
        turn, offers = protocol.next_offer(state, seat), self.hearing.offers[seat]
        heard = state.offer is not None and offers.get(state.by) == state.offer
        return View(
            meeting=self.meeting.key,
            party=seat,
            preferences=self.wants(seat),
            menu=self.menu(seat),
            chance=SeatRandomSource(self.chance, seat, self.meeting.key),
            round=state.round,
            rounds=protocol.rounds,
            course_round=self.course_round,
            time=protocol.time(state.round),
            next_time=1.0 if turn is None else protocol.time(turn),
            reservation=self._least(seat),
            offer=state.offer if heard else None,
            by=state.by if heard else "",
            offers=offers,
            events=tuple(self.hearing.events[seat]),
            known=self._known(seat),
            turns=protocol.turns(state),
            rounds_left=self.rounds_left,
            horizon=self.realization.horizon,
        )

    def _known(self, seat: str) -> Mapping[str, Preferences]:
        if not self.realization.scenario.parties[seat].informed:
            return {}
        return {party: self.wants(party) for party in self.realization.parties if party != seat}
