"""The core: what no group of parties can improve on by what it can close without the rest.

With outcomes and no side payments (Gillies 1959; Scarf 1967, Econometrica 35:50), and with transferable points, where
the Shapley value stands beside it (Shapley 1953).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import combinations
from math import factorial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from negosim.theory.bargaining.base import Points
from negosim.theory.bargaining.frontier import Columns, frontier

__all__ = ["core", "in_core", "is_balanced", "shapley"]

Coalition = frozenset[int]
Party = TypeVar("Party", bound=Hashable)

SLACK = 1e-9
"""By how much sums of transferable points may fall short through rounding."""


def core(points: Points, closes: Mapping[Coalition, Columns | NDArray[np.bool_]]) -> NDArray[np.bool_]:
    """Which outcomes are in the core: a mask over the outcomes.

    `points` has shape (parties, outcomes). `closes[S]` are the outcomes (columns, or a mask) that the parties in S can
    bring about without the rest, what stands among them where S can simply refuse. An outcome is in the core if there
    is no S and no outcome closed by S that every party in S strictly prefers. With singletons that close what stands
    and all parties that close everything, the core is the rational and weakly efficient set.
    """
    mask = np.ones(points.shape[1], dtype=np.bool_)
    for coalition, reach in closes.items():
        theirs = points[sorted(coalition)]
        mask[mask] = ~_improved(theirs[:, mask], theirs[:, reach])
    return mask


def _improved(points: Points, reach: Points) -> NDArray[np.bool_]:
    """Which columns some column in reach beats for every row."""
    beaten = np.zeros(points.shape[1], dtype=np.bool_)
    for better in reach[:, frontier(reach)].T:
        beaten |= (better[:, None] > points).all(axis=0)
    return beaten


def in_core(worth: Mapping[frozenset[Party], float], allocation: Mapping[Party, float]) -> bool:
    """Whether an allocation of transferable points shares out exactly what all earn and no group can earn more."""
    total = sum(allocation.values())
    fair = all(sum(allocation[p] for p in group) >= earned - SLACK for group, earned in worth.items())
    return fair and abs(total - worth[frozenset(allocation)]) <= SLACK


def is_balanced(worth: Mapping[frozenset[Party], float]) -> bool:
    """Whether three parties with transferable points have a core (Bondareva 1963; Shapley 1967).

    v(12) + v(13) + v(23) <= 2 v(N), v(S) + v(N - S) <= v(N) and sum v(i) <= v(N).
    """
    everyone = frozenset().union(*worth)
    whole, alone = worth[everyone], sum(worth[frozenset([p])] for p in everyone)
    pairs = [frozenset(pair) for pair in combinations(everyone, 2)]
    split = all(worth[pair] + worth[everyone - pair] <= whole + SLACK for pair in pairs)
    return split and sum(worth[pair] for pair in pairs) <= 2 * whole + SLACK and alone <= whole + SLACK


def shapley(worth: Mapping[frozenset[Party], float]) -> dict[Party, float]:
    """What each party adds to those before it, on average over all orders (Shapley 1953); nothing earns 0."""
    everyone = frozenset().union(*worth)
    return {party: _added(worth, everyone, party) for party in sorted(everyone, key=str)}


def _added(worth: Mapping[frozenset[Party], float], everyone: frozenset[Party], party: Party) -> float:
    """The average contribution of one party."""
    others, total = everyone - {party}, 0.0
    for size in range(len(others) + 1):
        orders = factorial(size) * factorial(len(others) - size) / factorial(len(everyone))
        for group in map(frozenset, combinations(others, size)):
            total += orders * (worth[group | {party}] - worth.get(group, 0.0))
    return total
