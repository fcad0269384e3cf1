"""A round is one offer and the answers to it: what protocols of this kind share, consent by option above all.

Whoever says yes is bound, an agreement of some closes what it names, an agreement of all ends the meeting, and what
needs only its proposer takes effect at once.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence

from negosim.negotiation.acts import ABSTAIN, ACCEPT, LEAVE, NONE, PASS, Accept, Act, Leave, Offer, Pass, Reject
from negosim.negotiation.log import ABSTAINS, NEEDED, YES, Assent, Ending, Kind
from negosim.negotiation.protocols.base import NOBODY, Steps
from negosim.negotiation.protocols.rotation import Rotation
from negosim.negotiation.protocols.votes import votes_on

__all__ = ["Answers", "OneOffer"]

Answers = Generator[tuple[int, ...], Sequence[int], bool]
"""Steps that come to a yes or a no."""


class OneOffer(Rotation):
    """One offer a round, answered in seat order; whose turn it is to offer goes round the table.

    A protocol of this kind may say otherwise who offers (`next_turn`), who answers and what passes (`answers`), and
    whom an agreement binds (`bound`). Sets of parties are bits, see `OfferSpace.need`.
    """

    counts_bodies = True
    signed = False
    """Whether all who were needed have agreed in this round, ratified or not."""
    yes, no = 0, 0
    """Who is for the package on the table so far and who against it, as bits; others abstained or were not asked."""

    @property
    def permitted(self) -> tuple[type[Act], ...]:
        """Offer, pass or leave at one's turn; accept, reject or leave when asked."""
        return (Offer, Pass, Leave) if self.offer == NONE else (Accept, Reject, Leave)

    def play_round(self) -> Steps:
        """An offer, a pass or a walk-out, the answers, and what follows from them."""
        self.signed = False
        seat = self.turn
        [act] = yield (seat,)
        if act == PASS:
            self.floor.enter(Kind.PASSED, seat)
        elif act == LEAVE:
            self.leave(seat)
        else:
            yield from self.settle(seat, act)
        self.end_round()

    def settle(self, seat: int, offer: int, flags: int = 0) -> Steps:
        """Put a package on the table; it takes effect where all agree whose consent it needs."""
        self.put_forward(offer, seat)
        self.floor.enter(Kind.OFFERED, seat, offer, flags)
        yield from self.decide(offer)

    def put_forward(self, offer: int, seat: int) -> None:
        """A package lies on the table, with its proposer for it."""
        self.offer, self.by = offer, seat
        self.yes, self.no = 1 << seat, 0

    def decide(self, offer: int) -> Steps:
        """Ask for the answers to the package on the table, unless it needs its proposer alone."""
        needed = self.table.need(offer)
        if not needed & ~(1 << self.by) or (yield from self.answers(needed)):
            self.agree(offer)

    def answers(self, needed: int) -> Answers:
        """Whether all agree whose consent the offer needs, and the bodies that it needs pass it.

        Nobody is asked after the no of a party that is needed for itself; votes are counted once all have answered.
        """
        for seat in self.others():
            [act] = yield (seat,)
            counts = bool(needed >> seat & 1)
            accepts = self.answer(seat, act, counts)
            if counts and not accepts:
                return False
        self.count(needed)
        return not needed & ~self.satisfied

    @property
    def satisfied(self) -> int:
        """What the answers so far fulfil."""
        return self.table.requirements.satisfied(self.yes, self.no)

    def count(self, needed: int) -> None:
        """Enter how each body voted that the package on the table needs."""
        for vote in votes_on(self.table, needed, self.yes, self.no):
            self.floor.count(self.offer, vote)

    def others(self) -> tuple[int, ...]:
        """Those who answer the offer on the table, in their order."""
        order = self.after(self.by)
        return order[:-1] if order[-1] == self.by else order

    def answer(self, seat: int, act: int, counts: bool) -> bool:
        """Enter an answer or a walk-out; whether it is a yes."""
        if act == LEAVE:
            self.leave(seat)
            return False
        accepts, abstains = act == ACCEPT, act == ABSTAIN
        self.yes |= accepts << seat
        self.no |= (not accepts and not abstains) << seat
        self.floor.enter(Kind.ANSWERED, seat, self.offer, YES * accepts | NEEDED * counts | ABSTAINS * abstains)
        return accepts

    def leave(self, seat: int) -> None:
        """A seat walks out: what needs its consent is on offer no longer."""
        self.table = self.table.without(seat)
        self.floor.enter(Kind.LEFT, seat)

    def agree(self, offer: int) -> None:
        """A package takes effect: it binds, closes what it names, and ends the meeting if it took all at the table."""
        before, everybody = self.table, self.deciding
        concerned, bound = self.concerned(offer), self.bound(offer)
        everyone = concerned.bit_count() > 1 and not everybody & ~concerned
        facts = Assent(concerned.bit_count() == 1, everyone, self.outvoted(offer))
        self.signed = True
        if self.floor.sign(self.by, offer, bound, facts):
            self.table = before.after(offer, bound)
            reason = Ending.VOTED if everybody & ~self.yes else Ending.AGREED
        else:  # nothing has moved and nobody is bound, but what was signed is not talked about again in this meeting
            self.table = before.after(offer, bound).standing_as(before.standing)
            reason = Ending.NOT_RATIFIED
        self.ended = reason if everyone else ""

    def concerned(self, offer: int) -> int:
        """Whose word a package takes: where that is all at the table, an agreement ends the meeting."""
        return self.table.requirements.voices(self.table.need(offer)) | self.proposer

    def bound(self, offer: int) -> int:
        """Whom a package binds that takes effect: who said yes for itself, and the bodies, not their voters."""
        need = self.table.need(offer)
        return need | self.proposer & ~self.table.requirements.voters(need)

    @property
    def proposer(self) -> int:
        """Who agrees by proposing."""
        return 1 << self.by

    @property
    def deciding(self) -> int:
        """All at the table whose agreement ends the meeting."""
        return self.table.present

    def outvoted(self, offer: int) -> tuple[str, ...] | None:
        """Who had a vote on a package that passed and voted against it; None where nobody votes."""
        voters = self.table.requirements.voters(self.table.need(offer))
        return self.table.names(voters & self.no) if voters else None

    def end_round(self) -> None:
        """The round is over, what happens besides the talks happens, and then the meeting goes on or ends."""
        self.offer, self.by = NONE, NOBODY
        self.floor.end_round()
        self.advance()
