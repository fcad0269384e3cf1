"""A mediator at the table: a seat that speaks for nobody, with preferences of its own or without."""

from __future__ import annotations

from collections.abc import Sequence

from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.base import Floor
from negosim.negotiation.protocols.offer_and_answer import OneOffer
from negosim.negotiation.protocols.offer_space import OfferSpace
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
        self,
        floor: Floor,
        table: OfferSpace,
        seats: Sequence[str],
        rounds: int,
        begins: str = "",
        *,
        mediator: str = "",
    ) -> None:
        super().__init__(floor, table, seats, rounds, begins)
        self.mediator = mediator or self.begins

    @property
    def turns(self) -> TurnOrder:
        """Whose round it is; what an offer of the mediator's does is another matter."""
        return TurnOrder(self.table.seats, self.turn, OTHER_RULES)

    def concerned(self, package: Package) -> int:
        """Whose consent a package needs, and the side that proposed it."""
        proposer = 0 if self.by == self.mediator else self.table.bit[self.by]
        return self.table.mask(package) | proposer

    @property
    def deciding(self) -> int:
        """The sides that are present."""
        return self.table.present & ~self.table.bit[self.mediator]
