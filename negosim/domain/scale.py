"""The scale of a party: its points as whole numbers on a common denominator of its own.

Two outcomes tie for a party exactly where their points are equal as fractions. Whole numbers of different parties are
on different scales: they are compared as points, in floats first and where these are close as exact fractions. How a
scale is made from weights and values stands in `negosim.scenario.realize.weighing`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.domain.fixed_point import ONE

__all__ = ["SAFE", "Grid", "Scale", "Scales", "finer"]

Grid = NDArray[np.int64]
"""Points as whole steps of a party's scale."""

Columns = NDArray[np.intp]
Floats = NDArray[np.float64]

FINE = ONE
"""Minimum steps per point; bounds rounding error."""

CLOSE = 1e-9
"""Points that differ by less are compared as fractions."""

SAFE = 1 << 62
"""Sums up to this fit into 64 bits."""


def finer(steps: int, most: int | None = None) -> int:
    """Some steps doubled until there are at least `FINE`, or as often as they stay within `most`.

    >>> finer(3), finer(10**9), finer(3, 100)
    (1572864, 1000000000, 96)
    """
    doublings = ((FINE - 1) // steps).bit_length()
    if most is not None:
        doublings = min(doublings, (most // steps).bit_length() - 1)
    return steps << doublings


@dataclass(frozen=True)
class Scale:
    """A party's scale: `per_point` of its steps make a point."""

    per_point: int

    def steps(self, points: float) -> int:
        """Points as steps, rounded half to even; exact for decimals that stand on the scale.

        >>> Scale(300).steps(0.5)
        150
        """
        return round(points * self.per_point)

    def points(self, steps: float) -> float:
        """Steps as points."""
        return float(steps / self.per_point)

    def exact(self, steps: int) -> Fraction:
        """Steps as points, exactly."""
        return Fraction(int(steps), self.per_point)

    def nearest(self, points: Fraction) -> int:
        """Exact points as steps, rounded half up."""
        return math.floor(points * self.per_point + Fraction(1, 2))

    def of(self, steps: int, scale: Scale) -> int:
        """Steps of another scale on this one, rounded half up; exact for what stands on both.

        >>> Scale(300).of(1, Scale(100))
        3
        """
        return (2 * steps * self.per_point + scale.per_point) // (2 * scale.per_point)


@dataclass(frozen=True)
class Scales:
    """The scales of several parties, as of the rows of an array (parties, outcomes) of their steps."""

    per_point: tuple[int, ...]

    @classmethod
    def alike(cls, parties: int) -> Scales:
        """Whole points for everybody."""
        return cls((1,) * parties)

    def only(self, places: Sequence[int] | Columns) -> Scales:
        """The scales of some rows."""
        return Scales(tuple(self.per_point[place] for place in places))

    def points(self, steps: NDArray[Any]) -> Floats:
        """Steps as points: an array of the same shape, (parties,) or (parties, outcomes)."""
        return np.asarray(steps / np.array(self.per_point, dtype=np.float64).reshape(-1, *[1] * (steps.ndim - 1)))

    def comparable(self, steps: NDArray[Any]) -> NDArray[Any]:
        """Steps on the common denominator of all parties, so that rows can be compared and added.

        64-bit integers where their sums fit, else Python's. `steps` has shape (parties, outcomes).
        """
        common = math.lcm(*self.per_point)
        factors = [common // one for one in self.per_point]
        largest = np.abs(steps).max(axis=1, initial=0).tolist()
        fits = sum(most * factor for most, factor in zip(largest, factors, strict=True)) < SAFE
        kind = np.int64 if fits and max(factors) < SAFE else object
        return np.asarray(steps.astype(kind) * np.array(factors, dtype=kind)[:, None])

    def largest(self, steps: NDArray[Any], measure: Callable[..., Any]) -> Columns:
        """The columns with the largest measure (`np.min` or `np.sum`) over the parties' points, with all ties.

        A pass in floats leaves those within `CLOSE` of the largest, and exact integers decide among them.
        """
        if not steps.shape[1]:
            return np.zeros(0, dtype=np.intp)
        rough = measure(self.points(steps), axis=0)
        near = np.flatnonzero(rough >= rough.max() - CLOSE * max(1.0, float(np.abs(rough).max())))
        exact = measure(self.comparable(steps[:, near]), axis=0)
        return np.asarray(near[exact == exact.max()])
