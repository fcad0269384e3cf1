"""Acceptance strategies: when an offer is good enough.

Baarslag, Hindriks & Jonker 2013, "Acceptance conditions in automated negotiation", Studies in Computational
Intelligence 435:95. Utilities of the paper lie between 0 and 1; here the gain of a package is its worth above the
reservation value, and 1 is the gain of the best package on offer. No strategy is asked about a package that the seat
refuses or that is worth less than its reservation value: those are never accepted.
"""

from __future__ import annotations

from dataclasses import dataclass

from negosim.domain.preferences import to_grid
from negosim.negotiation.log import Kind
from negosim.negotiation.packages import Package
from negosim.negotiation.tactics.base import View
from negosim.registry import Parameter, register

__all__ = ["FROM_TIME", "PendingOffer", "ac_combi", "ac_const", "ac_next", "ac_time"]

SOURCE = "Baarslag, Hindriks & Jonker 2013, Studies in Computational Intelligence 435:95"
FROM_TIME = Parameter("from_time", "number", 0.9, "the time from which it takes less (T of the paper)", 0.0, 1.0)


@dataclass(frozen=True)
class PendingOffer:
    """An offer that is to be answered: what the seat sees, and the worth that it will ask for at its next turn."""

    view: View
    offer: Package
    asked: int

    @property
    def worth(self) -> int:
        """What the offer is worth."""
        return self.view.menu.worth(self.offer)

    @property
    def most(self) -> int:
        """The gain of the best package on offer."""
        return max(0, self.view.menu.highest - self.view.reservation)


@register(
    "acceptance",
    "ac_next",
    source=f"{SOURCE}, AC_next",
    parameters=(
        Parameter("factor", "number", 1.0, "factor on the gain of the offer (alpha of the paper)", 0.0, 10.0),
        Parameter("shift", "number", 0.0, "points added to it (beta of the paper)", -100.0, 100.0),
    ),
)
def ac_next(question: PendingOffer, factor: float = 1.0, shift: float = 0.0) -> bool:
    """Accepts what is worth at least what it would ask for at its next turn: factor x gain + shift >= gain asked."""
    reservation = question.view.reservation
    gain, asked = question.worth - reservation, question.asked - reservation
    return factor * gain + to_grid(shift) >= asked


@register(
    "acceptance",
    "ac_const",
    source=f"{SOURCE}, AC_const",
    parameters=(
        Parameter("share", "number", 0.8, "share of the best gain that is enough (alpha of the paper)", 0.0, 1.0),
    ),
)
def ac_const(question: PendingOffer, share: float = 0.8) -> bool:
    """Accepts what brings at least a fixed share of its best gain: gain >= share x best gain."""
    return question.worth - question.view.reservation >= share * question.most


@register("acceptance", "ac_time", source=f"{SOURCE}, AC_time", parameters=(FROM_TIME,))
def ac_time(question: PendingOffer, from_time: float = 0.9) -> bool:
    """Accepts whatever is no loss once a certain time has come: time >= from_time."""
    return question.view.time >= from_time


@register(
    "acceptance",
    "ac_combi",
    source=f"{SOURCE}, AC_combi",
    parameters=(
        FROM_TIME,
        Parameter(
            "against",
            "choice",
            "window",
            "what it then compares with: the best or the average of a window as long as the time left, or all so far",
            choices=("window", "average", "all"),
        ),
    ),
)
def ac_combi(question: PendingOffer, from_time: float = 0.9, against: str = "window") -> bool:
    """Accepts as AC_next does, and near the end what is as good as can still be hoped for, by the offers of before.

    AC_next or (time >= from_time and worth >= a), where a is the highest worth among the offers heard from 2 time - 1
    to time (MAX_W of the paper), their mean (AVG_W), or the highest of all offers so far (MAX_T).
    """
    if ac_next(question):
        return True
    view = question.view
    heard = _heard(question, 1 if against == "all" else 2 * view.round - view.rounds)
    return ac_time(question, from_time) and question.worth >= _hope(heard, against)


def _hope(worths: list[int], against: str) -> float:
    """What can be hoped for after such offers; of none, nothing."""
    if not worths:
        return float("-inf")
    return sum(worths) / len(worths) if against == "average" else max(worths)


def _heard(question: PendingOffer, since: int) -> list[int]:
    """Worth of the offers that the others made from a round of this meeting on, before the one on the table."""
    view = question.view
    made = [one for one in view.events if one.kind == Kind.OFFERED and one.meeting == view.meeting][:-1]
    others = [one.package for one in made if one.seat != view.party and view.round_of(one) >= since]
    return [view.menu.worth(package) for package in others if package is not None]
