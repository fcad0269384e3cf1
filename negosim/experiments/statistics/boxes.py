"""Boxes in the space of inputs, and the peeling and pasting moves of PRIM."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.experiments.statistics.binning import is_number

__all__ = ["Box", "Inputs", "Limit", "Mask", "drop_limit", "in_box", "pastes", "peels"]

Inputs = Mapping[str, NDArray[Any]]
"""Every input by name, each of shape (draws,)."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Limit:
    """A box's limit on one input: a number in [`low`, `high`], or a category in `kept`; None is unlimited."""

    name: str
    low: float | None = None
    high: float | None = None
    kept: tuple[Any, ...] | None = None

    def holds(self, values: NDArray[Any]) -> Mask:
        """Whether each value is within the limit."""
        allowed = np.ones(len(values), dtype=bool)
        if self.low is not None:
            allowed &= values >= self.low
        if self.high is not None:
            allowed &= values <= self.high
        return allowed if self.kept is None else allowed & np.isin(values, self.kept)


Box = Mapping[str, Limit]
"""Limits by input."""


def in_box(box: Box, inputs: Inputs, draws: int) -> Mask:
    """Whether each draw lies in the box."""
    allowed = np.ones(draws, dtype=bool)
    for name, limit in box.items():
        allowed &= limit.holds(inputs[name])
    return allowed


def drop_limit(box: Box, name: str) -> dict[str, Limit]:
    """The box without the limit on one input."""
    return {other: limit for other, limit in box.items() if other != name}


def peels(limit: Limit, inside: NDArray[Any], share: float) -> list[Limit]:
    """The tighter limits after one peel, given the input's values inside the box (Friedman & Fisher 1999).

    A number loses about `share` of the draws at its low or high end, at least its extreme value; a category one value.
    """
    if not is_number(inside):
        present = np.unique(inside).tolist()
        return [Limit(limit.name, kept=tuple(k for k in present if k != gone)) for gone in present if len(present) > 1]
    low, high = _beyond(inside, share), _beyond(-inside, share)
    tighter = [] if low is None else [Limit(limit.name, low, limit.high)]
    return tighter if high is None else [*tighter, Limit(limit.name, limit.low, -high)]


def pastes(limit: Limit, outside: NDArray[Any], number: int) -> list[Limit]:
    """The wider limits after one paste, given the values that this limit alone excludes (Friedman & Fisher 1999).

    A number regains about `number` draws at its low or high end, a category one value. A limit that excludes no more
    draws becomes open.
    """
    if limit.kept is not None:
        return [Limit(limit.name, kept=tuple(sorted((*limit.kept, k)))) for k in np.unique(outside).tolist()]
    wider = []
    if limit.low is not None:
        low = _regained(-outside[outside < limit.low], number)
        wider.append(Limit(limit.name, None if low is None else -low, limit.high))
    if limit.high is not None:
        wider.append(Limit(limit.name, limit.low, _regained(outside[outside > limit.high], number)))
    return wider


def _beyond(values: NDArray[Any], share: float) -> float | None:
    """The lowest value left after a peel at the low end; None if all values are equal."""
    place = min(len(values) - 1, max(1, int(share * len(values))))
    cut, lowest = np.partition(values, place)[place], values.min()
    if cut > lowest:
        return float(cut)
    above = values[values > lowest]
    return float(above.min()) if len(above) else None


def _regained(values: NDArray[Any], number: int) -> float | None:
    """The largest of the `number` smallest values; None if there are no more than that."""
    return float(np.partition(values, number - 1)[number - 1]) if len(values) > number else None
