"""Raiffa's sequential solution, which exists over lotteries alone."""

from __future__ import annotations

from negosim.registry import register
from negosim.theory.bargaining.base import Points, Solution, none
from negosim.theory.bargaining.lottery import raiffa_lottery

__all__ = ["solve"]


@register("solution", "raiffa", source="Raiffa 1953, in Kuhn & Tucker (eds), Contributions to the Theory of Games II")
def solve(points: Points, disagreement: Points, *, lottery: bool = True, stands: int | None = None) -> Solution:
    """Raiffa: from disagreement in equal steps towards every party's best, until nothing is left to share.

    d_{k+1} = d_k + (1/n) sum_i (m_i(d_k) - d_{k,i}) e_i, the discrete sequence. It is an answer over lotteries
    whatever `lottery` and `stands` say; they are there because all solutions are called alike.
    """
    del lottery, stands
    drawn = raiffa_lottery(points, disagreement)
    if drawn is None:
        return none("raiffa", "no lottery gives any party more than its disagreement value and nobody less")
    return Solution("raiffa", lottery=drawn)
