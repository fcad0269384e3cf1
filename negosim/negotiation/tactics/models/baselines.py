"""Baseline opponent models: one without information, and one with perfect information."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from negosim.domain.outcomes import OutcomeSpace
from negosim.domain.preferences import Preferences
from negosim.errors import RunError
from negosim.negotiation.tactics.models.base import Estimate, OpponentModel, Seen
from negosim.registry import register

__all__ = ["NoModel", "Perfect"]

BAARSLAG = "Baarslag, Hendrikx, Hindriks & Jonker 2012, Lecture Notes in Computer Science 7691:1"


@register("opponent_model", "none", source=BAARSLAG)
class NoModel(OpponentModel):
    """Believes nothing: all issues weigh the same, and all options are worth the same.

    Tactics then use plain distances.
    """

    tells: ClassVar[bool] = False

    def observe(self, seen: Seen) -> None:
        """Nothing is learned."""

    def estimate(self, axes: Sequence[int]) -> Estimate:
        """Equal weights, and no option better than another."""
        values = tuple(np.zeros(self.space.shape[axis]) for axis in axes)
        return Estimate(np.full(len(axes), 1.0 / len(axes)), values)


@register("opponent_model", "perfect", source=BAARSLAG, informed=True)
class Perfect(OpponentModel):
    """Knows what the opponent wants, as a yardstick for what a better model would be worth.

    Only for `informed` parties. Weights and values are the true ones, from the worst option to the best; linkages and
    costs of delay do not add across issues and are left out.
    """

    def __init__(self, space: OutcomeSpace, known: Preferences | None = None) -> None:
        super().__init__(space, known)
        if known is None:
            raise RunError(
                "the opponent model 'perfect' uses the others' preferences: write 'informed: true' for the party, "
                "which every report will show, or take another model"
            )
        self.known = known

    def observe(self, seen: Seen) -> None:
        """Nothing to learn."""

    def estimate(self, axes: Sequence[int]) -> Estimate:
        """The true contributions of the issues, scaled so that the best options together are worth 1."""
        above = [part - part.min() for part in (self.known.contributions[axis] for axis in axes)]
        spans = np.array([float(part.max()) for part in above])
        values = tuple(part / span if span else part * 0.0 for part, span in zip(above, spans, strict=True))
        return Estimate(spans / (spans.sum() or 1.0), values)
