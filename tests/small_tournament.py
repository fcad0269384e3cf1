"""The scenario that the tests of tournaments play, and how balanced a sample of lineups is."""

from __future__ import annotations

import numpy as np
from building import one_issue
from numpy.typing import NDArray

from negosim.scenario.load import from_plain
from negosim.scenario.spec.scenario import Scenario

__all__ = ["cake", "imbalance"]


def cake(parties: int = 2, rounds: int = 6) -> Scenario:
    """A cake of uncertain worth to ann, with a deal for everybody."""
    values = {"ann": [0, 100, 70, 40], "bob": [0, 30, 60, 100], "cy": [0, 50, 80, 60]}
    made = one_issue({key: values[key] for key in list(values)[:parties]}, rounds=rounds).plain()
    made["parties"]["ann"]["stances"]["it"]["values"]["o3"] = [20, 60]
    return from_plain(made, "cake")


def imbalance(rows: NDArray[np.intp], symbols: int) -> int:
    """The largest range of the counts of pairs of symbols over all pairs of columns; 0 is balanced."""
    pairs = [rows[:, one] * symbols + rows[:, other] for other in range(rows.shape[1]) for one in range(other)]
    return max((int(np.ptp(np.bincount(pair, minlength=symbols**2))) for pair in pairs), default=0)
