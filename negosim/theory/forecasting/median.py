"""The weighted median: the position that no majority would leave."""

from __future__ import annotations

import numpy as np

from negosim.theory.forecasting.positions import Array, Positions, TheoryForecast, issue_theory

__all__ = ["median", "weighted_median"]

ROUNDING = 1e-12
"""Relative slack for sums of weights that should equal one half."""


def median_range(x: Array, weights: Array) -> tuple[float, float]:
    """The lowest and the highest weighted median, which differ if two halves have equal weight."""
    order = np.argsort(x, kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    low = int(np.argmax(reached >= 0.5 - ROUNDING))
    high = int(np.argmax(reached > 0.5 + ROUNDING))
    return float(x[order][low]), float(x[order][high])


def weighted_median(x: Array, weights: Array) -> float:
    """The smallest position with at least half of the weight at or below it (Black 1948)."""
    return median_range(x, weights)[0]


@issue_theory("median", source="Black 1948")
def median(positions: Positions) -> TheoryForecast:
    """The weighted median: nothing beats it in a vote by effective power.

    Source: Black 1948, On the Rationale of Group Decision-making, J. Political Economy 56; weights capability times
    salience as in Bueno de Mesquita 1994.
    """
    low, high = median_range(positions.x, positions.weights)
    note = "" if low == high else "two halves weigh the same: every point between them is a median"
    return TheoryForecast("median", low, note, interval=None if low == high else (low, high))
