"""Chances and powers of discount factors as whole numbers in 20 bits, so that all that follows is exact arithmetic."""

from __future__ import annotations

__all__ = ["ONE", "in_20_bits"]

ONE = 1 << 20
"""A chance or power of 1."""


def in_20_bits(part: float) -> int:
    """A chance or power from 0 to 1 as a part of `ONE`, rounded half to even.

    >>> in_20_bits(0.5)
    524288
    """
    return round(part * ONE)
