"""Sets of states as Python integers: bit s is set where state s is a member."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

__all__ = ["bits", "mask"]


def bits(members: int) -> Iterator[int]:
    """The states of a set, in rising order.

    >>> list(bits(0b10110))
    [1, 2, 4]
    """
    # Searching the binary text stays linear in the length of the integer; taking off the lowest bit is quadratic.
    digits = bin(members)[:1:-1]
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)


def mask(states: Iterable[int]) -> int:
    """The set of these states.

    >>> mask([4, 1, 2]) == 0b10110
    True
    """
    members = 0
    for state in states:
        members |= 1 << state
    return members
