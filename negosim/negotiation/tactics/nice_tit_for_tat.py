"""Nice tit-for-tat: answers the other's concessions towards the estimated Nash point in kind.

Baarslag, Hindriks & Jonker 2013, "A tit for tat negotiation strategy for real-time bilateral negotiations", Studies in
Computational Intelligence 435:229. With N the own worth of the Nash point by the opponent model, y_1 the other's first
offer and y its best one so far, in one's own worth, the other has gone the share

    c = (y - y_1)/(N - y_1)  of the way, between 0 and 1,

and one goes the same share of one's own: the aspiration is best - c (best - N).
"""

from __future__ import annotations

from collections.abc import Sequence

from negosim.negotiation.packages import Package
from negosim.negotiation.tactics.acceptance import FROM_TIME
from negosim.negotiation.tactics.bargaining_rules import nash
from negosim.negotiation.tactics.base import View
from negosim.negotiation.tactics.mix import MODEL, Mix, OfferingStrategy
from negosim.negotiation.tactics.models.opponents import Opponents
from negosim.negotiation.tactics.offerings import favourite
from negosim.negotiation.tactics.seeking import target
from negosim.registry import Parameter, register

__all__ = ["NiceTitForTat", "NiceTitForTatOffering"]

SOURCE = "Baarslag, Hindriks & Jonker 2013, Studies in Computational Intelligence 435:229"
PARAMETERS = (
    Parameter("bonus", "number", 0.1, "share of the rest of the way that it goes of its own accord", 0.0, 1.0),
    Parameter("hurry", "number", 0.91, "from this time on it goes more of the way: all of it 0.05 later", 0.0, 1.0),
)
HASTE = 20.0
"""Share of the rest of the way that it goes for each unit of time beyond `hurry`."""


@register("offering", "nice_tit_for_tat", source=SOURCE, parameters=PARAMETERS)
class NiceTitForTatOffering(OfferingStrategy):
    """Goes the share of its way to the estimated Nash point that the others have gone of theirs.

    With several others the one who went the least of its way sets the pace. Of the way that is left it gives a bonus,
    which grows to all of it when the deadline is near. It offers what the others are believed to like best.
    """

    def __init__(self, bonus: float = 0.1, hurry: float = 0.91) -> None:
        self.bonus, self.hurry = bonus, hurry

    def aspiration(self, view: View, time: float, opponents: Opponents) -> int:
        """best - c (best - N), less the bonus on what is left of the way."""
        best, fair = view.menu.highest, target(view, opponents, nash)
        left = (best - fair) * (1.0 - min((gone(worths, fair) for worths in self._heard(view)), default=0.0))
        return fair + round(left * (1.0 - max(self.bonus, min(1.0, HASTE * (time - self.hurry)))))

    @staticmethod
    def _heard(view: View) -> list[list[int]]:
        """Own worth of every other seat's offers, in order."""
        return [[view.menu.worth(package) for package in offers] for offers in view.history().values()]

    def package(self, view: View, level: int, opponents: Opponents) -> Package | None:
        """The others' favourite at that level."""
        return favourite(view, level, opponents)


def gone(worths: Sequence[int], fair: int) -> float:
    """The share of its way to a fair worth that a seat has gone by its best offer, from its first: c of the paper.

    >>> gone([20, 35, 30], fair=50)
    0.5
    """
    way = fair - worths[0]
    return min(1.0, (max(worths) - worths[0]) / way) if way > 0 else 1.0


@register(
    "tactic",
    "nice_tit_for_tat",
    use="for a side that answers in kind but steers towards a fair deal",
    source=SOURCE,
    parameters=(*PARAMETERS, FROM_TIME, MODEL),
)
class NiceTitForTat(Mix):
    """Aims at the Nash point of the estimated gains, and answers each step of the others towards it by one of its own.

    Nice, since among packages that are worth the same to it, it offers what the others are believed to like best. It
    never asks for less than the Nash point, but near the end takes the best that can still be hoped for (`ac_combi`).
    Of the agent of 2011 the choice by lot among several favourites is left out.
    """

    def __init__(self, model: str = "bayesian", **parameters: float | str | bool) -> None:
        super().__init__("nice_tit_for_tat", "ac_combi", model, **parameters)
