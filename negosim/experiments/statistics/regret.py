"""Regret of options over draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UsageError

__all__ = ["Regret", "regret"]


@dataclass(frozen=True)
class Regret:
    """A party's worst and mean regret of each option over the draws, in points."""

    worst: tuple[float, ...]
    mean: tuple[float, ...]

    @property
    def least(self) -> tuple[int, ...]:
        """The options with the smallest worst regret (minimax regret, Savage 1951), ties included."""
        return tuple(option for option, worst in enumerate(self.worst) if worst == min(self.worst))


def regret(points: NDArray[Any]) -> Regret:
    """Worst and mean regret of one party; `points` has shape (draws, options), under common random numbers.

    The regret of an option in a draw is the points of the best option there less its own (Savage 1951, The theory of
    statistical decision). Regrets of different parties are never added: there is no single decision maker.
    """
    values = np.asarray(points)
    if values.ndim != 2 or 0 in values.shape:  # noqa: PLR2004  (a small count, plain here)
        raise UsageError("regret takes a table of draws by options with at least one of each")
    loss = values.max(axis=1, keepdims=True) - values
    return Regret(tuple(loss.max(axis=0).tolist()), tuple(loss.mean(axis=0).tolist()))
