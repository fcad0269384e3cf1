"""The offers in a meeting since its last agreement, which changes what an offer means."""

from __future__ import annotations

from dataclasses import dataclass

from negosim.negotiation.packages import Package
from negosim.negotiation.tactics.base import View

__all__ = ["OfferHistory"]


@dataclass(frozen=True)
class OfferHistory:
    """The offers of every seat since the last agreement in this meeting, in order."""

    by: dict[str, tuple[Package, ...]]

    @classmethod
    def in_view(cls, view: View) -> OfferHistory:
        """What a view has heard since the last agreement."""
        return cls({seat: tuple(offers) for seat, offers in view.recent_offers.items()})

    def distinct(self, seat: str) -> tuple[Package, ...]:
        """A seat's distinct offers, in the order in which they were first made."""
        return tuple(dict.fromkeys(self.by.get(seat, ())))

    def last(self, seat: str) -> Package | None:
        """A seat's last offer, or None."""
        offers = self.by.get(seat, ())
        return offers[-1] if offers else None
