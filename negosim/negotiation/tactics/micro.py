"""MiCRO: one step down the own ranking for each new offer of the other.

de Jonge 2022, IJCAI, p. 223, "An Analysis of the Linear Bilateral ANAC Domains Using the MiCRO Benchmark Strategy",
section 4: packages are ranked by own worth; with m distinct offers made and n received, the next package is offered if
m <= n, otherwise a random one of the m; an offer is accepted if it is worth at least the lowest that the seat is ready
to offer.
"""

from __future__ import annotations

from itertools import count

from negosim.negotiation.acts import Accept, Act, Offer, Pass
from negosim.negotiation.packages import Package
from negosim.negotiation.tactics.base import Tactic, View
from negosim.negotiation.tactics.offer_history import OfferHistory
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
        history = OfferHistory.in_view(view)
        own, new = history.distinct(view.party), self.ready(view, history)
        if view.offer is not None:
            ready = [view.menu.worth(one) for one in (*own, *([new] if new is not None else []))]
            lowest = min((worth for worth in ready if worth >= view.reservation), default=None)
            good = lowest is not None and view.acceptable(view.offer) and view.menu.worth(view.offer) >= lowest
            return Accept() if good else view.no()
        if new is not None:
            return Offer(new)
        repeatable = [one for one in own if view.menu.offers(one) and view.acceptable(one)]
        if not repeatable:
            return Pass()
        lot = view.chance.uniform(f"tactic.{view.party}.again", view.course_round)
        return Offer(repeatable[int(lot * len(repeatable))])

    @staticmethod
    def ready(view: View, history: OfferHistory) -> Package | None:
        """The next package of the ranking, if it is not a loss and every seat that it needs has offered as often."""
        own = history.distinct(view.party)
        new = next(one for one in map(view.menu.ranked, count()) if one not in own)
        if new is None or view.menu.worth(new) < view.reservation:
            return None
        others = view.menu.needs(new) - {view.party}
        fewest = min((len(history.distinct(seat)) for seat in others), default=len(own))
        return new if len(own) <= fewest else None
