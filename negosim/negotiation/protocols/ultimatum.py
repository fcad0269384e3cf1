"""Take it or leave it: one seat proposes, the others answer, and nobody makes a counter-offer."""

from __future__ import annotations

from negosim.negotiation.protocols.offer_and_answer import OneOffer
from negosim.negotiation.protocols.turns import FIXED, TurnOrder
from negosim.registry import Parameter, register

__all__ = ["Ultimatum"]


@register(
    "protocol",
    "ultimatum",
    source="Güth, Schmittberger & Schwarze 1982, J. Economic Behavior and Organization 3:367",
    parameters=(
        Parameter("rounds", "whole", None, "how many offers it makes; one is the game of the source", 1, 10_000),
        Parameter("begins", "party", None, "who makes all offers; default the first party of the meeting"),
    ),
)
class Ultimatum(OneOffer):
    """Who begins makes every offer; the others take it or leave it, in seat order.

    With one round this is the ultimatum game: who answers has the choice between the offer and what stands. Consent and
    agreements are those of alternating offers. If who begins walks out, the meeting is over, for nobody else proposes.
    """

    @property
    def turns(self) -> TurnOrder:
        """One seat, round after round; in the last round that is the same as by turns."""
        return self.turn_order("rotation" if self.round >= self.rounds else FIXED)

    @property
    def proposers(self) -> tuple[int, ...]:
        """Who began, unless it has walked out."""
        return (self.begins,) if self.table.present >> self.begins & 1 else ()
