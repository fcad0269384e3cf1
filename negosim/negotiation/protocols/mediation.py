"""A mediator at the table: a seat that speaks for nobody, with preferences of its own or without."""

from __future__ import annotations

from collections.abc import Sequence

from negosim.domain.outcomes import OutcomeSpace
from negosim.negotiation.protocols.base import State
from negosim.negotiation.protocols.offer_and_answer import OneOffer
from negosim.negotiation.protocols.turns import OTHER_RULES, TurnOrder
from negosim.registry import Parameter

__all__ = ["MEDIATOR", "Mediated"]

MEDIATOR = Parameter("mediator", "party", None, "who mediates; default who begins, else the first party of the meeting")


class Mediated(OneOffer):
    """One seat mediates between the others, which are the sides.

    To put something forward is no consent of the mediator's: it agrees, and is bound, only where an option needs its
    consent. When all sides have agreed the meeting is over. It is over too when the mediator walks out.
    """

    def __init__(
        self, space: OutcomeSpace, seats: Sequence[str], rounds: int, begins: str = "", *, mediator: str = ""
    ) -> None:
        super().__init__(space, seats, rounds, begins)
        self.mediator = mediator or self.begins

    def sides(self, state: State) -> tuple[str, ...]:
        """The seats present that don't mediate, in seat order."""
        return tuple(seat for seat in state.seats if seat != self.mediator)

    def turns(self, state: State) -> TurnOrder:
        """Whose round it is; what an offer of the mediator's does is another matter."""
        return TurnOrder(state.seats, self.proposer(state), OTHER_RULES)

    def _concerned(self, state: State) -> frozenset[str]:
        return self._consent(state) | ({state.by} - {self.mediator})

    def _bound(self, state: State) -> frozenset[str]:
        return self._concerned(state)

    def _everyone(self, state: State) -> frozenset[str]:
        return frozenset(self.sides(state))
