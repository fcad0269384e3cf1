"""Bargaining on one dimension: Nash, Kalai-Smorodinsky and the agenda setter, with single-peaked utilities.

Utility falls linearly with the distance from the actor's position, over the length R of the scale: u = 1 - |x - x_i|/R.
Disagreement is the status quo if the issue has one on its scale, and otherwise worth 0 to everybody, like a point a
whole scale away. The points at least as good as disagreement for all form an interval; if the status quo lies between
the actors it is that point alone, and nothing moves.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from negosim.theory.forecasting.positions import Array, Positions, TheoryForecast, issue_theory, no_forecast

__all__ = ["kalai_smorodinsky_1d", "nash_1d", "nash_weighted", "procedural", "rational_interval"]

HALVINGS = 100
"""Bisections of an interval: more than the precision of a float needs."""


def rational_interval(positions: Positions) -> tuple[float, float]:
    """The points at least as good as disagreement for every actor.

    From q an actor accepts every point between q and its mirror image 2 x_i - q; all accept the shortest of these
    intervals, and only q itself if some actors want to leave it in opposite directions.
    """
    q = positions.status_quo
    if q is None:
        return positions.scale
    mirror = np.clip(2 * positions.x - q, *positions.scale)
    return (min(q, float(mirror.max())), max(q, float(mirror.min())))


def _utility(positions: Positions, point: float | Array) -> Array:
    """Utility of every actor at a point, or of each at its own of several points."""
    return np.asarray(1 - np.abs(point - positions.x) / positions.span)


def _slope(positions: Positions, point: float) -> Array:
    """Derivative of every actor's utility at a point; 0 at its position."""
    return np.asarray(np.sign((positions.x - point) / positions.span) / positions.span)


def _disagreement(positions: Positions) -> Array:
    q = positions.status_quo
    return np.zeros(len(positions.actors)) if q is None else _utility(positions, q)


def _solve(name: str, positions: Positions, slope: Callable[[float], float]) -> TheoryForecast:
    """The peak over the rational interval of a concave function with this slope, by bisection."""
    low, high = interval = rational_interval(positions)
    if low == high:
        return TheoryForecast(name, low, "every move from the status quo hurts somebody", interval=interval)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    return TheoryForecast(name, (low + high) / 2, interval=interval)


def _nash(name: str, positions: Positions, exponents: Array) -> TheoryForecast:
    """The point of the largest product of gains: argmax_x prod_i (u_i(x) - u_i(d))^w_i over the rational interval."""
    against = _disagreement(positions)

    def slope(point: float) -> float:
        gains = _utility(positions, point) - against
        return float(np.sum(exponents * _slope(positions, point) / gains))

    return _solve(name, positions, slope)


@issue_theory("nash", source="Nash 1950")
def nash_1d(positions: Positions) -> TheoryForecast:
    """The Nash solution on one dimension: the largest product of gains over disagreement.

    Source: Nash 1950; on political issues Achen 2006, Schneider, Finke & Bailer 2010.
    """
    return _nash("nash", positions, np.ones(len(positions.actors)))


@issue_theory("nash_weighted", source="Achen 2006")
def nash_weighted(positions: Positions) -> TheoryForecast:
    """The asymmetric Nash solution on one dimension: exponents are capability times salience."""
    return _nash("nash_weighted", positions, positions.weights)


@issue_theory("kalai_smorodinsky", source="Kalai & Smorodinsky 1975")
def kalai_smorodinsky_1d(positions: Positions) -> TheoryForecast:
    """The Kalai-Smorodinsky solution on one dimension: the largest smallest share of what each could gain.

    Maximises min_i (u_i - d_i)/(m_i - d_i), where m_i is the actor's best in the rational interval; for two actors the
    shares are equal. Source: Kalai & Smorodinsky 1975.
    """
    against = _disagreement(positions)
    best = _utility(positions, np.clip(positions.x, *rational_interval(positions))) - against

    def slope(point: float) -> float:
        worst = int(np.argmin((_utility(positions, point) - against) / best))
        return float(_slope(positions, point)[worst])

    return _solve("kalai_smorodinsky", positions, slope)


@issue_theory("procedural", source="Romer & Rosenthal 1978; Steunenberg 1994")
def procedural(positions: Positions) -> TheoryForecast:
    """The agenda setter's best point under simple majority, for every actor as the setter.

    The forecast is a point only if all setters would choose the same one, and otherwise the range of their points. From
    q an actor follows a setter as far as its mirror image 2 x_i - q. Source: Romer & Rosenthal 1978, Public Choice 33;
    the procedural model of Steunenberg 1994.
    """
    q = positions.status_quo
    if q is None:
        return no_forecast("procedural", "the issue has no status quo on its scale")
    points = [_setters_point(positions, q, float(ideal)) for ideal in positions.x]
    low, high = min(points), max(points)
    setters = ", ".join(f"{actor} {point:.4g}" for actor, point in zip(positions.actors, points, strict=True))
    return TheoryForecast(
        "procedural", low if low == high else None, f"depends on who sets the agenda: {setters}", (low, high)
    )


def _setters_point(positions: Positions, q: float, ideal: float) -> float:
    """The point nearest to the setter's ideal to which a majority of the capability follows from the status quo q."""
    direction = float(np.sign(ideal - q))
    reach = 2 * direction * (positions.x - q)
    order = np.argsort(-reach, kind="stable")
    share = np.cumsum(positions.capability[order]) / positions.capability.sum()
    farthest = max(0.0, float(reach[order][int(np.argmax(share >= 0.5 - 1e-12))]))
    return q + direction * min(abs(ideal - q), farthest)
