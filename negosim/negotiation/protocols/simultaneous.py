"""All hand in an offer at once, round after round, until one suits those whom it needs: monotonic concession.

Rosenschein & Zlotkin 1994, "Rules of Encounter", ch. 3. There a deal is made when somebody is offered at least as much
as it asks for itself, and talks end in conflict when nobody gives way any more. What an offer is worth to a seat no
rule can see: each says so by its answer. Where both offers suit both, the source tosses a coin; here they are opened
in an order that goes round the table.
"""

from __future__ import annotations

from collections.abc import Sequence

from negosim.negotiation.acts import LEAVE, NONE, PASS
from negosim.negotiation.log import FOLLOWS, Ending, Kind
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.base import NOBODY, Floor, Steps
from negosim.negotiation.protocols.offer_and_answer import OneOffer
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.registry import Parameter, register

__all__ = ["Simultaneous"]


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
        self,
        floor: Floor,
        table: OfferSpace,
        seats: Sequence[int],
        rounds: int,
        begins: int = NOBODY,
        *,
        patience: int = 2,
    ) -> None:
        super().__init__(floor, table, seats, rounds, begins)
        self.patience = patience
        self.sealed: dict[int, int] = {}
        self.last: dict[int, Package] = {}
        self.moved = False
        self.still = 0

    def play_round(self) -> Steps:
        """All hand in; then the offers are opened one after the other."""
        self.signed = self.moved = False
        yield from self.collect()
        for seat in self.order():
            offer = self.sealed.pop(seat, NONE)
            if offer == NONE or self.table.need(offer) & ~self.table.satisfied:
                continue
            yield from self.settle(seat, offer, FOLLOWS)
            self.offer, self.by = NONE, NOBODY
            if self.signed:
                break
        self.sealed.clear()
        self.end_round()

    def collect(self) -> Steps:
        """All at once hand in an offer, pass or leave."""
        seats = self.order()
        acts = yield seats
        for seat, act in zip(seats, acts, strict=True):
            if act == LEAVE:
                self.leave(seat)
            elif act == PASS:
                self.floor.whisper(Kind.PASSED, seat, (seat,))
            else:
                self.hand_in(seat, act)

    def hand_in(self, seat: int, offer: int) -> None:
        """Keep an offer until all are there."""
        package = self.table.package(offer)
        self.moved |= self.last.get(seat) != package
        self.sealed[seat], self.last[seat] = offer, package
        self.floor.whisper(Kind.SEALED, seat, (seat,), offer)

    def leave(self, seat: int) -> None:
        """What a seat handed in that walks out is not opened."""
        self.sealed.pop(seat, None)
        super().leave(seat)

    def order(self) -> tuple[int, ...]:
        """The seats present, from the one whose offer is opened first."""
        rest = self.after(self.turn)
        return (self.turn, *rest[:-1]) if self.table.present >> self.turn & 1 else rest

    def agree(self, offer: int) -> None:
        """After an agreement the offers that were handed in before it count no more."""
        super().agree(offer)
        self.moved = True
        self.last.clear()

    def why_over(self) -> str:
        """It is conflict where nobody has moved for too long."""
        self.still = 0 if self.moved else self.still + 1
        return super().why_over() or (Ending.CONFLICT if self.still >= self.patience else "")

    def next_offer(self, seat: int) -> int | None:
        """All offer in every round."""
        return self.next_round_of(seat)
