"""Which preferences would make a state an equilibrium: the graph model asked backwards.

Source: R. A. Kinsara, O. Petersons, K. W. Hipel and D. M. Kilgour, Advanced decision support for the graph model for
conflict resolution, Journal of Decision Systems 24, 2015: the order within a window of each ranking is in doubt, and
every order of it is tested. For Nash stability the answer has a closed form.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from negosim.errors import UsageError
from negosim.theory.stability.bitsets import bits
from negosim.theory.stability.graph import Conflict
from negosim.theory.stability.verdicts import Concept, is_stable

__all__ = ["PERMUTATION_LIMIT", "Inverse", "inverse", "nash_conditions"]

PERMUTATION_LIMIT = 10_000
"""The largest number of combinations of rankings that are tested."""

Preferences = tuple[tuple[float, ...], ...]
"""Preferences of every decision maker: ranks or points by state, higher is better."""


@dataclass(frozen=True)
class Inverse:
    """The preferences under which `state` is an equilibrium, out of `tested` combinations."""

    state: int
    concept: Concept
    tested: int
    preferences: tuple[Preferences, ...]


def nash_conditions(conflict: Conflict, state: int) -> tuple[tuple[int, ...], ...]:
    """For each decision maker the states that it may not prefer to `state`, for `state` to be a Nash equilibrium.

    They are its moves from `state`: the condition is necessary and sufficient.
    """
    conflict.check_state(state)
    return tuple(tuple(bits(moves[state])) for moves in conflict.moves)


def inverse(conflict: Conflict, state: int, concept: Concept, windows: Mapping[str, Sequence[int]]) -> Inverse:
    """Test every order of the states in each decision maker's window; the other states keep their places.

    `windows` names, by decision maker, the states whose order is in doubt. Their ranks (or points) are dealt out among
    them in every way; ties stay ties. `UsageError` for more than `PERMUTATION_LIMIT` combinations.
    """
    conflict.check_state(state)
    chosen = _windows(conflict, windows)
    _check_size(conflict, chosen)
    orders = (list(_orders(values, window)) for values, window in zip(conflict.preferences, chosen, strict=True))
    tested = list(product(*orders))
    found = tuple(preferences for preferences in tested if _is_equilibrium(conflict, preferences, state, concept))
    return Inverse(state, concept, len(tested), found)


def _windows(conflict: Conflict, windows: Mapping[str, Sequence[int]]) -> list[tuple[int, ...]]:
    """The window of each decision maker, without repetition; empty where none is given."""
    chosen: list[tuple[int, ...]] = [()] * len(conflict.decision_makers)
    for name, window in windows.items():
        for state in window:
            conflict.check_state(state)
        chosen[conflict.decision_maker(name)] = tuple(dict.fromkeys(window))
    return chosen


def _check_size(conflict: Conflict, windows: list[tuple[int, ...]]) -> None:
    """Raise `UsageError` where the windows have too many orders, counted before any is made."""
    pairs = zip(conflict.preferences, windows, strict=True)
    size = math.prod(_number_of_orders([values[state] for state in window]) for values, window in pairs)
    if size > PERMUTATION_LIMIT:
        raise UsageError(f"the windows have {size} combinations of orders; the limit is {PERMUTATION_LIMIT}")


def _number_of_orders(values: Sequence[float]) -> int:
    """The distinct orders of some values: the multinomial coefficient."""
    return math.factorial(len(values)) // math.prod(math.factorial(count) for count in Counter(values).values())


def _orders(values: tuple[float, ...], window: tuple[int, ...]) -> Iterator[tuple[float, ...]]:
    """The values with those of the window dealt out in every distinct way."""
    for dealt in _arrangements(Counter(values[state] for state in window)):
        changed = dict(zip(window, dealt, strict=True))
        yield tuple(changed.get(state, value) for state, value in enumerate(values))


def _arrangements(left: Counter[float]) -> Iterator[tuple[float, ...]]:
    """The distinct orders of a multiset."""
    if not left.total():
        yield ()
    for value in [value for value, count in left.items() if count]:
        yield from ((value, *rest) for rest in _arrangements(left - Counter([value])))


def _is_equilibrium(conflict: Conflict, preferences: Preferences, state: int, concept: Concept) -> bool:
    """Whether the state is stable for everyone under these preferences."""
    changed = replace(conflict, preferences=preferences)
    return all(is_stable(changed, state, (member,), concept) for member in changed.everyone)
