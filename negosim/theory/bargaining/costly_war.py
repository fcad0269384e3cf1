"""Closed forms of bargaining in the shadow of war, over a pie of 1 of which A wants all.

p is the chance that A wins, c the cost of fighting as a share of the pie, delta the discount factor.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = [
    "Attrition",
    "Demand",
    "attrition",
    "bargaining_range",
    "best_demand",
    "posterior",
]


def bargaining_range(p: float, cost_a: float, cost_b: float) -> tuple[float, float]:
    """The shares of A that both sides prefer to war: from p - c_A to p + c_B, within the pie (Fearon 1995, p. 387).

    >>> bargaining_range(0.95, 0.1, 0.2)
    (0.85, 1.0)
    """
    return max(0.0, round(p - cost_a, 12)), min(1.0, round(p + cost_b, 12))


class Demand(NamedTuple):
    """A take-it-or-leave-it demand: A's share, the chance that it leads to war, and its worth for A."""

    share: float
    war: float
    worth: float


def best_demand(p: float, cost_a: float, most_b: float) -> Demand:
    """A's best demand where B's cost is its own secret, uniform from 0 to `most_b`: the risk-return trade-off.

    Fearon 1995, pp. 390-395; derived for the uniform case: x = p + max(0, (most_b - c_A) / 2), war with chance
    max(0, (most_b - c_A) / (2 most_b)).

    >>> demand = best_demand(0.6, 0.1, 0.4)
    >>> [round(value, 5) for value in demand]
    [0.75, 0.375, 0.65625]
    """
    more = max(0.0, (most_b - cost_a) / 2)
    share, war = min(1.0, p + more), max(0.0, (most_b - cost_a) / (2 * most_b))
    return Demand(share, war, (1 - war) * share + war * (p - cost_a))


def posterior(prior: float, strong: float, weak: float) -> float:
    """Bayes over two types: how likely the strong one is after something that it does with one chance, the weak with
    another; the prior where neither ever does it.

    >>> posterior(0.5, 0.6, 0.4)
    0.6
    """
    seen = prior * strong + (1 - prior) * weak
    return prior * strong / seen if seen > 0 else prior


class Attrition(NamedTuple):
    """A war that lasts until a side collapses: battles to expect, and who has collapsed then."""

    battles: float
    a_alone: float
    b_alone: float
    both: float


def attrition(collapse_a: float, collapse_b: float) -> Attrition:
    """Each battle A and B collapse with chances of their own, independently (Powell 2004, AJPS 48:344; derived).

    >>> [round(value, 6) for value in attrition(0.1, 0.1)]
    [5.263158, 0.473684, 0.473684, 0.052632]
    """
    end = 1 - (1 - collapse_a) * (1 - collapse_b)
    if end == 0:
        return Attrition(float("inf"), 0.0, 0.0, 0.0)
    a_alone, b_alone = collapse_a * (1 - collapse_b) / end, collapse_b * (1 - collapse_a) / end
    return Attrition(1 / end, a_alone, b_alone, collapse_a * collapse_b / end)
