"""The core: the outcomes that no coalition can improve on by what it can bring about alone.

For outcomes without side payments (Gillies 1959; Scarf 1967, Econometrica 35:50).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from negosim.theory.bargaining.base import Points
from negosim.theory.bargaining.frontier import Columns, on_grid, strictly_below

__all__ = ["core"]

Coalition = frozenset[int]


def core(points: Points, closes: Mapping[Coalition, Columns | NDArray[np.bool_]]) -> NDArray[np.bool_]:
    """Which outcomes are in the core: a mask over the outcomes.

    `points` has shape (parties, outcomes). `closes[S]` are the outcomes (columns or a mask) that coalition S can bring
    about alone, including the status quo if S can simply refuse. An outcome is in the core if no coalition S closes an
    outcome that every member strictly prefers. If single parties close only the status quo, and all parties together
    everything, the core is the set of individually rational, weakly efficient outcomes.
    """
    mask = np.ones(points.shape[1], dtype=np.bool_)
    exact = on_grid(points)
    for coalition, columns in closes.items():
        theirs = exact[sorted(coalition)]
        mask[mask] = ~strictly_below(theirs[:, mask], theirs[:, columns])
    return mask
