"""What the offers of another seat are worth to this one, counted on from act to act."""

from __future__ import annotations

from collections.abc import Sequence

from negosim.negotiation.packages import Package
from negosim.negotiation.tactics.menu import Menu
from negosim.negotiation.tactics.view import View

__all__ = ["OfferWorths"]


class OfferWorths:
    """The worths of a seat's offers in a meeting, in order, each looked up when it is asked for.

    It stays the same from act to act as long as the own worths do, and grows as more is heard.
    """

    def __init__(self, menu: Menu, offers: Sequence[Package]) -> None:
        self.menu = menu
        self.offers = offers
        self._counted, self._most = 1, self[0]

    @classmethod
    def in_view(cls, view: View, seat: str) -> OfferWorths:
        """Those of a seat that has made an offer."""
        key, offers = f"worths of {seat}", view.all_offers[seat]
        worths: OfferWorths | None = view.notes.get(key)
        if worths is None or worths.menu is not view.menu or worths.offers is not offers:
            worths = view.notes[key] = cls(view.menu, offers)
        return worths

    def __len__(self) -> int:
        return len(self.offers)

    def __getitem__(self, place: int) -> int:
        return self.menu.worth(self.offers[place])

    @property
    def most(self) -> int:
        """The worth of the best of them."""
        new = self.offers[self._counted :]
        self._counted, self._most = len(self), max([self._most, *map(self.menu.worth, new)])
        return self._most
