"""How far the packages that a seat may choose lie from what the others offered, for many pairs at once."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from negosim.domain.preferences import GRID, Grid
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.negotiation.tactics.permitted_offers import PermittedOffers
from negosim.negotiation.vectorized.draws import Rows
from negosim.negotiation.vectorized.supported import SHIFT, halves

__all__ = ["DistanceShares", "measures"]


class Distances:
    """Distances between the outcomes of an offering: the sum of two tables, of its first and of its last issues.

    A table of all pairs would be large, and seldom in a processor's cache.
    """

    def __init__(self, offering: OfferSpace) -> None:
        shape = offering.inner.shape
        parted = halves(shape)
        self.last = math.prod(shape[parted:])
        away = [_between(offering, axis) for axis in offering.axes]
        self.tables = (_sums(away[:parted]), _sums(away[parted:]))

    def halves(self, outcomes: Rows) -> tuple[Rows, Rows]:
        """Outcomes as rows of the two tables."""
        first, rest = np.divmod(outcomes, self.last)
        return first, rest


def _between(offering: OfferSpace, axis: int) -> Grid:
    """The distances between the options of an issue."""
    issue = offering.space.issues[axis]
    return np.array([np.rint(issue.distances(option) * GRID) for option in range(len(issue))]).astype(np.int64)


def _sums(tables: Sequence[Grid]) -> Grid:
    """One table over all combinations, from a table for each issue."""
    total: Grid = np.zeros((1, 1), dtype=np.int64)
    for table in tables:
        size = len(total) * len(table)
        total = (total[:, None, :, None] + table[None, :, None, :]).reshape(size, size)
    return total


class DistanceShares:
    """How far every choice of a seat lies from what another seat may offer, in shares of the choice's distance."""

    def __init__(self, distances: Distances, indices: Rows, shares: Grid) -> None:
        self.distances = distances
        self.halves = distances.halves(indices)
        self.shares = shares << SHIFT
        self.same = bool((shares == shares[:1]).all())

    def between(self, outcomes: Rows, row: Rows, places: Rows) -> Grid:
        """The distance of each choice of `places` from the outcome of its `row`, in the high bits of a number."""
        away: Grid = np.zeros(len(places), dtype=np.int64)
        for table, ones, choices in zip(
            self.distances.tables, self.distances.halves(outcomes), self.halves, strict=True
        ):
            away += table.ravel()[(ones * len(table))[row] + choices[places]]
        away *= self.shares[0] if self.same else self.shares[places]
        return away


def measures(choices: PermittedOffers) -> dict[str, DistanceShares]:
    """The measures that a seat needs, by other seat.

    A choice is as far as the mean over the seats that it needs, over all if it needs none: each has an equal share of
    it, in units in which all shares are whole numbers.
    """
    offering = choices.offering
    everyone = [party for party, bit in offering.bit.items() if bit & offering.present and party != choices.party]
    groups = [(members, seats or everyone) for members, seats in choices.groups]
    unit = math.lcm(*(len(seats) for _, seats in groups if seats))
    distances = Distances(offering)
    others = sorted({seat for _, seats in groups for seat in seats})
    return {seat: DistanceShares(distances, choices.indices, _shares(groups, seat, unit)) for seat in others}


def _shares(groups: Sequence[tuple[NDArray[np.bool_], list[str]]], seat: str, unit: int) -> Grid:
    """For each choice, the share of a seat's distance in it."""
    shares: Grid = np.zeros(len(groups[0][0]), dtype=np.int64)
    for members, seats in groups:
        if seat in seats:
            shares[members] = unit // len(seats)
    return shares
