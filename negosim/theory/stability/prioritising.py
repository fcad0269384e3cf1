"""Option prioritising: preferences from ordered statements about options.

Of k statements, most important first, the j-th is worth 2^(k-j) where it is true, so that it outweighs all later ones;
a state's score is the sum, and higher is preferred. Source: L. Fang, K. W. Hipel, D. M. Kilgour and X. Peng,
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

    `option`: `option` is taken. `all`, `any`: of `parts` (true and false if there are none). `not`: its single part is
    false. `if`: the first part implies the second. `iff`: both parts are true, or neither.
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
    """The bitset of states in which a statement is true; `taken[option]` are the states that take it, `states` all."""
    if statement.kind == "option":
        return taken[statement.option]
    parts = [truth(part, taken, states) for part in statement.parts]
    if statement.kind == "all":
        return reduce(and_, parts, states)
    if statement.kind == "any":
        return reduce(or_, parts, 0)
    if statement.kind == "not":
        return states & ~parts[0]
    return states & (~parts[0] | parts[1] if statement.kind == "if" else ~(parts[0] ^ parts[1]))


def scores(true_in: Sequence[int], states: int) -> tuple[int, ...]:
    """The score of each state; `true_in` are the states in which each statement is true, most important first.

    >>> scores([0b0110, 0b1010], 4)  # the first statement is true in states 1 and 2, the second in 1 and 3
    (0, 3, 2, 1)
    """
    result = [0] * states
    for members in true_in:
        result = [2 * score + (members >> state & 1) for state, score in enumerate(result)]
    return tuple(result)
