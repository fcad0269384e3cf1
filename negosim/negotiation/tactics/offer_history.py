"""What was offered in a meeting since something was last agreed in it: an agreement changes what an offer means."""

from __future__ import annotations

from dataclasses import dataclass

from negosim.negotiation.log import Kind
from negosim.negotiation.packages import Package
from negosim.negotiation.tactics.base import View

__all__ = ["OfferHistory"]


@dataclass(frozen=True)
class OfferHistory:
    """The offers of every seat in this meeting since the last agreement in it, in their order."""

    by: dict[str, tuple[Package, ...]]

    @classmethod
    def in_view(cls, view: View) -> OfferHistory:
        """What a view's log holds."""
        here = [event for event in view.events if event.meeting == view.meeting]
        agreed = max((k for k, event in enumerate(here) if event.kind == Kind.AGREED), default=-1)
        made: dict[str, list[Package]] = {}
        for event in here[agreed + 1 :]:
            if event.kind == Kind.OFFERED and event.package is not None:
                made.setdefault(event.seat, []).append(event.package)
        return cls({seat: tuple(offers) for seat, offers in made.items()})

    def distinct(self, seat: str) -> tuple[Package, ...]:
        """A seat's offers, each once, in the order of their first time."""
        return tuple(dict.fromkeys(self.by.get(seat, ())))

    def last(self, seat: str) -> Package | None:
        """A seat's last offer; None where it has made none."""
        offers = self.by.get(seat, ())
        return offers[-1] if offers else None
