"""What one seat can choose from in many draws at once, while the same stands in all of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.lockstep.draws import Draws, Rows
from negosim.lockstep.known import SHIFT
from negosim.preferences import Grid
from negosim.protocols.offering import Offering
from negosim.tactics.table_menu import Allowed, allowed

__all__ = ["NOTHING", "Seat"]

NOTHING = -1
"""In place of an outcome: a seat that lets its turn go by."""

FAR = np.iinfo(np.int64).max

MEASURED = 1 << 22
"""Distances that are kept at the most: 32 MB for each pair of seats."""


class Seat:
    """A seat's packages in the draws `rows`, as `tactics.table_menu` has them for one.

    Every array runs over the rows first; methods take `at`, places among the rows, and `left`, the rounds of charges
    that are still to come in each of these.
    """

    def __init__(self, draws: Draws, offered: Offering, party: str, rows: Rows) -> None:
        self.draws, self.offered, self.party, self.rows = draws, offered, party, rows
        stands, axes = offered.standing.outcome, offered.axes
        self.allowed = allowed(offered, party, offered.refused(draws.readings[0].preferences[party]))
        self.choices = self.allowed.indices
        self.all_points = draws.points(party, axes, stands, rows)
        self.points = self.all_points[:, self.choices]
        self.charge = draws.charge(party, rows)
        self.all_costly = draws.costly(party, axes, stands)
        self.costly = self.all_costly[self.choices]

    def worth(self, at: Rows, outcomes: Rows | int, left: Grid) -> Grid:
        """Worth of one outcome in each of some rows."""
        return np.asarray(self.all_points[at, outcomes] - left * self.charge[at] * self.all_costly[outcomes])

    def reservation(self, at: Rows, left: Grid) -> Grid:
        """The worth below which the party doesn't agree."""
        absolute = self.draws.reservation(self.party, self.rows[at])
        if absolute is not None:
            return absolute
        return self.worth(at, self.offered.stands, left) + self.draws.reserve(self.party, self.rows[at])

    def highest(self, at: Rows, left: Grid) -> Grid:
        """Worth of the best package, of what stands where nothing is on offer."""
        if not len(self.choices):
            return self.worth(at, self.offered.stands, left)
        free, costly = self._tops
        return np.maximum(free[at], costly[at] - left * self.charge[at])

    @cached_property
    def _tops(self) -> tuple[Grid, Grid]:
        """Points of the best package that is free of the cost of delay, and of the best that isn't."""
        least = np.full(len(self.rows), -(1 << 60), dtype=np.int64)
        return (
            np.max(self.points[:, ~self.costly], axis=1, initial=int(least[0])),
            np.max(self.points[:, self.costly], axis=1, initial=int(least[0])),
        )

    def asked(self, at: Rows, left: Grid, time: float) -> Grid:
        """The aspiration at a time, not below the reservation value."""
        reservation = self.reservation(at, left)
        gap = np.maximum(0, self.highest(at, left) - reservation)
        conceding = reservation + np.rint(gap * self.draws.kept(self.party, self.rows[at], time)).astype(np.int64)
        return np.asarray(np.maximum(conceding, reservation))

    def accepts(self, at: Rows, outcomes: Rows, left: Grid, time: float) -> NDArray[np.bool_]:
        """Whether it accepts an offer: not refused, and worth what it will ask for at its next turn."""
        good = self.worth(at, outcomes, left) >= self.asked(at, left, time)
        return np.asarray(good & ~self.allowed.refused[outcomes])

    def best(self, at: Rows, left: Grid) -> Rows:
        """The package of the highest worth, the first of equals; `NOTHING` where it is below the reservation value."""
        if not len(self.choices):
            return np.full(len(at), NOTHING)
        places = self._worths(at, left).argmax(axis=1)
        outcomes = self.choices[places]
        good = self.worth(at, outcomes, left) >= self.reservation(at, left)
        return np.where(good, outcomes, NOTHING)

    def _worths(self, at: Rows, left: Grid) -> Grid:
        """Worth of every choice."""
        points = self.points[at]
        cost = left * self.charge[at]
        if self.costly.any() and cost.any():
            points[:, self.costly] -= cost[:, None]
        return points

    def nearest(self, at: Rows, left: Grid, time: float, last: Mapping[str, Rows]) -> Rows:
        """Of the packages worth the aspiration the nearest to the last offers, by outcome; `NOTHING` where none is.

        `last` holds by seat the outcome that it offered last in each of the rows `at`. Distance, own worth and index
        are compared at once, as one number: the distance stands in its high bits.
        """
        if not len(self.choices):
            return np.full(len(at), NOTHING)
        worths = self._worths(at, left)
        key = -worths
        for other, measure in self._measures.items():
            key += measure.from_each(last[other])
        key[worths < self.asked(at, left, time)[:, None]] = FAR
        places = key.argmin(axis=1)
        found = key[np.arange(len(at)), places] < FAR
        return np.where(found, self.choices[places], NOTHING)

    @cached_property
    def _measures(self) -> dict[str, Measure]:
        """By other seat, how far each choice lies from what that seat may offer; kept with the offering."""
        name = f"measures of {self.party}"
        choices, kept = self.offered.kept.get(name, (None, {}))
        if choices is not self.allowed:
            kept = measures(self.allowed)
            self.offered.kept[name] = (self.allowed, kept)
        made: dict[str, Measure] = kept
        return made


class Measure:
    """How far every choice of a seat lies from what another seat may offer, in shares of the choice's distance."""

    def __init__(self, choices: Allowed, shares: Grid) -> None:
        self.offering, self.indices = choices.offering, choices.indices
        self.shares = shares << SHIFT
        room = min(self.offering.size, MEASURED // len(self.indices))
        self._kept: Grid = np.empty((room, len(self.indices)), dtype=np.int64)
        self._forget()

    def _forget(self) -> None:
        self._place = np.full(self.offering.size, -1, dtype=np.intp)
        self._count = 0

    def from_each(self, outcomes: Rows) -> Grid:
        """The distances of all choices from each of some outcomes, an array (outcomes, choices)."""
        missing = np.unique(outcomes[self._place[outcomes] < 0])
        if self._count + len(missing) > len(self._kept):
            self._forget()
            missing = np.unique(outcomes)
        for outcome in missing.tolist():
            self._kept[self._count] = self._away(outcome) * self.shares
            self._place[outcome] = self._count
            self._count += 1
        return self._kept[self._place[outcomes]]

    def _away(self, outcome: int) -> Grid:
        away = self.offering.away(self.offering.package(outcome))
        return self.offering.total(away)[self.indices]


def measures(choices: Allowed) -> dict[str, Measure]:
    """The measures that a seat needs, by other seat.

    A choice is as far as the mean over the seats that it needs, over all if it needs none: each has an equal share of
    it, in units in which all shares are whole numbers.
    """
    offering = choices.offering
    everyone = [party for party, bit in offering.bit.items() if bit & offering.present and party != choices.party]
    groups = [(members, seats or everyone) for members, seats in choices.groups]
    unit = math.lcm(*(len(seats) for _, seats in groups if seats))
    others = sorted({seat for _, seats in groups for seat in seats})
    return {seat: Measure(choices, _shares(groups, seat, unit)) for seat in others}


def _shares(groups: Sequence[tuple[NDArray[np.bool_], list[str]]], seat: str, unit: int) -> Grid:
    """For each choice, the share of a seat's distance in it."""
    shares: Grid = np.zeros(len(groups[0][0]), dtype=np.int64)
    for members, seats in groups:
        if seat in seats:
            shares[members] = unit // len(seats)
    return shares
