"""Where costly lotteries apply in a table, and where in it stands what each side would impose.

None of it depends on points or chances. It is found once for all draws, and a new belief changes points by one
operation on arrays for each lottery.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from negosim.domain.costly_lottery import CostlyLottery, Terms
from negosim.domain.in_force import NOTHING_WAITS, InForce
from negosim.domain.outcomes import Outcome
from negosim.domain.scale import Grid

__all__ = ["LotteryPlaces", "lottery_places"]

Places = NDArray[np.intp]
LotteryTerms = tuple[Terms, Terms, Terms]
"""When a lottery goes on, what holds if it is won, and what if it is lost."""


@dataclass(frozen=True, eq=False)
class LotteryPlaces:
    """Places in a list of outcomes: those of a table, then those `beyond` it to which lotteries lead.

    `beyond` is an array (issues, outcomes). For each lottery that applies somewhere, in turn, `places` has its number
    and three arrays of one length: where it applies, and where what is won and what is lost stands.
    """

    beyond: Places
    places: tuple[tuple[int, Places, Places, Places], ...]

    def weighed(self, points: Grid, lotteries: Sequence[CostlyLottery]) -> Grid:
        """The points of a list with lotteries, from those without; a lottery sees the ones before it."""
        after = points.copy()
        for number, at, won, lost in self.places:
            after[at] = lotteries[number].weighed(after[won], after[lost])
        return after


class _Codes:
    """Outcomes as numbers: the options of some issues, the last of them varying fastest."""

    def __init__(self, shape: Sequence[int], axes: Sequence[int]) -> None:
        self.size = {axis: shape[axis] for axis in axes}
        self.stride = {axis: math.prod(shape[one] for one in axes[place + 1 :]) for place, axis in enumerate(axes)}

    def option(self, codes: Places, axis: int) -> Places:
        """The options of an issue."""
        return codes // self.stride[axis] % self.size[axis]

    def meet(self, codes: Places, terms: Terms) -> NDArray[np.bool_]:
        """Which outcomes have all options of some terms."""
        return np.asarray(np.all([self.option(codes, axis) == option for axis, option in terms], axis=0))

    def moved(self, codes: Places, terms: Terms) -> Places:
        """The outcomes with some options changed."""
        steps = ((option - self.option(codes, axis)) * self.stride[axis] for axis, option in terms)
        return sum(steps, start=codes)


@lru_cache(maxsize=64)
def lottery_places(
    shape: tuple[int, ...],
    axes: tuple[int, ...],
    standing: Outcome,
    lotteries: tuple[LotteryTerms, ...],
    in_force: InForce = NOTHING_WAITS,
) -> LotteryPlaces:
    """The places for the table over the outcomes of `axes`, with the other issues of `shape` as they stand.

    Where some issues wait, `axes` hold all that bears on a lottery, as a clique does.
    """
    others = {axis for terms in lotteries for part in terms for axis, _ in part}.difference(axes)
    codes = _Codes(shape, (*sorted(others), *axes))
    stands = sum(standing[axis] * codes.stride[axis] for axis in others)
    listed = stands + np.arange(math.prod(shape[axis] for axis in axes), dtype=np.intp)
    table, found = len(listed), []
    stands_as = in_force.places(axes, shape) if in_force.waits else None
    # The last comes first: it sees what those before it made of the ends that it leads to.
    for number, (when, *ends) in reversed(list(enumerate(lotteries))):
        at = codes.meet(listed if stands_as is None else stands_as[listed], when).nonzero()[0]
        if len(at):
            moved = [codes.moved(listed[at], terms) for terms in ends]
            listed = np.concatenate([listed, np.setdiff1d(moved, listed)])
            found.append((number, at, moved))
    order = np.argsort(listed, kind="stable")
    place = partial(np.searchsorted, listed, sorter=order)
    places = ((number, at, order[place(won)], order[place(lost)]) for number, at, (won, lost) in reversed(found))
    beyond = np.repeat(np.array(standing, dtype=np.intp)[:, None], len(listed) - table, axis=1)
    for axis in codes.size:
        beyond[axis] = codes.option(listed[table:], axis)
    return LotteryPlaces(beyond, tuple(places))
