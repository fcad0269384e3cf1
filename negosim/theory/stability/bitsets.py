"""Sets of states as Python integers: bit s is set if state s is a member."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

__all__ = ["bits", "bitset"]


def bits(members: int) -> Iterator[int]:
    """The members of a set in ascending order.

    >>> list(bits(0b10110))
    [1, 2, 4]
    """
    # Scanning the binary digits is linear in the length of the integer; clearing bits one by one is quadratic.
    digits = bin(members)[:1:-1]
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)


def bitset(states: Iterable[int]) -> int:
    """The set of the given states.

    >>> bitset([4, 1, 2]) == 0b10110
    True
    """
    members = 0
    for state in states:
        members |= 1 << state
    return members
