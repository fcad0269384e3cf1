"""MiCRO: one small step down one's own ranking for each new offer of the other.

de Jonge 2022, IJCAI, p. 223, "An Analysis of the Linear Bilateral ANAC Domains Using the MiCRO Benchmark Strategy",
section 4: the packages are ranked by own worth; with m distinct offers made and n received, the next package of the
ranking is offered if m <= n, otherwise one of the m, at random; an offer is accepted if it is worth at least the lowest
that the seat is ready to offer.
"""

from __future__ import annotations

from itertools import count

from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.base import Accept, Act, Offer, Pass
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

    Otherwise it repeats one that it made before, at random. It accepts what is worth at least the worst that it is
    ready to offer. With more than two, a new package waits for each seat that it needs: the one with the fewest
    distinct offers counts. One that needs nobody waits for nobody. An agreement of some starts the count anew.
    """

    def act(self, view: View) -> Act:
        """A step down, a repeat, or an answer by the worst that it is ready to offer."""
        said = OfferHistory.in_view(view)
        own, new = said.distinct(view.party), self.ready(view, said)
        if view.offer is not None:
            ready = [view.menu.worth(one) for one in (*own, *([new] if new is not None else []))]
            asked = min((worth for worth in ready if worth >= view.reservation), default=None)
            good = asked is not None and view.acceptable(view.offer) and view.menu.worth(view.offer) >= asked
            return Accept() if good else view.no()
        return self._offer(view, own, new)

    @staticmethod
    def ready(view: View, said: OfferHistory) -> Package | None:
        """The next package of the ranking, if it is no loss and every seat that it needs has offered as often."""
        own = said.distinct(view.party)
        new = next(one for one in map(view.menu.ranked, count()) if one not in own)
        if new is None or view.menu.worth(new) < view.reservation:
            return None
        others = view.menu.needs(new) - {view.party}
        fewest = min((len(said.distinct(seat)) for seat in others), default=len(own))
        return new if len(own) <= fewest else None

    @staticmethod
    def _offer(view: View, own: tuple[Package, ...], new: Package | None) -> Act:
        if new is not None:
            return Offer(new)
        again = [one for one in own if view.menu.offers(one) and view.acceptable(one)]
        if not again:
            return Pass()
        lot = view.chance.uniform(f"tactic.{view.party}.again", view.course_round)
        return Offer(again[int(lot * len(again))])
