"""Who offers when, and what the rules of a meeting leave to chance."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FIXED", "NO_LOTS", "OTHER_RULES", "RandomDraws", "TurnOrder"]

FIXED = "fixed"
"""The order in which one seat makes every offer."""

OTHER_RULES = "other rules"
"""No order that says all: an offer passes by other rules than the consent of those whom it needs, or by other steps."""


@dataclass(frozen=True)
class RandomDraws:
    """What chance holds for the end of a round, as numbers in [0, 1) that the course draws.

    `breakdown` says whether talks break down: where it lies below the chance of that. `turn` picks who offers next.
    """

    breakdown: float = 1.0
    turn: float = 0.0


NO_LOTS = RandomDraws()
"""Where a protocol leaves nothing to chance."""


@dataclass(frozen=True)
class TurnOrder:
    """Who offers when, as far as the rules say: seats present in seat order, whose round it is, and what chance does.

    `order` is `rotation`, `random` where each round's proposer is drawn among those present, `FIXED` where one seat
    makes every offer, or `OTHER_RULES`; `breakdown` is the chance after each round that talks break down.
    """

    seats: tuple[str, ...] = ()
    turn: str = ""
    order: str = "rotation"
    breakdown: float = 0.0
