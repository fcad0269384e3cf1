"""The range of settlements that both sides of a war prefer to fighting on, beside what came of the talks.

Fearon 1995 (International Organization 49:379, p. 387): with p the chance that the first side wins and c the costs of
the war as shares of what is fought over, every share of the first side from p - c_A to p + c_B is better for both than
war. It is never empty while both believe in the same p. Where the first is sure of more than the other grants it, the
range of what they believe, p_A - c_A to p_B + c_B, can be: mutual optimism (Blainey 1973, The Causes of War).

What is fought over is, for each side, the points between the outcome that it would impose and the one that would be
imposed on it: 1 and 0 of its own scale. What a share of it would be in options is left open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from negosim.domain.outcomes import Outcome
from negosim.negotiation.environment.war_effects import WarEffects, war_effects
from negosim.negotiation.packages import Package
from negosim.negotiation.record import Record
from negosim.scenario.realize.realization import Realization
from negosim.theory.bargaining.costly_war import bargaining_range

__all__ = ["WarRange", "war_range", "war_ranges"]


@dataclass(frozen=True)
class WarRange:
    """The value of fighting on to both sides of a war, in shares of what is fought over.

    `sides` are the belligerents; chances are those of the first one. `costs` are those to come, up to the horizon.
    """

    sides: tuple[str, str]
    chance: float
    believed: tuple[float, float]
    costs: tuple[float, float]

    @property
    def true(self) -> tuple[float, float]:
        """The range by the chance as it is."""
        return bargaining_range(self.chance, *self.costs)

    @property
    def seen(self) -> tuple[float, float]:
        """The range by each side's beliefs: the least that the first would take, the most that the other would give."""
        least, _ = bargaining_range(self.believed[0], *self.costs)
        _, most = bargaining_range(self.believed[1], *self.costs)
        return least, most

    @property
    def empty(self) -> bool:
        """Whether the two together expect too much for any settlement that both prefer to war."""
        least, most = self.seen
        return least > most

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "of": self.sides[0],
            "chance": self.chance,
            "believed": dict(zip(self.sides, self.believed, strict=True)),
            "costs": dict(zip(self.sides, self.costs, strict=True)),
            "range": list(self.true),
            "range_believed": list(self.seen),
            "empty": self.empty,
        }


def war_range(realization: Realization, stands: Outcome, rounds_left: int) -> WarRange | None:
    """The range where `stands` stands; None without a war there, or where a side has nothing to win."""
    effects = war_effects(realization)
    if effects is None:
        return None
    first, second = effects.war.belligerents
    costs = [_cost(realization, effects, side, stands, rounds_left) for side in (first, second)]
    if None in costs:
        return None
    own, other = effects.believed[first], effects.believed[second]
    return WarRange((first, second), effects.chance, (own, 1.0 - other), (costs[0] or 0.0, costs[1] or 0.0))


def _cost(realization: Realization, war: WarEffects, side: str, stands: Outcome, rounds_left: int) -> float | None:
    """What war still costs a side and an end of it would save, as a share of what it fights for."""
    party, in_force = realization.preferences[side], realization.space.in_force.of(stands)
    going = [one for one in war.lotteries(side) if all(in_force[axis] == option for axis, option in one.when)]
    if not going:
        return None
    lottery = going[0]
    won, lost = (Package(terms).on(stands) for terms in (lottery.won, lottery.lost))
    stake = party.points(won) - party.points(lost)
    return rounds_left * (party.charge(stands) - party.charge(won)) / stake if stake > 0 else None


def war_ranges(record: Record) -> dict[str, WarRange | None]:
    """The range before the first round, and after the last where the war still goes on."""
    course = record.course
    left = max(0, record.realization.horizon - course.round)
    return {
        "begin": war_range(course.opening, course.opened.outcome, record.realization.horizon),
        "end": war_range(course.realization, course.standing.outcome, left),
    }
