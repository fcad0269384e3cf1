"""The interface of tactics: `Tactic`, and `AspirationTactic` with default ways to offer and answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from negosim.negotiation.acts import Accept, Act, Offer, Pass
from negosim.negotiation.packages import Package
from negosim.negotiation.tactics.acceptance import PendingOffer, ac_next
from negosim.negotiation.tactics.view import View

__all__ = ["AspirationTactic", "Tactic", "View"]

ACCEPT = Accept()


class Tactic(ABC):
    """How a seat decides. A tactic is created once per course with the parameters of the scenario, by name.

    `may_lose` marks a tactic that may agree to less than its reservation value.
    """

    may_lose: ClassVar[bool] = False

    @abstractmethod
    def act(self, view: View) -> Act:
        """The seat's act: an offer, a pass or leaving at its turn; an answer if there is an offer."""

    def aspiration(self, view: View, time: float) -> int | None:
        """The worth that it asks for at a time, on the grid, for figures; None if it has no aspiration."""
        return None


class AspirationTactic(Tactic):
    """A tactic with an aspiration, and default ways to offer and accept.

    Before any offer of the others it offers its best package; later, of the packages worth at least its aspiration, the
    one nearest to the last offers of the seats whose consent it needs. It accepts by `ac_next`, never below its
    reservation value.
    """

    @abstractmethod
    def aspiration(self, view: View, time: float) -> int:
        """The worth that it asks for at a time, on the grid."""

    def act(self, view: View) -> Act:
        """Answer an offer, or propose one."""
        return self.answer(view, view.offer) if view.offer is not None else self.propose(view)

    def answer(self, view: View, offer: Package) -> Act:
        """Accept an offer that is good enough, otherwise reject it or leave."""
        good = view.acceptable(offer) and self.accepts(view, offer)
        return ACCEPT if good else view.no()

    def accepts(self, view: View, offer: Package) -> bool:
        """Whether to accept an offer that is not a loss."""
        return ac_next(PendingOffer(view, offer, self.aspiration(view, view.next_time)))

    def propose(self, view: View) -> Act:
        """Offer a package; pass if there is none."""
        package = self.package(view)
        good = package is not None and view.menu.worth(package) >= view.reservation
        return Offer(package) if package is not None and good else Pass()

    def package(self, view: View) -> Package | None:
        """The best package at first, later the nearest to the others' at the aspiration; None if there is none."""
        level = max(self.aspiration(view, view.time), view.reservation)
        return view.menu.nearest(level, view.offers) if view.has_heard else view.menu.best()
