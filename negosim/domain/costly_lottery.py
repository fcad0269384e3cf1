"""What an option is worth under which two outcomes are still possible: the costly lottery.

A war is a lottery on the outcome that each side would impose, paid for as long as it lasts (Fearon 1995, International
Organization 49:379, p. 387: the worth of war is the chance of winning times the prize, less the costs). While the
issue stands at the contested option, a belligerent values an outcome at its chance of winning times the points that it
would have if it won, plus the rest times those if it lost. The costs are charges of a round, as delay is. A truce that
may break is such a lottery too, on peace or war.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from negosim.domain.fixed_point import ONE
from negosim.domain.in_force import InForce
from negosim.domain.outcomes import Outcome
from negosim.domain.scale import Grid

__all__ = ["CostlyLottery", "Terms"]

Terms = tuple[tuple[int, int], ...]
GridNumber = TypeVar("GridNumber", int, Grid)


@dataclass(frozen=True)
class CostlyLottery:
    """A lottery that goes on while all of `when` are in force, as one party sees it.

    `when`, `won` and `lost` are pairs (axis, option); what would hold in the end is the outcome with `won`, or with
    `lost`. `chance` is the party's believed probability of the first, from 0 to `ONE`.
    """

    when: Terms
    won: Terms
    lost: Terms
    chance: int

    @property
    def terms(self) -> tuple[Terms, Terms, Terms]:
        """All of it but the chance."""
        return self.when, self.won, self.lost

    @cached_property
    def axes(self) -> tuple[int, ...]:
        """The issues that the lottery ties together."""
        return tuple(sorted({axis for axis, _ in (*self.when, *self.won, *self.lost)}))

    def points(self, outcome: Sequence[int], settled: Callable[[Outcome], int], in_force: InForce) -> int:
        """Points of an outcome; `settled` gives those of an outcome without the lottery."""
        stands = in_force.of(outcome)
        if any(stands[axis] != option for axis, option in self.when):
            return settled(tuple(outcome))
        return self.weighed(settled(_with(outcome, self.won)), settled(_with(outcome, self.lost)))

    def weighed(self, won: GridNumber, lost: GridNumber) -> GridNumber:
        """The two outcomes weighted by their chances, rounded half up to a step of the scale."""
        return (self.chance * won + (ONE - self.chance) * lost + ONE // 2) // ONE


def _with(outcome: Sequence[int], terms: Terms) -> Outcome:
    changed = list(outcome)
    for axis, option in terms:
        changed[axis] = option
    return tuple(changed)
