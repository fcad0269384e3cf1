"""The interface of opponent models, which estimate the worth of options to one seat from its offers.

Estimates add across issues, so that they are the same by a table and by cliques. The split of a negotiator into
offering strategy, acceptance condition and opponent model is that of Baarslag et al. 2014 ("Decoupling negotiating
agents to explore the space of negotiation strategies", Studies in Computational Intelligence 535:61).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from negosim.domain.fixed_point import ONE
from negosim.domain.outcomes import OutcomeSpace
from negosim.domain.preferences import Preferences
from negosim.negotiation.protocols.offer_space import Additive

__all__ = ["Estimate", "Floats", "OpponentModel", "Seen"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Seen:
    """An observed offer: the open issues, the option on each (what stands if unchanged), and the time, 0 to 1."""

    axes: tuple[int, ...]
    options: tuple[int, ...]
    time: float


@dataclass(frozen=True, eq=False)
class Estimate:
    """The estimated worth of the options of some issues to a seat, between 0 and 1 for any outcome.

    `weights`, one per issue, sum to 1, or to 0 if the seat is indifferent; `values[k]` are those of the options of the
    k-th issue, from 0 to 1.
    """

    weights: Floats
    values: tuple[Floats, ...]

    def additive(self) -> Additive:
        """The contribution of every option to the estimate, as a part of `ONE`."""
        sizes = [len(values) for values in self.values]
        shares = np.concatenate(self.values) * np.repeat(self.weights * ONE, sizes)
        ends = accumulate(sizes)
        flat = np.rint(shares).astype(np.int64)
        return Additive(tuple(flat[end - size : end] for size, end in zip(sizes, ends, strict=True)))


class OpponentModel(ABC):
    """A model of one opponent, created for a course.

    It observes the opponent's offers in an outcome space; `known` are the opponent's preferences if the model's owner
    is informed, else None.
    """

    tells: ClassVar[bool] = True
    """Whether it distinguishes options at all."""

    def __init__(self, space: OutcomeSpace, known: Preferences | None = None) -> None:
        self.space = space

    @abstractmethod
    def observe(self, seen: Seen) -> None:
        """Learn from an offer of the opponent."""

    @abstractmethod
    def estimate(self, axes: Sequence[int]) -> Estimate:
        """The estimated worth of the options of some issues to the opponent."""
