"""The scalable Bayesian model: hypotheses about each issue separately, weighted by how well they explain the offers.

Hindriks & Tykhonov 2008, "Opponent modelling in automated multi-issue negotiation using Bayesian learning", AAMAS 2008,
331-338, section 4. For each issue there are hypotheses about its weight and the shape of its values. An offer b at time
t is expected to be worth u'(t) = 1 - c t to its proposer, who concedes. A hypothesis h is updated by

    P(h | b) ~ P(h) exp(-(u(b | h) - u'(t))^2 / (2 s^2)),

where u(b | h) uses current expectations for all other issues, which makes the model scale.

Shapes: the paper has values that rise, fall, or rise to a peak and fall. All are special cases of "the nearer to the
best option, the better", e(o) = 1 - d(o, best) / max d, with the distance of the issue and one hypothesis for each
option as the best; without an order, all other options are equally far. Weights: eleven from 0 to the largest, with the
prior of uniform splits of 1 over the issues, density (1 - w)^(n - 2).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negosim.domain.outcomes import Issue, OutcomeSpace
from negosim.domain.preferences import Preferences
from negosim.negotiation.tactics.models.base import Estimate, Floats, OpponentModel, Seen
from negosim.registry import Parameter, register

__all__ = ["Bayesian", "shapes"]

WEIGHTS = 11
"""Number of hypotheses about the weight of an issue."""

LARGEST = 4.0
"""The largest weight of an issue as a multiple of an equal share; at most 1."""


def shapes(issue: Issue) -> Floats:
    """Hypotheses about the values of an issue, one per row; in row k the k-th option is the best."""
    away = np.array([issue.distances(option) for option in range(len(issue))])
    farthest = away.max(axis=1, keepdims=True)
    return np.asarray(1.0 - away / np.where(farthest > 0, farthest, 1.0))


@register(
    "opponent_model",
    "bayesian",
    source="Hindriks & Tykhonov 2008, AAMAS 2008:331, section 4",
    parameters=(
        Parameter(
            "concession", "number", 0.5, "the share that an opponent is expected to give up by the end", 0.0, 1.0
        ),
        Parameter("spread", "number", 0.2, "how far its offers may lie from that (s of the paper)", 0.01, 1.0),
    ),
)
class Bayesian(OpponentModel):
    """Weighs hypotheses on what matters to the opponent and what it likes best by how well they explain its offers.

    It assumes that the opponent starts with its best package and concedes steadily, and learns from few offers if that
    is so. Repeated packages are ignored.
    """

    def __init__(
        self, space: OutcomeSpace, known: Preferences | None = None, concession: float = 0.5, spread: float = 0.2
    ) -> None:
        super().__init__(space, known)
        self.concession, self.spread = concession, spread
        self._shapes = [shapes(issue) for issue in space.issues]
        self._bests = [np.full(options, 1.0 / options) for options in space.shape]
        self._weights: dict[int, tuple[Floats, Floats]] = {}
        self._observed: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()

    def observe(self, seen: Seen) -> None:
        """Update the hypotheses of every issue, given prior expectations about the others."""
        if (seen.axes, seen.options) in self._observed:
            return
        self._observed.add((seen.axes, seen.options))
        self._initialize(seen.axes)
        weights = self._expected(seen.axes)
        values = np.array([self._values(axis)[option] for axis, option in zip(seen.axes, seen.options, strict=True)])
        expected = 1.0 - self.concession * seen.time
        for place, (axis, option) in enumerate(zip(seen.axes, seen.options, strict=True)):
            others = np.delete(weights, place) @ np.delete(values, place)
            rest = others / ((1.0 - weights[place]) or 1.0)
            of_weight, chances = self._weights[axis]
            self._weights[axis] = (
                of_weight,
                self._posterior(chances, of_weight * values[place] + (1 - of_weight) * rest, expected),
            )
            worth = weights[place] * self._shapes[axis][:, option] + others
            self._bests[axis] = self._posterior(self._bests[axis], worth, expected)

    def _posterior(self, chances: Floats, worth: Floats, expected: float) -> Floats:
        """Bayes' rule with a normal error: probabilities of hypotheses under which an offer has these worths."""
        likelihood = chances * np.exp(-((worth - expected) ** 2) / (2.0 * self.spread**2))
        return np.asarray(likelihood / likelihood.sum())

    def _initialize(self, axes: Sequence[int]) -> None:
        """Create hypotheses about the weights of issues seen for the first time."""
        largest = min(1.0, LARGEST / len(axes))
        weights = np.linspace(0.0, largest, WEIGHTS)
        chances = (1.0 - weights) ** max(0, len(axes) - 2)
        for axis in axes:
            self._weights.setdefault(axis, (weights, chances / chances.sum()))

    def _expected(self, axes: Sequence[int]) -> Floats:
        """The expected weights of some issues, normalized."""
        self._initialize(axes)
        weights = np.array([float(of @ chances) for of, chances in (self._weights[axis] for axis in axes)])
        return np.asarray(weights / weights.sum())

    def _values(self, axis: int) -> Floats:
        """The expected values of the options of an issue."""
        return np.asarray(self._bests[axis] @ self._shapes[axis])

    def estimate(self, axes: Sequence[int]) -> Estimate:
        """Expected weights and values."""
        return Estimate(self._expected(axes), tuple(np.clip(self._values(axis), 0.0, 1.0) for axis in axes))
