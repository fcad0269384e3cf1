"""What one seat can choose from in many draws at once, while the same stands in all of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.lockstep.distances import Measure, measures
from negosim.lockstep.draws import Draws, Rows
from negosim.preferences import Grid
from negosim.protocols.offering import Offering
from negosim.tactics.table_menu import allowed

__all__ = ["NOTHING", "Seat"]

NOTHING = -1
"""In place of an outcome: a seat that lets its turn go by."""


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
        points = self.points if len(at) == len(self.rows) else self.points[at]
        cost = left * self.charge[at]
        return points - cost[:, None] * self.costly if self.costly.any() and cost.any() else points

    def nearest(self, at: Rows, left: Grid, time: float, last: Mapping[str, Rows]) -> Rows:
        """Of the packages worth the aspiration the nearest to the last offers, by outcome; `NOTHING` where none is.

        `last` holds by seat the outcome that it offered last in each of the rows `at`. Distance and own worth are
        compared at once, as one number: the distance stands in its high bits.
        """
        chosen = np.full(len(at), NOTHING)
        worths = self._worths(at, left)
        good = np.flatnonzero(worths >= self.asked(at, left, time)[:, None])
        if len(good):
            row, place = np.divmod(good, len(self.choices))
            key = -worths[row, place]
            for other, measure in self._measures.items():
                key += measure.between(last[other][row], place)
            first = _first_least(key, row)
            chosen[row[first]] = self.choices[place[first]]
        return chosen

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


def _first_least(key: Grid, row: Rows) -> Rows:
    """The place of the least key of every row, the first of equals; `row` doesn't fall."""
    starts = np.flatnonzero(np.diff(row, prepend=-1))
    least = np.minimum.reduceat(key, starts)
    hits = np.flatnonzero(key == np.repeat(least, np.diff(starts, append=len(row))))
    return np.asarray(hits[np.searchsorted(hits, starts)])
