"""Resource-dependent tactics: the scarcer a resource, the larger the concession.

Faratin, Sierra & Jennings 1998, Robotics and Autonomous Systems 24:159, section 4.2. A moving deadline (4.2.1) sets
the time of a time-dependent tactic; a resource (4.2.2) sets the share that is conceded: k + (1 - k) e^(-resource).
"""

from __future__ import annotations

import math

from negosim.negotiation.tactics.base import AspirationTactic, View
from negosim.negotiation.tactics.time_dependent import FIRST, conceded
from negosim.registry import Parameter, register

__all__ = ["DynamicDeadline", "ResourceDependent", "patience", "thread_deadline"]

SOURCE = "Faratin, Sierra & Jennings 1998, Robotics and Autonomous Systems 24:159, section 4.2"
MEAN = Parameter("mean", "number", 10.0, "rounds that such talks take as a rule (mu of the paper)", 0.1, 10_000.0)


def thread_deadline(view: View, mean: float) -> float:
    """mu |N|^2 / sum of |X_i|: N are the seats still negotiating with this one, X_i the offers exchanged with each.

    Infinite before the first offer.
    """
    seats = view.menu.others
    offers = {seat: len(view.all_offers.get(seat, ())) for seat in (*seats, view.party)}
    exchanged = sum(offers[seat] for seat in seats) + offers[view.party] * len(seats)
    return mean * len(seats) ** 2 / exchanged if exchanged else math.inf


def patience(view: View) -> float:
    """The rounds after which delay has cost what the best package adds to what stands; infinite without a cost."""
    best = view.menu.best()
    stands = view.menu.offering.standing.outcome
    charge = view.preferences.charge(stands)
    if best is None or charge <= 0:
        return math.inf
    return max(0, view.preferences.points(best.on(stands)) - view.preferences.points(stands)) / charge


@register(
    "tactic",
    "resource_dependent",
    use="for a side that is pressed by how few chances to talk are left rather than by a date",
    source=SOURCE + ".2",
    parameters=(
        Parameter(
            "resource",
            "choice",
            "turns",
            "what runs short: own turns to offer, seats that still negotiate, or offers still to come",
            choices=("turns", "seats", "offers"),
        ),
        MEAN,
        FIRST,
    ),
)
class ResourceDependent(AspirationTactic):
    """Concedes more the less is left of turns, of seats to deal with, or of the offers that such talks take.

    `turns` are its own remaining turns to offer: it holds and concedes at the end. `seats` are the others still at the
    table: the more there are, the less it concedes. `offers` is `mean` times the square of the number of those seats,
    over the offers exchanged with them so far.
    """

    def __init__(self, resource: str = "turns", mean: float = 10.0, first: float = 0.0) -> None:
        self.resource = resource
        self.mean = mean
        self.first = first

    def left(self, view: View, time: float) -> float:
        """The amount of the resource left at a time."""
        if self.resource == "turns":
            return (1.0 - time) * (view.rounds - 1) / (len(view.menu.others) + 1)
        return float(len(view.menu.others)) if self.resource == "seats" else thread_deadline(view, self.mean)

    def aspiration(self, view: View, time: float) -> int:
        """The worth by the resource left; the reservation value at the deadline."""
        share = 1.0 if time >= 1.0 else self.first + (1.0 - self.first) * math.exp(-self.left(view, time))
        return view.reservation + round(max(0, view.menu.highest - view.reservation) * (1.0 - share))


@register(
    "tactic",
    "dynamic_deadline",
    use="for a side whose patience hangs on how the others behave",
    source=SOURCE + ".1",
    parameters=(
        Parameter(
            "by",
            "choice",
            "patience",
            "what sets its deadline: when delay will have cost it its gain, or the length of the exchanges",
            choices=("patience", "offers"),
        ),
        MEAN,
        Parameter("exponent", "number", 1.0, "as in the time-dependent tactics", 0.001, 1000.0),
        FIRST,
    ),
)
class DynamicDeadline(AspirationTactic):
    """Concedes over time towards a deadline of its own, which moves with what delay costs or with the exchange.

    By `patience` it is the round by which delay has cost what its best package adds to what stands. By `offers` it is
    `mean` times the square of the number of other seats, over the offers exchanged with them: the longer the talks, the
    nearer the deadline. It is at most the end of the meeting.
    """

    def __init__(self, by: str = "patience", mean: float = 10.0, exponent: float = 1.0, first: float = 0.0) -> None:
        self.by = by
        self.mean = mean
        self.exponent = exponent
        self.first = first

    def deadline(self, view: View) -> float:
        """Rounds from the first to its own deadline, at most to the meeting's last round."""
        own = patience(view) if self.by == "patience" else thread_deadline(view, self.mean)
        return min(own, view.rounds - 1.0)

    def aspiration(self, view: View, time: float) -> int:
        """The time-dependent aspiration with time relative to its own deadline."""
        last = self.deadline(view)
        passed = 1.0 if last <= 0 or time >= 1.0 else min(1.0, time * (view.rounds - 1) / last)
        share = conceded(passed, self.exponent, self.first)
        return view.reservation + round(max(0, view.menu.highest - view.reservation) * (1.0 - share))
