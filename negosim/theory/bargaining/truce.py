"""Arithmetic of a truce: for how long it holds, and when a shift of power breaks it.

All probabilities; p is the chance that the rising side wins a war, delta what a period from now counts.
"""

from __future__ import annotations

__all__ = ["attacks", "declining_attacks", "quarrel", "share_held"]


def share_held(hazard: float, periods: int) -> float:
    """The share of the periods for which a truce holds on average, broken with the same chance in each.

    The mean over k = 1, ..., N of (1 - h)^k.

    >>> share_held(0.0, 12), share_held(1.0, 12), share_held(0.5, 2)
    (1.0, 0.0, 0.375)
    """
    return sum((1.0 - hazard) ** k for k in range(1, periods + 1)) / periods


def attacks(test: str, power: tuple[float, float], delta: float, costs: tuple[float, float]) -> bool:
    """Whether the declining side attacks by the test named: `power` of the rising side now and later, costs of both.

    The costs are shares of what is fought over, the rising side's first.
    """
    now, later = power
    if test == "fearon":
        return declining_attacks(now, later, delta, costs[1])
    return quarrel(delta, later - costs[0], (now - costs[0], 1.0 - now - costs[1]))


def declining_attacks(now: float, later: float, delta: float, cost: float) -> bool:
    """Whether a side that declines attacks before it is too late: delta p2 - p1 > c (1 - delta)^2.

    `now` and `later` are the other side's chances to win, before and after the shift; the other side has all the
    bargaining power and cannot promise not to use it (Fearon 1995, pp. 404-408; derived for a single shift).
    """
    return delta * later - now > cost * (1 - delta) ** 2


def quarrel(delta: float, later: float, now: tuple[float, float], pie: float = 1.0) -> bool:
    """Whether no division can keep a side from fighting today: its prospects fall by more than there is to share.

    Powell 2006 (International Organization 60:169), condition (1): delta M_j(t+1) - M_j(t) > B(t) - sum_i M_i(t).
    `now` are the minmax values of the side whose power rises and of the other, `later` that of the first to come.
    """
    return delta * later - now[0] > pie - sum(now)
