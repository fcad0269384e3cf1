"""A draft that covers the agenda is put as it is, once, to be taken or left."""

from __future__ import annotations

from collections.abc import Sequence

from negosim.negotiation.log import FOLLOWS, Kind
from negosim.negotiation.protocols.base import NOBODY, Floor, Steps
from negosim.negotiation.protocols.offer_and_answer import OneOffer
from negosim.negotiation.protocols.offer_space import OfferSpace

__all__ = ["PutDraft"]


class PutDraft(OneOffer):
    """The rules of a meeting in which there is nothing to talk about but a draft: one round, and one question.

    Nobody proposes it, so that all whom it needs are asked, the first at the table too.
    """

    last_word = True

    def __init__(self, floor: Floor, table: OfferSpace, seats: Sequence[int], draft: int) -> None:
        super().__init__(floor, table, seats, 1)
        self.draft = draft

    def play_round(self) -> Steps:
        """The draft and the answers to it."""
        self.floor.enter(Kind.PUT, NOBODY, self.draft)
        yield from self.settle(self.begins, self.draft, FOLLOWS)
        self.end_round()

    def put_forward(self, offer: int, seat: int) -> None:
        """Nobody has agreed to it by putting it."""
        super().put_forward(offer, seat)
        self.yes = 0

    def decide(self, offer: int) -> Steps:
        """All whom it needs answer."""
        if (yield from self.answers(self.table.need(offer))):
            self.agree(offer)

    def others(self) -> tuple[int, ...]:
        """Those whose word it takes, in seat order."""
        asked = self.table.requirements.voices(self.table.need(self.offer))
        return tuple(seat for seat in self.table.present_seats if asked >> seat & 1)

    @property
    def proposer(self) -> int:
        """Nobody."""
        return 0

    def next_offer(self, seat: int) -> int | None:
        """Nobody makes another."""
        return None
