"""Baseline tactics, against which to measure the others."""

from __future__ import annotations

from negosim.negotiation.acts import Accept, Act, Offer, Pass, Reject
from negosim.negotiation.tactics.base import AspirationTactic, Tactic, View
from negosim.registry import register

__all__ = ["Hardliner", "RandomWalker"]


@register(
    "tactic",
    "hardliner",
    use="as a yardstick: what holding out brings against others who move",
    source="the never-conceding strategy of Raiffa 1982, ch. 4, and of the ANAC yardsticks",
)
class Hardliner(AspirationTactic):
    """Asks for its best package from the first round to the last."""

    def aspiration(self, view: View, time: float) -> int:
        """The worth of the best package on offer."""
        return max(view.menu.highest, view.reservation)


@register(
    "tactic",
    "random_walker",
    use="as a yardstick: what comes of offers without any plan",
    source="after the zero-intelligence trader of Gode & Sunder 1993, J. Polit. Econ. 101:119",
)
class RandomWalker(Tactic):
    """Offers any package that is not a loss to it, at random, and accepts what is as good as the one it would offer."""

    def act(self, view: View) -> Act:
        """Offer a random package; answer by comparison with one."""
        numbers = view.chance.generator(f"tactic.{view.party}", view.course_round)
        own = view.menu.random(view.reservation, numbers)
        if view.offer is None:
            return Offer(own) if own is not None else Pass()
        level = view.menu.worth(own) if own is not None else view.reservation
        good = view.acceptable(view.offer) and view.menu.worth(view.offer) >= level
        return Accept() if good else Reject()
