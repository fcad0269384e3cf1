"""Who offers when, and the time of a round."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FIXED", "OTHER_RULES", "TurnOrder", "time_of"]

FIXED = "fixed"
"""The order in which one seat makes every offer."""

OTHER_RULES = "other rules"
"""Not solvable as a fixed order of offers decided by consent."""


def time_of(round_: int, rounds: int) -> float:
    """Time of a round in [0, 1]: (r - 1)/(R - 1), and 1 in a meeting of one round."""
    return (round_ - 1) / (rounds - 1) if rounds > 1 else 1.0


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
