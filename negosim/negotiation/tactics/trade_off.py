"""Trade-offs: of the packages of equal own worth, the one most similar to what the other asked for.

Faratin, Sierra & Jennings 2002, "Using similarity criteria to make issue trade-offs in automated negotiations",
Artificial Intelligence 142:205. Of the packages x on the indifference curve at the aspiration it offers the one that
maximises Sim(x, y) = sum of w_j Sim_j(x_j, y_j) to the other's last offer y (equations 3 and 4). Here Sim_j = 1 - d_j,
with the distance of the issue, and the w_j are the estimated weights of the other.
"""

from __future__ import annotations

import numpy as np

from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.offer_space import Additive
from negosim.negotiation.tactics.base import View
from negosim.negotiation.tactics.mix import MODEL, Mix, OfferingStrategy
from negosim.negotiation.tactics.models.opponents import Opponents
from negosim.negotiation.tactics.offerings import EXPONENT
from negosim.negotiation.tactics.time_dependent import FIRST, TimeDependent
from negosim.registry import Parameter, register

__all__ = ["TradeOff", "TradeOffOffering"]

SOURCE = "Faratin, Sierra & Jennings 2002, Artificial Intelligence 142:205"
PARAMETERS = (
    EXPONENT,
    FIRST,
    Parameter("band", "number", 2.0, "points by which packages may be worth more than it asks for", 0.0, 100.0),
)


@register("offering", "trade_off", source=SOURCE, parameters=PARAMETERS)
class TradeOffOffering(OfferingStrategy):
    """Gives way on what matters to the others and not to itself: among equals of its own, the most similar to theirs.

    Packages count as equal if they are worth at least its aspiration and at most `band` points more; if there are none,
    all above are considered. The aspiration falls along the curve of the time-dependent tactics. Similarity weights
    issues by the opponent model, equally without one; with several others it is the mean over those who must agree.
    """

    def __init__(self, exponent: float = 1.0, first: float = 0.0, band: float = 2.0) -> None:
        self.curve = TimeDependent(exponent, first)
        self.band = band

    def aspiration(self, view: View, time: float, opponents: Opponents) -> int:
        """The aspiration of a time-dependent tactic."""
        return self.curve.aspiration(view, time)

    def package(self, view: View, level: int, opponents: Opponents) -> Package | None:
        """The package of the band that is the most similar to the others' last offers."""
        costs = self.dissimilarity(view, opponents)
        package = view.menu.cheapest(costs, level, level + view.scale.steps(self.band))
        return package if package is not None else view.menu.cheapest(costs, level)

    @staticmethod
    def dissimilarity(view: View, opponents: Opponents) -> dict[str, Additive]:
        """By other seat 1 - Sim(x, y) with its estimated weights, from its last offer or else from what stands."""
        away = {seat: view.menu.offering.away(view.offers.get(seat)) for seat in view.menu.others}
        return {seat: _weighed(away[seat], one.weights) for seat, one in opponents.estimates(view).items()}


def _weighed(away: Additive, weights: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Additive:
    """Distances issue by issue, each times its weight."""
    return Additive(tuple(np.rint(part * w).astype(np.int64) for part, w in zip(away.parts, weights, strict=True)))


@register(
    "tactic",
    "trade_off",
    use="for a side that holds what it asks for and looks for the form of it that the others like best",
    source=SOURCE,
    parameters=(*PARAMETERS, MODEL),
)
class TradeOff(Mix):
    """Concedes over time, and at each level offers what resembles the others' last offers on what matters to them.

    The aspiration falls along the curve of the time-dependent tactics; the paper leaves open when to lower it.
    """

    def __init__(self, model: str = "frequency", **parameters: float | str | bool) -> None:
        super().__init__("trade_off", "ac_next", model, **parameters)
