"""The offers in a meeting since its last agreement, which changes what an offer means."""

from __future__ import annotations

from dataclasses import dataclass

from negosim.negotiation.log import Kind
from negosim.negotiation.packages import Package
from negosim.negotiation.tactics.base import View

__all__ = ["OfferHistory"]


@dataclass(frozen=True)
class OfferHistory:
    """The offers of every seat since the last agreement in this meeting, in order."""

    by: dict[str, tuple[Package, ...]]

    @classmethod
    def in_view(cls, view: View) -> OfferHistory:
        """The history in a view's log."""
        here = [event for event in view.events if event.meeting == view.meeting]
        agreed = max((k for k, event in enumerate(here) if event.kind == Kind.AGREED), default=-1)
        offers: dict[str, list[Package]] = {}
        for event in here[agreed + 1 :]:
            if event.kind == Kind.OFFERED and event.package is not None:
                offers.setdefault(event.seat, []).append(event.package)
        return cls({seat: tuple(packages) for seat, packages in offers.items()})

    def distinct(self, seat: str) -> tuple[Package, ...]:
        """A seat's distinct offers, in the order in which they were first made."""
        return tuple(dict.fromkeys(self.by.get(seat, ())))

    def last(self, seat: str) -> Package | None:
        """A seat's last offer, or None."""
        offers = self.by.get(seat, ())
        return offers[-1] if offers else None
