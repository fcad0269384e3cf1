"""The bounds within which a number of a scenario stays when something shifts it during the talks."""

from __future__ import annotations

import re

__all__ = ["within_bounds"]

BOUNDS: tuple[tuple[str, float, float], ...] = (
    (r"\.values\.", 0.0, 100.0),
    (r"\.(weight|cost_of_delay\.points)$", 0.0, 1e15),
    (r"^war\.cost_per_round\.", 0.0, 1000.0),
    (r"^ratifiers\..*\.spread$", 0.0, 1000.0),
    (r"^(war|commitment)\.|^ratifiers\.[a-z0-9_]+\.threshold$|^events\.[a-z0-9_]+\.chance$", 0.0, 1.0),
    (r"", -1000.0, 1000.0),
)
"""Pattern of a path, the least and the most; the first that fits counts."""


def within_bounds(path: str, number: float) -> float:
    """The number, or the nearest that the format allows at this path.

    >>> within_bounds("parties.usa.stances.nato.values.invitation", 104), within_bounds("war.battle", -0.1)
    (100.0, 0.0)
    """
    low, high = next((low, high) for pattern, low, high in BOUNDS if re.search(pattern, path))
    return min(max(number, low), high)
