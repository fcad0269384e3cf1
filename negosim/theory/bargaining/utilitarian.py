"""The utilitarian solution over outcomes and over lotteries."""

from __future__ import annotations

from negosim.registry import register
from negosim.theory.bargaining.base import Points, Solution
from negosim.theory.bargaining.frontier import Columns
from negosim.theory.bargaining.gains import Gains, answer, fairest_first, gains_of, largest
from negosim.theory.bargaining.lottery import utilitarian_lottery

__all__ = ["solve"]


@register("solution", "utilitarian", source="Harsanyi 1955, J. Political Economy 63:309")
def solve(points: Points, disagreement: Points, *, lottery: bool = False, stands: int | None = None) -> Solution:
    """Utilitarian: the largest sum of points over the rational set.

    Axioms: efficiency, symmetry, linearity (Myerson 1981, Econometrica 49:883). It compares the points of the parties.
    All ties are listed, first the one that leximin of gains prefers.
    """
    drawn = utilitarian_lottery(points, disagreement) if lottery else None
    return answer("utilitarian", points, gains_of(points, disagreement), _places, stands=stands, lottery=drawn)


def _places(gains: Gains) -> Columns:
    """The places of the largest sum."""
    return fairest_first(gains, largest(gains.values.sum(axis=0), gains.tolerance * len(gains.values)))
