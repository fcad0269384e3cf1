"""A round is one offer and the answers to it: what protocols of this kind share, consent by option above all.

Whoever says yes is bound, an agreement of some closes what it names, an agreement of all ends the meeting, and what
needs only its proposer takes effect at once.
"""

from __future__ import annotations

from collections.abc import Generator

from negosim.negotiation.acts import Accept, Act, Leave, Offer, Pass, Reject
from negosim.negotiation.facts import NO_FACTS, Facts
from negosim.negotiation.log import Assent, Ending, Kind, Reply
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.base import Steps
from negosim.negotiation.protocols.rotation import Rotation

__all__ = ["Answers", "OneOffer"]

Answers = Generator[str, Act, bool]
"""Steps that come to a yes or a no."""

REPLIES = {(yes, needed): Reply(yes, needed) for yes in (True, False) for needed in (True, False)}


class OneOffer(Rotation):
    """One offer a round, answered in seat order; whose turn it is to offer goes round the table.

    A protocol of this kind may say otherwise who offers (`next_turn`), who answers and what passes (`answers`), and
    whom an agreement binds (`bound`). Sets of parties are bits, see `OfferSpace.mask`.
    """

    signed = False
    """Whether anything was agreed in this round."""

    @property
    def permitted(self) -> tuple[type[Act], ...]:
        """Offer, pass or leave at one's turn; accept, reject or leave when asked."""
        return (Offer, Pass, Leave) if self.offer is None else (Accept, Reject, Leave)

    def play_round(self) -> Steps:
        """An offer, a pass or a walk-out, the answers, and what follows from them."""
        self.signed = False
        seat = self.turn
        act = yield seat
        if isinstance(act, Offer):
            yield from self.settle(seat, act.package)
        elif isinstance(act, Leave):
            self.leave(seat)
        else:
            self.floor.enter(Kind.PASSED, seat)
        self.end_round()

    def settle(self, seat: str, package: Package, facts: Facts = NO_FACTS) -> Steps:
        """Put a package on the table; it takes effect where all agree whose consent it needs."""
        self.offer, self.by = package, seat
        needed = self.table.mask(package)
        self.floor.enter(Kind.OFFERED, seat, package, self.table.names(needed), facts=facts)
        yield from self.decide(package)

    def decide(self, package: Package) -> Steps:
        """Ask for the answers to the package on the table, unless it needs its proposer alone."""
        needed = self.table.mask(package)
        if not needed & ~self.table.bit[self.by] or (yield from self.answers(needed)):
            self.agree(package)

    def answers(self, needed: int) -> Answers:
        """Whether all agree whose consent the offer needs; nobody is asked after a refusal that counts."""
        for seat in self.others():
            act = yield seat
            counts = bool(needed & self.table.bit[seat])
            accepts = self.answer(seat, act, counts)
            if counts and not accepts:
                return False
        return True

    def others(self) -> tuple[str, ...]:
        """Those who answer the offer on the table, in their order."""
        order = self.after(self.by)
        return order[:-1] if order[-1] == self.by else order

    def answer(self, seat: str, act: Act, counts: bool) -> bool:
        """Enter an answer or a walk-out; whether it is a yes."""
        if isinstance(act, Leave):
            self.leave(seat)
            return False
        accepts = isinstance(act, Accept)
        self.floor.enter(Kind.ANSWERED, seat, self.offer, facts=REPLIES[accepts, counts])
        return accepts

    def leave(self, seat: str) -> None:
        """A seat walks out: what needs its consent is on offer no longer."""
        self.table = self.table.without(seat)
        self.floor.enter(Kind.LEFT, seat)

    def agree(self, package: Package) -> None:
        """A package takes effect: it binds, closes what it names, and ends the meeting if it took all at the table."""
        before, everybody = self.table, self.deciding
        concerned, bound = self.concerned(package), self.bound(package)
        everyone = concerned.bit_count() > 1 and not everybody & ~concerned
        facts = Assent(concerned.bit_count() == 1, everyone, self.outvoted(package))
        self.signed = True
        self.table = before.after(package, bound)
        if everyone:
            self.ended = Ending.VOTED if everybody & ~bound else Ending.AGREED
        if not self.floor.sign(self.by, package, before.names(bound), facts):
            self.table = self.table.standing_as(before.standing)
            self.ended = Ending.NOT_RATIFIED if everyone else ""

    def concerned(self, package: Package) -> int:
        """Whose word a package takes: where that is all at the table, an agreement ends the meeting."""
        return self.table.mask(package) | self.table.bit[self.by]

    def bound(self, package: Package) -> int:
        """Whom a package binds that takes effect."""
        return self.concerned(package)

    @property
    def deciding(self) -> int:
        """All at the table whose agreement ends the meeting."""
        return self.table.present

    def outvoted(self, package: Package) -> tuple[str, ...] | None:
        """Who voted against a package that passed; None where nobody votes."""
        return None

    def end_round(self) -> None:
        """The round is over, and what happens besides the talks happens."""
        self.offer, self.by = None, ""
        self.advance()
        self.floor.end_round()
