"""A mediator who goes to and fro: the sides never meet, and hear of each other only what it carries.

Kissinger's shuttle diplomacy of 1974 and 1975 (Rubin, ed., 1981, "Dynamics of Third Party Intervention") and Raiffa
1982, ch. 14 to 16, on what an intervenor may do with what each side tells it.
"""

from __future__ import annotations

from typing import Any

from negosim.negotiation.acts import ACCEPT, LEAVE, NONE, PASS
from negosim.negotiation.log import CARRIED, NEEDED, YES, Ending, Kind, LogEntry
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.base import NOBODY, Steps
from negosim.negotiation.protocols.mediation import MEDIATOR, Mediated
from negosim.registry import Parameter, register

__all__ = ["Shuttle"]


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
    of every side that it needs is to that very package. Walking out takes a side's yes along. Once something else
    stands, by an agreement or besides the talks, no earlier yes counts.
    """

    def __init__(self, *args: Any, **parameters: Any) -> None:
        super().__init__(*args, **parameters)
        self.yes: dict[int, Package] = {}

    def first_turn(self) -> int:
        """The first visit is to the first side after the mediator."""
        return self.sides_after(self.mediator)[0]

    def play_round(self) -> Steps:
        """A visit: what the mediator brings, and what the side says to it."""
        self.signed = False
        [act] = yield (self.mediator,)
        if act == LEAVE:
            self.leave(self.mediator)
            self.ended = Ending.NOBODY_LEFT
        elif act == PASS:
            self.say(Kind.PASSED, self.mediator)
            yield from self.listen()
        else:
            yield from self.bring(act)
        self.end_round()

    def bring(self, offer: int) -> Steps:
        """The side answers what the mediator brought; after a no it may say what it wants."""
        side, needed = self.turn, self.table.need(offer)
        self.offer, self.by = offer, self.mediator
        self.say(Kind.OFFERED, self.mediator, offer, CARRIED)
        if not needed & ~(1 << self.mediator):
            self.agree(offer)
            return
        [act] = yield (side,)
        if act == LEAVE:
            self.leave(side)
            return
        self.say(Kind.ANSWERED, side, offer, YES * (act == ACCEPT) | NEEDED * (needed >> side & 1))
        if act == ACCEPT:
            self.conclude(side, offer)
            return
        if self.yes.get(side) == self.table.package(offer):
            del self.yes[side]
        self.offer, self.by = NONE, NOBODY
        yield from self.listen()

    def listen(self) -> Steps:
        """The side gives the mediator an offer, of which nobody else hears, or holds back."""
        side = self.turn
        [act] = yield (side,)
        if act == LEAVE:
            self.leave(side)
        elif act == PASS:
            self.say(Kind.PASSED, side)
        else:
            self.offer, self.by = act, side
            self.say(Kind.OFFERED, side, act)
            self.conclude(side, act)

    def say(self, kind: Kind, seat: int, offer: int = NONE, flags: int = 0) -> None:
        """Enter what only the mediator and the side hear of that it visits."""
        self.floor.whisper(kind, seat, (self.mediator, self.turn), offer, flags)

    def conclude(self, side: int, offer: int) -> None:
        """A side has said yes to a package, which takes effect where it has the yes of all whom it needs."""
        package = self.yes[side] = self.table.package(offer)
        agreed = sum(1 << one for one, accepted in self.yes.items() if accepted == package)
        if self.by == self.mediator:
            agreed |= 1 << self.mediator
        if not self.table.need(offer) & ~agreed:
            self.agree(offer)

    def leave(self, seat: int) -> None:
        """A side that walks out takes its yes along."""
        self.yes.pop(seat, None)
        super().leave(seat)

    def agree(self, offer: int) -> None:
        """After an agreement no earlier yes counts, since it was said when something else stood."""
        super().agree(offer)
        self.yes.clear()

    def interrupt(self, entry: LogEntry, rounds: int, called_off: bool) -> None:
        """What moves besides the talks does the same: what a yes was said to is another choice now."""
        before = self.table
        super().interrupt(entry, rounds, called_off)
        if self.table is not before:
            self.yes.clear()

    def sides_after(self, seat: int) -> tuple[int, ...]:
        """The sides present in seat order, from the one after `seat`."""
        return tuple(one for one in self.after(seat) if one != self.mediator)

    @property
    def proposers(self) -> tuple[int, ...]:
        """The sides in the order of the visits, while the mediator is there."""
        return self.sides_after(self.turn) if self.mediator_is_there else ()

    def next_offer(self, seat: int) -> int | None:
        """The next round for the mediator, the next visit for a side."""
        return self.next_round_of(seat) if seat == self.mediator else super().next_offer(seat)
