"""A state that keeps more than the table: what a protocol must remember from act to act and from round to round."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TypeVar

from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.base import State

__all__ = ["Remembering"]

R = TypeVar("R", bound="Remembering")


@dataclass(frozen=True)
class Remembering(State):
    """A state whose further fields outlast an offer and a round; a protocol's own adds them, with defaults."""

    @classmethod
    def of(cls: type[R], state: State) -> R:
        """A state with all that is remembered: nothing yet, where a meeting has just begun."""
        if isinstance(state, cls):
            return state
        return cls(**{field.name: getattr(state, field.name) for field in fields(State)})

    def tabled(self: R, offer: Package, by: str) -> R:
        """The same with an offer on the table."""
        return replace(self, offer=offer, by=by, answers=())

    def answered(self: R, seat: str, accepts: bool) -> R:
        """The same after a seat has answered the offer."""
        return replace(self, answers=(*self.answers, (seat, accepts)))

    def cleared(self: R) -> R:
        """The same with nothing on the table."""
        return replace(self, offer=None, by="", answers=())

    def next_round(self: R, turn: str = "") -> R:
        """The table cleared for the next round, which is `turn`'s."""
        return replace(self.cleared(), round=self.round + 1, turn=turn)
