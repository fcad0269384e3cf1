"""Zeuthen's risk (Zeuthen 1930, ch. 4): what a side would lose by conceding over what it would lose by a conflict.

With x a seat's own last offer, y the others' offer that is worst for it and d what no agreement is worth to it,

    (u(x) - u(y)) / (u(x) - d), at most 1, and 1 if u(x) = d.

Risks are compared as fractions, exactly, for one package or for many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.domain.preferences import Grid
from negosim.domain.utilities import Utilities
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.negotiation.tactics.view import View

__all__ = ["LastOffers", "SeatWorths", "risk"]

Worths = int | Grid
"""The worth of one package, or of many."""


def loss_and_stake(own: Worths, other: Worths, least: int) -> tuple[Any, Any]:
    """What conceding and what a conflict would cost a side, the parts of its risk; 1 of 1 where it gains nothing."""
    nothing = 1 * ((own <= least) | (other <= least))
    return nothing + (1 - nothing) * (own > other) * (own - other), nothing + (1 - nothing) * (own - least)


def risk(own: int, other: int, least: int) -> Fraction:
    """Zeuthen's risk limit: the loss by conceding over the loss by conflict, from 0 to 1.

    `own` is the worth of the own offer, `other` that of the other's, `least` that of no agreement.

    >>> risk(own=100, other=40, least=20)
    Fraction(3, 4)
    >>> risk(own=20, other=20, least=20), risk(own=100, other=0, least=20)
    (Fraction(1, 1), Fraction(1, 1))
    """
    return Fraction(*loss_and_stake(own, other, least))


def is_more(loss: Grid, stake: Grid, than_loss: Grid, than_stake: Grid) -> NDArray[np.bool_]:
    """Whether risks exceed others, cross-multiplied; by whole numbers of Python where 64 bits are too few.

    >>> is_more(np.array([3, 4]), np.array([3 << 60, 3 << 60]), np.array([1, 1]), np.array([1 << 60, 1 << 60])).tolist()
    [False, True]
    """
    largest = int(stake.max(initial=0)) * int(np.max(than_stake, initial=0))  # no loss exceeds what is at stake
    if largest >= 1 << 63:
        loss, stake = loss.astype(object), stake.astype(object)
    return np.asarray(loss * than_stake > than_loss * stake)


class SeatWorths:
    """What packages are worth to the seats that count, known or estimated; `least` is what no agreement is worth.

    Where a seat's preferences are not known, its first offer is its best, and worth falls with the distance from it; no
    agreement is worth as much to it as what stands.
    """

    def __init__(self, view: View, seats: Sequence[str]) -> None:
        self.offering = view.menu.offering
        known = {**view.known, view.party: view.preferences}
        if "zeuthen" not in view.notes:
            view.notes["zeuthen"] = Utilities(self.offering.space, known)
        self.known: Utilities = view.notes["zeuthen"].at(view.course_round)
        self.left = view.rounds_left
        self.away = {seat: self.offering.away(view.recent_offers[seat][0]) for seat in seats if seat not in known}
        stands = self.offering.standing.outcome
        least = {seat: one.reservation_value(stands, self.left) for seat, one in known.items()}
        least |= {seat: -self.offering.standing_total(away) for seat, away in self.away.items()}
        self.seats = tuple(seats)
        self.least = [view.reservation if seat == view.party else least[seat] for seat in seats]

    def of(self, offers: Sequence[int]) -> Grid:
        """Worths of packages, given the outcomes that they lead to: an array (seats, packages)."""
        options = outcomes(self.offering, offers)
        known = dict(zip(self.known.parties, self.known.over(options).worth(self.left), strict=True))
        return np.stack([known[seat] if seat in known else self._nearness(seat, options) for seat in self.seats])

    def _nearness(self, seat: str, options: NDArray[np.intp]) -> Grid:
        parts = zip(self.offering.axes, self.away[seat].parts, strict=True)
        return np.asarray(-np.sum([part[options[axis]] for axis, part in parts], axis=0))


def outcomes(offering: OfferSpace, offers: Sequence[int]) -> NDArray[np.intp]:
    """The options of outcomes of the open issues, the settled ones as they stand: an array (issues, outcomes)."""
    options = np.repeat(np.array(offering.standing.outcome, dtype=np.intp)[:, None], len(offers), axis=1)
    options[list(offering.axes)] = np.unravel_index(np.array(offers, dtype=np.intp), offering.inner.shape)
    return options


@dataclass(frozen=True, eq=False)
class LastOffers:
    """The last offers of the seats that count, by number, and their worths: `worths[i, k]` is that of k's to i.

    `me` is the place of this seat among them.
    """

    by_seat: SeatWorths
    me: int
    offers: Sequence[int]
    worths: Grid

    def risks(self) -> dict[int, Fraction]:
        """The risks of the seats that can concede; a seat whose own offer is the worst for it has none."""
        least, seats = self.by_seat.least, range(len(self.offers))
        risks = {seat: risk(self._worth(seat, seat), min(self._others_worth(seat)), least[seat]) for seat in seats}
        return {seat: one for seat, one in risks.items() if one}

    def _worth(self, seat: int, of: int) -> int:
        return int(self.worths[seat, of])

    def _others_worth(self, seat: int) -> list[int]:
        return [self._worth(seat, of) for of in range(len(self.offers)) if of != seat]

    def suffice(self, worths: Grid) -> NDArray[np.bool_]:
        """With which concessions, given their worths, this seat's risk exceeds the smallest of the others'."""
        least, me = self.by_seat.least, self.me
        loss, stake = loss_and_stake(worths[me], min(self._others_worth(me)), least[me])
        exceeds, alone = np.zeros(worths.shape[1], dtype=np.bool_), loss > 0
        for seat in self.others:
            worst = reduce(np.minimum, [self._worth(seat, of) for of in self.others if of != seat], worths[seat])
            its_loss, its_stake = loss_and_stake(self._worth(seat, seat), worst, least[seat])
            exceeds |= (its_loss > 0) & is_more(loss, stake, its_loss, its_stake)
            alone &= its_loss == 0
        return np.asarray(exceeds | alone)

    def gain_another(self, worths: Grid) -> NDArray[np.bool_]:
        """Which packages are worth less to this seat than its last offer, but more to another."""
        more = worths > self.worths[:, [self.me]]
        return np.asarray((worths[self.me] < self._worth(self.me, self.me)) & more[self.others].any(axis=0))

    @property
    def others(self) -> list[int]:
        """The places of the other seats."""
        return [seat for seat in range(len(self.offers)) if seat != self.me]
