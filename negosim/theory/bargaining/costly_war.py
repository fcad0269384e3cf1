"""Closed forms of bargaining in the shadow of war, over a pie of 1 of which A wants all."""

from __future__ import annotations

import math

__all__ = ["bargaining_range", "chance_from", "posterior"]

EVEN = 1e-9
"""Chances nearer to a half than this are taken as a half: the general formula divides by nothing there."""


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


def chance_from(place: float, places: int, battle: float) -> float:
    """The chance to reach the last place of a line before the first, each step up with the same chance.

    The gambler's ruin (Feller 1968, vol. 1, XIV.2.4), as in Slantchev 2003: from k of N, with p the chance of a step up
    and q = 1 - p, (1 - (q/p)^k) / (1 - (q/p)^N), and k/N where p = q.

    >>> round(chance_from(5, 10, 0.3), 7), chance_from(5, 10, 0.5)
    (0.0142522, 0.5)
    """
    if battle in (0.0, 1.0) or place in (0, places):
        return 1.0 if place == places or (battle == 1.0 and place > 0) else 0.0
    if abs(battle - 0.5) < EVEN:
        return place / places
    if battle < 0.5:  # noqa: PLR2004  (seen from the other side, so that no power overflows)
        return 1.0 - chance_from(places - place, places, 1.0 - battle)
    odds = (1.0 - battle) / battle
    return float(-math.expm1(place * math.log(odds)) / -math.expm1(places * math.log(odds)))
