"""Nice tit-for-tat: reciprocates the other's concessions towards the estimated Nash point.

Baarslag, Hindriks & Jonker 2013, "A tit for tat negotiation strategy for real-time bilateral negotiations", Studies in
Computational Intelligence 435:229. With N the own worth of the Nash point by the opponent model, y_1 the other's first
offer and y its best so far, both in own worth, the other has conceded the share

    c = (y - y_1)/(N - y_1)  of the way, between 0 and 1,

and the seat concedes the same share: its aspiration is best - c (best - N).
"""

from __future__ import annotations

from negosim.negotiation.packages import Package
from negosim.negotiation.tactics.acceptance import FROM_TIME
from negosim.negotiation.tactics.base import View
from negosim.negotiation.tactics.mix import MODEL, Mix, OfferingStrategy
from negosim.negotiation.tactics.models.opponents import Opponents
from negosim.negotiation.tactics.offer_worths import OfferWorths
from negosim.negotiation.tactics.offerings import favourite
from negosim.negotiation.tactics.seeking import nash_product, target
from negosim.registry import Parameter, register

__all__ = ["NiceTitForTat", "NiceTitForTatOffering"]

SOURCE = "Baarslag, Hindriks & Jonker 2013, Studies in Computational Intelligence 435:229"
PARAMETERS = (
    Parameter("bonus", "number", 0.1, "share of the rest of the way that it goes of its own accord", 0.0, 1.0),
    Parameter("hurry", "number", 0.91, "from this time on it goes more of the way: all of it 0.05 later", 0.0, 1.0),
)
HASTE = 20.0
"""Share of the rest of the way that it concedes per unit of time beyond `hurry`."""


@register("offering", "nice_tit_for_tat", source=SOURCE, parameters=PARAMETERS)
class NiceTitForTatOffering(OfferingStrategy):
    """Goes the share of its way to the estimated Nash point that the others have gone of theirs.

    With several others, the one that has conceded least sets the pace. It concedes a bonus on the rest of the way,
    which grows to all of it near the deadline. It offers what the others are believed to like best.
    """

    def __init__(self, bonus: float = 0.1, hurry: float = 0.91) -> None:
        self.bonus, self.hurry = bonus, hurry

    def aspiration(self, view: View, time: float, opponents: Opponents) -> int:
        """best - c (best - N), less the bonus on the rest of the way."""
        best, fair = view.menu.highest, target(view, opponents, nash_product)
        worths = [OfferWorths.in_view(view, seat) for seat in view.all_offers if seat != view.party]
        shares = [conceded_share(each[0], each.most, fair) for each in worths]
        left = (best - fair) * (1.0 - min(shares, default=0.0))
        return fair + round(left * (1.0 - max(self.bonus, min(1.0, HASTE * (time - self.hurry)))))

    def package(self, view: View, level: int, opponents: Opponents) -> Package | None:
        """The others' favourite at that level."""
        return favourite(view, level, opponents)


def conceded_share(first: int, best: int, fair: int) -> float:
    """The share of the way from a seat's first offer to a fair worth that its best offer has conceded: c of the paper.

    >>> conceded_share(first=20, best=35, fair=50)
    0.5
    """
    way = fair - first
    return min(1.0, (best - first) / way) if way > 0 else 1.0


@register(
    "tactic",
    "nice_tit_for_tat",
    use="for a side that answers in kind but steers towards a fair deal",
    source=SOURCE,
    parameters=(*PARAMETERS, FROM_TIME, MODEL),
)
class NiceTitForTat(Mix):
    """Aims at the Nash point of the estimated gains, and answers each step of the others towards it by one of its own.

    Nice because of the packages worth the same to it, it offers the one that the others are believed to like best. It
    never asks for less than the Nash point, but near the end accepts the best that can still be expected (`ac_combi`).
    The random choice among several favourites of the agent of 2011 is left out.
    """

    def __init__(self, model: str = "bayesian", **parameters: float | str | bool) -> None:
        super().__init__("nice_tit_for_tat", "ac_combi", model, **parameters)
