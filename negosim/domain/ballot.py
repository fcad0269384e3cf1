"""The vote at home on what has been signed, and the win-set: all that would pass.

Win-sets: Putnam 1988, International Organization 42:427, p. 437.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.domain.conditions import Condition
from negosim.domain.decision_rule import DecisionRule, VoteCount
from negosim.domain.electorate import Bloc, BlocVotes, Electorate
from negosim.domain.outcomes import Outcome

__all__ = ["Ballot", "BallotResult"]

Mask = NDArray[np.bool_]

HALVINGS = 60
"""Halvings that find the swing at which a vote turns."""
FARTHEST = 40.0
"""Standard deviations beyond which no swing is looked for."""


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
    """A vote on what has been signed, by a rule on whose voters the blocs have their places; the others stay at home.

    `titles` has the names of all voters by key. What must pass is what leads to its `condition` and needs its consent,
    or that of the `party` for which it ratifies. `known` says whether the party's delegation knows the votes. A `swing`
    is the standard deviation of the share for it, in shares of the votes cast. As a veto (`scenario.blocks.Veto`) it
    has a `reason` and the words for it.
    """

    key: str
    title: str
    electorate: Electorate
    rule: DecisionRule
    condition: Condition
    titles: Mapping[str, str]
    party: str = ""
    known: bool = False
    swing: float = 0.0
    reason: str = "ratification"
    says: str = "{party}'s ratifiers would turn it down"
    matter: str = "what its ratifiers pass"

    @property
    def by_party(self) -> bool:
        """Whether it goes by its party's key, as the ratifiers of files of version 1 do."""
        return self.key == self.party

    @property
    def blocs(self) -> tuple[Bloc, ...]:
        """The blocs that vote."""
        return self.electorate.blocs

    # What is expected

    def asked(self, after: Outcome) -> bool:
        """Whether what leads here must be passed."""
        return self.condition.met_by(after)

    def rejects(self, after: Outcome, stands: Outcome) -> bool:
        """Whether something must be passed and is expected to be turned down."""
        return self.asked(after) and not self.favours(after, stands)

    def favours(self, after: Outcome, stands: Outcome) -> bool:
        """Whether something passes where no swing is counted."""
        return self._passes(self.electorate.on(after, stands), 0.0)

    def turned_down(self, axes: Sequence[int], standing: Outcome) -> Mask:
        """Which outcomes over some issues, the others as they stand, are expected to be turned down."""
        asked = self.condition.within(axes, standing, self.electorate.space.shape)
        return np.asarray(asked & ~self._passed(self.electorate.over(axes, standing), 0.0))

    def turning_down(self, outcomes: NDArray[np.intp], standing: Outcome) -> Mask:
        """`turned_down`, of some outcomes, which are given as options: an array (issues, outcomes)."""
        asked = self.condition.met_over(outcomes)
        return np.asarray(asked & ~self._passed(self.electorate.among(outcomes, standing), 0.0))

    # The vote

    def shift(self, level: float) -> float:
        """The swing at a quantile, 0 to 1, of its normal distribution."""
        return self.swing * NormalDist().inv_cdf(min(max(level, 2**-53), 1 - 2**-53)) if self.swing else 0.0

    def vote(self, after: Outcome, stands: Outcome, shift: float = 0.0) -> BallotResult:
        """The vote with a share of the votes cast added to those for it, or taken from them where it is below 0."""
        votes = self.electorate.on(after, stands)
        counts = self.rule.counted([(yes.item(), no.item()) for yes, no in self._counts(votes, shift)])
        expected, leans = self._share(votes), self._leans(votes)
        return BallotResult(
            passed=self._passes(votes, shift),
            supporters=self._heaviest(leans, 1),
            against=self._heaviest(leans, -1),
            abstained=self._heaviest(leans, 0),
            counts=counts,
            expected=expected,
            share=min(max(expected + shift, 0.0), 1.0),
            chance=self._chance(votes),
        )

    def _heaviest(self, leans: Mapping[str, int], side: int) -> tuple[str, ...]:
        """The blocs on a side, the heaviest first."""
        return tuple(one.key for one in sorted(self.blocs, key=lambda one: -one.weight) if leans[one.key] == side)

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

    # Counting

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
