"""Bargaining on one dimension: Nash, Kalai-Smorodinsky and the agenda setter, with single-peaked utilities.

Utility falls with the distance from the own position, over the length R of the scale: linear u = 1 - |x - x_i|/R or
quadratic u = 1 - ((x - x_i)/R)^2. Disagreement is the status quo where the issue has one on its scale, otherwise worth
0 to everybody, as a point a whole scale away would be. The points that are at least as good as disagreement for all
form an interval; where the status quo lies between the actors it is that point alone, and nothing moves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from negosim.errors import UsageError, did_you_mean
from negosim.registry import register
from negosim.theory.forecasting.positions import Array, Positions, TheoryForecast, each_issue, no_forecast

__all__ = ["agenda_setter", "kalai_smorodinsky", "nash", "procedural", "rational_interval"]

Shape = Literal["linear", "quadratic"]
WEIGHTS: dict[str, Callable[[Positions], Array]] = {
    "equal": lambda positions: np.ones(len(positions.actors)),
    "capability": lambda positions: positions.capability,
    "salience": lambda positions: positions.salience,
    "power": lambda positions: positions.weights,
}
"""Exponents of the Nash product: 1 for all, capability, salience, or both multiplied."""

HALVINGS = 100
"""Bisections of an interval: more than a float can tell apart."""


@dataclass(frozen=True)
class Utility:
    """Utility of all actors at a point, and its slope there; `span` is the length of the scale."""

    shape: Shape
    x: Array
    span: float

    def at(self, point: float | Array) -> Array:
        """Utility of every actor at a point, or of each at their own of several points."""
        distance = np.abs(point - self.x) / self.span
        return 1 - (distance if self.shape == "linear" else distance**2)

    def slope(self, point: float) -> Array:
        """Derivative of every actor's utility at a point; 0 at the kink of a linear one."""
        gap = (self.x - point) / self.span
        return (np.sign(gap) if self.shape == "linear" else 2 * gap) / self.span


def rational_interval(positions: Positions) -> tuple[float, float]:
    """The points at least as good as disagreement for every actor.

    From q an actor accepts what lies between q and its mirror image 2 x_i - q; all accept the shortest of these, and
    only q itself where actors want to leave it in both directions.
    """
    q = positions.status_quo
    if q is None:
        return positions.scale
    mirror = np.clip(2 * positions.x - q, *positions.scale)
    return (min(q, float(mirror.max())), max(q, float(mirror.min())))


def _disagreement(positions: Positions, utility: Utility) -> Array:
    return np.zeros(len(positions.actors)) if positions.status_quo is None else utility.at(positions.status_quo)


def _peak(slope: Callable[[float], float], low: float, high: float) -> float:
    """Where a concave function peaks, by halving the interval towards its rising side."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if slope(middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _bargain(name: str, positions: Positions, slope: Callable[[float], float]) -> TheoryForecast:
    low, high = rational_interval(positions)
    if low == high:
        return TheoryForecast(name, low, "every move from the status quo hurts somebody", interval=(low, high))
    return TheoryForecast(name, _peak(slope, low, high), interval=(low, high))


def nash(positions: Positions, weights: str = "equal", shape: Shape = "linear") -> TheoryForecast:
    """The Nash solution on one dimension: the largest product of gains over disagreement.

    Solves argmax_x prod_i (u_i(x) - u_i(d))^w_i over the rational interval; `weights` is equal, capability, salience or
    power. Source: Nash 1950; on political issues Achen 2006, Schneider, Finke & Bailer 2010.
    """
    if weights not in WEIGHTS:
        raise UsageError(f"no weights {weights!r}: {did_you_mean(weights, list(WEIGHTS))}")
    exponents = WEIGHTS[weights](positions)
    utility = Utility(shape, positions.x, positions.span)
    against = _disagreement(positions, utility)

    def slope(point: float) -> float:
        return float(np.sum(exponents * utility.slope(point) / (utility.at(point) - against)))

    return _bargain("nash", positions, slope)


def kalai_smorodinsky(positions: Positions, shape: Shape = "linear") -> TheoryForecast:
    """The Kalai-Smorodinsky solution on one dimension: the largest smallest share of what each could gain.

    Maximises min_i (u_i - d_i)/(m_i - d_i), m_i the actor's best in the rational interval; for two actors the shares
    are equal. Source: Kalai & Smorodinsky 1975.
    """
    utility = Utility(shape, positions.x, positions.span)
    against = _disagreement(positions, utility)
    room = utility.at(np.clip(positions.x, *rational_interval(positions))) - against

    def slope(point: float) -> float:
        worst = int(np.argmin((utility.at(point) - against) / room))
        return float(utility.slope(point)[worst])

    return _bargain("kalai_smorodinsky", positions, slope)


def agenda_setter(positions: Positions, setter: str, quota: float = 0.5) -> TheoryForecast:
    """The setter's best point among those that a qualified majority likes at least as well as the status quo.

    `quota` is the share of capability that must agree, the setter's own included. An actor follows from q as far as its
    mirror image 2 x_i - q. Source: Romer & Rosenthal 1978, Public Choice 33; the procedural model of Steunenberg 1994.
    """
    if setter not in positions.actors:
        raise UsageError(f"no actor {setter!r}: {did_you_mean(setter, list(positions.actors))}")
    if positions.status_quo is None:
        return no_forecast("agenda_setter", "the issue has no status quo on its scale")
    point = _setters_point(positions, positions.status_quo, setter, quota)
    return TheoryForecast("agenda_setter", point, f"{setter} sets the agenda")


def _setters_point(positions: Positions, q: float, setter: str, quota: float) -> float:
    """As near to the setter's position as a majority follows from the status quo q."""
    ideal = float(positions.x[positions.actors.index(setter)])
    direction = float(np.sign(ideal - q))
    reach = 2 * direction * (positions.x - q)
    return q + direction * min(abs(ideal - q), _farthest_majority(reach, positions.capability, quota))


def _farthest_majority(reach: Array, votes: Array, quota: float) -> float:
    """How far those follow who together have the quota; 0 where a majority follows nowhere."""
    order = np.argsort(-reach, kind="stable")
    share = np.cumsum(votes[order]) / votes.sum()
    return max(0.0, float(reach[order][int(np.argmax(share >= quota - 1e-12))]))


def procedural(positions: Positions) -> TheoryForecast:
    """The agenda setter's best point under simple majority, for every actor as the setter.

    The theory names a point only where all setters would come to the same one; otherwise the range of theirs.
    """
    if positions.status_quo is None:
        return no_forecast("procedural", "the issue has no status quo on its scale")
    q = positions.status_quo
    points = [_setters_point(positions, q, actor, 0.5) for actor in positions.actors]
    low, high = min(points), max(points)
    told = ", ".join(f"{actor} {point:.4g}" for actor, point in zip(positions.actors, points, strict=True))
    return TheoryForecast(
        "procedural", low if low == high else None, f"depends on who sets the agenda: {told}", (low, high)
    )


def nash_weighted(positions: Positions) -> TheoryForecast:
    """The asymmetric Nash solution on one dimension: exponents are capability times salience."""
    forecast = nash(positions, "power")
    return TheoryForecast("nash_weighted", forecast.value, forecast.note, forecast.interval)


register("theory", "nash", source="Nash 1950")(each_issue(nash))
register("theory", "nash_weighted", source="Achen 2006")(each_issue(nash_weighted))
register("theory", "kalai_smorodinsky", source="Kalai & Smorodinsky 1975")(each_issue(kalai_smorodinsky))
register("theory", "procedural", source="Romer & Rosenthal 1978; Steunenberg 1994")(each_issue(procedural))
