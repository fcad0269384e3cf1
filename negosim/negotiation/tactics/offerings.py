"""Offering strategies with the aspiration of a simple tactic and packages chosen by an opponent model."""

from __future__ import annotations

from negosim.negotiation.packages import Package
from negosim.negotiation.tactics.base import AspirationTactic, View
from negosim.negotiation.tactics.behaviour_dependent import TitForTat
from negosim.negotiation.tactics.mix import OfferingStrategy
from negosim.negotiation.tactics.models.opponents import Opponents
from negosim.negotiation.tactics.time_dependent import FIRST, SOURCE, TimeDependent
from negosim.registry import Parameter, register

__all__ = ["EXPONENT", "AspirationOffering", "favourite"]

EXPONENT = Parameter("exponent", "number", 1.0, "below 1 it holds and concedes late, above 1 at once", 0.001, 1000.0)


def favourite(view: View, level: int, opponents: Opponents) -> Package | None:
    """Of the packages worth at least `level`, the one that those whose consent it needs are believed to like best.

    If the models cannot distinguish options, the one nearest to their last offers.
    """
    if not opponents.distinguish(view):
        return view.menu.nearest(level, view.offers)
    return view.menu.cheapest(opponents.losses(view), level)


class AspirationOffering(OfferingStrategy):
    """Asks for what another tactic asks for, and offers the others' favourite of the packages worth as much."""

    def __init__(self, inner: AspirationTactic) -> None:
        self.inner = inner

    def aspiration(self, view: View, time: float, opponents: Opponents) -> int:
        """The aspiration of the other tactic."""
        return self.inner.aspiration(view, time)

    def package(self, view: View, level: int, opponents: Opponents) -> Package | None:
        """The others' favourite."""
        return favourite(view, level, opponents)


@register("offering", "time_dependent", source=SOURCE, parameters=(EXPONENT, FIRST))
def time_dependent(exponent: float = 1.0, first: float = 0.0) -> OfferingStrategy:
    """Concedes along a curve over time, and offers what the others are believed to like best at that level.

    a(t) = reservation + (best - reservation)(1 - F(t)), F(t) = first + (1 - first) t^(1/exponent). Without a model it
    offers what is nearest to the others' last offers.
    """
    return AspirationOffering(TimeDependent(exponent, first))


@register(
    "offering",
    "tit_for_tat",
    source="Faratin, Sierra & Jennings 1998, Robotics and Autonomous Systems 24:159, section 4.3",
    parameters=(Parameter("generosity", "number", 0.0, "points given up each round of one's own accord", 0.0, 100.0),),
)
def tit_for_tat(generosity: float = 0.0) -> OfferingStrategy:
    """Gives up as much as the others' offers have risen, and offers what they are believed to like best at that level.

    Without a model it offers what is nearest to the others' last offers.
    """
    return AspirationOffering(TitForTat(generosity))
