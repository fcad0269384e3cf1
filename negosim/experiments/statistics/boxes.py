"""Boxes of assumptions: a limit on each of some inputs, and the small moves by which a box shrinks and grows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.experiments.statistics.binning import is_number

__all__ = ["Inputs", "Limit", "Mask", "hold", "pastes", "peels", "without"]

Inputs = Mapping[str, NDArray[Any]]
"""Every input by name, each of shape (draws,)."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Limit:
    """What a box asks of one input: a number from `low` to `high`, ends included, or a category among `kept`.

    None is no limit on that side.
    """

    name: str
    low: float | None = None
    high: float | None = None
    kept: tuple[Any, ...] | None = None

    def holds(self, values: NDArray[Any]) -> Mask:
        """Which of the values it allows."""
        allowed = np.ones(len(values), dtype=bool)
        if self.low is not None:
            allowed &= values >= self.low
        if self.high is not None:
            allowed &= values <= self.high
        return allowed if self.kept is None else allowed & np.isin(values, self.kept)


Box = Mapping[str, Limit]
"""A limit for each input that has one."""


def hold(box: Box, inputs: Inputs, draws: int) -> Mask:
    """Which draws lie in the box."""
    allowed = np.ones(draws, dtype=bool)
    for name, limit in box.items():
        allowed &= limit.holds(inputs[name])
    return allowed


def without(box: Box, name: str) -> dict[str, Limit]:
    """The box without its limit on one input."""
    return {other: limit for other, limit in box.items() if other != name}


def peels(limit: Limit, inside: NDArray[Any], share: float) -> list[Limit]:
    """The tighter limits one step on, given the input's values inside the box.

    A number loses about that share of the draws at its low or its high end, at least its outermost value; a category
    loses one of its values (Friedman & Fisher 1999, top-down peeling).
    """
    if not is_number(inside):
        present = np.unique(inside).tolist()
        return [Limit(limit.name, kept=tuple(k for k in present if k != gone)) for gone in present if len(present) > 1]
    low, high = _beyond(inside, share), _beyond(-inside, share)
    tighter = [] if low is None else [Limit(limit.name, low, limit.high)]
    return tighter if high is None else [*tighter, Limit(limit.name, limit.low, -high)]


def pastes(limit: Limit, outside: NDArray[Any], number: int) -> list[Limit]:
    """The wider limits one step on, given the values that this limit alone keeps out of the box.

    A number regains about `number` draws at its low or its high end, a category one of its values (Friedman & Fisher
    1999, bottom-up pasting). A limit that keeps nothing out any longer is open.
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
    """The lowest value that is left after peeling at the low end; None where all values are equal."""
    place = min(len(values) - 1, max(1, int(share * len(values))))
    cut, lowest = np.partition(values, place)[place], values.min()
    if cut > lowest:
        return float(cut)
    above = values[values > lowest]
    return float(above.min()) if len(above) else None


def _regained(values: NDArray[Any], number: int) -> float | None:
    """The farthest of the nearest `number` values; None where that is all of them."""
    return float(np.partition(values, number - 1)[number - 1]) if len(values) > number else None
