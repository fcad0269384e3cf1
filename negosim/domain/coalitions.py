"""Sets of parties in bits: bit k is the k-th party."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["unions"]


def unions(sets: Iterable[int], most: int | None = None) -> tuple[int, ...]:
    """All unions of some of the given sets, the empty one left out, in ascending order; it stops beyond `most`.

    >>> unions([0b001, 0b010, 0b011])
    (1, 2, 3)
    """
    found = {0}
    for one in sets:
        found |= {other | one for other in found}
        if most is not None and len(found) > most + 1:
            break
    return tuple(sorted(found - {0}))
