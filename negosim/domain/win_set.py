"""The win-set of a party: the agreements that its ratifiers at home would pass (Putnam 1988).

A bloc votes for what gives it at least what it has without the deal. Without a `spread` what enough votes are cast for
passes: W = {x : sum of the weights of the blocs with U(x) >= U(no deal) is at least the threshold}. With one, the
chance is logistic in the blocs' weighed gain, as in a random-utility vote.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from negosim.domain.outcomes import Condition, Outcome, OutcomeSpace
from negosim.domain.preferences import Grid, Preferences, from_grid
from negosim.domain.utilities import Utilities

__all__ = ["Bloc", "WinSet"]

SLACK = 1e-9
"""Weights are shares that add up to 1 only nearly."""
SURE = 500.0
"""Beyond these odds on the scale of the exponent a vote is certain."""


@dataclass(frozen=True)
class Bloc:
    """A bloc: its name, its share of the votes, and its preferences."""

    key: str
    title: str
    weight: float
    preferences: Preferences

    def votes(self, after: Outcome, stands: Outcome) -> bool:
        """Whether it votes for a deal: no option that the deal moves to is refused, and it is not worse off."""
        moved = (axis for axis, option in enumerate(after) if option != stands[axis])
        refused = any(self.preferences.refused[axis][after[axis]] for axis in moved)
        return not refused and self.gain(after, stands) >= 0

    def gain(self, after: Outcome, stands: Outcome) -> int:
        """What the deal brings it above what stands and its reserve, on the grid."""
        return self.preferences.points(after) - self.preferences.points(stands) - self.preferences.reserve


@dataclass(frozen=True)
class WinSet:
    """Who must ratify for a party, and what would pass.

    `condition` says which outcomes need to be ratified; `known` whether the party's delegation knows the votes.
    """

    party: str
    title: str
    space: OutcomeSpace
    blocs: tuple[Bloc, ...]
    threshold: float
    spread: float | None
    known: bool
    condition: Condition

    def asked(self, after: Outcome) -> bool:
        """Whether a deal that leads here must be ratified."""
        return self.condition.met_by(after)

    def votes(self, after: Outcome, stands: Outcome) -> dict[str, bool]:
        """Bloc -> whether it votes for the deal."""
        return {bloc.key: bloc.votes(after, stands) for bloc in self.blocs}

    def share(self, after: Outcome, stands: Outcome) -> float:
        """The share of the votes for the deal."""
        return math.fsum(bloc.weight for bloc in self.blocs if bloc.votes(after, stands))

    def chance(self, after: Outcome, stands: Outcome) -> float:
        """The chance that a deal passes: 0 or 1 without a spread."""
        if self.spread is None:
            return float(self.share(after, stands) >= self.threshold - SLACK)
        gain = math.fsum(bloc.weight * from_grid(bloc.gain(after, stands)) for bloc in self.blocs)
        return logistic(gain, self.spread)

    def turned_down(self, axes: Sequence[int], standing: Outcome) -> NDArray[np.bool_]:
        """The outcomes over some issues, the others as they stand, that would rather be turned down than pass."""
        asked = self.condition.within(axes, standing, self.space.shape)
        return np.asarray(asked & ~self._passing(axes, standing))

    def _passing(self, axes: Sequence[int], standing: Outcome) -> NDArray[np.bool_]:
        """The outcomes over some issues that pass at least as likely as not."""
        gains = self._gains(axes, standing)
        weights = np.array([bloc.weight for bloc in self.blocs])
        if self.spread is not None:
            return np.asarray(weights @ gains >= 0)
        refused = np.stack([_refused(bloc.preferences, axes, standing) for bloc in self.blocs])
        return np.asarray(weights @ ((gains >= 0) & ~refused) >= self.threshold - SLACK)

    def _gains(self, axes: Sequence[int], standing: Outcome) -> Grid:
        """What every outcome brings each bloc: an array (blocs, outcomes) on the grid."""
        none = [bloc.preferences.points(standing) + bloc.preferences.reserve for bloc in self.blocs]
        return self._utilities.table(axes, standing).points - np.array(none, dtype=np.int64)[:, None]

    @cached_property
    def _utilities(self) -> Utilities:
        return Utilities(self.space, {bloc.key: bloc.preferences for bloc in self.blocs})


def logistic(gain: float, spread: float) -> float:
    """The chance of a yes at a gain, 1/2 at none; without a spread 0 or 1.

    >>> logistic(0.0, 5.0), logistic(-3.0, 0.0)
    (0.5, 0.0)
    """
    if spread == 0 or abs(gain) > SURE * spread:
        return float(gain >= 0)
    return 1.0 / (1.0 + math.exp(-gain / spread))


def _refused(preferences: Preferences, axes: Sequence[int], standing: Outcome) -> NDArray[np.bool_]:
    """The outcomes over some issues that move one to an option that the bloc refuses."""
    parts = (preferences.refused[axis] & (np.arange(preferences.space.shape[axis]) != standing[axis]) for axis in axes)
    return reduce(lambda total, part: np.logical_or.outer(total, part).reshape(-1), parts)
