"""Behaviour-dependent tactics: a seat concedes as the others do.

Faratin, Sierra & Jennings 1998, Robotics and Autonomous Systems 24:159, section 4.3, adapted from positions on one
issue to worth: the seat concedes as much as the worth of the others' offers has risen for it. With several others, the
one that has conceded least sets the pace, since the package needs all of them.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import overload

from negosim.negotiation.packages import Package
from negosim.negotiation.tactics.base import AspirationTactic, View
from negosim.negotiation.tactics.menu import Menu
from negosim.registry import Parameter, register

__all__ = ["AveragedTitForTat", "Mirror", "RandomTitForTat", "RelativeTitForTat", "TitForTat"]

SOURCE = "Faratin, Sierra & Jennings 1998, Robotics and Autonomous Systems 24:159, section 4.3"
LAG = Parameter("lag", "whole", 1, "how many of the other's offers ago the concession was that it repeats", 1, 100)


class OfferWorths(Sequence[int]):
    """The worths of some offers in order, each looked up when it is asked for."""

    def __init__(self, menu: Menu, offers: Sequence[Package]) -> None:
        self.menu = menu
        self.offers = offers

    def __len__(self) -> int:
        return len(self.offers)

    @overload
    def __getitem__(self, place: int) -> int: ...

    @overload
    def __getitem__(self, place: slice) -> OfferWorths: ...

    def __getitem__(self, place: int | slice) -> int | OfferWorths:
        found = self.offers[place]
        return self.menu.worth(found) if isinstance(found, Package) else OfferWorths(self.menu, found)


class Mirror(AspirationTactic):
    """The family: the largest of what the offers of each other seat entitle it to ask for."""

    def aspiration(self, view: View, time: float) -> int:
        """The largest of what the other seats' offers let it ask for, between reservation value and best."""
        heard = sorted((seat, offers) for seat, offers in view.all_offers.items() if seat != view.party)
        demands = [self.asks(view, seat, OfferWorths(view.menu, offers)) for seat, offers in heard]
        return max(view.reservation, min(view.menu.highest, max(demands, default=view.menu.highest)))

    @abstractmethod
    def asks(self, view: View, seat: str, worths: Sequence[int]) -> int:
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

    def asks(self, view: View, seat: str, worths: Sequence[int]) -> int:
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

    def asks(self, view: View, seat: str, worths: Sequence[int]) -> int:
        """The best worth less the rise until `lag` offers ago and a random amount for each of its steps."""
        lagged = worths[: len(worths) - self.lag + 1]
        if len(lagged) < 2:  # noqa: PLR2004  (a concession takes two offers)
            return view.menu.highest
        purpose = f"tactic.{view.party}.{view.meeting}.{seat}"
        random = (view.chance.uniform(purpose, step) for step in range(1, len(lagged)))
        more = sum(view.scale.steps(self.most * number) for number in random)
        return view.menu.highest - (lagged[-1] - lagged[0]) - more


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

    def asks(self, view: View, seat: str, worths: Sequence[int]) -> int:
        """The same remaining share of its way as the other had `lag` offers ago."""
        left = _distances(view, worths[: len(worths) - self.lag + 1])
        if not left or not left[0]:
            return view.menu.highest
        return view.reservation + round(_span(view) * left[-1] / left[0])


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

    def asks(self, view: View, seat: str, worths: Sequence[int]) -> int:
        """Each step leaves the mean share that the other left over the preceding steps of the window."""
        left, share = _distances(view, worths), 1.0
        for last in range(1, len(left)):
            first = max(0, last - self.window)
            share *= (left[last] / left[first]) ** (1.0 / (last - first)) if left[first] else 1.0
        return view.reservation + round(_span(view) * min(1.0, share))


def _distances(view: View, worths: Sequence[int]) -> list[int]:
    """How far each offer is below this seat's best, at least 0."""
    return [max(0, view.menu.highest - worth) for worth in worths]


def _span(view: View) -> int:
    """The distance from this seat's best to its reservation value."""
    return max(0, view.menu.highest - view.reservation)
