"""Behaviour-dependent tactics: a seat concedes as the others do.

Faratin, Sierra & Jennings 1998, Robotics and Autonomous Systems 24:159, section 4.3, adapted from positions on one
issue to worth: the seat concedes as much as the worth of the others' offers has risen for it. With several others, the
one that has conceded least sets the pace, since the package needs all of them.
"""

from __future__ import annotations

from abc import abstractmethod

from negosim.negotiation.tactics.base import AspirationTactic, View
from negosim.negotiation.tactics.offer_worths import OfferWorths
from negosim.registry import Parameter, register

__all__ = ["AveragedTitForTat", "Mirror", "RandomTitForTat", "RelativeTitForTat", "TitForTat"]

SOURCE = "Faratin, Sierra & Jennings 1998, Robotics and Autonomous Systems 24:159, section 4.3"
LAG = Parameter("lag", "whole", 1, "how many of the other's offers ago the concession was that it repeats", 1, 100)


class Mirror(AspirationTactic):
    """The family: the largest of what the offers of each other seat entitle it to ask for."""

    def aspiration(self, view: View, time: float) -> int:
        """The largest of what the other seats' offers let it ask for, between reservation value and best."""
        seats = sorted(seat for seat in view.all_offers if seat != view.party)
        demands = [self.asks(view, seat, OfferWorths.in_view(view, seat)) for seat in seats]
        return max(view.reservation, min(view.menu.highest, max(demands, default=view.menu.highest)))

    @abstractmethod
    def asks(self, view: View, seat: str, worths: OfferWorths) -> int:
        """What it asks for after one seat's offers, given their worths in order."""


@register(
    "tactic",
    "tit_for_tat",
    use="for a side that answers in kind: it gives what it is given",
    source=SOURCE,
    parameters=(Parameter("generosity", "number", 0.0, "points given up each round of one's own accord", 0.0, 100.0),),
)
class TitForTat(Mirror):
    """Gives up as much as the others' offers have risen since their first, in its own points.

    The absolute family without its random part. With several others, the one that has conceded least sets the pace.
    `generosity` keeps two of a kind from waiting for each other forever.
    """

    def __init__(self, generosity: float = 0.0) -> None:
        self.generosity = generosity

    def aspiration(self, view: View, time: float) -> int:
        """Best worth less what the others have conceded, not below the reservation value."""
        unprompted = view.scale.steps(self.generosity) * round(time * (view.rounds - 1))
        return max(view.reservation, super().aspiration(view, time) - unprompted)

    def asks(self, view: View, seat: str, worths: OfferWorths) -> int:
        """The best worth less the rise of the seat's offers since its first."""
        return view.menu.highest - max(0, worths[-1] - worths[0])


@register(
    "tactic",
    "random_tit_for_tat",
    use="as tit-for-tat, where an exact mirror would get two of a kind stuck",
    source=SOURCE + ", random absolute tit-for-tat",
    parameters=(
        LAG,
        Parameter(
            "most", "number", 2.0, "points that it gives up besides, at the most, for each concession", 0.0, 100.0
        ),
    ),
)
class RandomTitForTat(Mirror):
    """Gives up as many points as the other did some offers ago, and a random few besides.

    The random part, between 0 and `most`, breaks cycles in which both only repeat each other.
    """

    def __init__(self, lag: int = 1, most: float = 2.0) -> None:
        self.lag = lag
        self.most = most

    def asks(self, view: View, seat: str, worths: OfferWorths) -> int:
        """The best worth less the rise until `lag` offers ago and a random amount for each of its steps."""
        steps = len(worths) - self.lag
        if steps < 1:
            return view.menu.highest
        return view.menu.highest - (worths[steps] - worths[0]) - self._besides(view, seat, steps)

    def _besides(self, view: View, seat: str, steps: int) -> int:
        """The random amounts for so many steps of a seat; each is drawn once."""
        sums: list[int] = view.notes.setdefault(f"besides for {seat}", [0])
        for step in range(len(sums), steps + 1):
            number = view.chance.uniform(f"tactic.{view.party}.{view.meeting}.{seat}", step)
            sums.append(sums[-1] + view.scale.steps(self.most * number))
        return sums[steps]


@register(
    "tactic",
    "relative_tit_for_tat",
    use="as tit-for-tat, where the scales of the two sides differ much",
    source=SOURCE + ", relative tit-for-tat",
    parameters=(LAG,),
)
class RelativeTitForTat(Mirror):
    """Gives up the same share of its way as the other did some offers ago.

    The paper takes percentages of a price. Worth has no such zero, so the share is of the remaining way: for the other,
    from its offer to this seat's best; for this seat, from what it asks for to its reservation value.
    """

    def __init__(self, lag: int = 1) -> None:
        self.lag = lag

    def asks(self, view: View, seat: str, worths: OfferWorths) -> int:
        """The same remaining share of its way as the other had `lag` offers ago."""
        steps = len(worths) - self.lag
        if steps < 0 or not (first := _left(view, worths[0])):
            return view.menu.highest
        return view.reservation + round(_span(view) * _left(view, worths[steps]) / first)


@register(
    "tactic",
    "averaged_tit_for_tat",
    use="as tit-for-tat, where single moves of the other side jump",
    source=SOURCE + ", averaged tit-for-tat",
    parameters=(Parameter("window", "whole", 2, "number of the other's last concessions that it averages", 1, 100),),
)
class AveragedTitForTat(Mirror):
    """Gives up at each step the average share that the other gave up over its last few concessions.

    With a window of 1 it is `relative_tit_for_tat`. The average is the geometric mean of the steps, as in the paper's
    text; its formula applies the change over the whole window at every step.
    """

    def __init__(self, window: int = 2) -> None:
        self.window = window

    def asks(self, view: View, seat: str, worths: OfferWorths) -> int:
        """Each step leaves the mean share that the other left over the preceding steps of the window."""
        key = f"shares left by {seat}"
        shares: SharesLeft | None = view.notes.get(key)
        if shares is None or shares.worths is not worths:
            shares = view.notes[key] = SharesLeft(worths, self.window)
        return view.reservation + round(_span(view) * min(1.0, shares.product(view)))


class SharesLeft:
    """The product of the mean shares that a seat left at each of its steps, counted on from act to act."""

    def __init__(self, worths: OfferWorths, window: int) -> None:
        self.worths = worths
        self.window = window
        self._left: list[int] = []
        self._product = 1.0

    def product(self, view: View) -> float:
        """The product over all steps so far."""
        left = self._left
        for last in range(len(left), len(self.worths)):
            left.append(_left(view, self.worths[last]))
            first = max(0, last - self.window)
            self._product *= (left[last] / left[first]) ** (1.0 / (last - first)) if left[first] and last else 1.0
        return self._product


def _left(view: View, worth: int) -> int:
    """How far an offer is below this seat's best, at least 0."""
    return max(0, view.menu.highest - worth)


def _span(view: View) -> int:
    """The distance from this seat's best to its reservation value."""
    return max(0, view.menu.highest - view.reservation)
