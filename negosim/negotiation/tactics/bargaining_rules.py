"""Bargaining solutions as rules by which a menu compares packages: gains in, how good each package is out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["kalai_smorodinsky", "nash"]

Numbers = NDArray[np.float64]


def nash(gains: Numbers) -> Numbers:
    """The product of the gains (Nash 1950, Econometrica 18:155); `gains` has shape (seats, packages)."""
    product: Numbers = gains.prod(axis=0)
    return product


def kalai_smorodinsky(gains: Numbers) -> Numbers:
    """The smallest share that a seat gets of the most it could gain (Kalai & Smorodinsky 1975, Econometrica 43:513).

    Whoever could gain nothing in any of the packages is left out of the comparison.
    """
    ideal = gains.max(axis=1, keepdims=True)
    shares = np.where(ideal > 0, gains / np.where(ideal > 0, ideal, 1.0), np.inf)
    smallest: Numbers = shares.min(axis=0)
    return smallest
