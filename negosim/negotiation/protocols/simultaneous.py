"""All hand in an offer at once, round after round, until one suits those whom it needs: monotonic concession.

Rosenschein & Zlotkin 1994, "Rules of Encounter", ch. 3. There a deal is made when somebody is offered at least as much
as it asks for itself, and talks end in conflict when nobody gives way any more. What an offer is worth to a seat no
rule can see: each says so by its answer. Where both offers suit both, the source tosses a coin; here they are opened
in an order that goes round the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from negosim.domain.outcomes import OutcomeSpace
from negosim.negotiation.log import Ending, Kind, LogEntry, Proposal
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.base import Act, Offer, Pass, State
from negosim.negotiation.protocols.consent import needed
from negosim.negotiation.protocols.extended_state import Remembering
from negosim.negotiation.protocols.offer_and_answer import OneOffer, Step
from negosim.negotiation.protocols.turns import NO_LOTS, OTHER_RULES, RandomDraws, TurnOrder
from negosim.registry import Parameter, register

__all__ = ["Sealed", "Simultaneous"]


@dataclass(frozen=True)
class Sealed(Remembering):
    """What was handed in: `sealed` in this round, nothing for who passed, and `last` by each seat so far.

    `moved` says whether anybody has handed in something new in this round, `still` how many rounds in a row nobody has.
    """

    sealed: tuple[tuple[str, Package | None], ...] = ()
    last: tuple[tuple[str, Package], ...] = ()
    moved: bool = False
    still: int = 0

    def handed(self, seat: str, package: Package | None) -> Sealed:
        """The same once a seat has handed in a package, or has passed."""
        sealed = (*self.sealed, (seat, package))
        if package is None or dict(self.last).get(seat) == package:
            return replace(self, sealed=sealed)
        return replace(self, sealed=sealed, last=tuple({**dict(self.last), seat: package}.items()), moved=True)

    def without(self, seat: str) -> Sealed:
        """The same after a seat has walked out: what it handed in is not opened."""
        seats = tuple(one for one in self.seats if one != seat)
        return replace(self, seats=seats, sealed=tuple(one for one in self.sealed if one[0] != seat))


@register(
    "protocol",
    "simultaneous",
    source="Rosenschein & Zlotkin 1994, Rules of Encounter, ch. 3; Endriss 2006, AAMAS-06, p. 392, for more than two",
    parameters=(
        Parameter("rounds", "whole", None, "number of rounds: an offer of everybody and the answers each", 1, 10_000),
        Parameter("begins", "party", None, "whose offer is opened first; default the first party of the meeting"),
        Parameter(
            "patience", "whole", 2, "rounds in a row in which nobody moves, after which it is conflict", 1, 10_000
        ),
    ),
)
class Simultaneous(OneOffer):
    """Every round all hand in an offer, and nobody sees the others' before all have; then they are opened.

    They are opened one after the other, beginning with another seat each round, and each is answered as in alternating
    offers: a seat says yes to what suits it as well as what it asks for. The first that has the consent it needs takes
    effect. If none has, the next round begins. A seat that hands in the same again, or passes, stands still. After some
    rounds in a row in which all stand still (`patience`), the meeting ends in conflict.
    """

    def __init__(
        self, space: OutcomeSpace, seats: Sequence[str], rounds: int, begins: str = "", *, patience: int = 2
    ) -> None:
        super().__init__(space, seats, rounds, begins)
        self.patience = patience

    def turns(self, state: State) -> TurnOrder:
        """All offer in every round."""
        return TurnOrder(state.seats, self.proposer(state), OTHER_RULES)

    def asked(self, state: State) -> tuple[str, ...]:
        """The next seat to hand in its offer, whoever has done so before; then the next to answer."""
        if state.ended or state.offer is not None:
            return super().asked(state)
        handed = {seat for seat, _ in Sealed.of(state).sealed}
        return tuple(seat for seat in self._order(state) if seat not in handed)[:1]

    def _order(self, state: State) -> tuple[str, ...]:
        """The seats present, from the one whose offer is opened first."""
        first = self.proposer(state)
        rest = self._from(first, state)
        return (first, *rest[:-1]) if first in state.seats else rest

    def _wait(self, state: State, seat: str) -> int:
        """Nobody waits."""
        return 0

    def apply(self, state: State, seat: str, act: Act, lots: RandomDraws = NO_LOTS) -> Step:
        """Hand in or pass; answer what has been opened; leave."""
        now = Sealed.of(state)
        if not isinstance(act, Offer | Pass):
            return super().apply(now, seat, act, lots)
        package = act.package if isinstance(act, Offer) else None
        parties = () if package is None else tuple(sorted(needed(self.space, state.standing, package)))
        kind = Kind.PASSED if package is None else Kind.SEALED
        event = LogEntry(kind, seat=seat, package=package, parties=parties, audience=(seat,))
        return self._opened(now.handed(seat, package), (event,), lots)

    def _left(self, state: State, seat: str, lots: RandomDraws) -> Step:
        """Who walks out before the offers are opened takes its own along."""
        if state.offer is not None:
            return super()._left(state, seat, lots)
        return self._opened(Sealed.of(state.without(seat)), (LogEntry(Kind.LEFT, seat=seat),), lots)

    def _refused(self, state: State, before: tuple[LogEntry, ...], lots: RandomDraws) -> Step:
        """The next is opened."""
        return self._opened(Sealed.of(state).cleared(), before, lots)

    def _opened(self, state: Sealed, before: tuple[LogEntry, ...], lots: RandomDraws) -> Step:
        """Once all have handed in, the next offer is put on the table; the round is over when none is left."""
        if self.asked(state):
            return state, before
        by_seat = dict(state.sealed)
        for seat in self._order(state):
            package = by_seat.get(seat)
            if package is not None and needed(self.space, state.standing, package) <= set(state.seats):
                opened = replace(state, sealed=tuple({**by_seat, seat: None}.items()))
                after, events = self._offered(opened, seat, package, lots, Proposal(follows=True))
                return after, (*before, *events)
        return self._round_over(state, before, lots)

    def _round_over(self, state: State, events: tuple[LogEntry, ...], lots: RandomDraws) -> Step:
        """The next round, with nothing handed in; conflict where nobody has moved for too long."""
        before = Sealed.of(state)
        agreed = any(event.kind == Kind.AGREED for event in events)
        still = 0 if before.moved or agreed else before.still + 1
        fresh = replace(before, sealed=(), moved=False, still=still, last=() if agreed else before.last)
        after, events = super()._round_over(fresh, events, lots)
        conflict = still >= self.patience and not after.ended
        return (replace(fresh, ended=Ending.CONFLICT) if conflict else after), events
