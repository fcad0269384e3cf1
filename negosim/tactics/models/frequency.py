"""The frequency model of HardHeaded: what an opponent keeps matters to it, and what it asks for often it values.

Van Krimpen, Looije & Hajizadeh 2013, HardHeaded, Studies in Computational Intelligence 435:223. With n open issues,
learning rate l and m issues on which an offer repeats the one before, the weight of an issue becomes

    w <- (w + l/n) / (1 + m l/n)  where it repeats and w < 1 - l/(1 + m l/n),  else  w <- w / (1 + m l/n),

scaled to a sum of 1; and with c(o) offers that had option o, its value is (1 + c(o)) / max over options of the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negosim.outcomes import OutcomeSpace
from negosim.preferences import Preferences
from negosim.registry import Parameter, register
from negosim.tactics.models.base import Estimate, OpponentModel, Seen

__all__ = ["Frequency"]


@register(
    "opponent_model",
    "frequency",
    source="van Krimpen, Looije & Hajizadeh 2013, Studies in Computational Intelligence 435:223 (HardHeaded)",
    parameters=(Parameter("learning", "number", 0.2, "how fast weights follow what an offer repeats", 0.0, 1.0),),
)
class Frequency(OpponentModel):
    """Counts: issues that the opponent's offers don't change weigh more, options that it names often are worth more.

    It assumes that an opponent gives way where it hurts least. It needs no assumption on how fast it concedes.
    """

    def __init__(self, space: OutcomeSpace, known: Preferences | None = None, learning: float = 0.2) -> None:
        super().__init__(space, known)
        self.learning = learning
        self._weights = np.ones(len(space.shape))
        self._counts = [np.ones(options) for options in space.shape]
        self._last = np.full(len(space.shape), -1)

    def observe(self, seen: Seen) -> None:
        """Weigh what was repeated, count what was named."""
        axes, options = list(seen.axes), np.array(seen.options)
        self._weigh(axes, self._last[axes] == options)
        self._last[axes] = options
        for axis, option in zip(seen.axes, seen.options, strict=True):
            self._counts[axis][option] += 1.0

    def _weigh(self, axes: list[int], repeated: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> None:
        """The rule of the paper over the open issues; the weight of the others stays as it is."""
        whole = self._weights[axes].sum()
        weights, step = self._weights[axes] / whole, self.learning / len(axes)
        total = 1.0 + step * np.count_nonzero(repeated)
        gains = repeated & (weights < 1.0 - self.learning / total)
        weights = weights + step * gains
        self._weights[axes] = weights * (whole / weights.sum())

    def estimate(self, axes: Sequence[int]) -> Estimate:
        """Weights of the issues that sum to 1, and for each option how often it was named beside the most frequent."""
        weights = self._weights[list(axes)]
        values = tuple(self._counts[axis] / self._counts[axis].max() for axis in axes)
        return Estimate(weights / weights.sum(), values)
