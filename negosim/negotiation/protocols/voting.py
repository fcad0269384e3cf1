"""Proposals that pass by votes: k of n, with weights; the closed rule of Baron & Ferejohn 1989."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from negosim.errors import Diagnostic
from negosim.negotiation.protocols.alternating_offers import CHANCES, AlternatingOffers
from negosim.negotiation.protocols.base import NOBODY, Floor
from negosim.negotiation.protocols.offer_and_answer import Answers
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.negotiation.protocols.turns import TurnOrder
from negosim.registry import Parameter, register
from negosim.scenario.checks.base import Path, at_value
from negosim.scenario.spec.scenario import ProtocolSpec
from negosim.scenario.yaml.nodes import Node

__all__ = ["Voting"]

EXACT = 1e-9
"""Votes that miss the quota by less, as a part of all, reach it: two thirds of 3, written 0.6666666667, is 2."""


def drafts_need_the_yes_of_all(_: ProtocolSpec, root: Node, path: Path) -> Iterator[Diagnostic]:
    """A meeting that prepares another does not vote."""
    meeting = root.at(path[:-1]).value
    if isinstance(meeting, dict) and "prepares" in meeting:
        message = "a draft needs the yes of all at the table, and this protocol takes votes"
        yield at_value(root, (*path, "name"), "R246", message, "take another, such as 'alternating_offers'")


@register(
    "protocol",
    "voting",
    source="Baron & Ferejohn 1989, APSR 83:1181, closed rule; Shapley & Shubik 1954, APSR 48:787, for weights",
    parameters=(
        Parameter("rounds", "whole", None, "number of rounds: one proposal and the vote on it each", 1, 10_000),
        Parameter("begins", "party", None, "who makes the first proposal; default the first party of the meeting"),
        Parameter("quota", "number", 0.51, "share of the votes that a package needs", 0.01, 1.0),
        Parameter("weights", "weights", None, "votes by party; one where none are written", 0.0, 1e6),
        *CHANCES,
    ),
)
class Voting(AlternatingOffers):
    """One proposal a round, by turns or drawn; it passes when enough of those vote for it whose consent it needs.

    Those whose consent a package needs are its voters; a vote in this meeting takes the place of the consent of each.
    All at the table must be there: a package that needs somebody who isn't, or who walked out, can't be proposed. To
    propose is to vote for it. It passes if the weights of the votes for it come to the quota of the weights of all its
    voters. The others at the table are asked for their view, which decides nothing. Who voted for it is bound, who
    voted against it is not; what stands then stands for all. A package on which all at the table had a vote, or that
    they proposed, ends the meeting; another closes the issues that it names. No issue may need a body: that votes by
    a rule of its own.
    """

    counts_bodies = False
    checks = (*AlternatingOffers.checks, drafts_need_the_yes_of_all)
    codes: ClassVar[Mapping[str, str]] = {
        **AlternatingOffers.codes,
        "R246": "A meeting that prepares another does not vote: a draft needs the yes of all at its table.",
    }

    def __init__(
        self,
        floor: Floor,
        table: OfferSpace,
        seats: Sequence[int],
        rounds: int,
        begins: int = NOBODY,
        *,
        quota: float = 0.51,
        weights: Mapping[int, float] | None = None,
        order: str = "rotation",
        breakdown: float = 0.0,
    ) -> None:
        super().__init__(floor, table, seats, rounds, begins, order=order, breakdown=breakdown)
        self.quota = quota
        self.weights = dict.fromkeys(self.seats, 1.0) | dict(weights or {})

    @property
    def turns(self) -> TurnOrder:
        """Packages pass by other rules than the consent of all."""
        return self.turn_order(breakdown=self.breakdown)

    def answers(self, needed: int) -> Answers:
        """All vote; then the weights are counted. Who walks out meanwhile votes against it."""
        for seat in self.others():
            [act] = yield (seat,)
            self.answer(seat, act, bool(needed >> seat & 1))
        votes = self._weight(self.yes & needed)
        return votes > 0.0 and votes >= (self.quota - EXACT) * self._weight(needed)

    def _weight(self, voters: int) -> float:
        return sum(weight for seat, weight in self.weights.items() if voters >> seat & 1)

    def bound(self, offer: int) -> int:
        """Who voted for it, and who proposed it."""
        return self.yes & self.concerned(offer)

    def outvoted(self, offer: int) -> tuple[str, ...]:
        """Who had a vote and did not vote for it."""
        return self.table.names(self.concerned(offer) & ~self.yes)
