"""What a seat has offered in a meeting, in many draws at once, and when a seat's turn comes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.negotiation.protocols.turns import time_of
from negosim.negotiation.vectorized.aspirations import Rows

__all__ = ["FirstAndLastOffers", "OfferTurn"]


@dataclass(frozen=True)
class FirstAndLastOffers:
    """One seat's first and last offer of a meeting as outcomes, and whether it has made any: arrays (draws,)."""

    first: Rows
    last: Rows
    spoken: NDArray[np.bool_]

    @classmethod
    def nothing(cls, stands: int, size: int) -> FirstAndLastOffers:
        """Before the first offer: what stands, in its place."""
        first = np.full(size, stands, dtype=np.intp)
        return cls(first, first.copy(), np.zeros(size, dtype=np.bool_))

    def only(self, some: Rows) -> FirstAndLastOffers:
        """Some of the draws."""
        return FirstAndLastOffers(self.first[some], self.last[some], self.spoken[some])

    def says(self, at: Rows, outcomes: Rows) -> None:
        """An offer in some of the draws."""
        new = ~self.spoken[at]
        self.first[at[new]], self.last[at], self.spoken[at] = outcomes[new], outcomes, True

    def offers(self, at: int, offered: OfferSpace) -> tuple[Package, ...]:
        """The first and the last offer in one draw, none before the first."""
        made = (self.first[at], self.last[at]) if self.spoken[at] else ()
        return tuple(offered.package(int(outcome)) for outcome in made)

    def recalls(self, at: int, offers: tuple[Package, ...], offered: OfferSpace) -> None:
        """The offers of the rounds before in one draw, as what they would lead to now."""
        if offers:
            self.first[at], self.last[at] = map(offered.index, offers)
            self.spoken[at] = True


@dataclass(frozen=True)
class OfferTurn:
    """A seat's turn to offer: its time in [0, 1], and the number of rounds before it in so much time."""

    time: float
    number: int

    @classmethod
    def of(cls, round_: int, rounds: int) -> OfferTurn:
        """The turn of a round; at time 1 where there is none any more."""
        time = time_of(round_, rounds) if round_ <= rounds else 1.0
        return cls(time, round(time * (rounds - 1)))
