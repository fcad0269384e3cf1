"""Alternating offers for any number of seats: one offer a round, answered in seat order.

Rubinstein 1982 (Econometrica 50:97) for two; for more, the stacked alternating offers of Aydogan, Festen, Hindriks &
Jonker 2017 with consent by option: only those whose consent a package needs can turn it down. Who offers may be drawn
each round (the random proposer of Binmore 1987 and of Baron & Ferejohn 1989, APSR 83:1181), and after each round talks
may break down with a chance (Binmore, Rubinstein & Wolinsky 1986, RAND J. Economics 17:176).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from negosim.errors import Diagnostic
from negosim.negotiation.log import Ending, Kind
from negosim.negotiation.protocols.base import NOBODY, Floor
from negosim.negotiation.protocols.offer_and_answer import OneOffer
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.negotiation.protocols.turns import TurnOrder
from negosim.registry import Parameter, register
from negosim.scenario.checks.base import NamedCheck, Path, at_key
from negosim.scenario.spec.scenario import ProtocolSpec
from negosim.scenario.yaml.nodes import Node

__all__ = ["CHANCES", "AlternatingOffers"]

CHANCES = (
    Parameter(
        "order",
        "choice",
        "rotation",
        "who offers next: the next in turn, or somebody drawn each round",
        choices=("rotation", "random"),
    ),
    Parameter("breakdown", "number", 0.0, "chance after each round that talks break down", 0.0, 1.0),
)
"""What the rules may leave to chance."""


def nobody_begins_by_right(spec: ProtocolSpec, root: Node, path: Path) -> Iterator[Diagnostic]:
    """Where the order is random, the first offer is drawn too."""
    if spec.begins is not None and spec.parameters.get("order") == "random":
        message = "with 'order: random' nobody begins by right"
        help_ = "leave 'begins' out: the first offer is drawn like all others"
        yield at_key(root, (*path, "begins"), "R125", message, help_)


@register(
    "protocol",
    "alternating_offers",
    source="Rubinstein 1982, Econometrica 50:97; Aydogan et al. 2017",
    parameters=(
        Parameter("rounds", "whole", None, "number of rounds: one offer and the answers to it each", 1, 10_000),
        Parameter("begins", "party", None, "who makes the first offer; default the first party of the meeting"),
        *CHANCES,
    ),
)
class AlternatingOffers(OneOffer):
    """One offer a round, answered in seat order; whose turn it is to offer goes round the table.

    An agreement of all seats ends the meeting; an agreement of some takes effect, closes the issues that it names, and
    the meeting goes on about the rest. A package that needs only its proposer takes effect at once.
    """

    checks: ClassVar[tuple[NamedCheck, ...]] = (nobody_begins_by_right,)
    codes: ClassVar[Mapping[str, str]] = {
        "R125": "Who begins is named only where offers go round in turn: with 'order: random' the first is drawn too."
    }

    def __init__(
        self,
        floor: Floor,
        table: OfferSpace,
        seats: Sequence[int],
        rounds: int,
        begins: int = NOBODY,
        *,
        order: str = "rotation",
        breakdown: float = 0.0,
    ) -> None:
        super().__init__(floor, table, seats, rounds, begins)
        self.order = order
        self.breakdown = breakdown

    def first_turn(self) -> int:
        """Who begins, or who is drawn."""
        return self.draw(0) if self.order == "random" else self.begins

    def draw(self, round_: int) -> int:
        """One of the seats present, each with the same chance."""
        present = self.table.present_seats
        return present[int(self.floor.lot("order", round_) * len(present))]

    @property
    def turns(self) -> TurnOrder:
        """Who offers when."""
        return self.turn_order(self.order, self.breakdown)

    def next_turn(self) -> int:
        """The next in turn, those who left passed over; or somebody who is drawn."""
        return self.draw(self.round) if self.order == "random" else super().next_turn()

    def next_offer(self, seat: int) -> int | None:
        """Where it is drawn, the next round may be anybody's."""
        return self.next_round_of(seat) if self.order == "random" else super().next_offer(seat)

    def why_over(self) -> str:
        """Talks that would go on may break down."""
        reason = super().why_over()
        if reason or not self.breakdown or self.floor.lot("breakdown", self.round) >= self.breakdown:
            return reason
        self.floor.enter(Kind.BROKE_DOWN)
        return Ending.BREAKDOWN
