"""Stalling: to let time pass when delay costs the other side more.

Rubinstein 1982, Econometrica 50:97, fixed bargaining costs: the side whom delay costs less gets the better of it.
Cramton 1992, Review of Economic Studies 59:205: who is impatient concedes earlier, so that concessions tell.
"""

from __future__ import annotations

from negosim.domain.preferences import Preferences
from negosim.negotiation.log import Kind
from negosim.negotiation.protocols.base import Act, Pass
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

    Where it is `informed`, it compares what a round of delay costs each seat. Otherwise it infers: waiting pays while
    the offers of all others have risen, in its own eyes, by more than the delay since their first has cost it. Before
    it has heard two offers of each it waits if delay costs it nothing. While it stalls it passes, and accepts only what
    is its best. When it does not, and when it has no later turn, its aspiration falls over time.
    """

    def __init__(self, exponent: float = 1.0) -> None:
        super().__init__(exponent)

    def aspiration(self, view: View, time: float) -> int:
        """Its best while it stalls, but for the deadline; else the time-dependent one."""
        best = max(view.menu.highest, view.reservation)
        return best if time < 1.0 and self.stalls(view) else super().aspiration(view, time)

    def propose(self, view: View) -> Act:
        """Pass while it stalls."""
        return Pass() if self.stalls(view) else super().propose(view)

    def stalls(self, view: View) -> bool:
        """Whether it has a later turn, and delay costs every other seat more than it, as far as it knows or infers."""
        own, seats = charge(view, view.preferences), view.menu.others
        if view.next_time >= 1.0 or not seats:
            return False
        if all(seat in view.known for seat in seats):
            return all(charge(view, view.known[seat]) > own for seat in seats)
        heard = [rise(view, seat) for seat in seats]
        told = [one for one in heard if one is not None]
        return all(risen > rounds * own for risen, rounds in told) and (own <= 0 or len(told) == len(heard))


def rise(view: View, seat: str) -> tuple[int, int] | None:
    """What a seat's offers rose by since its first, in this seat's worth, and in how many rounds; None before two."""
    offers = [event for event in view.events if event.kind == Kind.OFFERED and event.meeting == view.meeting]
    made = [(event.round, event.package) for event in offers if event.seat == seat and event.package is not None]
    if len(made) < 2:  # noqa: PLR2004  (a rise takes two offers)
        return None
    (start, first), (end, last) = made[0], made[-1]
    return view.menu.worth(last) - view.menu.worth(first), end - start


def charge(view: View, preferences: Preferences) -> int:
    """What a round costs a party while what stands stands, on the grid."""
    return preferences.charge(view.menu.offering.standing.outcome)
