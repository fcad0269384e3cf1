"""Monotonic concession by Zeuthen's rule: the side with more to lose from conflict concedes, just enough.

Zeuthen 1930, "Problems of Monopoly and Economic Warfare", ch. 4; as a strategy Rosenschein & Zlotkin 1994, "Rules of
Encounter", ch. 3; for more than two Endriss 2006, AAMAS, "Monotonic concession protocols for multilateral negotiation".
The seat with the smallest risk (`risk`) concedes. Harsanyi 1956 (Econometrica 24:144) showed that for two this leads to
the Nash solution.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from negosim.domain.preferences import Grid
from negosim.negotiation.acts import ACCEPT, NONE, PASS, Act
from negosim.negotiation.tactics.base import Tactic, View
from negosim.negotiation.tactics.risk import LastOffers, SeatWorths
from negosim.registry import register

__all__ = ["Zeuthen"]

MOST = 1 << 12
"""The largest number of packages considered for a concession, in the order of own worth."""


@register(
    "tactic",
    "zeuthen",
    use="where each side concedes when it has more to lose by a breakdown",
    source="Zeuthen 1930, ch. 4; Rosenschein & Zlotkin 1994, ch. 3; Endriss 2006, AAMAS-06, p. 392",
)
class Zeuthen(Tactic):
    """Concedes when it has more to lose by a conflict than the others, and by just enough to turn that round.

    If its party is `informed`, it knows what the others would lose, as in the textbook. Otherwise it estimates: a
    seat's first offer is its best, and worth falls with the distance from it. Ties are broken at random, in the same
    way for all at the table. Only the seats that its offer needs count, once they have made an offer. It accepts what
    is worth as much as its next offer.
    """

    def act(self, view: View) -> Act:
        """Offer by the rule; answer by comparison with the next offer."""
        return view.act_for(self.choose(view))

    def choose(self, view: View) -> int:
        """The act as the rules know it."""
        offer, menu = self.next_offer(view), view.menu
        if view.offered == NONE:
            return offer if offer != NONE else PASS
        good = offer != NONE and view.may_agree_to(view.offered)
        return ACCEPT if good and menu.worth_of(view.offered) >= menu.worth_of(offer) else view.refusal

    def next_offer(self, view: View) -> int:
        """Its best at first, then its last offer again or a concession; `NONE` if everything is a loss."""
        table = self.table(view)
        if table is None:
            best = view.menu.best_offer()
            return best if best != NONE and view.may_agree_to(best) else NONE
        return self._concession(view, table) if self._concedes(view, table) else table.offers[table.me]

    @staticmethod
    def table(view: View) -> LastOffers | None:
        """The offers that count; None before its own first one, or if that is no longer on offer or acceptable."""
        recent, offering = view.recent_offers, view.menu.offering
        if view.party not in recent:
            return None
        last = offering.number(recent[view.party][-1])
        if not view.menu.can_offer(last) or not view.may_agree_to(last):
            return None
        asked = offering.requirements.voices(offering.need(last))
        seats = sorted({view.party, *offering.names(asked)} & set(recent))
        by_seat, offers = SeatWorths(view, seats), [offering.number(recent[seat][-1]) for seat in seats]
        return LastOffers(by_seat, seats.index(view.party), offers, by_seat.of([*map(offering.leads_to, offers)]))

    @staticmethod
    def _concedes(view: View, table: LastOffers) -> bool:
        """Whether its risk is the smallest, with ties broken at random."""
        if len(table.offers) == 1:
            return False
        risks = table.risks()
        smallest = [seat for seat, one in risks.items() if one == min(risks.values())]
        lot = view.chance.uniform(f"table.{view.meeting}", view.course_round)
        return bool(smallest) and smallest[int(lot * len(smallest))] == table.me

    def _concession(self, view: View, table: LastOffers) -> int:
        """The first package down its ranking that makes its risk the larger.

        If there is none: among three or more, the first package by which another seat gains; else the others' best
        offer.
        """
        wider: list[int] = []
        several = len(table.offers) > 2  # noqa: PLR2004 - more than a pair
        for offers, worths in self._below(view, table):
            enough = table.suffice(worths)
            if enough.any():
                return int(offers[enough.argmax()])
            if several and not wider:
                wider = offers[table.gain_another(worths)][:1].tolist()
        return wider[0] if wider else self._others_best(view, table)

    @staticmethod
    def _others_best(view: View, table: LastOffers) -> int:
        """The best offer of the others, if it can make one of them; else its own last."""
        others = [table.offers[seat] for seat in table.others]
        possible = [offer for offer in others if view.may_agree_to(offer) and view.menu.can_offer(offer)]
        return max(possible, key=view.menu.worth_of, default=table.offers[table.me])

    @staticmethod
    def _below(view: View, table: LastOffers) -> Iterator[tuple[NDArray[np.intp], Grid]]:
        """Its packages worth no more than its last offer and not a loss, from the best down, with their worths."""
        last, considered = table.offers[table.me], 0
        top = view.menu.worth_of(last)
        for block in view.menu.ranked_blocks():
            if view.menu.worth_of(block[-1]) > top:
                continue
            offers, worths = np.array(block, dtype=np.intp), table.by_seat.of(block)
            own = worths[table.me]
            counts = np.flatnonzero((own <= top) & (own >= view.reservation) & (offers != last))[: MOST - considered]
            yield offers[counts], worths[:, counts]
            considered += len(counts)
            if considered == MOST or own[-1] < view.reservation:
                return
