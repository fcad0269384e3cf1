"""Adjusted Winner on a scenario of two parties: each issue is an item that goes to one side, or is shared.

To win an issue is to get one's own best option on it; its points are what a party gains there over the other's best
option, scaled to 100 for each side (Brams & Taylor 1996, ch. 4). Linkages are left out: the procedure assumes that
points add.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from negosim.errors import UsageError
from negosim.scenario.realize.realization import Realization
from negosim.theory.bargaining.fair_division import Bids, Division, adjusted_winner, best_unsplit, out_of_hundred

__all__ = ["FairDivision", "fair_division"]


@dataclass(frozen=True)
class FairDivision:
    """Adjusted Winner with one item split, and the best division without splitting; items are issues."""

    parties: tuple[str, str]
    bids: tuple[dict[str, Fraction], dict[str, Fraction]]
    split: Division
    unsplit: Division


def fair_division(realization: Realization) -> FairDivision:
    """Divide the issues of a two-party scenario; `UsageError` for other numbers, constraints, waits, or no dispute."""
    if len(realization.parties) != 2:  # noqa: PLR2004  (the procedure is for two)
        raise UsageError(f"Adjusted Winner divides between two parties; this scenario has {len(realization.parties)}")
    if realization.space.constraints:
        raise UsageError("Adjusted Winner divides issue by issue; here constraints say what can come together")
    if realization.space.in_force.waits:
        raise UsageError("Adjusted Winner divides issue by issue; here some are in force only while others hold")
    first, second = (_stakes(realization, party) for party in realization.parties)
    disputed = [issue for issue in first if first[issue] or second[issue]]
    if not any(first.values()) or not any(second.values()):
        raise UsageError("Adjusted Winner needs an issue on which each party prefers its own option to the other's")
    points = tuple(out_of_hundred({issue: stakes[issue] for issue in disputed}) for stakes in (first, second))
    bids = Bids.of(points[0], points[1])
    parties = (realization.parties[0], realization.parties[1])
    return FairDivision(parties, (points[0], points[1]), adjusted_winner(bids), best_unsplit(bids))


def _stakes(realization: Realization, party: str) -> dict[str, Fraction]:
    """A party's gain on each issue by its own best option over the other's, in steps."""
    (other,) = (one for one in realization.parties if one != party)
    stakes = {}
    for axis, issue in enumerate(realization.space.issues):
        own, theirs = (realization.preferences[one].contributions[axis] for one in (party, other))
        stakes[issue.key] = Fraction(int(own.max() - own[int(np.argmax(theirs))]))
    return stakes
