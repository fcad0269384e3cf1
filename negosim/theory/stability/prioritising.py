"""Option prioritising: preferences from ordered statements about options.

Of k statements, most important first, the j-th is worth 2^(k-j) where it is true, so that each outweighs all that come
after it; a state's score is the sum, and larger is preferred. Source: L. Fang, K. W. Hipel, D. M. Kilgour and X. Peng,
A decision support system for interactive decision making, part 1: model formulation, IEEE Transactions on Systems, Man,
and Cybernetics C 33, 2003.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Literal

__all__ = ["Statement", "options_of", "scores", "truth"]


@dataclass(frozen=True)
class Statement:
    """A statement about options.

    `option`: `option` is taken. `all`, `any`: of `parts` (all of none is true, any of none is false). `not`: its one
    part is false. `if`: where the first of two parts is true, so is the second. `iff`: both of two parts are true, or
    neither.
    """

    kind: Literal["option", "all", "any", "not", "if", "iff"]
    parts: tuple[Statement, ...] = ()
    option: str = ""


def options_of(statement: Statement) -> Iterator[str]:
    """The options that a statement names."""
    if statement.kind == "option":
        yield statement.option
    for part in statement.parts:
        yield from options_of(part)


def truth(statement: Statement, taken: Mapping[str, int], states: int) -> int:
    """The set (a bitset) of states in which a statement is true.

    `taken` has for each option the set of states that take it, `states` is the set of all.
    """
    if statement.kind == "option":
        return taken[statement.option]
    return _combined(statement.kind, [truth(part, taken, states) for part in statement.parts], states)


def scores(true_in: Sequence[int], states: int) -> tuple[int, ...]:
    """The score of each state; `true_in` has the states where each statement is true, most important first.

    >>> scores([0b0110, 0b1010], 4)  # the first statement is true in states 1 and 2, the second in 1 and 3
    (0, 3, 2, 1)
    """
    found = [0] * states
    for members in true_in:
        found = [2 * score + (members >> state & 1) for state, score in enumerate(found)]
    return tuple(found)


def _combined(kind: str, parts: list[int], states: int) -> int:
    """The states in which a compound statement is true, from those of its parts."""
    if kind == "all":
        return reduce(and_, parts, states)
    if kind == "any":
        return reduce(or_, parts, 0)
    if kind == "not":
        return states & ~parts[0]
    return states & (~parts[0] | parts[1] if kind == "if" else ~(parts[0] ^ parts[1]))
