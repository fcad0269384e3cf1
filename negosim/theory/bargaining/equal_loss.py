"""The equal-loss solution over outcomes and over lotteries."""

from __future__ import annotations

from negosim.registry import register
from negosim.theory.bargaining.base import Points, Solution
from negosim.theory.bargaining.frontier import Columns
from negosim.theory.bargaining.gains import Gains, answer, gains_of, leximin
from negosim.theory.bargaining.lottery import equal_loss_lottery

__all__ = ["solve"]


@register("solution", "equal_loss", source="Chun 1988, Economics Letters 26:103")
def solve(points: Points, disagreement: Points, *, lottery: bool = False, stands: int | None = None) -> Solution:
    """Equal loss: the smallest largest loss against each party's ideal, ties by leximax of losses.

    The ideal is a party's best within the rational set. Axioms: weak efficiency, symmetry, monotonicity in the ideal.
    It compares the points of the parties.
    """
    drawn = equal_loss_lottery(points, disagreement) if lottery else None
    return answer("equal_loss", points, gains_of(points, disagreement), _places, stands=stands, lottery=drawn)


def _places(gains: Gains) -> Columns:
    """The places of leximax of losses."""
    return leximin(gains.values - gains.ideals[:, None], gains.tolerance)
