"""Turns to offer that go round the table, in seat order."""

from __future__ import annotations

from functools import cached_property

from negosim.negotiation.log import Ending
from negosim.negotiation.protocols.base import NOBODY, Protocol

__all__ = ["Rotation"]


class Rotation(Protocol):
    """A meeting of so many rounds, each of one seat; those who left are passed over."""

    @cached_property
    def _orders(self) -> dict[tuple[int, int], tuple[int, ...]]:
        """The orders of seats that have come up so far."""
        return {}

    def after(self, seat: int) -> tuple[int, ...]:
        """The seats present in seat order, from the one after `seat` round to itself."""
        key = (seat, self.table.present)
        order = self._orders.get(key)
        if order is None:
            place = self.seats.index(seat) + 1
            order = tuple(one for one in self.seats[place:] + self.seats[:place] if self.table.present >> one & 1)
            self._orders[key] = order
        return order

    def advance(self) -> None:
        """Go to the next round, unless the meeting is over."""
        self.ended = self.ended or self.why_over()
        if not self.ended:
            self.round, self.turn = self.round + 1, self.next_turn()

    def why_over(self) -> str:
        """Why a meeting that has not ended by what was said does not go on after this round; empty where it does."""
        if not self.table.movable:
            return Ending.NOTHING_ON_OFFER
        if self.round >= self.rounds:
            return Ending.DEADLINE
        return Ending.NOBODY_LEFT if self.next_turn() == NOBODY else ""

    @property
    def proposers(self) -> tuple[int, ...]:
        """Who offers in the rounds after this one, over and over as long as nobody leaves; empty where nobody may.

        The one place that says so: `next_turn` and `next_offer` both follow from it.
        """
        return self.after(self.turn)

    def next_turn(self) -> int:
        """Whose the next round is; `NOBODY` where nobody is there who may propose."""
        proposers = self.proposers
        return proposers[0] if proposers else NOBODY

    def next_offer(self, seat: int) -> int | None:
        """The next round in which it is this seat's turn to offer."""
        proposers = self.proposers
        if seat not in proposers:
            return None
        round_ = self.round + 1 + proposers.index(seat)
        return round_ if round_ <= self.rounds else None

    def next_round_of(self, seat: int) -> int | None:
        """The next round, where there is one and the seat is there: when it offers next if every round may be its."""
        return self.round + 1 if self.round < self.rounds and self.table.present >> seat & 1 else None
