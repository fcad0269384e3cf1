"""The core of a voting rule: what no winning coalition would leave for another outcome.

For outcomes that are voted on (Plott 1967, American Economic Review 57:787; Nakamura 1979, Int. J. Game Theory 8:55).
Where nobody has a veto, solutions of bargaining over everybody's gain have nothing to stand on, and it may be empty.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negosim.domain.requirements import Masks, Requirements, as_bits, within_each

__all__ = ["MOST_OUTCOMES", "core_of_rule"]

MOST_OUTCOMES = 4096
"""Outcomes that are held against one another at the most."""


def core_of_rule(
    points: NDArray[np.int64], needed: Masks, requirements: Requirements, stands: int
) -> NDArray[np.bool_] | None:
    """Which outcomes are in the core, a mask; None where there are more than `MOST_OUTCOMES`.

    `points` has shape (parties, outcomes) and `needed` (outcomes,). An outcome is in the core if no others would pass
    against it by the yes of those who prefer them and the no of those who do not, and it passes itself against what
    stands: those who would not lose by it vote for it.
    """
    if points.shape[1] > MOST_OUTCOMES:
        return None
    inside = _passes(points >= points[:, [stands]], needed, requirements)
    inside[stands] = True
    for other in range(points.shape[1]):
        if other != stands:
            need = np.broadcast_to(needed[other], needed.shape)
            inside &= ~_passes(points[:, [other]] > points, need, requirements)
    return inside


def _passes(yes: NDArray[np.bool_], needed: Masks, requirements: Requirements) -> NDArray[np.bool_]:
    """Which columns pass, where some parties vote for each, (parties, columns), and all others against it."""
    votes = requirements.satisfied_over(as_bits(enumerate(yes)), as_bits(enumerate(~yes)))
    return within_each(needed, votes)
