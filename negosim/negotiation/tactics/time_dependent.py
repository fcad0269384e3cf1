"""Time-dependent tactics: the aspiration falls with time along a curve with one exponent.

Faratin, Sierra & Jennings 1998, Robotics and Autonomous Systems 24:159, section 4.1. With F(t) the share conceded, k
the share at the first offer and e the exponent (the paper's beta), a(t) = reservation + (best - reservation)(1 - F(t)).
F is k + (1 - k) t^(1/e) in the polynomial family and k^((1 - t)^e) in the exponential family, from k at time 0 to 1 at
time 1.
"""

from __future__ import annotations

from negosim.negotiation.tactics.base import AspirationTactic, View
from negosim.registry import Parameter, register

__all__ = ["CURVE", "FIRST", "LEAST_FIRST", "Boulware", "Conceder", "Linear", "TimeDependent", "conceded"]

SOURCE = "Faratin, Sierra & Jennings 1998, Robotics and Autonomous Systems 24:159, section 4.1"
LEAST_FIRST = 0.01
"""The smallest k of the exponential family, which concedes something at once."""

FIRST = Parameter("first", "number", 0.0, "share conceded at the first offer (k of the paper)", 0.0, 1.0)
CURVE = Parameter(
    "curve",
    "choice",
    "polynomial",
    "family of the curve; the exponential one holds longer, and its first share is at least 0.01",
    choices=("polynomial", "exponential"),
)


def conceded(time: float, exponent: float, first: float = 0.0, curve: str = "polynomial") -> float:
    """F(t) of the paper: the share of the way from the best worth to the reservation value, 0 to 1.

    >>> conceded(0.5, exponent=1.0)
    0.5
    >>> conceded(0.5, exponent=0.2)
    0.03125
    >>> conceded(0.5, exponent=1.0, first=0.25, curve="exponential")
    0.5
    """
    if curve == "exponential":
        return float(max(first, LEAST_FIRST) ** ((1.0 - time) ** exponent))
    return float(first + (1.0 - first) * time ** (1.0 / exponent))


class TimeDependent(AspirationTactic):
    """The family: an `exponent` below 1 concedes late, above 1 early, and 1 linearly."""

    def __init__(self, exponent: float, first: float = 0.0, curve: str = "polynomial") -> None:
        self.exponent = exponent
        self.first = first
        self.curve = curve

    def aspiration(self, view: View, time: float) -> int:
        """a(t), rounded to the grid."""
        gap = max(0, view.menu.highest - view.reservation)
        return view.reservation + round(gap * (1.0 - conceded(time, self.exponent, self.first, self.curve)))


@register(
    "tactic",
    "boulware",
    use="for a side that can wait longer than the others, or must look as if it could",
    source=SOURCE,
    parameters=(Parameter("exponent", "number", 0.2, "the smaller, the longer it holds", 0.001, 1.0), FIRST, CURVE),
)
class Boulware(TimeDependent):
    """Holds its position and concedes when the deadline is near."""

    def __init__(self, exponent: float = 0.2, first: float = 0.0, curve: str = "polynomial") -> None:
        super().__init__(exponent, first, curve)


@register(
    "tactic",
    "linear",
    use="as the plain case: a side of which nothing more is known",
    source=SOURCE,
    parameters=(FIRST,),
)
class Linear(TimeDependent):
    """Concedes the same amount every round."""

    def __init__(self, first: float = 0.0) -> None:
        super().__init__(1.0, first)


@register(
    "tactic",
    "conceder",
    use="for a side that needs a deal soon, or wants to show good will",
    source=SOURCE,
    parameters=(Parameter("exponent", "number", 3.0, "the larger, the sooner it concedes", 1.0, 1000.0), FIRST, CURVE),
)
class Conceder(TimeDependent):
    """Concedes much at once and little later."""

    def __init__(self, exponent: float = 3.0, first: float = 0.0, curve: str = "polynomial") -> None:
        super().__init__(exponent, first, curve)
