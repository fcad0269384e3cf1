"""The vote of blocs at home on what has been signed, and the win-set: all that they would pass.

A bloc votes for what it does not refuse and loses nothing by; it abstains on what falls short of that by no more than
it says, and is against the rest. With a `spread` only part of each bloc votes so: the share for it is logistic in the
bloc's own gain, and none where it refuses (Lindbeck & Weibull 1987, Public Choice 52:273). Win-sets: Putnam 1988,
International Organization 42:427, p. 437.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import add
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.domain.conditions import Condition
from negosim.domain.decision_rule import DecisionRule, VoteCount
from negosim.domain.outcomes import Outcome, OutcomeSpace
from negosim.domain.preferences import Preferences
from negosim.domain.utilities import Utilities

__all__ = ["Ballot", "BallotResult", "Bloc", "BlocVotes"]

Mask = NDArray[np.bool_]

HALVINGS = 60
"""Halvings that find the swing at which a vote turns."""
FARTHEST = 40.0
"""Standard deviations beyond which no swing is looked for."""
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


@dataclass(frozen=True)
class BlocVotes:
    """How blocs divide on some outcomes: the part of each that is for it and against it, as (blocs, outcomes)."""

    yes: NDArray[Any]
    no: NDArray[Any]


@dataclass(frozen=True)
class BallotResult:
    """A vote: whether it passed, the blocs on each side, what each test took and got, and shares of the votes cast.

    `expected` is the share for it without the swing, `share` that with it; `chance` is that of passing.
    """

    passed: bool
    supporters: tuple[str, ...]
    against: tuple[str, ...]
    abstained: tuple[str, ...]
    counts: tuple[VoteCount, ...]
    expected: float
    share: float
    chance: float


@dataclass(frozen=True)
class Ballot:
    """Blocs that vote on what has been signed, by a rule whose voters they are; some without wishes stay at home.

    `titles` has the names of all voters by key.

    What must pass is what leads to its `condition` and, where it ratifies for a `party`, needs that party's consent.
    `known` says whether the party's delegation knows the votes. A `swing` is the standard deviation of the share for
    it, in shares of the votes cast. As a veto (`scenario.blocks.Veto`) it has a `reason` and the words for it.
    """

    key: str
    title: str
    space: OutcomeSpace
    blocs: tuple[Bloc, ...]
    rule: DecisionRule
    condition: Condition
    titles: Mapping[str, str]
    party: str = ""
    known: bool = False
    swing: float = 0.0
    spread: float | None = None
    reason: str = "ratification"
    says: str = "{party}'s ratifiers would turn it down"
    matter: str = "what its ratifiers pass"

    @property
    def by_party(self) -> bool:
        """Whether it goes by its party's key, as the ratifiers of files of version 1 do."""
        return self.key == self.party

    # Of one outcome

    def asked(self, after: Outcome) -> bool:
        """Whether what leads here must be passed."""
        return self.condition.met_by(after)

    def rejects(self, after: Outcome, stands: Outcome) -> bool:
        """Whether something must be passed and is expected to be turned down."""
        return self.asked(after) and not self.favours(after, stands)

    def favours(self, after: Outcome, stands: Outcome) -> bool:
        """Whether something passes where no swing is counted."""
        return self._passes(self._votes(after, stands), 0.0)

    def vote(self, after: Outcome, stands: Outcome, shift: float = 0.0) -> BallotResult:
        """The vote with a share of the votes cast added to those for it, or taken from them where it is below 0."""
        votes = self._votes(after, stands)
        counts = self.rule.counted([(yes.item(), no.item()) for yes, no in self._counts(votes, shift)])
        expected, leans = self._share(votes), self._leans(votes)
        return BallotResult(
            passed=self._passes(votes, shift),
            supporters=self._heaviest(leans, 1),
            against=self._heaviest(leans, -1),
            abstained=self._heaviest(leans, 0),
            counts=counts,
            expected=expected,
            share=_clip(expected + shift),
            chance=self._chance(votes),
        )

    def _heaviest(self, leans: Mapping[str, int], side: int) -> tuple[str, ...]:
        """The blocs on a side, the heaviest first."""
        return tuple(one.key for one in sorted(self.blocs, key=lambda one: -one.weight) if leans[one.key] == side)

    def shift(self, level: float) -> float:
        """The swing at a quantile, 0 to 1, of its normal distribution."""
        return self.swing * NormalDist().inv_cdf(min(max(level, 2**-53), 1 - 2**-53)) if self.swing else 0.0

    def _leans(self, votes: BlocVotes) -> dict[str, int]:
        """Bloc -> 1 where it is rather for it, -1 where rather against, 0 where it abstains."""
        yes, no = votes.yes[:, 0].tolist(), votes.no[:, 0].tolist()
        return {
            bloc.key: 0 if not for_it and not against else 1 if for_it >= against else -1
            for bloc, for_it, against in zip(self.blocs, yes, no, strict=True)
        }

    def _share(self, votes: BlocVotes) -> float:
        """The share of the votes cast that is for it, added in the order of the file; records hold it."""
        yes, no = votes.yes[:, 0].tolist(), votes.no[:, 0].tolist()
        cast = math.fsum(bloc.weight for bloc, *part in zip(self.blocs, yes, no, strict=True) if any(part)) or 1.0
        return reduce(add, [bloc.weight / cast * part for bloc, part in zip(self.blocs, yes, strict=True)], 0.0)

    def _chance(self, votes: BlocVotes) -> float:
        """The chance of passing: 0 or 1 without a swing, else that of all swings beyond the one at which it turns."""
        if not self.swing:
            return float(self._passes(votes, 0.0))
        low, high = -FARTHEST, FARTHEST
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            passes = self._passes(votes, self.swing * middle)
            low, high = (low, middle) if passes else (middle, high)
        return NormalDist().cdf(-high)

    def _votes(self, after: Outcome, stands: Outcome) -> BlocVotes:
        gains = np.array([[bloc.gain(after, stands)] for bloc in self.blocs], dtype=np.int64).reshape(-1, 1)
        refused = np.array([[bloc.refuses(after, stands)] for bloc in self.blocs], dtype=np.bool_).reshape(-1, 1)
        return self._divided(gains, refused)

    # Of many

    def turned_down(self, axes: Sequence[int], standing: Outcome) -> Mask:
        """Which outcomes over some issues, the others as they stand, are expected to be turned down."""
        asked = self.condition.within(axes, standing, self.space.shape)
        return np.asarray(asked & ~self._passing(axes, standing))

    def _passing(self, axes: Sequence[int], standing: Outcome) -> Mask:
        """`favours`, of all outcomes over some issues."""
        none = [bloc.preferences.points(standing) + bloc.preferences.reserve for bloc in self.blocs]
        gains = self._utilities.table(axes, standing).points - np.array(none, dtype=np.int64)[:, None]
        refused = np.stack([_refused(bloc.preferences, axes, standing) for bloc in self.blocs])
        return self._passed(self._divided(gains, refused), 0.0)

    @cached_property
    def _utilities(self) -> Utilities:
        return Utilities(self.space, {bloc.key: bloc.preferences for bloc in self.blocs})

    # Counting

    def _divided(self, gains: NDArray[np.int64], refused: Mask) -> BlocVotes:
        """How the blocs divide, from what each gains in steps of its scale and what it refuses."""
        if self.spread is not None:
            points = self._utilities.scales.points(gains)
            yes = np.where(refused, 0.0, np.stack([_logistic(row, self.spread) for row in points]))
            return BlocVotes(yes, 1.0 - yes)
        least = np.array([-bloc.abstains for bloc in self.blocs], dtype=np.int64)[:, None]
        return BlocVotes((gains >= 0) & ~refused, (gains < least) | refused)

    def _counts(self, votes: BlocVotes, shift: float) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
        """The whole votes for and against in each test, as (outcomes,)."""
        for test in self.rule.tests:
            weights = np.array([test.weights[bloc.place] for bloc in self.blocs], dtype=test.kind)
            yes, no = weights @ votes.yes, weights @ votes.no
            if shift:
                cast = yes + no
                yes = np.clip(yes + shift * cast, 0.0, cast)
                no = cast - yes
            yield yes, no

    def _passed(self, votes: BlocVotes, shift: float) -> Mask:
        """What passes under a swing; a veto counts before it."""
        vetoes = [row for row, bloc in enumerate(self.blocs) if self.rule.vetoes >> bloc.place & 1]
        passed = np.asarray(self.rule.passed(self._counts(votes, shift)), dtype=np.bool_)
        return np.asarray(passed & ~np.any(votes.no[vetoes] > 0, axis=0))

    def _passes(self, votes: BlocVotes, shift: float) -> bool:
        return bool(self._passed(votes, shift)[0])


def _clip(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def _logistic(gains: NDArray[np.float64], spread: float) -> NDArray[np.float64]:
    """The share of a bloc for it at some gains in points, a half at none; without a spread all or nothing.

    >>> _logistic(np.array([0.0, -3.0]), 0.0).tolist(), _logistic(np.array([0.0]), 5.0).tolist()
    ([1.0, 0.0], [0.5])
    """
    if spread == 0:
        return (gains >= 0).astype(np.float64)
    exponents = (gains / spread).clip(-SURE, SURE).tolist()
    return np.array([1.0 / (1.0 + math.exp(-one)) for one in exponents])


def _refused(preferences: Preferences, axes: Sequence[int], standing: Outcome) -> Mask:
    """Which outcomes over some issues move one to an option that the bloc refuses."""
    parts = (preferences.refused[axis] & (np.arange(preferences.space.shape[axis]) != standing[axis]) for axis in axes)
    return reduce(lambda total, part: np.logical_or.outer(total, part).reshape(-1), parts)
