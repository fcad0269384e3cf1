"""Conditions on outcomes: of some issues, which options meet it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.caching import weak_cache

__all__ = ["Condition"]


@dataclass(frozen=True, eq=False)
class Condition:
    """A condition on outcomes: for each axis in `options`, a mask of the options that meet it."""

    options: Mapping[int, NDArray[np.bool_]]

    def met_by(self, outcome: Sequence[int]) -> bool:
        """Whether an outcome meets the condition; the empty one is always met."""
        return all(outcome[axis] in numbers for axis, numbers in self._numbers)

    @cached_property
    def _numbers(self) -> tuple[tuple[int, frozenset[int]], ...]:
        """The numbers of the options that meet it, by axis: looked up several times as fast as in a mask."""
        return tuple((axis, frozenset(np.flatnonzero(mask).tolist())) for axis, mask in self.options.items())

    def met_over(self, outcomes: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Which of some outcomes meet it, which are given as options: an array (issues, outcomes)."""
        met = np.ones(outcomes.shape[1], dtype=np.bool_)
        for axis, mask in self.options.items():
            met &= mask[outcomes[axis]]
        return met

    def within(self, axes: Sequence[int], stands: Sequence[int], shape: Sequence[int]) -> NDArray[np.bool_]:
        """Which outcomes over `axes` meet it, with other issues as they stand: an array (outcomes,)."""
        return self.mask(axes, shape).reshape(-1) & np.bool_(self.open_to(axes, stands))

    def open_to(self, axes: Sequence[int], stands: Sequence[int]) -> bool:
        """Whether what stands of the issues outside `axes` leaves it open to be met."""
        return all(stands[axis] in numbers for axis, numbers in self._numbers if axis not in axes)

    def mask(self, axes: Sequence[int], shape: Sequence[int]) -> NDArray[np.bool_]:
        """Which outcomes over `axes` meet its part on these issues, as an array that broadcasts."""
        return self._mask(tuple(axes), tuple(shape))

    @weak_cache
    def _mask(self, axes: tuple[int, ...], shape: tuple[int, ...]) -> NDArray[np.bool_]:
        """The mask, shared by all draws of a scenario."""
        met = np.ones([1] * len(axes), dtype=np.bool_)
        for place, axis in enumerate(axes):
            if axis in self.options:
                met = met & self.options[axis].reshape([-1 if k == place else 1 for k in range(len(axes))])
        return np.broadcast_to(met, [shape[axis] for axis in axes])
