"""Points as whole numbers of 2^-20 of a point, so that totals are the same in any order and ties are ties."""

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
    """Points of a number of steps."""
    return float(steps) / GRID
