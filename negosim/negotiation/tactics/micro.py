"""MiCRO: one step down the own ranking for each new offer of the other.

de Jonge 2022, IJCAI, p. 223, "An Analysis of the Linear Bilateral ANAC Domains Using the MiCRO Benchmark Strategy",
section 4: packages are ranked by own worth; with m distinct offers made and n received, the next package is offered if
m <= n, otherwise a random one of the m; an offer is accepted if it is worth at least the lowest that the seat is ready
to offer.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, islice

from negosim.negotiation.acts import ACCEPT, NONE, PASS, Act
from negosim.negotiation.tactics.base import Tactic, View
from negosim.negotiation.tactics.menu import Menu
from negosim.registry import register

__all__ = ["Micro"]

DistinctOffers = Mapping[int, dict[int, None]]
"""By number of the seat, the numbers of what it has offered, see `View.distinct_offers`."""
NO_OFFERS: dict[int, None] = {}


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
        offers = view.distinct_offers
        descent = Descent.in_view(view, offers)
        new = descent.ready(offers)
        if view.offered != NONE:
            return ACCEPT if descent.accepts(view.offered, new) else view.refusal
        if new != NONE:
            return new
        if not descent.repeatable:
            return PASS
        lot = view.chance.uniform(f"tactic.{view.party}.again", view.course_round)
        return descent.repeatable[int(lot * len(descent.repeatable))]


class Descent:
    """How far down its ranking a seat has come: `made` is what it has offered, `next` the best of the rest.

    `repeatable` are those that it may offer again, and `lowest` is the lowest worth of those that are no loss. `next`
    is `NONE` where all that is left is a loss; `others` are the seats whose consent it needs.
    """

    def __init__(self, menu: Menu, reservation: int, seat: int, made: dict[int, None]) -> None:
        self.menu, self.reservation = menu, reservation
        self.seat, self.made = seat, made
        self.repeatable: list[int] = []
        self.lowest: int | None = None
        self._counted = 0
        self._ranking = chain.from_iterable(menu.ranked_blocks())
        self._step_down()

    @classmethod
    def in_view(cls, view: View, offers: DistinctOffers) -> Descent:
        """The descent so far; begun anew where worths or the reservation value are others, or what counts as made."""
        menu, seat = view.menu, view.menu.offering.parties.index(view.party)
        made, descent = offers.get(seat, NO_OFFERS), view.notes.get("micro")
        if descent is None or not descent.goes_on(menu, view.reservation, made):
            descent = view.notes["micro"] = cls(menu, view.reservation, seat, made)
        descent.catch_up()
        return descent

    def goes_on(self, menu: Menu, reservation: int, made: dict[int, None]) -> bool:
        """Whether nothing has changed but that offers were added."""
        return self.menu is menu and self.reservation == reservation and self.made is made

    def catch_up(self) -> None:
        """Count the offers made since the last act."""
        new = len(self.made) - self._counted
        if not new:
            return
        for offer in [*islice(reversed(self.made), new)][::-1]:
            self._count(offer)
        self._counted += new
        if self.next in self.made:
            self._step_down()

    def _count(self, offer: int) -> None:
        menu, worth = self.menu, self.menu.worth_of(offer)
        if worth < self.reservation:
            return
        self.lowest = worth if self.lowest is None else min(self.lowest, worth)
        if menu.can_offer(offer):
            self.repeatable.append(offer)

    def _step_down(self) -> None:
        menu, table = self.menu, self.menu.offering
        self.next = next((offer for offer in self._ranking if offer not in self.made), NONE)
        if self.next != NONE and menu.worth_of(self.next) < self.reservation:
            self.next = NONE
        need = 0 if self.next == NONE else table.requirements.voices(table.need(self.next))
        self.others = tuple(one for one in range(len(table.parties)) if need >> one & 1 and one != self.seat)

    def ready(self, offers: DistinctOffers) -> int:
        """The next package, if all whom it needs have made as many distinct offers; otherwise `NONE`."""
        own = len(self.made)
        waits = any(len(offers.get(one, NO_OFFERS)) < own for one in self.others)
        return NONE if waits else self.next

    def accepts(self, offer: int, ready: int) -> bool:
        """Whether an offer is worth at least the lowest of what it is ready to offer."""
        worths = [] if ready == NONE else [self.menu.worth_of(ready)]
        if self.lowest is not None:
            worths.append(self.lowest)
        return bool(worths) and not self.menu.refused(offer) and self.menu.worth_of(offer) >= min(worths)
