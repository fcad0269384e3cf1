"""The frequency model of HardHeaded: issues that an opponent keeps matter to it, options that it repeats are valued.

Van Krimpen, Looije & Hajizadeh 2013, HardHeaded, Studies in Computational Intelligence 435:223. With n open issues,
learning rate l and m issues on which an offer repeats the one before, the weight of an issue becomes

    w <- (w + l/n) / (1 + m l/n)  if it repeats and w < 1 - l/(1 + m l/n),  else  w <- w / (1 + m l/n),

normalized; and with c(o) offers that had option o, its value is (1 + c(o)) / max over the issue's options.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negosim.domain.outcomes import OutcomeSpace
from negosim.domain.preferences import Preferences
from negosim.negotiation.tactics.models.base import Estimate, OpponentModel, Seen
from negosim.registry import Parameter, register

__all__ = ["Frequency"]


@register(
    "opponent_model",
    "frequency",
    source="van Krimpen, Looije & Hajizadeh 2013, Studies in Computational Intelligence 435:223 (HardHeaded)",
    parameters=(Parameter("learning", "number", 0.2, "how fast weights follow what an offer repeats", 0.0, 1.0),),
)
class Frequency(OpponentModel):
    """Counts: issues that the opponent's offers don't change weigh more, options that it names often are worth more.

    It assumes that an opponent concedes where it costs least, without an assumption on how fast.
    """

    def __init__(self, space: OutcomeSpace, known: Preferences | None = None, learning: float = 0.2) -> None:
        super().__init__(space, known)
        self.learning = learning
        self._weights = [1.0] * len(space.shape)
        self._counts = [np.ones(options) for options in space.shape]
        self._most = [1.0] * len(space.shape)
        self._last = [-1] * len(space.shape)

    def observe(self, seen: Seen) -> None:
        """Update weights by repetition, and count options."""
        self._update_weights(seen)
        for axis, option in zip(seen.axes, seen.options, strict=True):
            self._last[axis] = option
            self._counts[axis][option] += 1.0
            self._most[axis] = max(self._most[axis], float(self._counts[axis][option]))

    def _update_weights(self, seen: Seen) -> None:
        """Apply the rule of the paper to the open issues; other weights do not change."""
        whole = sum(self._weights[axis] for axis in seen.axes)
        repeated = [axis for axis, option in zip(seen.axes, seen.options, strict=True) if self._last[axis] == option]
        step = self.learning / len(seen.axes)
        ceiling = whole * (1.0 - self.learning / (1.0 + step * len(repeated)))
        for axis in repeated:
            if self._weights[axis] < ceiling:
                self._weights[axis] += step * whole
        scale = whole / sum(self._weights[axis] for axis in seen.axes)
        for axis in seen.axes:
            self._weights[axis] *= scale

    def estimate(self, axes: Sequence[int]) -> Estimate:
        """Normalized weights, and the frequency of each option relative to the most frequent one."""
        weights = np.array([self._weights[axis] for axis in axes])
        values = tuple(self._counts[axis] / self._most[axis] for axis in axes)
        return Estimate(weights / weights.sum(), values)
