"""What a seat asks for in many draws at once, in each by the tactic that it plays there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from negosim.domain.fixed_point import to_grid
from negosim.domain.preferences import Grid
from negosim.negotiation.tactics.base import Tactic
from negosim.negotiation.tactics.behaviour_dependent import TitForTat
from negosim.negotiation.tactics.time_dependent import TimeDependent, conceded

__all__ = ["Aspirations", "Rows"]

Rows = NDArray[np.intp]
"""Some draws, by their place among all."""

HOLDS = None
"""The curve of a tactic that doesn't concede with time."""

Curve = tuple[float, float, str] | None


class Aspirations:
    """The tactics of one seat, one a draw. Best worth, reservation value and rise are arrays (rows,), on the grid."""

    def __init__(self, tactics: Sequence[Tactic]) -> None:
        curves = [_curve(one) for one in tactics]
        self._curves: list[Curve] = list(dict.fromkeys(curves))
        place = {curve: number for number, curve in enumerate(self._curves)}
        self._which = np.array([place[curve] for curve in curves], dtype=np.intp)
        self.mirrors = np.array([isinstance(one, TitForTat) for one in tactics])
        self._generosity = np.array([_generosity(one) for one in tactics], dtype=np.int64)

    def timed(self, rows: Rows, time: float, highest: Grid, reservation: Grid) -> Grid:
        """What the share of the way to the reservation value leaves that isn't conceded at a time.

        By Python's own power, as everywhere: numpy's differs in the last bit.
        """
        which, back = np.unique(self._which[rows], return_inverse=True)
        kept = np.array([_kept(self._curves[number], time) for number in which.tolist()])[back]
        gap = np.maximum(0, highest - reservation)
        return np.asarray(reservation + np.rint(gap * kept).astype(np.int64))

    def mirrored(self, rows: Rows, turns: int, rise: Grid, highest: Grid, reservation: Grid) -> Grid:
        """The best worth less what the others gave up, and less what is given up in so many turns of one's own accord.

        `rise` is by how much the offers of the one who moved least have risen.
        """
        asked = np.maximum(reservation, highest - rise)
        return np.asarray(np.maximum(reservation, asked - turns * self._generosity[rows]))


def _curve(tactic: Tactic) -> Curve:
    return (tactic.exponent, tactic.first, tactic.curve) if isinstance(tactic, TimeDependent) else HOLDS


def _kept(curve: Curve, time: float) -> float:
    return 1.0 if curve is HOLDS else 1.0 - conceded(time, *curve)


def _generosity(tactic: Tactic) -> int:
    return to_grid(tactic.generosity) if isinstance(tactic, TitForTat) else 0
