"""The uncertain numbers of a scenario as they are drawn: of many runs at once, in arrays with a row for each run.

The numbers of a single run are a batch of one, so that there is one rule for what a draw is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negosim.domain.rng import uniforms
from negosim.scenario.spec.values import UncertainNumber

__all__ = ["NumberDraws", "quantiles"]

Numbers = NDArray[np.float64]


class NumberDraws:
    """Draws of some uncertain numbers by path, each rounded to its `decimals`."""

    def __init__(self, numbers: Mapping[str, UncertainNumber], decimals: Mapping[str, int]) -> None:
        self.paths = tuple(numbers)
        self._numbers = tuple(numbers.values())
        self._purposes = [f"number.{path}" for path in self.paths]
        self._parts = np.array([10.0 ** decimals[path] for path in self.paths])

    def of_runs(self, seed: int, runs: Sequence[int]) -> Numbers:
        """The numbers of some runs, shape (runs, paths): each depends on seed, run and path alone."""
        return self.at(uniforms(seed, runs, self._purposes))

    def at(self, levels: ArrayLike) -> Numbers:
        """The numbers at given quantiles, 0 to 1, of shape (runs, paths)."""
        wholes = np.rint(quantiles(self._numbers, np.asarray(levels, dtype=np.float64)) * self._parts)
        return np.asarray(wholes / self._parts + 0.0)  # so that none is -0.0


def quantiles(numbers: Sequence[UncertainNumber], levels: Numbers) -> Numbers:
    """Inverse distribution functions, uniform of two and triangular of three; `levels` have shape (..., numbers).

    >>> quantiles([UncertainNumber(0, 10), UncertainNumber(0, 4, likeliest=2)], np.array([0.25, 0.5]))
    array([2.5, 2. ])
    """
    low, high = np.array([(one.low, one.high) for one in numbers]).reshape(-1, 2).T
    mode = np.array([np.nan if one.likeliest is None else one.likeliest for one in numbers])
    above = levels * (high - low)
    rising = low + np.sqrt(above * (mode - low))
    falling = high - np.sqrt((1.0 - levels) * (high - low) * (high - mode))
    triangular = np.where(above < mode - low, rising, falling)
    return np.asarray(np.where(np.isnan(mode), low + above, triangular))
