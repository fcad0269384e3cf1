"""Blocs that vote: who is for what has been signed, who abstains, and who is against it.

A bloc votes for what it does not refuse and loses nothing by; it abstains on what falls short of that by no more than
it says (abstention from alienation; Hinich, Ledyard & Ordeshook 1972, Journal of Economic Theory 4:144), and is against
the rest. With a `spread` only part of each bloc votes so: the share for it is logistic in the bloc's own gain, and none
where it refuses (Lindbeck & Weibull 1987, Public Choice 52:273).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.domain.outcomes import Outcome, OutcomeSpace
from negosim.domain.preferences import Preferences
from negosim.domain.utilities import Utilities

__all__ = ["Bloc", "BlocVotes", "Electorate"]

Mask = NDArray[np.bool_]

SURE = 500.0
"""Exponents beyond this make a share 0 or 1."""


@dataclass(frozen=True)
class Bloc:
    """A bloc that votes: its place among the voters of the rule, its votes, and what it wants.

    It abstains on losses of up to `abstains` steps of its scale.
    """

    key: str
    title: str
    place: int
    weight: float
    preferences: Preferences
    abstains: int = 0

    def gain(self, after: Outcome, stands: Outcome) -> int:
        """The gain over what stands and its reserve, in steps of its scale."""
        return self.preferences.points(after) - self.preferences.points(stands) - self.preferences.reserve

    def refuses(self, after: Outcome, stands: Outcome) -> bool:
        """Whether it refuses an option to which something moves."""
        moved = (axis for axis, option in enumerate(after) if option != stands[axis])
        return any(self.preferences.refused[axis][after[axis]] for axis in moved)

    def refusing(self, axes: Sequence[int], standing: Outcome) -> Mask:
        """`refuses`, of all outcomes over some issues, the others as they stand."""
        refused, shape = self.preferences.refused, self.preferences.space.shape
        parts = (refused[axis] & (np.arange(shape[axis]) != standing[axis]) for axis in axes)
        return reduce(lambda total, part: np.logical_or.outer(total, part).reshape(-1), parts)

    def refusing_among(self, outcomes: NDArray[np.intp], standing: Outcome) -> Mask:
        """`refuses`, of some outcomes, which are given as options: an array (issues, outcomes)."""
        rows = zip(self.preferences.refused, outcomes, standing, strict=True)
        parts = [mask[options] & (options != stands) for mask, options, stands in rows]
        return np.asarray(np.logical_or.reduce(parts))


@dataclass(frozen=True)
class BlocVotes:
    """How blocs vote on some outcomes: the part of each that is for it and against it, as (blocs, outcomes)."""

    yes: NDArray[Any]
    no: NDArray[Any]


@dataclass(frozen=True)
class Electorate:
    """The blocs that vote, and in points the `spread` within a bloc, None where each votes as one."""

    space: OutcomeSpace
    blocs: tuple[Bloc, ...]
    spread: float | None = None

    def on(self, after: Outcome, stands: Outcome) -> BlocVotes:
        """How they vote on one outcome."""
        gains = np.array([[bloc.gain(after, stands)] for bloc in self.blocs], dtype=np.int64)
        refused = np.array([[bloc.refuses(after, stands)] for bloc in self.blocs], dtype=np.bool_)
        return self._votes(gains, refused)

    def over(self, axes: Sequence[int], standing: Outcome) -> BlocVotes:
        """How they vote on all outcomes over some issues, the others as they stand."""
        gains = self._utilities.table(axes, standing).points - self._least(standing)
        return self._votes(gains, np.stack([bloc.refusing(axes, standing) for bloc in self.blocs]))

    def among(self, outcomes: NDArray[np.intp], standing: Outcome) -> BlocVotes:
        """How they vote on some outcomes, which are given as options: an array (issues, outcomes)."""
        gains = self._utilities.over(outcomes).points - self._least(standing)
        return self._votes(gains, np.stack([bloc.refusing_among(outcomes, standing) for bloc in self.blocs]))

    def _least(self, standing: Outcome) -> NDArray[np.int64]:
        """The points of what each has without the deal and of its reserve, an array (blocs, 1)."""
        least = [bloc.preferences.points(standing) + bloc.preferences.reserve for bloc in self.blocs]
        return np.array(least, dtype=np.int64)[:, None]

    def _votes(self, gains: NDArray[np.int64], refused: Mask) -> BlocVotes:
        """How they vote, from what each gains in steps of its scale and what it refuses."""
        if self.spread is not None:
            points = self._utilities.scales.points(gains)
            yes = np.where(refused, 0.0, np.stack([_logistic(row, self.spread) for row in points]))
            return BlocVotes(yes, 1.0 - yes)
        least = np.array([-bloc.abstains for bloc in self.blocs], dtype=np.int64)[:, None]
        return BlocVotes((gains >= 0) & ~refused, (gains < least) | refused)

    @cached_property
    def _utilities(self) -> Utilities:
        return Utilities(self.space, {bloc.key: bloc.preferences for bloc in self.blocs})


def _logistic(gains: NDArray[np.float64], spread: float) -> NDArray[np.float64]:
    """The share of a bloc for it at some gains in points, a half at none; without a spread all or nothing.

    >>> _logistic(np.array([0.0, -3.0]), 0.0).tolist(), _logistic(np.array([0.0]), 5.0).tolist()
    ([1.0, 0.0], [0.5])
    """
    if spread == 0:
        return (gains >= 0).astype(np.float64)
    exponents = (gains / spread).clip(-SURE, SURE).tolist()
    return np.array([1.0 / (1.0 + math.exp(-one)) for one in exponents])
