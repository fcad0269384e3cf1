"""Behaviour-dependent tactics: one concedes as the others do.

Faratin, Sierra & Jennings 1998, Robotics and Autonomous Systems 24:159, section 4.3, carried from positions on one
issue to worth: what the others' offers rose by in one's own eyes is what one gives up in turn. With several others the
one who moved least sets the pace, since the package needs all of them.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from negosim.domain.preferences import to_grid
from negosim.negotiation.tactics.base import AspirationTactic, View
from negosim.registry import Parameter, register

__all__ = ["AveragedTitForTat", "Mirror", "RandomTitForTat", "RelativeTitForTat", "TitForTat"]

SOURCE = "Faratin, Sierra & Jennings 1998, Robotics and Autonomous Systems 24:159, section 4.3"
LAG = Parameter("lag", "whole", 1, "how many of the other's offers ago the concession was that it repeats", 1, 100)


class Mirror(AspirationTactic):
    """The family: asks, of every other seat, what its offers so far deserve, and of all the most."""

    def aspiration(self, view: View, time: float) -> int:
        """The most that the offers of any other seat let it ask for, within reservation value and best."""
        offers = {seat: [view.menu.worth(one) for one in made] for seat, made in view.history().items()}
        asked = [self.asks(view, seat, worths) for seat, worths in sorted(offers.items())]
        return max(view.reservation, min(view.menu.highest, max(asked, default=view.menu.highest)))

    @abstractmethod
    def asks(self, view: View, seat: str, worths: Sequence[int]) -> int:
        """What it asks for after one seat's offers, given their worth to it, the first first."""


@register(
    "tactic",
    "tit_for_tat",
    use="for a side that answers in kind: it gives what it is given",
    source=SOURCE,
    parameters=(Parameter("generosity", "number", 0.0, "points given up each round of one's own accord", 0.0, 100.0),),
)
class TitForTat(Mirror):
    """Gives up as much as the others' offers have risen since their first, in its own points.

    The absolute family with its randomness left out. With several others the one who moved least sets the pace, since
    the package needs all of them. `generosity` keeps two of a kind from waiting for each other for ever.
    """

    def __init__(self, generosity: float = 0.0) -> None:
        self.generosity = generosity

    def aspiration(self, view: View, time: float) -> int:
        """Best worth less what the others gave up, not below the reservation value."""
        own_accord = to_grid(self.generosity) * round(time * (view.rounds - 1))
        return max(view.reservation, super().aspiration(view, time) - own_accord)

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

    The random part, between nothing and `most`, leads out of a dance in which both only repeat each other.
    """

    def __init__(self, lag: int = 1, most: float = 2.0) -> None:
        self.lag = lag
        self.most = most

    def asks(self, view: View, seat: str, worths: Sequence[int]) -> int:
        """The best worth less the rise up to `lag` offers ago, and less a random amount for every step of it."""
        heard = worths[: len(worths) - self.lag + 1]
        if len(heard) < 2:  # noqa: PLR2004  (a concession takes two offers)
            return view.menu.highest
        purpose = f"tactic.{view.party}.{view.meeting}.{seat}"
        lots = (view.chance.uniform(purpose, step) for step in range(1, len(heard)))
        return view.menu.highest - (heard[-1] - heard[0]) - sum(to_grid(self.most * lot) for lot in lots)


@register(
    "tactic",
    "relative_tit_for_tat",
    use="as tit-for-tat, where the scales of the two sides differ much",
    source=SOURCE + ", relative tit-for-tat",
    parameters=(LAG,),
)
class RelativeTitForTat(Mirror):
    """Gives up the same share of its way as the other did some offers ago.

    The paper takes percentages of a price. A worth has no such zero, so the share is of the way that is left: for the
    other, from its offer to what would be best for this seat; for this seat, from what it asks to its reservation
    value.
    """

    def __init__(self, lag: int = 1) -> None:
        self.lag = lag

    def asks(self, view: View, seat: str, worths: Sequence[int]) -> int:
        """What is left of its way is the share that the other has left of its own, `lag` offers ago."""
        heard = worths[: len(worths) - self.lag + 1]
        shares = _left(view, heard)
        return view.reservation + round(_gap(view) * shares[-1] / shares[0]) if shares and shares[0] else _best(view)


@register(
    "tactic",
    "averaged_tit_for_tat",
    use="as tit-for-tat, where single moves of the other side jump",
    source=SOURCE + ", averaged tit-for-tat",
    parameters=(Parameter("window", "whole", 2, "number of the other's last concessions that it averages", 1, 100),),
)
class AveragedTitForTat(Mirror):
    """Gives up at each step the average share that the other gave up over its last few concessions.

    With a window of 1 it is `relative_tit_for_tat`. The average is the geometric mean of the steps, as the paper's text
    has it; its formula applies the change over the whole window at every step.
    """

    def __init__(self, window: int = 2) -> None:
        self.window = window

    def asks(self, view: View, seat: str, worths: Sequence[int]) -> int:
        """Every step leaves the mean share that the other left at the steps of the window before it."""
        left, kept = _left(view, worths), 1.0
        for last in range(1, len(left)):
            first = max(0, last - self.window)
            kept *= (left[last] / left[first]) ** (1.0 / (last - first)) if left[first] else 1.0
        return view.reservation + round(_gap(view) * min(1.0, kept))


def _left(view: View, worths: Sequence[int]) -> list[int]:
    """How far each offer is from what would be best for this seat, on the grid, 0 at the least."""
    return [max(0, view.menu.highest - worth) for worth in worths]


def _gap(view: View) -> int:
    """The whole way of this seat: from its best to its reservation value."""
    return max(0, view.menu.highest - view.reservation)


def _best(view: View) -> int:
    return view.menu.highest
