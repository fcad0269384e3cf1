"""The numbers of many draws of a scenario as arrays, one draw a row."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from negosim.domain.outcomes import Condition, Outcome
from negosim.domain.preferences import Grid
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.vectorized.aspirations import Aspirations, Rows
from negosim.negotiation.vectorized.discounts import Discounts
from negosim.scenario.realize.realization import Realization

__all__ = ["Draws", "Rows"]


class Draws:
    """Many readings of one scenario: what every party's packages are worth, and what its tactics ask for."""

    def __init__(self, realizations: Sequence[Realization]) -> None:
        self.realizations = tuple(realizations)
        self.space = realizations[0].space
        self.horizon = realizations[0].horizon
        self.meetings = realizations[0].meetings
        self._of = {party: _Party(realizations, party) for party in realizations[0].parties}
        made = [make_tactics(realization) for realization in realizations]
        self.asking = {party: Aspirations([one[party] for one in made]) for party in realizations[0].parties}
        self._masks: dict[tuple[int, tuple[int, ...], Outcome], NDArray[np.bool_]] = {}

    def points(self, party: str, axes: Sequence[int], stands: Outcome, rows: Rows) -> Grid:
        """Points of every outcome of some issues, the others as they stand: an array (rows, outcomes)."""
        of = self._of[party]
        fixed = [part[rows, stands[axis]] for axis, part in enumerate(of.contributions) if axis not in axes]
        total = np.asarray(sum(fixed, start=np.zeros(len(rows), dtype=np.int64)))[:, None]
        for axis in axes:
            total = (total[:, :, None] + of.contributions[axis][rows, None, :]).reshape(len(rows), -1)
        for condition, points in of.linkages:
            met = self.met(condition, axes, stands)
            total[:, met] += points[rows, None]
        return total

    def met(self, condition: Condition, axes: Sequence[int], stands: Outcome) -> NDArray[np.bool_]:
        """Which outcomes of some issues meet a condition, the others as they stand."""
        key = (id(condition), tuple(axes), stands)
        if key not in self._masks:
            self._masks[key] = condition.within(axes, stands, self.space.shape)
        return self._masks[key]

    def charge(self, party: str, rows: Rows) -> Grid:
        """What a round costs a party while the condition of its cost stands, an array (rows,)."""
        return self._of[party].charge[rows]

    def costly(self, party: str, axes: Sequence[int], stands: Outcome) -> NDArray[np.bool_]:
        """The outcomes of some issues that meet the condition of a party's cost of delay, the one cost that it has."""
        met = np.zeros(math.prod(self.space.shape[axis] for axis in axes), dtype=np.bool_)
        for cost in self.realizations[0].preferences[party].costs:
            met = met | self.met(cost.when, axes, stands)
        return met

    def reserve(self, party: str, rows: Rows) -> Grid:
        """Points that a party asks above what stands, an array (rows,)."""
        return self._of[party].reserve[rows]

    def reservation(self, party: str, rows: Rows) -> Grid | None:
        """A party's absolute reservation value, an array (rows,); None where it has none."""
        absolute = self._of[party].reservation
        return None if absolute is None else absolute[rows]

    def waiting(self, party: str) -> Discounts:
        """A party's discounts."""
        return self._of[party].waiting


class _Party:
    """One party's numbers in all draws."""

    def __init__(self, realizations: Sequence[Realization], party: str) -> None:
        every = [realization.preferences[party] for realization in realizations]
        first = every[0]
        axes = range(len(first.contributions))
        self.contributions: list[Grid] = [np.array([one.contributions[axis] for one in every]) for axis in axes]
        self.linkages: list[tuple[Condition, Grid]] = [
            (term.when, _whole([one.linkages[k].points for one in every])) for k, term in enumerate(first.linkages)
        ]
        self.charge = _whole([sum(cost.points for cost in one.costs) for one in every])
        self.reserve = _whole([one.reserve for one in every])
        given = [one.reservation for one in every if one.reservation is not None]
        self.reservation = _whole(given) if given else None
        self.waiting = Discounts([one.discount for one in every])


def _whole(numbers: Sequence[int]) -> Grid:
    return np.array(numbers, dtype=np.int64)
