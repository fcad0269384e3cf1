"""A mediator at the table: a seat that speaks for nobody, with preferences of its own or without."""

from __future__ import annotations

from collections.abc import Sequence

from negosim.negotiation.protocols.base import NOBODY, Floor
from negosim.negotiation.protocols.offer_and_answer import OneOffer
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.registry import Parameter, lookup
from negosim.scenario.realize.realization import Meeting

__all__ = ["MEDIATOR", "Mediated", "mediator_of"]

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
        seats: Sequence[int],
        rounds: int,
        begins: int = NOBODY,
        *,
        mediator: int = NOBODY,
    ) -> None:
        super().__init__(floor, table, seats, rounds, begins)
        self.mediator = self.begins if mediator == NOBODY else mediator

    @property
    def mediator_is_there(self) -> bool:
        """Whether the mediator has not walked out."""
        return bool(self.table.present >> self.mediator & 1)

    @property
    def proposer(self) -> int:
        """The side that proposed; to put something forward is no consent of the mediator's."""
        return 0 if self.by == self.mediator else 1 << self.by

    @property
    def deciding(self) -> int:
        """The sides that are present."""
        return self.table.present & ~(1 << self.mediator)


def mediator_of(meeting: Meeting) -> str:
    """Who mediates in a meeting; empty where its rules know no mediator."""
    rules = lookup("protocol", meeting.protocol.name).make
    if not (isinstance(rules, type) and issubclass(rules, Mediated)):
        return ""
    return str(meeting.protocol.parameters.get("mediator", meeting.begins))
