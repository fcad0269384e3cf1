"""Win-sets: what the blocs at home would pass (Putnam 1988, International Organization 42:427, p. 437)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import add
from typing import ClassVar, TypeVar

import numpy as np
from numpy.typing import NDArray

from negosim.domain.outcomes import Condition, Outcome, OutcomeSpace
from negosim.domain.preferences import Preferences
from negosim.domain.utilities import Utilities
from negosim.negotiation.environment.ratification_spec import Ratifiers, RatifierSpec
from negosim.scenario.blocks import Builder, Effects
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.bodies import BlocSpec

__all__ = ["Bloc", "WinSet", "WinSets", "logistic", "win_sets"]

SLACK = 1e-9
"""Tolerance for sums of weights."""
SURE = 500.0
"""Exponents beyond this make a vote certain."""

Weighed = TypeVar("Weighed", float, NDArray[np.float64])


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
        """The gain over what stands and its reserve, in steps of its scale."""
        return self.preferences.points(after) - self.preferences.points(stands) - self.preferences.reserve


@dataclass(frozen=True)
class WinSet:
    """Who must ratify for a party, and what would pass.

    A bloc votes for what gives it at least what it has without the deal. Without a `spread` what enough votes are cast
    for passes: W = {x : sum of the weights of the blocs with U(x) >= U(no deal) is at least the threshold}. With one,
    the chance is logistic in the blocs' weighed gain, as in a random-utility vote. `condition` says which outcomes need
    to be ratified; `known` whether the party's delegation knows the votes.
    """

    reason: ClassVar[str] = "ratification"
    says: ClassVar[str] = "{party}'s ratifiers would turn it down"
    matter: ClassVar[str] = "what its ratifiers pass"

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

    def share(self, votes: Mapping[str, bool]) -> float:
        """The share of the votes for a deal, from what each bloc votes."""
        return self._weighed([float(votes[bloc.key]) for bloc in self.blocs])

    def _weighed(self, blocs: Sequence[Weighed]) -> Weighed:
        """What the blocs have of something, by their weights: of one outcome or of many, by the same additions.

        Records hold it, and what `sum` makes of floats depends on the version of Python.
        """
        parts = [bloc.weight * one for bloc, one in zip(self.blocs, blocs, strict=True)]
        return reduce(add, parts)

    def chance(self, after: Outcome, stands: Outcome) -> float:
        """The chance that a deal passes: 0 or 1 without a spread."""
        if self.spread is None:
            return float(self.favours(after, stands))
        return logistic(self._gain(after, stands), self.spread)

    def favours(self, after: Outcome, stands: Outcome) -> bool:
        """Whether a deal is at least as likely to pass as not."""
        if self.spread is not None:
            return self._gain(after, stands) >= 0
        return self.share(self.votes(after, stands)) >= self.threshold - SLACK

    def _gain(self, after: Outcome, stands: Outcome) -> float:
        """The mean gain of the blocs in points."""
        return self._weighed([bloc.preferences.scale.points(bloc.gain(after, stands)) for bloc in self.blocs])

    def turned_down(self, axes: Sequence[int], standing: Outcome) -> NDArray[np.bool_]:
        """Which outcomes over some issues, the others as they stand, are expected to be turned down."""
        asked = self.condition.within(axes, standing, self.space.shape)
        return np.asarray(asked & ~self._passing(axes, standing))

    def rejects(self, after: Outcome, stands: Outcome) -> bool:
        """Whether a deal must be ratified and is expected to be turned down."""
        return self.asked(after) and not self.favours(after, stands)

    def _passing(self, axes: Sequence[int], standing: Outcome) -> NDArray[np.bool_]:
        """`favours`, of all outcomes over some issues."""
        none = [bloc.preferences.points(standing) + bloc.preferences.reserve for bloc in self.blocs]
        gains = self._utilities.table(axes, standing).points - np.array(none, dtype=np.int64)[:, None]
        if self.spread is not None:
            return np.asarray(self._weighed([*self._utilities.scales.points(gains)]) >= 0)
        refused = np.stack([_refused(bloc.preferences, axes, standing) for bloc in self.blocs])
        votes = ((gains >= 0) & ~refused).astype(np.float64)
        return np.asarray(self._weighed([*votes]) >= self.threshold - SLACK)

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
    """Which outcomes over some issues move one to an option that the bloc refuses."""
    parts = (preferences.refused[axis] & (np.arange(preferences.space.shape[axis]) != standing[axis]) for axis in axes)
    return reduce(lambda total, part: np.logical_or.outer(total, part).reshape(-1), parts)


class WinSets(Effects):
    """The win-sets by party."""

    def __init__(self, ratifiers: Ratifiers, builder: Builder, numbers: Mapping[str, float]) -> None:
        self.of = {party: _win_set(party, spec, builder, numbers) for party, spec in ratifiers.items()}

    def veto(self, party: str) -> WinSet | None:
        """The party's ratifiers."""
        return self.of.get(party)


def win_sets(realization: Realization) -> Mapping[str, WinSet]:
    """The win-sets by party; empty if nobody must ratify."""
    found = realization.effects.get("ratifiers")
    return found.of if isinstance(found, WinSets) else {}


def _win_set(party: str, spec: RatifierSpec, builder: Builder, numbers: Mapping[str, float]) -> WinSet:
    at = f"ratifiers.{party}"
    weights = {key: numbers[f"{at}.blocs.{key}.weight"] for key in spec.blocs}
    total = math.fsum(weights.values()) or 1.0
    return WinSet(
        party=party,
        title=spec.title,
        space=builder.space,
        blocs=tuple(
            Bloc(key, one.title, weights[key] / total, _wants(f"{at}.blocs.{key}", key, one, builder, numbers))
            for key, one in spec.blocs.items()
        ),
        threshold=numbers[f"{at}.threshold"],
        spread=numbers.get(f"{at}.spread"),
        known=spec.known,
        condition=builder.condition(at, spec.when),
    )


def _wants(path: str, key: str, spec: BlocSpec, builder: Builder, numbers: Mapping[str, float]) -> Preferences:
    """The preferences of a bloc, without costs of war or delay."""
    wants = builder.wants(path, key, spec, numbers)
    return replace(wants, reserve=wants.scale.steps(numbers[f"{path}.reserve.points"]) if spec.reserve else 0)
