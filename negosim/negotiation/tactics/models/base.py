"""What an opponent model is: it hears one seat's offers, and estimates what options are worth to that seat.

The estimate adds over the issues, so that it is the same by a table and through blocks. The split of a negotiator into
offering, acceptance and opponent model is that of Baarslag et al. 2014 ("Decoupling negotiating agents to explore the
space of negotiation strategies", Studies in Computational Intelligence 535:61).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from negosim.domain.outcomes import OutcomeSpace
from negosim.domain.preferences import GRID, Preferences
from negosim.negotiation.protocols.offer_space import Additive

__all__ = ["Estimate", "Numbers", "OpponentModel", "Seen"]

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Seen:
    """An offer as its hearer sees it: the open issues, the option of each, and the time in the meeting, 0 to 1.

    Where the package leaves an issue alone, the option is the one that stands.
    """

    axes: tuple[int, ...]
    options: tuple[int, ...]
    time: float


@dataclass(frozen=True, eq=False)
class Estimate:
    """What the options of some issues are believed to be worth to a seat.

    `weights`, one an issue, sum to 1, or to 0 where the seat is believed to want nothing; `values[k]` are those of the
    options of the k-th issue. All lie between 0 and 1, and so does what any outcome comes to.
    """

    weights: Numbers
    values: tuple[Numbers, ...]

    def additive(self) -> Additive:
        """What every option adds to the estimate of an outcome, on the grid, where 1 is `GRID`."""
        sizes = [len(values) for values in self.values]
        shares = np.concatenate(self.values) * np.repeat(self.weights * GRID, sizes)
        ends = accumulate(sizes)
        flat = np.rint(shares).astype(np.int64)
        return Additive(tuple(flat[end - size : end] for size, end in zip(sizes, ends, strict=True)))


class OpponentModel(ABC):
    """A model of one opponent, made for a course.

    It gets the space of outcomes, which everybody knows, and that opponent's offers; `known` are the opponent's
    preferences where the scenario calls the model's owner informed, else None.
    """

    tells: ClassVar[bool] = True
    """Whether it can tell options apart at all."""

    def __init__(self, space: OutcomeSpace, known: Preferences | None = None) -> None:
        self.space = space

    @abstractmethod
    def observe(self, seen: Seen) -> None:
        """Hear an offer of the opponent."""

    @abstractmethod
    def estimate(self, axes: Sequence[int]) -> Estimate:
        """What the options of some issues seem to be worth to the opponent."""
