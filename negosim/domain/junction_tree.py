"""The junction tree of a space: cliques of issues, one for every group whose points depend on one another.

Issues that a term ties are joined in a graph. Issues are eliminated one after another, the one first whose neighbours
lack the fewest links (min-fill), and each with its neighbours makes a clique; the largest, joined where they overlap
most, form a junction tree (Lauritzen & Spiegelhalter 1988, J. Royal Statistical Society B 50:157; Dechter 1999,
Artificial Intelligence 113:41). What is searched over outcomes is then searched over the options of one clique at a
time: the work grows with the largest clique, not with all that is tied.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import combinations

__all__ = ["Clique", "combinations_of", "junction_tree"]

Clique = tuple[int, ...]
"""Issues by axis, in order."""


def junction_tree(shape: tuple[int, ...], scopes: Iterable[Collection[int]]) -> tuple[Clique, ...]:
    """The cliques of issues with `shape` options, of which each scope lies in one; every issue is in one.

    What a clique shares with all before it lies in one of them (the running intersection property), so that the first
    is the root of a tree and the last a leaf.
    """
    return _ordered(shape, frozenset(frozenset(scope) for scope in scopes if len(scope) > 1))


def combinations_of(shape: tuple[int, ...], clique: Clique) -> int:
    """The number of combinations of the options of a clique."""
    return math.prod(shape[axis] for axis in clique)


@lru_cache(maxsize=64)
def _ordered(shape: tuple[int, ...], scopes: frozenset[frozenset[int]]) -> tuple[Clique, ...]:
    """The cliques by how much they overlap with one placed before them, then by their issues (Prim's tree)."""
    left, placed = sorted(_largest(shape, scopes)), list[Clique]()
    while left:
        shared = [max((len(set(one) & set(earlier)) for earlier in placed), default=0) for one in left]
        placed.append(left.pop(shared.index(max(shared))))
    return tuple(placed)


def _largest(shape: tuple[int, ...], scopes: frozenset[frozenset[int]]) -> list[Clique]:
    """The cliques of the elimination that lie in no other."""
    near: dict[int, set[int]] = {axis: set() for axis in range(len(shape))}
    for first, second in (pair for scope in scopes for pair in combinations(scope, 2)):
        near[first].add(second)
        near[second].add(first)
    found: list[set[int]] = []
    while near:
        axis = min(near, key=lambda one: (_lacking(near, one), math.prod(shape[k] for k in near[one]), one))
        neighbours = near.pop(axis)
        for one in neighbours:
            near[one] = (near[one] | neighbours) - {axis, one}
        if not any(neighbours | {axis} <= other for other in found):
            found.append(neighbours | {axis})
    return [tuple(sorted(one)) for one in found]


def _lacking(near: dict[int, set[int]], axis: int) -> int:
    """How many links its neighbours lack among themselves."""
    return sum(second not in near[first] for first, second in combinations(near[axis], 2))
