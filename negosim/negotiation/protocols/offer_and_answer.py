"""A round is one offer and the answers to it: what protocols of this kind share, consent by option above all.

Whoever says yes is bound, an agreement of some closes what it names, an agreement of all ends the meeting, and what
needs only its proposer takes effect at once.
"""

from __future__ import annotations

from dataclasses import replace

from negosim.negotiation.facts import NO_FACTS, Facts
from negosim.negotiation.log import Assent, Ending, Kind, LogEntry, Reply
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.base import Accept, Act, Leave, Offer, Pass, Protocol, Reject, State
from negosim.negotiation.protocols.consent import movable, needed
from negosim.negotiation.protocols.turns import NO_LOTS, RandomDraws

__all__ = ["OneOffer", "Step"]

Step = tuple[State, tuple[LogEntry, ...]]
"""The state after an act, and what happened."""


class OneOffer(Protocol):
    """One offer a round, answered in seat order; whose turn it is to offer goes round the table.

    A protocol of this kind may say otherwise who offers (`_next`), when an offer's fate is known (`_fate`), and whom it
    binds (`_bound`).
    """

    def _next(self, state: State, lots: RandomDraws) -> str:
        """Who offers in the next round; empty where nobody who may is there."""
        return self._from(self.proposer(state), state)[0]

    def _from(self, seat: str, state: State) -> tuple[str, ...]:
        """The seats present in seat order, from the one after `seat` round to itself."""
        after = self.seats.index(seat) + 1
        order = self.seats[after:] + self.seats[:after]
        return order if len(state.seats) == len(order) else tuple(one for one in order if one in state.seats)

    def proposer(self, state: State) -> str:
        """Who offers in this round."""
        return state.turn or self.begins

    def _answering(self, state: State) -> tuple[str, ...]:
        """Those who answer the offer on the table, in their order."""
        return tuple(seat for seat in self._from(state.by, state) if seat != state.by)

    def _unanswered(self, state: State) -> tuple[str, ...]:
        """The next seat to answer; none once all have."""
        answered = {seat for seat, _ in state.answers}
        return tuple(seat for seat in self._answering(state) if seat not in answered)[:1]

    def asked(self, state: State) -> tuple[str, ...]:
        """The proposer of the round, or the next seat to answer."""
        if state.ended:
            return ()
        return (self.proposer(state),) if state.offer is None else self._unanswered(state)

    def allowed(self, state: State) -> tuple[type[Act], ...]:
        """Offer, pass or leave at one's turn; accept, reject or leave when asked."""
        return (Offer, Pass, Leave) if state.offer is None else (Accept, Reject, Leave)

    def next_offer(self, state: State, seat: str) -> int | None:
        """The next round in which it is this seat's turn to offer."""
        if seat not in state.seats:
            return None
        round_ = state.round + 1 + self._wait(state, seat)
        return round_ if round_ <= self.rounds else None

    def _wait(self, state: State, seat: str) -> int:
        """How many rounds of others come before the seat's next."""
        return self._from(self.proposer(state), state).index(seat)

    def apply(self, state: State, seat: str, act: Act, lots: RandomDraws = NO_LOTS) -> Step:
        """Offer, answer, pass or leave; a round that is over may be the last, and the next is somebody's."""
        match act:
            case Offer(package):
                return self._offered(state, seat, package, lots)
            case Leave():
                return self._left(state, seat, lots)
            case Pass():
                return self._round_over(state, (LogEntry(Kind.PASSED, seat=seat),), lots)
            case _:
                return self._answered(state, seat, isinstance(act, Accept), lots)

    def _consent(self, state: State) -> frozenset[str]:
        """Whose consent the offer on the table needs."""
        assert state.offer is not None  # noqa: S101  (only asked of an offer)
        return needed(self.space, state.standing, state.offer)

    def _offered(self, state: State, seat: str, package: Package, lots: RandomDraws, facts: Facts = NO_FACTS) -> Step:
        tabled = state.tabled(package, seat)
        consent = self._consent(tabled)
        event = LogEntry(Kind.OFFERED, seat=seat, package=package, parties=tuple(sorted(consent)), facts=facts)
        return self._agreed(tabled, (event,), lots) if consent <= {seat} else (tabled, (event,))

    def _answered(self, state: State, seat: str, accepts: bool, lots: RandomDraws) -> Step:
        facts = Reply(accepts, needed=seat in self._consent(state))
        event = LogEntry(Kind.ANSWERED, seat=seat, package=state.offer, facts=facts)
        return self._decided(state.answered(seat, accepts), event, lots)

    def _left(self, state: State, seat: str, lots: RandomDraws) -> Step:
        """Who walks out refuses the offer on the table; the round goes on where that seat's consent isn't needed."""
        rest, event = state.without(seat), LogEntry(Kind.LEFT, seat=seat)
        return self._round_over(rest, (event,), lots) if rest.offer is None else self._decided(rest, event, lots)

    def _decided(self, state: State, event: LogEntry, lots: RandomDraws) -> Step:
        """What an answer leads to: the offer takes effect, the round is over, or the next is asked."""
        fate = self._fate(state)
        if fate is None:
            return state, (event,)
        return (self._agreed if fate else self._refused)(state, (event,), lots)

    def _fate(self, state: State) -> bool | None:
        """Whether the offer passes; None while that isn't known. The first refusal by a needed seat is enough."""
        consent = self._consent(state)
        if not consent <= set(state.seats) or any(seat in consent and not yes for seat, yes in state.answers):
            return False
        return None if self._unanswered(state) else True

    def _refused(self, state: State, before: tuple[LogEntry, ...], lots: RandomDraws) -> Step:
        """The offer on the table came to nothing: the round is over."""
        return self._round_over(state, before, lots)

    def _bound(self, state: State) -> frozenset[str]:
        """Whom the offer binds that takes effect: all whose consent it needed, and who proposed it."""
        return self._consent(state) | {state.by}

    def _concerned(self, state: State) -> frozenset[str]:
        """Whose word it took: where that is all at the table, the meeting is over."""
        return self._consent(state) | {state.by}

    def _everyone(self, state: State) -> frozenset[str]:
        """All at the table whose agreement ends the meeting."""
        return frozenset(state.seats)

    def _outvoted(self, state: State) -> tuple[str, ...] | None:
        """Who was outvoted; None where nothing is put to the vote."""
        return None

    def _agreed(self, state: State, before: tuple[LogEntry, ...], lots: RandomDraws) -> Step:
        """The offer takes effect: it binds, closes what it names, and ends the meeting if that was all at the table."""
        assert state.offer is not None  # noqa: S101  (only an offer is agreed)
        parties, concerned, all_ = self._bound(state), self._concerned(state), self._everyone(state)
        everyone = len(concerned) > 1 and concerned >= all_
        facts = Assent(len(concerned) == 1, everyone, self._outvoted(state))
        event = LogEntry(Kind.AGREED, seat=state.by, package=state.offer, parties=tuple(sorted(parties)), facts=facts)
        standing = state.standing.after(state.offer, parties)
        after = replace(state, standing=standing, open=state.open - state.offer.axes)
        ended = Ending.AGREED if parties >= all_ else Ending.VOTED
        return self._round_over(replace(after, ended=ended) if everyone else after, (*before, event), lots)

    def _round_over(self, state: State, events: tuple[LogEntry, ...], lots: RandomDraws) -> Step:
        """The next round, unless the meeting has ended, its rounds are over, or nothing is left on offer."""
        if state.ended:
            return state, events
        if not movable(self.space, state.standing, state.open, state.seats):
            return replace(state, ended=Ending.NOTHING_ON_OFFER), events
        if state.round >= self.rounds:
            return replace(state, ended=Ending.DEADLINE), events
        turn = self._next(state, lots)
        return (state.next_round(turn), events) if turn else (replace(state, ended=Ending.NOBODY_LEFT), events)
