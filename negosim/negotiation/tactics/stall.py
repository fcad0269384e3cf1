"""Stalling: letting time pass while delay costs the other side more.

Rubinstein 1982, Econometrica 50:97, fixed bargaining costs: the side with the lower cost of delay gets the better deal.
Cramton 1992, Review of Economic Studies 59:205: impatient sides concede earlier, so concessions are informative.
"""

from __future__ import annotations

from negosim.domain.preferences import Preferences
from negosim.negotiation.acts import PASS
from negosim.negotiation.tactics.base import View
from negosim.negotiation.tactics.time_dependent import TimeDependent
from negosim.registry import Parameter, register

__all__ = ["Stall"]


@register(
    "tactic",
    "stall",
    use="for a side that gains by delay, since waiting costs the others more",
    source="Rubinstein 1982, Econometrica 50:97 (fixed costs); Cramton 1992, Review of Economic Studies 59:205",
    parameters=(
        Parameter("exponent", "number", 1.0, "how its aspiration falls while it does not stall", 0.001, 1000.0),
    ),
)
class Stall(TimeDependent):
    """Lets its turns go by while waiting costs the others more than itself, and bargains when it does not.

    If `informed`, it compares the cost of a round of delay for each seat. Otherwise it infers: waiting pays while the
    offers of all others have risen, in its own worth, by more than delay since their first has cost it. Before it has
    two offers of each, it waits if delay costs it nothing. While it stalls it passes, and accepts only its best
    package. Otherwise, and without a later turn, its aspiration falls over time.
    """

    def __init__(self, exponent: float = 1.0) -> None:
        super().__init__(exponent)

    def aspiration(self, view: View, time: float) -> int:
        """Its best while it stalls before the deadline; else the time-dependent one."""
        best = max(view.menu.highest, view.reservation)
        return best if time < 1.0 and self.stalls(view) else super().aspiration(view, time)

    def proposal(self, view: View) -> int:
        """Pass while it stalls."""
        return PASS if self.stalls(view) else super().proposal(view)

    def stalls(self, view: View) -> bool:
        """Whether it has a later turn and, as far as it knows or infers, delay costs every other seat more."""
        own, seats = _charge(view, view.preferences), view.menu.others
        if view.next_time >= 1.0 or not seats:
            return False
        if all(seat in view.known for seat in seats):
            return all(_charge(view, view.known[seat]) > own for seat in seats)
        known = [rise for seat in seats if (rise := _rise(view, seat)) is not None]
        return all(worth > rounds * own for worth, rounds in known) and (own <= 0 or len(known) == len(seats))


def _rise(view: View, seat: str) -> tuple[int, int] | None:
    """The rise of a seat's offers since its first, in own worth, and the number of rounds; None before two offers."""
    if len(view.all_offers.get(seat, ())) < 2:  # noqa: PLR2004  (a rise takes two offers)
        return None
    first = next(offer for offer in view.thread if offer.seat == seat)
    last = next(offer for offer in reversed(view.thread) if offer.seat == seat)
    return view.menu.worth(last.package) - view.menu.worth(first.package), last.round - first.round


def _charge(view: View, preferences: Preferences) -> int:
    """The cost of a round for a party, given what stands, in steps."""
    return preferences.charge(view.menu.offering.standing.outcome)
