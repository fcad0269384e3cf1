"""The egalitarian solution over outcomes and over lotteries."""

from __future__ import annotations

from negosim.registry import register
from negosim.theory.bargaining.base import Points, Solution
from negosim.theory.bargaining.frontier import Columns
from negosim.theory.bargaining.gains import Gains, answer, gains_of, leximin
from negosim.theory.bargaining.lottery import egalitarian_lottery

__all__ = ["solve"]


@register("solution", "egalitarian", source="Kalai 1977, Econometrica 45:1623; leximin: Imai 1983, Econometrica 51:389")
def solve(points: Points, disagreement: Points, *, lottery: bool = False, stands: int | None = None) -> Solution:
    """Egalitarian: the largest smallest gain, ties by leximin.

    Axioms: weak efficiency, symmetry, strong monotonicity; leximin adds efficiency. It compares the points of the
    parties, so it is not invariant to rescaling one of them.
    """
    drawn = egalitarian_lottery(points, disagreement) if lottery else None
    return answer("egalitarian", points, gains_of(points, disagreement), _places, stands=stands, lottery=drawn)


def _places(gains: Gains) -> Columns:
    """The places of leximin of gains."""
    return leximin(gains.values, gains.tolerance)
