"""Monotonic concession by Zeuthen's rule: the side with more to lose from conflict concedes, just enough.

Zeuthen 1930, "Problems of Monopoly and Economic Warfare", ch. 4; as a strategy Rosenschein & Zlotkin 1994, "Rules of
Encounter", ch. 3; for more than two Endriss 2006, AAMAS, "Monotonic concession protocols for multilateral negotiation".
With x the seat's own last offer, y the others' offer that is worst for it and d its reservation value, its risk is

    (u(x) - u(y)) / (u(x) - d), at most 1, and 1 if u(x) = d.

The seat with the smallest risk concedes. Harsanyi 1956 (Econometrica 24:144) showed that for two this leads to the Nash
solution.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

from negosim.domain.preferences import Preferences
from negosim.negotiation.acts import Accept, Act, Offer, Pass
from negosim.negotiation.packages import Package
from negosim.negotiation.tactics.base import Tactic, View
from negosim.negotiation.tactics.offer_history import OfferHistory
from negosim.registry import register

__all__ = ["RiskSide", "Zeuthen", "risk"]

MOST = 1 << 12
"""The largest number of packages considered for a concession, in the order of own worth."""


def risk(own: int, other: int, least: int) -> Fraction:
    """Zeuthen's risk limit: the loss by conceding over the loss by conflict, from 0 to 1.

    `own` is the worth of the own offer, `other` that of the other's, `least` that of no agreement.

    >>> risk(own=100, other=40, least=20)
    Fraction(3, 4)
    >>> risk(own=20, other=20, least=20), risk(own=100, other=0, least=20)
    (Fraction(1, 1), Fraction(1, 1))
    """
    if own <= least or other <= least:
        return Fraction(1)
    return Fraction(max(0, own - other), own - least)


@dataclass(frozen=True)
class RiskSide:
    """A seat's worth of packages and of no agreement, known or estimated."""

    worth: Callable[[Package], int]
    least: int

    def risk(self, own: Package, others: Mapping[str, Package]) -> Fraction:
        """Its risk, given its own offer and the others' offers."""
        return risk(self.worth(own), min(map(self.worth, others.values())), self.least)


def known_side(view: View, preferences: Preferences) -> RiskSide:
    """A seat whose preferences are known."""
    stands, left = view.menu.offering.standing.outcome, view.rounds_left
    least = preferences.reservation_value(stands, left)
    return RiskSide(lambda package: preferences.worth(package.on(stands), left), least)


def estimated_side(view: View, first: Package) -> RiskSide:
    """A seat with estimated preferences: its first offer is its best, and worth falls with the distance from it.

    No agreement is worth as much to it as what stands.
    """
    offering = view.menu.offering
    away, stands = offering.away(first), offering.standing.outcome

    def worth(package: Package) -> int:
        outcome = package.on(stands)
        return -sum(int(part[outcome[axis]]) for axis, part in zip(offering.axes, away.parts, strict=True))

    return RiskSide(worth, -offering.standing_total(away))


@dataclass(frozen=True)
class LastOffers:
    """The last offers of this seat and of the others that count, with the sides' worths."""

    me: str
    offers: Mapping[str, Package]
    sides: Mapping[str, RiskSide]

    def risk(self, seat: str) -> Fraction:
        """A seat's risk, given the last offers."""
        return self.sides[seat].risk(self.offers[seat], {k: one for k, one in self.offers.items() if k != seat})

    def risks(self) -> dict[str, Fraction]:
        """The risks of the seats that can concede; a seat whose own offer is the worst for it has none."""
        risks = {seat: self.risk(seat) for seat in sorted(self.offers)}
        return {seat: one for seat, one in risks.items() if one}

    def replaced(self, package: Package) -> LastOffers:
        """The last offers with another one of this seat."""
        return LastOffers(self.me, {**self.offers, self.me: package}, self.sides)

    def suffices(self) -> bool:
        """Whether this seat's risk exceeds the smallest of the others'."""
        risks = self.risks()
        own = risks.pop(self.me, Fraction(0))
        return own > min(risks.values(), default=Fraction(0))

    def gains_another(self, package: Package) -> bool:
        """Whether a package is worth less to this seat than its last offer, but more to another."""
        last, worth = self.offers[self.me], self.sides[self.me].worth
        others = [side for seat, side in self.sides.items() if seat != self.me]
        return worth(package) < worth(last) and any(side.worth(package) > side.worth(last) for side in others)


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
        package = self.next_offer(view)
        if view.offer is None:
            return Offer(package) if package is not None else Pass()
        good = package is not None and view.acceptable(view.offer)
        enough = good and view.menu.worth(view.offer) >= view.menu.worth(package or view.offer)
        return Accept() if enough else view.no()

    def next_offer(self, view: View) -> Package | None:
        """Its best at first, then its last offer again or a concession; None if everything is a loss."""
        table = self.table(view)
        if table is None:
            best = view.menu.best()
            return best if best is not None and view.acceptable(best) else None
        last = table.offers[view.party]
        return self._concession(view, table) if self._concedes(view, table) else last

    @staticmethod
    def table(view: View) -> LastOffers | None:
        """The offers that count; None before its own first one, or if that is no longer on offer or acceptable."""
        history = OfferHistory.in_view(view)
        last = history.last(view.party)
        if last is None or not view.menu.offers(last) or not view.acceptable(last):
            return None
        offers = {view.party: last}
        sides = {view.party: RiskSide(view.menu.worth, view.reservation)}
        for seat in sorted(view.menu.needs(last) - {view.party}):
            theirs = history.last(seat)
            if theirs is not None:
                known = view.known.get(seat)
                offers[seat] = theirs
                sides[seat] = (
                    known_side(view, known) if known is not None else estimated_side(view, history.by[seat][0])
                )
        return LastOffers(view.party, offers, sides)

    @staticmethod
    def _concedes(view: View, table: LastOffers) -> bool:
        """Whether its risk is the smallest, with ties broken at random."""
        if len(table.offers) == 1:
            return False
        risks = table.risks()
        smallest = [seat for seat, one in risks.items() if one == min(risks.values())]
        lot = view.chance.uniform(f"table.{view.meeting}", view.course_round)
        return bool(smallest) and smallest[int(lot * len(smallest))] == view.party

    def _concession(self, view: View, table: LastOffers) -> Package:
        """The first package down its ranking that makes its risk the larger.

        If there is none: among three or more, the first package by which another seat gains; else the others' best
        offer.
        """
        several = len(table.offers) > 2  # noqa: PLR2004 - more than a pair
        wider = (one for one in self._below(view, table) if several and table.gains_another(one))
        enough = (one for one in self._below(view, table) if table.replaced(one).suffices())
        others = [one for seat, one in table.offers.items() if seat != view.party and view.acceptable(one)]
        fallback = max(filter(view.menu.offers, others), key=view.menu.worth, default=table.offers[view.party])
        return next(enough, None) or next(wider, fallback)

    @staticmethod
    def _below(view: View, table: LastOffers) -> Iterator[Package]:
        """Its packages worth no more than its last offer and not a loss, from the best down."""
        last = table.offers[view.party]
        top, considered = view.menu.worth(last), 0
        for place in count():
            package = view.menu.ranked(place)
            if package is None or considered == MOST or view.menu.worth(package) < view.reservation:
                return
            if view.menu.worth(package) <= top and package != last:
                considered += 1
                yield package
