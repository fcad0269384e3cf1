"""A mediator who goes to and fro: the sides never meet, and hear of each other only what it carries.

Kissinger's shuttle diplomacy of 1974 and 1975 (Rubin, ed., 1981, "Dynamics of Third Party Intervention") and Raiffa
1982, ch. 14 to 16, on what an intervenor may do with what each side tells it.
"""

from __future__ import annotations

from typing import Any

from negosim.negotiation.acts import Accept, Leave, Offer
from negosim.negotiation.facts import NO_FACTS, Facts
from negosim.negotiation.log import Ending, Kind, Proposal, Reply
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.base import Steps
from negosim.negotiation.protocols.mediation import MEDIATOR, Mediated
from negosim.registry import Parameter, register

__all__ = ["Shuttle"]

CARRIED = Proposal(carried=True)
"""What the mediator brings counts as the offer of the sides that it comes from."""


@register(
    "protocol",
    "shuttle",
    source="Rubin (ed.) 1981, Dynamics of Third Party Intervention; Raiffa 1982, ch. 14-16",
    parameters=(
        Parameter("rounds", "whole", None, "number of visits of the mediator, one side each", 1, 10_000),
        MEDIATOR,
    ),
)
class Shuttle(Mediated):
    """A mediator visits the sides in turn, a visit a round, and carries offers; the sides see only what it carries.

    On a visit the mediator first speaks: it brings a package, be it another side's offer as it is or a better one of
    its own, or it holds back and passes. The side answers what was brought. If it says no, or nothing was brought, it
    may give the mediator an offer, of which nobody else hears. A side's last yes stands until it says yes to something
    else, or no to the same: to accept is to say yes, and so is to offer. A package takes effect as soon as the last yes
    of every side that it needs is to that very package. Walking out takes a side's yes along.
    """

    def __init__(self, *args: Any, **parameters: Any) -> None:
        super().__init__(*args, **parameters)
        self.yes: dict[str, Package] = {}

    def first_turn(self) -> str:
        """The first visit is to the first side after the mediator."""
        return self.side_after(self.mediator)

    def play_round(self) -> Steps:
        """A visit: what the mediator brings, and what the side says to it."""
        self.signed = False
        act = yield self.mediator
        match act:
            case Leave():
                self.leave(self.mediator)
                self.ended = Ending.NOBODY_LEFT
            case Offer(package):
                yield from self.bring(package)
            case _:
                self.say(Kind.PASSED, self.mediator)
                yield from self.listen()
        self.end_round()

    def bring(self, package: Package) -> Steps:
        """The side answers what the mediator brought; after a no it may say what it wants."""
        side, needed = self.turn, self.table.mask(package)
        self.offer, self.by = package, self.mediator
        self.say(Kind.OFFERED, self.mediator, package, CARRIED)
        if not needed & ~self.table.bit[self.mediator]:
            self.agree(package)
            return
        act = yield side
        if isinstance(act, Leave):
            self.leave(side)
            return
        accepts = isinstance(act, Accept)
        self.say(Kind.ANSWERED, side, package, Reply(accepts, bool(needed & self.table.bit[side])))
        if accepts:
            self.yes[side] = package
            self.conclude(package)
        else:
            if self.yes.get(side) == package:
                del self.yes[side]
            self.offer, self.by = None, ""
            yield from self.listen()

    def listen(self) -> Steps:
        """The side gives the mediator an offer, of which nobody else hears, or holds back."""
        side = self.turn
        act = yield side
        match act:
            case Offer(package):
                self.offer, self.by = package, side
                self.say(Kind.OFFERED, side, package)
                self.yes[side] = package
                self.conclude(package)
            case Leave():
                self.leave(side)
            case _:
                self.say(Kind.PASSED, side)

    def say(self, kind: Kind, seat: str, package: Package | None = None, facts: Facts = NO_FACTS) -> None:
        """Enter what only the mediator and the side hear of that it visits."""
        named = package is not None and kind is Kind.OFFERED
        needed = self.table.names(self.table.mask(package)) if package is not None and named else ()
        self.floor.enter(kind, seat, package, needed, facts=facts, audience=(self.mediator, self.turn))

    def conclude(self, package: Package) -> None:
        """A package takes effect where it has the yes of all whom it needs."""
        agreed = sum(self.table.bit[side] for side, one in self.yes.items() if one == package)
        if self.by == self.mediator:
            agreed |= self.table.bit[self.mediator]
        if not self.table.mask(package) & ~agreed:
            self.agree(package)

    def leave(self, seat: str) -> None:
        """A side that walks out takes its yes along."""
        self.yes.pop(seat, None)
        super().leave(seat)

    def advance(self) -> None:
        """After an agreement no earlier yes counts, since it was said when something else stood."""
        if self.signed:
            self.yes.clear()
        super().advance()

    def side_after(self, seat: str) -> str:
        """The next side in seat order; empty where none is there."""
        return next((one for one in self.after(seat) if one != self.mediator), "")

    def next_turn(self) -> str:
        """The next side, while the mediator is there."""
        return self.side_after(self.turn) if self.mediator in self.table.seats else ""

    def next_offer(self, seat: str) -> int | None:
        """The next round for the mediator, the next visit for a side."""
        if seat == self.mediator:
            return self.round + 1 if seat in self.table.seats and self.round < self.rounds else None
        return super().next_offer(seat)

    def wait(self, seat: str) -> int:
        """The visits to others before the next to this side."""
        return [one for one in self.after(self.turn) if one != self.mediator].index(seat)
