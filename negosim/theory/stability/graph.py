"""A conflict in graph form: decision makers, states, the moves between them and preferences over them.

Source: L. Fang, K. W. Hipel and D. M. Kilgour, Interactive Decision Making: The Graph Model for Conflict Resolution,
1993.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import pairwise
from operator import and_

from negosim.errors import UsageError
from negosim.theory.stability.bitsets import bitset

__all__ = ["STATE_LIMIT", "Conflict", "Members", "ranks"]

STATE_LIMIT = 4096
"""The largest number of states; memory grows with its square, since each state has its own sets of states."""

Members = tuple[int, ...]
"""A decision maker or a coalition: indices of decision makers, ascending."""


@dataclass(frozen=True, eq=False)
class Conflict:
    """A conflict in graph form; decision makers and states are numbered from 0.

    `moves[i][s]` is the bitset of states that i can reach from s alone in one step. `preferences[i][s]` is a rank or
    points: higher is better, equal means indifferent. `start` is the status quo. Wrong shapes, unknown states, moves
    from a state to itself and more than `STATE_LIMIT` states raise `UsageError`.
    """

    decision_makers: tuple[str, ...]
    labels: tuple[str, ...]
    moves: tuple[tuple[int, ...], ...]
    preferences: tuple[tuple[float, ...], ...]
    start: int | None = None

    def __post_init__(self) -> None:
        for fault in (*_size_faults(self), *_shape_faults(self)):
            raise UsageError(fault)

    @classmethod
    def of(
        cls,
        labels: Sequence[str],
        moves: Mapping[str, Iterable[tuple[int, int]]],
        preferences: Mapping[str, Sequence[float]],
        start: int | None = None,
    ) -> Conflict:
        """A conflict from pairs (from, to) by decision maker, in the order of `moves`."""
        for name in [*moves, *preferences]:
            if name not in moves or name not in preferences:
                raise UsageError(f"decision maker {name!r} needs both moves and preferences")
        bitsets = tuple(_bitsets(name, pairs, len(labels)) for name, pairs in moves.items())
        return cls(tuple(moves), tuple(labels), bitsets, tuple(tuple(preferences[name]) for name in moves), start)

    @property
    def states(self) -> int:
        """The number of states."""
        return len(self.labels)

    @property
    def everyone(self) -> Members:
        """All decision makers."""
        return tuple(range(len(self.decision_makers)))

    def others(self, members: Members) -> Members:
        """The decision makers outside a coalition H: N - H."""
        return tuple(i for i in self.everyone if i not in members)

    @cached_property
    def better(self) -> tuple[tuple[int, ...], ...]:
        """`better[i][s]`: the states that i strictly prefers to s."""
        return tuple(_better(values) for values in self.preferences)

    @cached_property
    def improvements(self) -> tuple[tuple[int, ...], ...]:
        """`improvements[i][s]`: the unilateral improvements R_i+(s), the moves of i to states that it prefers to s."""
        return tuple(
            tuple(move & better for move, better in zip(moves, betters, strict=True))
            for moves, betters in zip(self.moves, self.better, strict=True)
        )

    def better_for_all(self, members: Members, state: int) -> int:
        """The states that every member strictly prefers to `state`."""
        return reduce(and_, (self.better[member][state] for member in members))

    def check_state(self, state: int) -> None:
        """Raise `UsageError` unless the state exists."""
        if not 0 <= state < self.states:
            raise UsageError(f"there is no state {state}: the states are numbered from 0 to {self.states - 1}")


def ranks(best_first: Sequence[int | Sequence[int]], states: int) -> tuple[int, ...]:
    """Preferences from a ranking, best first; states listed together are tied.

    >>> ranks([2, [0, 1]], 3)
    (0, 0, 1)
    """
    tiers = [(tier,) if isinstance(tier, int) else tuple(tier) for tier in best_first]
    if sorted(state for tier in tiers for state in tier) != list(range(states)):
        raise UsageError(f"a ranking names each of the states 0 to {states - 1} once; found {list(best_first)}")
    rank = {state: len(tiers) - 1 - place for place, tier in enumerate(tiers) for state in tier}
    return tuple(rank[state] for state in range(states))


def _better(values: Sequence[float]) -> tuple[int, ...]:
    """For each state the set of states with a strictly higher value, in one pass down the ranking."""
    tiers: dict[float, list[int]] = {}
    for state, value in enumerate(values):
        tiers.setdefault(value, []).append(state)
    order = sorted(tiers, reverse=True)
    above = dict.fromkeys(order[:1], 0)
    for higher, value in pairwise(order):
        above[value] = above[higher] | bitset(tiers[higher])
    return tuple(above[value] for value in values)


def _bitsets(name: str, pairs: Iterable[tuple[int, int]], states: int) -> tuple[int, ...]:
    """The moves of one decision maker as a bitset by state."""
    targets = [0] * states
    for origin, target in pairs:
        if not (0 <= origin < states and 0 <= target < states):
            raise UsageError(f"{name!r} moves from {origin} to {target}, but the states are 0 to {states - 1}")
        targets[origin] |= 1 << target
    return tuple(targets)


def _size_faults(conflict: Conflict) -> Iterator[str]:
    """Faults in the number of states and decision makers."""
    if not conflict.labels:
        yield "the conflict has no state"
    if conflict.states > STATE_LIMIT:
        yield f"the conflict has {conflict.states} states; the limit is {STATE_LIMIT}"
    if not conflict.decision_makers:
        yield "the conflict has no decision maker"
    if len(set(conflict.decision_makers)) < len(conflict.decision_makers):
        yield f"two decision makers have the same name: {', '.join(conflict.decision_makers)}"


def _shape_faults(conflict: Conflict) -> Iterator[str]:
    """Faults in moves, preferences and start."""
    shape = [conflict.states] * len(conflict.decision_makers)
    if [len(row) for row in conflict.moves] != shape or [len(row) for row in conflict.preferences] != shape:
        yield "moves and preferences need one entry for each decision maker and state"
    for name, row in zip(conflict.decision_makers, conflict.moves, strict=False):
        if any(move >> state & 1 or move < 0 or move >> conflict.states for state, move in enumerate(row)):
            yield f"a move of {name!r} stays where it is or leads to a state that does not exist"
    for name, values in zip(conflict.decision_makers, conflict.preferences, strict=False):
        if not all(-math.inf < value < math.inf for value in values):
            yield f"the preferences of {name!r} need finite numbers"
    if conflict.start is not None and not 0 <= conflict.start < conflict.states:
        yield f"the status quo {conflict.start} is not among the states 0 to {conflict.states - 1}"
