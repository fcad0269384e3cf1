"""Normal-form games as arrays: gains from deviation and pure Nash equilibria.

`payoffs` has shape (players, n_1, ..., n_P): each player's payoff in every strategy profile.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["PayoffArray", "best_gains", "equilibrium_share", "nash_equilibria"]

PayoffArray = NDArray[np.float64]

NEAR = 1e-9
"""Gains below this share of a player's range of payoffs count as rounding errors."""


def best_gains(payoffs: PayoffArray) -> PayoffArray:
    """Each player's largest gain from a unilateral deviation in every profile (the regret); shape of `payoffs`."""
    best = [own.max(axis=player, keepdims=True) - own for player, own in enumerate(payoffs)]
    return np.stack(best)


def nash_equilibria(payoffs: PayoffArray) -> list[tuple[int, ...]]:
    """The pure Nash equilibria (Nash 1951) in lexicographic order.

    >>> nash_equilibria(np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]]))  # the prisoners' dilemma
    [(1, 1)]
    """
    return [tuple(map(int, profile)) for profile in np.argwhere(_stable(payoffs))]


def equilibrium_share(samples: NDArray[np.float64], profile: tuple[int, ...]) -> float:
    """The share of sampled games, shape (samples, players, n_1, ...), in which a profile is an equilibrium."""
    return float(np.mean([_stable(payoffs)[profile] for payoffs in samples]))


def _stable(payoffs: PayoffArray) -> NDArray[np.bool_]:
    scale = np.array([np.ptp(own) for own in payoffs]).reshape(-1, *(1,) * (payoffs.ndim - 1))
    return np.asarray((best_gains(payoffs) <= NEAR * scale).all(axis=0))
