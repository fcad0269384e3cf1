"""Tactics that aim at a bargaining solution of the estimated gains: they concede down to it, and ask for no less.

The solution is that of Nash 1950 (Econometrica 18:155) or of Kalai & Smorodinsky 1975 (Econometrica 43:513), over one's
own gains and what an opponent model believes the others' to be. Estimates have no scale in common with one's own
points, so that the solution that equalises points (Kalai 1977) has no meaning here; these two need no common scale.
"""

from __future__ import annotations

from negosim.negotiation.packages import Package
from negosim.negotiation.tactics.acceptance import FROM_TIME
from negosim.negotiation.tactics.bargaining_rules import kalai_smorodinsky, nash
from negosim.negotiation.tactics.base import View
from negosim.negotiation.tactics.menu import Rule
from negosim.negotiation.tactics.mix import MODEL, Mix, OfferingStrategy
from negosim.negotiation.tactics.models.opponents import Opponents
from negosim.negotiation.tactics.offerings import EXPONENT, favourite
from negosim.negotiation.tactics.time_dependent import FIRST, conceded
from negosim.registry import register

__all__ = ["KalaiSeeking", "NashSeeking", "Seeking", "target"]

NASH = "Nash 1950, Econometrica 18:155; estimated as by Baarslag, Hindriks & Jonker 2013"
KALAI = "Kalai & Smorodinsky 1975, Econometrica 43:513; estimated as by Baarslag, Hindriks & Jonker 2013"


def target(view: View, opponents: Opponents, rule: Rule) -> int:
    """Own worth of the package that a rule calls the best, by the estimated gains of those whose consent it needs.

    Where no package is believed to be a gain for all of them, it is the worth of one's best.
    """

    def solved() -> int:
        package = view.menu.fairest(opponents.coarse_gains(view), rule, view.reservation)
        return view.menu.highest if package is None else view.menu.worth(package)

    return opponents.until_next_offer(view, rule, solved)


class Seeking(OfferingStrategy):
    """Concedes along a curve over time from its best package down to what it believes to be a fair one.

    a(t) = w + (best - w)(1 - F(t)), where w is its own worth of the solution by the offers heard so far and F is the
    curve of the time-dependent tactics. It offers the fairest package at that level by the same rule.
    """

    def __init__(self, rule: Rule, exponent: float, first: float) -> None:
        self.rule = rule
        self.exponent, self.first = exponent, first

    def aspiration(self, view: View, time: float, opponents: Opponents) -> int:
        """a(t), rounded to the grid."""
        fair = target(view, opponents, self.rule)
        return fair + round((view.menu.highest - fair) * (1.0 - conceded(time, self.exponent, self.first)))

    def package(self, view: View, level: int, opponents: Opponents) -> Package | None:
        """The fairest package at that level by the same rule; the others' favourite where all have somebody lose."""
        fairest = view.menu.fairest(opponents.coarse_gains(view), self.rule, level, base=view.reservation)
        return favourite(view, level, opponents) if fairest is None else fairest


@register("offering", "nash_seeking", source=NASH, parameters=(EXPONENT, FIRST))
def nash_offering(exponent: float = 1.0, first: float = 0.0) -> OfferingStrategy:
    """Concedes over time to the package that maximises the product of estimated gains, and holds there."""
    return Seeking(nash, exponent, first)


@register("offering", "kalai_seeking", source=KALAI, parameters=(EXPONENT, FIRST))
def kalai_offering(exponent: float = 1.0, first: float = 0.0) -> OfferingStrategy:
    """Concedes over time to where all get the largest equal share of the most they could gain, and holds there."""
    return Seeking(kalai_smorodinsky, exponent, first)


@register(
    "tactic",
    "nash_seeking",
    use="for a side that aims at a fair split by the product of gains, as far as it can guess them",
    source=NASH,
    parameters=(EXPONENT, FIRST, FROM_TIME, MODEL),
)
class NashSeeking(Mix):
    """Concedes over time to the package that maximises the product of estimated gains, and holds there.

    Near the end it takes the best that can still be hoped for (`ac_combi`). Only the gains of those count whose consent
    the package needs, so that with several others it may seek a deal with some of them.
    """

    def __init__(self, model: str = "frequency", **parameters: float | str | bool) -> None:
        super().__init__("nash_seeking", "ac_combi", model, **parameters)


@register(
    "tactic",
    "kalai_seeking",
    use="for a side that aims at equal shares of what each could gain, as far as it can guess them",
    source=KALAI,
    parameters=(EXPONENT, FIRST, FROM_TIME, MODEL),
)
class KalaiSeeking(Mix):
    """Concedes over time to where all get the largest equal share of the most they could gain, and holds there.

    Near the end it takes the best that can still be hoped for (`ac_combi`). Only the gains of those count whose consent
    the package needs; what a seat could gain is taken over the packages that are no loss for any of them.
    """

    def __init__(self, model: str = "frequency", **parameters: float | str | bool) -> None:
        super().__init__("kalai_seeking", "ac_combi", model, **parameters)
