"""A small table built term by term, without cliques: points of issues and linkages first, then the lotteries on them.

Without its lotteries it is the same while beliefs change, and is made once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from negosim.domain.conditions import Condition
from negosim.domain.lottery_places import LotteryPlaces, lottery_places
from negosim.domain.outcomes import Outcome
from negosim.domain.preferences import Preferences, Term
from negosim.domain.scale import Grid

__all__ = ["SettledTable"]

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class SettledTable:
    """Points and charges over the outcomes of some issues, the others as they stand, without lotteries.

    Both are arrays (parties, outcomes). `listed` has, for each party with lotteries that apply to them, by its row,
    where they apply, and its points of the outcomes and of what lies beyond them.
    """

    axes: tuple[int, ...]
    stands: Outcome
    points: Grid
    charges: Grid
    listed: Mapping[int, tuple[LotteryPlaces, Grid]]

    @classmethod
    def of(cls, parties: Sequence[Preferences], axes: tuple[int, ...], stands: Outcome) -> Self:
        """The table of some parties."""
        points = _of_issues(parties, axes, stands)
        charges, listed = np.zeros_like(points), {}
        for row, party in enumerate(parties):
            _add_met(points[row], party.linkages, axes, stands, party.space.shape)
            _add_met(charges[row], party.costs, axes, stands, party.space.shape)
            if party.lotteries:
                places = lottery_places(party.space.shape, axes, stands, tuple(one.terms for one in party.lotteries))
                if places.places:
                    listed[row] = places, np.append(points[row], _beyond(party, places))
        return cls(axes, stands, points, charges, listed)

    def with_lotteries(self, parties: Sequence[Preferences]) -> Grid:
        """The points with the lotteries of the same parties, whatever their chances."""
        if not self.listed:
            return self.points
        points = self.points.copy()
        for row, (places, listed) in self.listed.items():
            points[row] = places.weighed(listed, parties[row].lotteries)[: points.shape[1]]
        return points


def _of_issues(parties: Sequence[Preferences], axes: Sequence[int], stands: Outcome) -> Grid:
    """Every party's points of the issues, without linkages."""
    total: Grid = np.zeros((len(parties), 1), dtype=np.int64)
    contributions = [np.stack(parts) for parts in zip(*(party.contributions for party in parties), strict=True)]
    for axis, part in enumerate(contributions):
        if axis not in axes:
            total[:, 0] += part[:, stands[axis]]
    for axis in axes:
        total = (total[:, :, None] + contributions[axis][:, None, :]).reshape(len(total), -1)
    return total


def _add_met(row: Grid, terms: Iterable[Term], axes: Sequence[int], stands: Outcome, shape: Sequence[int]) -> None:
    """Add the points of the terms that outcomes over some issues meet, with the others as they stand."""
    able = [term for term in terms if term.points and term.when.open_to(axes, stands)]
    if able:
        met = _met(tuple(term.when for term in able), tuple(axes), tuple(shape))
        row += np.array([term.points for term in able]) @ met


def _beyond(party: Preferences, places: LotteryPlaces) -> Grid:
    """A party's points, without lotteries, of the outcomes beyond a table to which its lotteries lead."""
    starts = np.cumsum((0, *party.space.shape[:-1]))
    total: Grid = np.concatenate(party.contributions)[places.beyond + starts[:, None]].sum(axis=0)
    if party.linkages:
        met = _met_beyond(tuple(term.when for term in party.linkages), places)
        total += np.array([term.points for term in party.linkages]) @ met
    return total


@lru_cache(maxsize=256)
def _met(conditions: tuple[Condition, ...], axes: tuple[int, ...], shape: tuple[int, ...]) -> Mask:
    """Which outcomes over some issues meet which conditions, an array (conditions, outcomes); shared by all draws."""
    return np.stack([condition.mask(axes, shape).reshape(-1) for condition in conditions])


@lru_cache(maxsize=256)
def _met_beyond(conditions: tuple[Condition, ...], places: LotteryPlaces) -> Mask:
    """`_met` for what lies beyond a table."""
    return np.stack([condition.met_over(places.beyond) for condition in conditions])
