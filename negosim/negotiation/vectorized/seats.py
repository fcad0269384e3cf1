"""What one seat can choose from in many draws at once, while the same stands in all of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.domain.preferences import Grid
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.negotiation.tactics.permitted_offers import permitted_offers
from negosim.negotiation.vectorized.discounts import RoundTime
from negosim.negotiation.vectorized.distances import DistanceShares, measures
from negosim.negotiation.vectorized.draws import Draws, Rows
from negosim.negotiation.vectorized.offer_arrays import FirstAndLastOffers, OfferTurn

__all__ = ["NOTHING", "SeatBatch"]

NOTHING = -1
"""In place of an outcome: a seat that lets its turn go by."""

MOST = 1 << 40
"""More than any worth on the grid."""

Heard = Mapping[str, FirstAndLastOffers]
"""What the other seats offered, by seat."""


class SeatBatch:
    """A seat's packages in the draws `rows`, as `tactics.menu_table` has them for one.

    Every array runs over the rows first; methods take a moment in some of the rows.
    """

    def __init__(self, draws: Draws, offered: OfferSpace, party: str, rows: Rows) -> None:
        self.draws, self.offered, self.party, self.rows = draws, offered, party, rows
        stands, axes = offered.standing.outcome, offered.axes
        self.allowed = permitted_offers(offered, party, offered.refused(draws.realizations[0].preferences[party]))
        self.choices = self.allowed.indices
        self.all_points = draws.points(party, axes, stands, rows)
        self.points = self.all_points[:, self.choices]
        self._kept = (np.arange(len(rows)), self.points)
        self.charge = draws.charge(party, rows)
        self.waiting, self.asking = draws.waiting(party), draws.asking[party]
        self.all_costly = draws.costly(party, axes, stands)
        self.costly = self.all_costly[self.choices]

    def worth(self, now: RoundTime, outcomes: Rows | int) -> Grid:
        """Worth of one outcome in each of some rows."""
        return self._worth(now, self.all_points[now.at, outcomes], self.all_costly[outcomes])

    def _worth(self, now: RoundTime, points: Grid, costly: Any) -> Grid:
        """What points count for, less the charges to come where delay costs."""
        return np.asarray(self._value(now, points) - now.left * self.charge[now.at] * costly)

    def _value(self, now: RoundTime, points: Grid) -> Grid:
        return self.waiting.value(points, self.rows[now.at], now.past)

    def reservation(self, now: RoundTime) -> Grid:
        """The worth below which the party doesn't agree."""
        absolute = self.draws.reservation(self.party, self.rows[now.at])
        if absolute is not None:
            return self._value(now, absolute)
        stands = self.offered.stands
        reserved = self.all_points[now.at, stands] + self.draws.reserve(self.party, self.rows[now.at])
        return self._worth(now, reserved, self.all_costly[stands])

    def highest(self, now: RoundTime) -> Grid:
        """Worth of the best package, of what stands where nothing is on offer."""
        if not len(self.choices):
            return self.worth(now, self.offered.stands)
        tops = [self._worth(now, top[now.at], costly) for costly, top in self._tops]
        return np.asarray(np.maximum.reduce(tops))

    @cached_property
    def _tops(self) -> list[tuple[bool, Grid]]:
        """Points of the best package that delay costs nothing, and of the best that it does: where there are such."""
        masks = {costly: self.costly == costly for costly in (False, True)}
        return [(costly, self.points[:, mask].max(axis=1)) for costly, mask in masks.items() if mask.any()]

    def asked(self, now: RoundTime, turn: OfferTurn, heard: Heard) -> Grid:
        """The aspiration at a turn, not below the reservation value."""
        rows, reservation, highest = self.rows[now.at], self.reservation(now), self.highest(now)
        asked = np.maximum(self.asking.timed(rows, turn.time, highest, reservation), reservation)
        mirrors = np.flatnonzero(self.asking.mirrors[rows])
        if len(mirrors):
            then, said = now.only(mirrors), {seat: one.only(mirrors) for seat, one in heard.items()}
            bounds = highest[mirrors], reservation[mirrors]
            asked[mirrors] = self.asking.mirrored(rows[mirrors], turn.number, self._rise(then, said), *bounds)
        return asked

    def _rise(self, now: RoundTime, heard: Heard) -> Grid:
        """By how much the offers of the one who moved least have risen since its first; 0 where nobody offered."""
        least: Grid = np.full(len(now.at), MOST, dtype=np.int64)
        for said in heard.values():
            rise = np.maximum(0, self.worth(now, said.last) - self.worth(now, said.first))
            least = np.where(said.spoken, np.minimum(least, rise), least)
        return np.where(least == MOST, 0, least)

    def accepts(self, now: RoundTime, outcomes: Rows, turn: OfferTurn, heard: Heard) -> NDArray[np.bool_]:
        """Whether it accepts an offer: not refused, and worth what it will ask for at its next turn."""
        good = self.worth(now, outcomes) >= self.asked(now, turn, heard)
        return np.asarray(good & ~self.allowed.refused[outcomes])

    def best(self, now: RoundTime) -> Rows:
        """The package of the highest worth, the first of equals; `NOTHING` where it is below the reservation value."""
        if not len(self.choices):
            return np.full(len(now.at), NOTHING)
        places = self._worths(now).argmax(axis=1)
        outcomes = self.choices[places]
        good = self.worth(now, outcomes) >= self.reservation(now)
        return np.where(good, outcomes, NOTHING)

    def _worths(self, now: RoundTime) -> Grid:
        """Worth of every choice."""
        points = self._points_at(now.at)
        worths, cost = self._value(now, points), now.left * self.charge[now.at]
        return worths - cost[:, None] * self.costly if self.costly.any() and cost.any() else worths

    def _points_at(self, at: Rows) -> Grid:
        """Points of every choice in some rows; kept, since mostly the same rows are asked for at the next turn."""
        if not np.array_equal(at, self._kept[0]):
            self._kept = (at, self.points[at])
        return self._kept[1]

    def nearest(self, now: RoundTime, turn: OfferTurn, heard: Heard) -> Rows:
        """Of the packages worth the aspiration the nearest to the last offers, by outcome; `NOTHING` where none is.

        Distance and own worth are compared at once, as one number: the distance stands in its high bits.
        """
        chosen = np.full(len(now.at), NOTHING)
        worths = self._worths(now)
        enough = worths >= self.asked(now, turn, heard)[:, None]
        good = np.flatnonzero(enough)
        if len(good):
            row = np.repeat(np.arange(len(now.at)), np.count_nonzero(enough, axis=1))
            place = good - row * len(self.choices)
            key = -worths.ravel()[good]
            for other, measure in self._measures.items():
                key += measure.between(heard[other].last, row, place)
            first = _first_least(key, row)
            chosen[row[first]] = self.choices[place[first]]
        return chosen

    @cached_property
    def _measures(self) -> dict[str, DistanceShares]:
        """By other seat, how far each choice lies from what that seat may offer; kept with the offering."""
        name = f"measures of {self.party}"
        choices, kept = self.offered.kept.get(name, (None, {}))
        if choices is not self.allowed:
            kept = measures(self.allowed)
            self.offered.kept[name] = (self.allowed, kept)
        made: dict[str, DistanceShares] = kept
        return made


def _first_least(key: Grid, row: Rows) -> Rows:
    """The place of the least key of every row, the first of equals; `row` doesn't fall."""
    starts = np.flatnonzero(np.diff(row, prepend=-1))
    least = np.minimum.reduceat(key, starts)
    hits = np.flatnonzero(key == np.repeat(least, np.diff(starts, append=len(row))))
    return np.asarray(hits[np.searchsorted(hits, starts)])
