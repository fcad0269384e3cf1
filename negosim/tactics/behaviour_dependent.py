"""Behaviour-dependent tactics: one concedes as the others do.

Faratin, Sierra & Jennings 1998, Robotics and Autonomous Systems 24:159, section 4.3, the absolute family, carried from
positions on one issue to worth: what the others' offers rose by in one's own eyes is what one gives up in turn.
"""

from __future__ import annotations

from negosim.preferences import to_grid
from negosim.registry import Parameter, register
from negosim.tactics.base import Aspiring, View

__all__ = ["TitForTat"]


@register(
    "tactic",
    "tit_for_tat",
    source="Faratin, Sierra & Jennings 1998, Robotics and Autonomous Systems 24:159, section 4.3",
    parameters=(Parameter("generosity", "number", 0.0, "points given up each round of one's own accord", 0.0, 100.0),),
)
class TitForTat(Aspiring):
    """Gives up as much as the others' offers have risen since their first, in its own points.

    With several others the one who moved least sets the pace, since the package needs all of them. `generosity` keeps
    two of a kind from waiting for each other for ever.
    """

    def __init__(self, generosity: float = 0.0) -> None:
        self.generosity = generosity

    def aspiration(self, view: View, time: float) -> int:
        """Best worth less what the others gave up, not below the reservation value."""
        own_accord = to_grid(self.generosity) * round(time * (view.rounds - 1))
        return max(view.reservation, view.menu.highest - self.conceded_by_others(view) - own_accord)

    def conceded_by_others(self, view: View) -> int:
        """The least that any of the others' offers has risen in this meeting since its first, in one's own worth."""
        rises = [view.menu.worth(offers[-1]) - view.menu.worth(offers[0]) for offers in view.history().values()]
        return max(0, min(rises, default=0))
