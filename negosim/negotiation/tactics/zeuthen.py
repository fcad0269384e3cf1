"""Monotonic concession by Zeuthen's rule: who has more to lose by a conflict concedes, by just enough.

Zeuthen 1930, "Problems of Monopoly and Economic Warfare", ch. 4; as a strategy Rosenschein & Zlotkin 1994, "Rules of
Encounter", ch. 3; for more than two Endriss 2006, AAMAS, "Monotonic concession protocols for multilateral negotiation".
With x the seat's own last offer, y the worst for it of the others' and d its reservation value, its risk is

    (u(x) - u(y)) / (u(x) - d), at most 1, and 1 where u(x) = d.

The seat with the smallest risk concedes. Harsanyi 1956 (Econometrica 24:144) showed that for two this leads to the Nash
solution.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

from negosim.domain.preferences import Preferences
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.base import Accept, Act, Offer, Pass
from negosim.negotiation.tactics.base import Tactic, View
from negosim.negotiation.tactics.offer_history import OfferHistory
from negosim.registry import register

__all__ = ["RiskSide", "Zeuthen", "risk"]

LOOKED = 1 << 12
"""Packages that are looked at for a concession at the most; they are in the order of own worth."""


PAIR = 2


def risk(own: int, other: int, least: int) -> Fraction:
    """Zeuthen's risk limit: what is lost by giving in, over what is lost by a conflict; 0 to 1.

    `own` is the worth of one's own offer, `other` that of the other's, `least` that of no agreement.

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
    """A seat as the rule sees it: what a package is worth to it, and what no agreement is."""

    worth: Callable[[Package], int]
    least: int

    def risk(self, own: Package, others: Mapping[str, Package]) -> Fraction:
        """Its risk with its own offer beside the worst for it of the others' offers."""
        return risk(self.worth(own), min(map(self.worth, others.values())), self.least)


def own_side(view: View) -> RiskSide:
    """The seat itself."""
    return RiskSide(view.menu.worth, view.reservation)


def known_side(view: View, preferences: Preferences) -> RiskSide:
    """A seat whose preferences are known."""
    stands, left = view.menu.offering.standing.outcome, view.rounds_left
    least = preferences.reservation_value(stands, left)
    return RiskSide(lambda package: preferences.worth(package.on(stands), left), least)


def guessed_side(view: View, first: Package) -> RiskSide:
    """A seat whose wishes are guessed: its first offer is what it wants most, and nearness to it is worth to it.

    No agreement is worth to it what the nearness of what stands is.
    """
    offering = view.menu.offering
    away, stands = offering.away(first), offering.standing.outcome

    def worth(package: Package) -> int:
        outcome = package.on(stands)
        return -sum(int(part[outcome[axis]]) for axis, part in zip(offering.axes, away.parts, strict=True))

    return RiskSide(worth, -offering.standing_total(away))


@dataclass(frozen=True)
class LastOffers:
    """The last offers of this seat and of the others that count, and all of them as sides."""

    me: str
    offers: Mapping[str, Package]
    sides: Mapping[str, RiskSide]

    def risk(self, seat: str) -> Fraction:
        """A seat's risk with the offers on the table."""
        return self.sides[seat].risk(self.offers[seat], {k: one for k, one in self.offers.items() if k != seat})

    def risks(self) -> dict[str, Fraction]:
        """The risk of every seat that has something to give; who offers the worst for it of all offers has none."""
        risks = {seat: self.risk(seat) for seat in sorted(self.offers)}
        return {seat: one for seat, one in risks.items() if one}

    def instead(self, package: Package) -> LastOffers:
        """The same with another offer of this seat's."""
        return LastOffers(self.me, {**self.offers, self.me: package}, self.sides)

    def suffices(self) -> bool:
        """Whether this seat's risk is larger than the smallest of the others'."""
        risks = self.risks()
        own = risks.pop(self.me, Fraction(0))
        return own > min(risks.values(), default=Fraction(0))

    def gains_another(self, package: Package) -> bool:
        """Whether a package is worth less to this seat than its last offer, and more to another."""
        last, less = self.offers[self.me], self.sides[self.me].worth
        others = [side for seat, side in self.sides.items() if seat != self.me]
        return less(package) < less(last) and any(side.worth(package) > side.worth(last) for side in others)


@register(
    "tactic",
    "zeuthen",
    use="where each side concedes when it has more to lose by a breakdown",
    source="Zeuthen 1930, ch. 4; Rosenschein & Zlotkin 1994, ch. 3; Endriss 2006, AAMAS-06, p. 392",
)
class Zeuthen(Tactic):
    """Concedes when it has more to lose by a conflict than the others, and by just enough to turn that round.

    Where the scenario calls its party `informed`, it knows what the others would lose, as in the textbook. Otherwise it
    guesses: a seat's first offer is what that seat wants most, and what is near to it is worth more to it. Equal risks
    are settled by lot, the same for all at the table. Only the seats that its offer needs count, once they have
    offered. It accepts what is worth as much as what it would offer next.
    """

    def act(self, view: View) -> Act:
        """The offer by the rule; an answer by what it would offer next."""
        package = self.next_offer(view)
        if view.offer is None:
            return Offer(package) if package is not None else Pass()
        good = package is not None and view.acceptable(view.offer)
        enough = good and view.menu.worth(view.offer) >= view.menu.worth(package or view.offer)
        return Accept() if enough else view.no()

    def next_offer(self, view: View) -> Package | None:
        """Its best at first, then its last offer again or a concession; None where all is a loss."""
        table = self.table(view)
        if table is None:
            best = view.menu.best()
            return best if best is not None and view.acceptable(best) else None
        last = table.offers[view.party]
        return self._concession(view, table) if self._concedes(view, table) else last

    @staticmethod
    def table(view: View) -> LastOffers | None:
        """The offers that count; None before its own first one, and where that is no longer worth its while."""
        said = OfferHistory.in_view(view)
        last = said.last(view.party)
        if last is None or not view.menu.offers(last) or not view.acceptable(last):
            return None
        offers = {view.party: last}
        sides = {view.party: own_side(view)}
        for seat in sorted(view.menu.needs(last) - {view.party}):
            theirs = said.last(seat)
            if theirs is not None:
                known = view.known.get(seat)
                offers[seat] = theirs
                sides[seat] = known_side(view, known) if known is not None else guessed_side(view, said.by[seat][0])
        return LastOffers(view.party, offers, sides)

    @staticmethod
    def _concedes(view: View, table: LastOffers) -> bool:
        """Whether its risk is the smallest, or the lot falls on it among the smallest."""
        if len(table.offers) == 1:
            return False
        risks = table.risks()
        smallest = [seat for seat, one in risks.items() if one == min(risks.values())]
        lot = view.chance.uniform(f"table.{view.meeting}", view.course_round)
        return bool(smallest) and smallest[int(lot * len(smallest))] == view.party

    def _concession(self, view: View, table: LastOffers) -> Package:
        """The first package down its ranking that makes its risk the larger; where none does, the next best thing.

        Among three or more that is the first package by which another seat gains; else the best offer of the others.
        """
        wider = (one for one in self._below(view, table) if len(table.offers) > PAIR and table.gains_another(one))
        enough = (one for one in self._below(view, table) if table.instead(one).suffices())
        others = [one for seat, one in table.offers.items() if seat != view.party and view.acceptable(one)]
        given = max(filter(view.menu.offers, others), key=view.menu.worth, default=table.offers[view.party])
        return next(enough, None) or next(wider, given)

    @staticmethod
    def _below(view: View, table: LastOffers) -> Iterator[Package]:
        """Its packages worth no more than its last offer, from the best down to where they are a loss."""
        last = table.offers[view.party]
        top, looked = view.menu.worth(last), 0
        for place in count():
            package = view.menu.ranked(place)
            if package is None or looked == LOOKED or view.menu.worth(package) < view.reservation:
                return
            if view.menu.worth(package) <= top and package != last:
                looked += 1
                yield package
