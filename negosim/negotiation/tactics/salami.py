"""Salami tactics: demands in thin slices, each too small to be worth a quarrel.

Schelling 1966, "Arms and Influence", ch. 2; the same technique for peaceful ends in Fisher 1964, Daedalus 93:920,
"Fractionating Conflict".
"""

from __future__ import annotations

from itertools import cycle, islice

from negosim.negotiation.acts import Accept, Act, Offer, Pass
from negosim.negotiation.packages import Package
from negosim.negotiation.tactics.base import Tactic, View
from negosim.registry import register

__all__ = ["Salami"]


@register(
    "tactic",
    "salami",
    use="for a side that takes small pieces one by one, each too small to fight over",
    source="Schelling 1966, Arms and Influence, ch. 2; Fisher 1964, Daedalus 93:920",
)
class Salami(Tactic):
    """Asks for the smallest change that it gains by, then for the next, and takes every gain that it is given.

    A slice moves one issue, and is thinner the closer it is to what stands on that issue. A rejected slice is followed
    by the next thicker one, and the last by the thinnest again. It pays if talks continue after an agreement: in
    several meetings, or if some can agree without the others.
    """

    def act(self, view: View) -> Act:
        """Offer the next slice; accept whatever it gains by."""
        level = max(view.reservation, view.menu.stands + 1)
        if view.offer is not None:
            good = view.acceptable(view.offer) and view.menu.worth(view.offer) >= level
            return Accept() if good else view.no()
        package = self.slice(view, level)
        return Offer(package) if package is not None else Pass()

    @staticmethod
    def slice(view: View, level: int) -> Package | None:
        """The next slice; if no single move is a gain, the gain nearest to what stands."""
        gains = [one for one in view.menu.moves if view.menu.worth(one) >= level]
        thin = sorted(gains, key=lambda one: (thickness(view, one), -view.menu.worth(one)))
        demands = len(view.recent_offers.get(view.party, ()))
        return next(islice(cycle(thin), demands, None), None) or view.menu.nearest(level, {})


def thickness(view: View, package: Package) -> int:
    """The distance of a package of one move from what stands."""
    axis, option = package.terms[0]
    offering = view.menu.offering
    return int(offering.away(None).parts[offering.axes.index(axis)][option])
