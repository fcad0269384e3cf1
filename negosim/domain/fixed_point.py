"""Points as integer multiples of 2^-20, so that totals do not depend on the order of summing and ties are exact."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["GRID", "Grid", "from_grid", "to_grid"]

GRID = 1 << 20
"""Steps of the grid in one point."""

Grid = NDArray[np.int64]
"""Points as integers on the grid."""


def to_grid(points: float) -> int:
    """Points on the grid, rounded half to even.

    >>> to_grid(0.5)
    524288
    """
    return round(points * GRID)


def from_grid(steps: float) -> float:
    """Points from steps of the grid."""
    return float(steps) / GRID
