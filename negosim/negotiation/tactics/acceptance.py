"""Acceptance conditions; every tactic with an aspiration accepts by `ac_next` unless it has a condition of its own.

Baarslag, Hindriks & Jonker 2013, "Acceptance conditions in automated negotiation", Studies in Computational
Intelligence 435:95. The paper's utilities lie between 0 and 1; here the gain of a package is its worth above the
reservation value, and 1 is the gain of the best package on offer. Packages that the seat refuses or that are worth less
than its reservation value are never accepted, whatever the condition.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, takewhile

from negosim.negotiation.packages import Package
from negosim.negotiation.tactics.view import View
from negosim.registry import Parameter, register

__all__ = ["FROM_TIME", "PendingOffer", "ac_combi", "ac_const", "ac_next", "ac_time"]

SOURCE = "Baarslag, Hindriks & Jonker 2013, Studies in Computational Intelligence 435:95"
FROM_TIME = Parameter("from_time", "number", 0.9, "the time from which it takes less (T of the paper)", 0.0, 1.0)


@dataclass(frozen=True)
class PendingOffer:
    """An offer to be answered, with the seat's view and the worth `asked` that it will ask for at its next turn."""

    view: View
    offer: Package
    asked: int

    @property
    def worth(self) -> int:
        """The worth of the offer."""
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
def ac_next(pending: PendingOffer, factor: float = 1.0, shift: float = 0.0) -> bool:
    """Accepts what is worth at least what it would ask for at its next turn: factor x gain + shift >= gain asked."""
    reservation = pending.view.reservation
    gain, asked = pending.worth - reservation, pending.asked - reservation
    return factor * gain + pending.view.scale.steps(shift) >= asked


@register(
    "acceptance",
    "ac_const",
    source=f"{SOURCE}, AC_const",
    parameters=(
        Parameter("share", "number", 0.8, "share of the best gain that is enough (alpha of the paper)", 0.0, 1.0),
    ),
)
def ac_const(pending: PendingOffer, share: float = 0.8) -> bool:
    """Accepts what brings at least a fixed share of its best gain: gain >= share x best gain."""
    return pending.worth - pending.view.reservation >= share * pending.most


@register("acceptance", "ac_time", source=f"{SOURCE}, AC_time", parameters=(FROM_TIME,))
def ac_time(pending: PendingOffer, from_time: float = 0.9) -> bool:
    """Accepts whatever is no loss once a certain time has come: time >= from_time."""
    return pending.view.time >= from_time


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
def ac_combi(pending: PendingOffer, from_time: float = 0.9, against: str = "window") -> bool:
    """Accepts as AC_next does, and near the end what is as good as can still be hoped for, by the offers of before.

    AC_next or (time >= from_time and worth >= a), where a is the highest worth of the offers received from 2 time - 1
    to time (MAX_W of the paper), their mean (AVG_W), or the highest of all offers so far (MAX_T).
    """
    if ac_next(pending):
        return True
    if not ac_time(pending, from_time):
        return False
    view = pending.view
    worths = _worths_received(view, 1 if against == "all" else 2 * view.round - view.rounds)
    if not worths:
        return True
    return pending.worth >= (sum(worths) / len(worths) if against == "average" else max(worths))


def _worths_received(view: View, since: int) -> list[int]:
    """Worths of the others' offers from a round of this meeting on, except the one on the table."""
    earlier = takewhile(lambda offer: offer.round >= since, islice(reversed(view.thread), 1, None))
    return [view.menu.worth(offer.package) for offer in earlier if offer.seat != view.party]
