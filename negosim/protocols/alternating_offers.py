"""Alternating offers for any number of seats: one offer a round, answered in seat order.

Rubinstein 1982 (Econometrica 50:97) for two; for more, the stacked alternating offers of Aydogan, Festen, Hindriks &
Jonker 2017 with consent by option: only those whose consent a package needs can turn it down.
"""

from __future__ import annotations

from dataclasses import replace

from negosim.protocols.base import Accept, Act, Event, Leave, Offer, Package, Pass, Protocol, Reject, State
from negosim.protocols.consent import movable, needed
from negosim.registry import Parameter, register

__all__ = ["AlternatingOffers"]

Step = tuple[State, tuple[Event, ...]]


@register(
    "protocol",
    "alternating_offers",
    source="Rubinstein 1982, Econometrica 50:97; Aydogan et al. 2017",
    parameters=(
        Parameter("rounds", "whole", None, "number of rounds: one offer and the answers to it each", 1, 10_000),
        Parameter("begins", "party", None, "who makes the first offer; default the first party of the meeting"),
    ),
)
class AlternatingOffers(Protocol):
    """One offer a round, answered in seat order; whose turn it is to offer goes round the table.

    An agreement of all seats ends the meeting; an agreement of some takes effect, closes the issues that it names, and
    the meeting goes on about the rest. A package that needs only its proposer takes effect at once.
    """

    def _from(self, seat: str, state: State) -> tuple[str, ...]:
        """The seats present in seat order, from the one after `seat` round to itself."""
        after = self.seats.index(seat) + 1
        order = self.seats[after:] + self.seats[:after]
        return order if len(state.seats) == len(order) else tuple(one for one in order if one in state.seats)

    def proposer(self, state: State) -> str:
        """Who offers in this round: by turns from `begins`, those who left passed over."""
        return state.turn or self.begins

    def asked(self, state: State) -> tuple[str, ...]:
        """The proposer of the round, or the next seat to answer."""
        if state.ended:
            return ()
        if state.offer is None:
            return (self.proposer(state),)
        answered = {seat for seat, _ in state.answers}
        return tuple(seat for seat in self._from(state.by, state)[:-1] if seat not in answered)[:1]

    def allowed(self, state: State) -> tuple[type[Act], ...]:
        """Offer, pass or leave at one's turn; accept, reject or leave when asked."""
        return (Offer, Pass, Leave) if state.offer is None else (Accept, Reject, Leave)

    def next_offer(self, state: State, seat: str) -> int | None:
        """The next round with this seat's turn to offer."""
        if seat not in state.seats:
            return None
        round_ = state.round + 1 + self._from(self.proposer(state), state).index(seat)
        return round_ if round_ <= self.rounds else None

    def apply(self, state: State, seat: str, act: Act) -> Step:
        """Offer, answer, pass or leave."""
        match act:
            case Offer(package):
                return self._offered(state, seat, package)
            case Leave():
                return self._left(state, seat)
            case Pass():
                return self._round_over(state, (Event("passed", seat=seat),))
            case _:
                return self._answered(state, seat, isinstance(act, Accept))

    def _offered(self, state: State, seat: str, package: Package) -> Step:
        consent = needed(self.space, state.standing, package)
        event = Event("offered", seat=seat, package=package, parties=tuple(sorted(consent)))
        tabled = state.tabled(package, seat)
        return self._agreed(tabled, (event,)) if consent <= {seat} else (tabled, (event,))

    def _answered(self, state: State, seat: str, accepts: bool) -> Step:
        assert state.offer is not None  # noqa: S101  (only an offer is answered: `allowed` sees to it)
        counts = seat in needed(self.space, state.standing, state.offer)
        event = Event("answered", seat=seat, package=state.offer, facts={"accepts": accepts, "needed": counts})
        after = state.answered(seat, accepts)
        if counts and not accepts:
            return self._round_over(after, (event,))
        return (after, (event,)) if self.asked(after) else self._agreed(after, (event,))

    def _left(self, state: State, seat: str) -> Step:
        """Who walks out refuses the offer on the table; the round goes on where that seat's consent isn't needed."""
        rest = state.without(seat)
        event = (Event("left", seat=seat),)
        if state.offer is None or seat in needed(self.space, state.standing, state.offer):
            return self._round_over(rest, event)
        return (rest, event) if self.asked(rest) else self._agreed(rest, event)

    def _agreed(self, state: State, before: tuple[Event, ...]) -> Step:
        """The offer takes effect: it binds, closes what it names, and ends the meeting if all seats agreed."""
        assert state.offer is not None  # noqa: S101  (only an offer is agreed)
        consent = needed(self.space, state.standing, state.offer)
        parties = consent | {state.by}
        everyone = len(parties) > 1 and parties >= frozenset(state.seats)
        facts = {"declaration": len(parties) == 1, "all": everyone}
        event = Event("agreed", seat=state.by, package=state.offer, parties=tuple(sorted(parties)), facts=facts)
        standing = state.standing.after(state.offer, parties)
        after = replace(state, standing=standing, open=state.open - state.offer.axes)
        return self._round_over(replace(after, ended="agreed") if everyone else after, (*before, event))

    def _round_over(self, state: State, events: tuple[Event, ...]) -> Step:
        """The next round, unless the meeting has ended, its rounds are over, or nothing is left on offer."""
        if state.ended:
            return state, events
        if not movable(self.space, state.standing, state.open, state.seats):
            return replace(state, ended="nothing on offer"), events
        if state.round >= self.rounds:
            return replace(state, ended="deadline"), events
        return state.next_round(self._from(self.proposer(state), state)[0]), events
