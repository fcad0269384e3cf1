"""Games in normal form as arrays: who would switch, and where nobody would.

`payoffs` has shape (players, n_1, ..., n_P): for each player its payoff in every profile of strategies.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["Payoffs", "best_gains", "equilibria", "holding", "replies"]

Payoffs = NDArray[np.float64]

NEAR = 1e-9
"""Gains below this share of a player's range of payoffs are rounding."""


def best_gains(payoffs: Payoffs) -> Payoffs:
    """What each player would gain at most by switching alone, in every profile: the regret; same shape, 0 or more."""
    best = [own.max(axis=player, keepdims=True) - own for player, own in enumerate(payoffs)]
    return np.stack(best)


def replies(payoffs: Payoffs, player: int) -> NDArray[np.intp]:
    """The first best reply of a player to every profile of the others, shape of the profiles without its own axis."""
    return np.asarray(payoffs[player].argmax(axis=player), dtype=np.intp)


def equilibria(payoffs: Payoffs) -> list[tuple[int, ...]]:
    """The pure Nash equilibria (Nash 1951): the profiles in which nobody gains by switching alone, in their order.

    >>> equilibria(np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]]))  # the prisoners' dilemma
    [(1, 1)]
    """
    return [tuple(map(int, profile)) for profile in np.argwhere(_stable(payoffs))]


def holding(samples: NDArray[np.float64], profile: tuple[int, ...]) -> float:
    """In which share of sampled games, shape (samples, players, n_1, ...), a profile is an equilibrium."""
    return float(np.mean([_stable(payoffs)[profile] for payoffs in samples]))


def _stable(payoffs: Payoffs) -> NDArray[np.bool_]:
    scale = np.array([np.ptp(own) for own in payoffs]).reshape(-1, *(1,) * (payoffs.ndim - 1))
    return np.asarray((best_gains(payoffs) <= NEAR * scale).all(axis=0))
