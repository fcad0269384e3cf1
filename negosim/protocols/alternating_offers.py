"""Alternating offers for any number of seats: one offer a round, answered in seat order.

Rubinstein 1982 (Econometrica 50:97) for two; for more, the stacked alternating offers of Aydogan, Festen, Hindriks &
Jonker 2017 with consent by option: only those whose consent a package needs can turn it down. Who offers may be drawn
each round (the random proposer of Binmore 1987 and of Baron & Ferejohn 1989, APSR 83:1181), and after each round talks
may break down with a chance (Binmore, Rubinstein & Wolinsky 1986, RAND J. Economics 17:176).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from negosim.outcomes import OutcomeSpace
from negosim.protocols.base import (
    Accept,
    Act,
    Event,
    Leave,
    Offer,
    Package,
    Pass,
    Protocol,
    Reject,
    State,
)
from negosim.protocols.consent import movable, needed
from negosim.protocols.turns import NO_LOTS, Lots, Turns
from negosim.registry import Parameter, register

__all__ = ["AlternatingOffers"]

Step = tuple[State, tuple[Event, ...]]

BROKE_DOWN = "breakdown"
"""Why a meeting ended whose talks broke down."""


@register(
    "protocol",
    "alternating_offers",
    source="Rubinstein 1982, Econometrica 50:97; Aydogan et al. 2017",
    parameters=(
        Parameter("rounds", "whole", None, "number of rounds: one offer and the answers to it each", 1, 10_000),
        Parameter("begins", "party", None, "who makes the first offer; default the first party of the meeting"),
        Parameter(
            "order",
            "choice",
            "rotation",
            "who offers next: the next in turn, or somebody drawn each round",
            choices=("rotation", "random"),
        ),
        Parameter("breakdown", "number", 0.0, "chance after each round that talks break down", 0.0, 1.0),
    ),
)
class AlternatingOffers(Protocol):
    """One offer a round, answered in seat order; whose turn it is to offer goes round the table.

    An agreement of all seats ends the meeting; an agreement of some takes effect, closes the issues that it names, and
    the meeting goes on about the rest. A package that needs only its proposer takes effect at once.
    """

    def __init__(
        self,
        space: OutcomeSpace,
        seats: Sequence[str],
        rounds: int,
        begins: str = "",
        *,
        order: str = "rotation",
        breakdown: float = 0.0,
    ) -> None:
        super().__init__(space, seats, rounds, begins)
        self.order = order
        self.breakdown = breakdown

    @property
    def leaves_to_chance(self) -> bool:
        """Whether who offers, or whether talks go on, is drawn."""
        return self.order == "random" or self.breakdown > 0.0

    def opens(self, state: State, lots: Lots) -> State:
        """The first round is of who begins, or of who was drawn."""
        return replace(state, turn=self._next(state, lots)) if self.order == "random" else state

    def turns(self, state: State) -> Turns:
        """Who offers when."""
        return Turns(state.seats, self.proposer(state), self.order, self.breakdown)

    def _next(self, state: State, lots: Lots) -> str:
        """Who offers in the next round: the next in turn, or one of those present, each with the same chance."""
        if self.order == "random":
            return state.seats[int(lots.turn * len(state.seats))]
        return self._from(self.proposer(state), state)[0]

    def _from(self, seat: str, state: State) -> tuple[str, ...]:
        """The seats present in seat order, from the one after `seat` round to itself."""
        after = self.seats.index(seat) + 1
        order = self.seats[after:] + self.seats[:after]
        return order if len(state.seats) == len(order) else tuple(one for one in order if one in state.seats)

    def proposer(self, state: State) -> str:
        """Who offers in this round: by turns from `begins`, those who left passed over, or drawn."""
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
        """The next round with this seat's turn to offer; where it is drawn, the next in which it may be."""
        if seat not in state.seats:
            return None
        wait = 0 if self.order == "random" else self._from(self.proposer(state), state).index(seat)
        round_ = state.round + 1 + wait
        return round_ if round_ <= self.rounds else None

    def apply(self, state: State, seat: str, act: Act, lots: Lots = NO_LOTS) -> Step:
        """Offer, answer, pass or leave; a round that is over may be the last, and the next is somebody's."""
        after, events = self._done(state, seat, act)
        over = not after.ended and after.round > state.round
        return self._drawn(state, after, events, lots) if over and self.leaves_to_chance else (after, events)

    def _drawn(self, before: State, after: State, events: tuple[Event, ...], lots: Lots) -> Step:
        """What chance makes of the end of a round that leads to another."""
        if lots.breakdown < self.breakdown:
            return replace(after, round=before.round, ended=BROKE_DOWN), (*events, Event("broke_down"))
        return replace(after, turn=self._next(after, lots)) if self.order == "random" else after, events

    def _done(self, state: State, seat: str, act: Act) -> Step:
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
