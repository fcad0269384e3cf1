"""Closed forms of bargaining in the shadow of war, over a pie of 1 of which A wants all."""

from __future__ import annotations

__all__ = ["bargaining_range", "posterior"]


def bargaining_range(p: float, cost_a: float, cost_b: float) -> tuple[float, float]:
    """The shares of A that both sides prefer to war, from p - c_A to p + c_B, within the pie (Fearon 1995, p. 387).

    p is the probability that A wins, costs are shares of the pie.

    >>> bargaining_range(0.95, 0.1, 0.2)
    (0.85, 1.0)
    """
    return max(0.0, round(p - cost_a, 12)), min(1.0, round(p + cost_b, 12))


def posterior(prior: float, strong: float, weak: float) -> float:
    """Bayes' rule over two types: the probability of the strong type after an event.

    The event has probability `strong` under the strong type and `weak` under the weak one; if both are 0, the prior.

    >>> posterior(0.5, 0.6, 0.4)
    0.6
    """
    seen = prior * strong + (1 - prior) * weak
    return prior * strong / seen if seen > 0 else prior
