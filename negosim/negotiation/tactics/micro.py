"""MiCRO: one step down the own ranking for each new offer of the other.

de Jonge 2022, IJCAI, p. 223, "An Analysis of the Linear Bilateral ANAC Domains Using the MiCRO Benchmark Strategy",
section 4: packages are ranked by own worth; with m distinct offers made and n received, the next package is offered if
m <= n, otherwise a random one of the m; an offer is accepted if it is worth at least the lowest that the seat is ready
to offer.
"""

from __future__ import annotations

from negosim.negotiation.acts import ACCEPT, NONE, PASS, Act
from negosim.negotiation.tactics.base import Tactic, View
from negosim.negotiation.tactics.menu import Menu
from negosim.registry import register

__all__ = ["Micro"]


@register(
    "tactic",
    "micro",
    use="as a strong yardstick without parameters or a model of the others",
    source="de Jonge 2022, IJCAI-22, p. 223, section 4",
)
class Micro(Tactic):
    """Offers its packages from the best down, a new one only if the others have made as many distinct offers.

    Otherwise it repeats a random earlier one. It accepts what is worth at least the worst package that it is ready to
    offer. With more than two seats, the seat with the fewest distinct offers of those that a new package needs counts;
    a package that needs nobody is not held back. A partial agreement restarts the count.
    """

    def act(self, view: View) -> Act:
        """Step down, repeat, or answer by the worst that it is ready to offer."""
        return view.act_for(self.choose(view))

    def choose(self, view: View) -> int:
        """The act as the rules know it."""
        steps = OwnOffers.in_view(view)
        new = steps.next_offer(view)
        if view.offered != NONE:
            return self._answer(view, steps, new)
        if new != NONE:
            return new
        if not steps.repeatable:
            return PASS
        lot = view.chance.uniform(f"tactic.{view.party}.again", view.course_round)
        return steps.repeatable[int(lot * len(steps.repeatable))]

    @staticmethod
    def _answer(view: View, steps: OwnOffers, new: int) -> int:
        ready = [] if new == NONE else [view.menu.worth_of(new)]
        if steps.lowest is not None:
            ready.append(steps.lowest)
        good = ready and not view.menu.refused(view.offered) and view.menu.worth_of(view.offered) >= min(ready)
        return ACCEPT if good else view.refusal


class OwnOffers:
    """What a seat's own distinct offers come to since the last agreement, counted on from act to act.

    `repeatable` are those that it may make again, and `lowest` is the lowest worth of those that are no loss.
    """

    def __init__(self, menu: Menu, reservation: int) -> None:
        self.situation = (menu, reservation)
        self.made: set[int] = set()
        self.repeatable: list[int] = []
        self.lowest: int | None = None
        self._place = 0
        self._next: int | None = None
        self._others: tuple[str, ...] = ()

    @classmethod
    def in_view(cls, view: View) -> OwnOffers:
        """The steps so far; begun again when worths or the reservation value are others."""
        steps = view.notes.get("micro")
        if steps is None or steps.situation != (view.menu, view.reservation):
            steps = view.notes["micro"] = cls(view.menu, view.reservation)
        own = view.distinct_offers.get(view.party, ())
        for package in own[len(steps.made) :]:
            steps.count(view, view.menu.offering.number(package))
        return steps

    def count(self, view: View, offer: int) -> None:
        """Count another of the seat's offers."""
        self.made.add(offer)
        worth = view.menu.worth_of(offer)
        if worth < view.reservation:
            return
        self.lowest = worth if self.lowest is None else min(self.lowest, worth)
        if view.menu.offering.offers(offer) and not view.menu.refused(offer):
            self.repeatable.append(offer)

    def next_offer(self, view: View) -> int:
        """The next package of the ranking, if it is no loss and all whom it needs have made as many distinct offers."""
        if self._next is None or self._next in self.made:
            self._step_down(view)
        offers, own = view.distinct_offers, len(self.made)
        waits = any(len(offers.get(party, ())) < own for party in self._others)
        return NONE if waits or self._next is None else self._next

    def _step_down(self, view: View) -> None:
        """Find the best package that it has not offered yet, and whom it needs."""
        menu, table = view.menu, view.menu.offering
        while (ranked := menu.ranking(self._place, self._place + 1)) and ranked[0] in self.made:
            self._place += 1
        loss = not ranked or menu.worth_of(ranked[0]) < view.reservation
        self._next = NONE if loss else ranked[0]
        self._others = () if loss else tuple(one for one in table.names(table.need(ranked[0])) if one != view.party)
