"""The scalable Bayesian model: hypotheses about every issue by itself, weighed by how well they explain the offers.

Hindriks & Tykhonov 2008, "Opponent modelling in automated multi-issue negotiation using Bayesian learning", AAMAS 2008,
331-338, section 4. Of each issue there are hypotheses about its weight and about the shape of its values. An offer b at
time t is expected to be worth u'(t) = 1 - c t to its maker, who concedes. A hypothesis h gains by

    P(h | b) ~ P(h) exp(-(u(b | h) - u'(t))^2 / (2 s^2)),

where u(b | h) takes for all other issues what is expected of them so far; that is what makes the model scale.

Shapes: the paper has values that rise, fall, or rise to a peak and fall. All are "the nearer to the best option, the
better", e(o) = 1 - d(o, best) / max d, with the distance of the issue, one hypothesis for each option that may be the
best; where options have no order, the others are all equally far. Weights: eleven from 0 to the largest; before the
first offer they are as likely as among all splits of 1 over the issues, density (1 - w)^(n - 2).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negosim.domain.outcomes import Issue, OutcomeSpace
from negosim.domain.preferences import Preferences
from negosim.negotiation.tactics.models.base import Estimate, Numbers, OpponentModel, Seen
from negosim.registry import Parameter, register

__all__ = ["Bayesian", "shapes"]

WEIGHTS = 11
"""Hypotheses about the weight of an issue."""

LARGEST = 4.0
"""The largest weight that an issue may have, in equal shares; among few issues it is 1."""


def shapes(issue: Issue) -> Numbers:
    """Hypotheses about the values of an issue, one a row: row k is the shape whose best option is the k-th."""
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

    It assumes that the opponent begins with what it likes best and gives up steadily. Learns from few offers where that
    is so. A package that was heard before tells nothing new and is passed over.
    """

    def __init__(
        self, space: OutcomeSpace, known: Preferences | None = None, concession: float = 0.5, spread: float = 0.2
    ) -> None:
        super().__init__(space, known)
        self.concession, self.spread = concession, spread
        self._shapes = [shapes(issue) for issue in space.issues]
        self._bests = [np.full(options, 1.0 / options) for options in space.shape]
        self._weights: dict[int, tuple[Numbers, Numbers]] = {}
        self._heard: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()

    def observe(self, seen: Seen) -> None:
        """Weigh the hypotheses of every issue by the offer, with what was expected before it of the others."""
        if (seen.axes, seen.options) in self._heard:
            return
        self._heard.add((seen.axes, seen.options))
        self._open(seen.axes)
        weights = self._expected(seen.axes)
        values = np.array([self._values(axis)[option] for axis, option in zip(seen.axes, seen.options, strict=True)])
        asked = 1.0 - self.concession * seen.time
        for place, (axis, option) in enumerate(zip(seen.axes, seen.options, strict=True)):
            others = np.delete(weights, place) @ np.delete(values, place)
            rest = others / ((1.0 - weights[place]) or 1.0)
            of_weight, chances = self._weights[axis]
            self._weights[axis] = (
                of_weight,
                self._after(chances, of_weight * values[place] + (1 - of_weight) * rest, asked),
            )
            worth = weights[place] * self._shapes[axis][:, option] + others
            self._bests[axis] = self._after(self._bests[axis], worth, asked)

    def _after(self, chances: Numbers, worth: Numbers, asked: float) -> Numbers:
        """The chances of hypotheses after an offer that is worth so much by each: Bayes' rule with a normal error."""
        likely = chances * np.exp(-((worth - asked) ** 2) / (2.0 * self.spread**2))
        return np.asarray(likely / likely.sum())

    def _open(self, axes: Sequence[int]) -> None:
        """Hypotheses about the weights of issues that are seen for the first time."""
        largest = min(1.0, LARGEST / len(axes))
        weights = np.linspace(0.0, largest, WEIGHTS)
        chances = (1.0 - weights) ** max(0, len(axes) - 2)
        for axis in axes:
            self._weights.setdefault(axis, (weights, chances / chances.sum()))

    def _expected(self, axes: Sequence[int]) -> Numbers:
        """The expected weights of some issues, scaled to a sum of 1."""
        self._open(axes)
        weights = np.array([float(of @ chances) for of, chances in (self._weights[axis] for axis in axes)])
        return np.asarray(weights / weights.sum())

    def _values(self, axis: int) -> Numbers:
        """The expected values of the options of an issue."""
        return np.asarray(self._bests[axis] @ self._shapes[axis])

    def estimate(self, axes: Sequence[int]) -> Estimate:
        """Expected weights and values."""
        return Estimate(self._expected(axes), tuple(np.clip(self._values(axis), 0.0, 1.0) for axis in axes))
