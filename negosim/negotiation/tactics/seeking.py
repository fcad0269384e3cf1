"""Tactics that aim at a bargaining solution of the estimated gains: they concede to it and no further.

The solution is that of Nash 1950 (Econometrica 18:155) or of Kalai & Smorodinsky 1975 (Econometrica 43:513), over the
seat's own gains and the others' as estimated by an opponent model. Estimates are not on the scale of the seat's own
points, so that the egalitarian solution (Kalai 1977) has no meaning here; these two need no common scale.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negosim.negotiation.packages import Package
from negosim.negotiation.tactics.acceptance import FROM_TIME
from negosim.negotiation.tactics.base import View
from negosim.negotiation.tactics.menu import Rule
from negosim.negotiation.tactics.mix import MODEL, Mix, OfferingStrategy
from negosim.negotiation.tactics.models.opponents import Opponents
from negosim.negotiation.tactics.offerings import EXPONENT, favourite
from negosim.negotiation.tactics.time_dependent import FIRST, conceded
from negosim.registry import register

__all__ = ["KalaiSeeking", "NashSeeking", "Seeking", "nash_product", "smallest_share", "target"]

NASH = "Nash 1950, Econometrica 18:155; estimated as by Baarslag, Hindriks & Jonker 2013"
KALAI = "Kalai & Smorodinsky 1975, Econometrica 43:513; estimated as by Baarslag, Hindriks & Jonker 2013"


SeatGains = NDArray[np.float64]
"""Gains of shape (seats, packages)."""


def nash_product(gains: SeatGains) -> SeatGains:
    """The product of the gains of each package (Nash 1950)."""
    return np.asarray(gains.prod(axis=0))


def smallest_share(gains: SeatGains) -> SeatGains:
    """The smallest share that a seat gets of its largest gain (Kalai & Smorodinsky 1975).

    Seats that cannot gain by any of the packages are left out.
    """
    ideal = gains.max(axis=1, keepdims=True)
    shares = np.where(ideal > 0, gains / np.where(ideal > 0, ideal, 1.0), np.inf)
    return np.asarray(shares.min(axis=0))


def target(view: View, opponents: Opponents, rule: Rule) -> int:
    """Own worth of the best package by a rule, given the estimated gains of those whose consent it needs.

    If no package is believed to be a gain for all of them, the worth of the seat's best package.
    """

    def solve() -> int:
        package = view.menu.fairest(opponents.coarse_gains(view), rule, view.reservation)
        return view.menu.highest if package is None else view.menu.worth(package)

    return opponents.until_next_offer(view, rule, solve)


class Seeking(OfferingStrategy):
    """Concedes along a curve over time from its best package to the estimated solution.

    a(t) = w + (best - w)(1 - F(t)), where w is its own worth of the solution, by the offers received so far, and F the
    curve of the time-dependent tactics. It offers the best package at that level by the same rule.
    """

    def __init__(self, rule: Rule, exponent: float, first: float) -> None:
        self.rule = rule
        self.exponent, self.first = exponent, first

    def aspiration(self, view: View, time: float, opponents: Opponents) -> int:
        """a(t), rounded to the grid."""
        fair = target(view, opponents, self.rule)
        return fair + round((view.menu.highest - fair) * (1.0 - conceded(time, self.exponent, self.first)))

    def package(self, view: View, level: int, opponents: Opponents) -> Package | None:
        """The best package at that level by the rule; the others' favourite if somebody loses by every package."""
        fairest = view.menu.fairest(opponents.coarse_gains(view), self.rule, level, base=view.reservation)
        return favourite(view, level, opponents) if fairest is None else fairest


@register("offering", "nash_seeking", source=NASH, parameters=(EXPONENT, FIRST))
def nash_offering(exponent: float = 1.0, first: float = 0.0) -> OfferingStrategy:
    """Concedes over time to the package that maximises the product of estimated gains, and holds there."""
    return Seeking(nash_product, exponent, first)


@register("offering", "kalai_seeking", source=KALAI, parameters=(EXPONENT, FIRST))
def kalai_offering(exponent: float = 1.0, first: float = 0.0) -> OfferingStrategy:
    """Concedes over time to where all get the largest equal share of the most they could gain, and holds there."""
    return Seeking(smallest_share, exponent, first)


@register(
    "tactic",
    "nash_seeking",
    use="for a side that aims at a fair split by the product of gains, as far as it can guess them",
    source=NASH,
    parameters=(EXPONENT, FIRST, FROM_TIME, MODEL),
)
class NashSeeking(Mix):
    """Concedes over time to the package that maximises the product of estimated gains, and holds there.

    Near the end it accepts the best that can still be expected (`ac_combi`). Only the gains of those count whose
    consent the package needs, so that with several others it may seek a deal with some of them.
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

    Near the end it accepts the best that can still be expected (`ac_combi`). Only the gains of those count whose
    consent the package needs; a seat's largest gain is over the packages by which none of them loses.
    """

    def __init__(self, model: str = "frequency", **parameters: float | str | bool) -> None:
        super().__init__("kalai_seeking", "ac_combi", model, **parameters)
