"""Regret: what each party loses, in each draw, against the option that would have been best for it there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UsageError

__all__ = ["Regret", "regret", "regrets"]


@dataclass(frozen=True)
class Regret:
    """A party's regret of each option: the worst and the mean over the draws, in points."""

    worst: tuple[float, ...]
    mean: tuple[float, ...]

    @property
    def least(self) -> tuple[int, ...]:
        """The options with the smallest worst regret (minimax regret, Savage 1951), all that tie."""
        return tuple(option for option, worst in enumerate(self.worst) if worst == min(self.worst))


def regrets(points: NDArray[Any]) -> NDArray[Any]:
    """Regret of every option in every draw, shape (..., draws, options) as the points: the best option's less its own.

    (Savage 1951, The theory of statistical decision.)
    """
    loss: NDArray[Any] = points.max(axis=-1, keepdims=True) - points
    return loss


def regret(points: NDArray[Any]) -> Regret:
    """Worst and mean regret of one party; `points` has shape (draws, options), means over luck where there is any.

    No party's regret is added to another's: there is no single decision maker. The options are rows of the same draw,
    so run them under common random numbers.
    """
    values = np.asarray(points)
    if values.ndim != 2 or 0 in values.shape:  # noqa: PLR2004  (a small count, plain here)
        raise UsageError("regret takes a table of draws by options with at least one of each")
    loss = regrets(values)
    return Regret(tuple(loss.max(axis=0).tolist()), tuple(loss.mean(axis=0).tolist()))
