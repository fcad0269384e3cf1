"""A mediator who goes to and fro: the sides never meet, and hear of each other only what it carries.

Kissinger's shuttle diplomacy of 1974 and 1975 (Rubin, ed., 1981, "Dynamics of Third Party Intervention") and Raiffa
1982, ch. 14 to 16, on what an intervenor may do with what each side tells it.
"""

from __future__ import annotations

from typing import Any

from negosim.domain.requirements import Requirements
from negosim.negotiation.acts import ABSTAIN, ACCEPT, LEAVE, NONE, PASS, REJECT
from negosim.negotiation.log import ABSTAINS, CARRIED, NEEDED, YES, Ending, Kind, LogEntry
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
    of every side that it needs is to that very package. A body that it needs passes it by the last words of the sides,
    those against it who neither said yes nor abstained. Walking out takes a side's word along. Once something else
    stands, by an agreement or besides the talks, no earlier word counts.
    """

    def __init__(self, *args: Any, **parameters: Any) -> None:
        super().__init__(*args, **parameters)
        self.accepted: dict[int, Package] = {}
        self.abstained: dict[int, Package] = {}

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
        abstains = ABSTAINS * (act == ABSTAIN)
        self.say(Kind.ANSWERED, side, offer, YES * (act == ACCEPT) | NEEDED * (needed >> side & 1) | abstains)
        self.remember(side, act, offer)
        if act != REJECT:
            self.conclude(offer)
        if act != ACCEPT and not self.signed:
            self.offer, self.by = NONE, NOBODY
            yield from self.listen()

    def remember(self, side: int, act: int, offer: int) -> None:
        """A side's word on a package: it stands until it says another on the same, or yes to something else."""
        package = self.table.package(offer)
        for word, given in ((ACCEPT, self.accepted), (ABSTAIN, self.abstained)):
            if act == word:
                given[side] = package
            elif given.get(side) == package:
                del given[side]

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
            self.remember(side, ACCEPT, act)
            self.conclude(act)

    def say(self, kind: Kind, seat: int, offer: int = NONE, flags: int = 0) -> None:
        """Enter what only the mediator and the side hear of that it visits."""
        self.floor.whisper(kind, seat, (self.mediator, self.turn), offer, flags)

    def conclude(self, offer: int) -> None:
        """A package takes effect where it has the yes of all whom it needs, and the bodies pass it.

        In a body those are against it who neither say yes nor abstain: they may not have been asked yet.
        """
        package, proposed = self.table.package(offer), 1 << self.by
        self.yes, abstained = (sum(1 << one for one, said in given.items() if said == package) for given in self._words)
        self.yes |= proposed
        self.no = self.table.present & ~self.yes & ~abstained
        needed = self.table.need(offer)
        if not needed & ~self.satisfied:
            self.count(needed)
            self.agree(offer)

    @property
    def _words(self) -> tuple[dict[int, Package], dict[int, Package]]:
        """The last words of the sides that stand: yes, and abstentions."""
        return self.accepted, self.abstained

    def leave(self, seat: int) -> None:
        """A side that walks out takes its word along."""
        for given in self._words:
            given.pop(seat, None)
        super().leave(seat)

    def agree(self, offer: int) -> None:
        """After an agreement no earlier word counts, since it was said when something else stood."""
        super().agree(offer)
        self.forget()

    def interrupt(self, entry: LogEntry, rounds: int, called_off: bool, rules: Requirements | None = None) -> None:
        """What moves besides the talks does the same: what a yes was said to is another choice now."""
        before = self.table
        super().interrupt(entry, rounds, called_off, rules)
        if self.table is not before:
            self.forget()

    def forget(self) -> None:
        """No word that was given counts any more."""
        for given in self._words:
            given.clear()

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
