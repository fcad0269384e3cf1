"""Gains: for each party how much of its possible gain each table, and agents alone, came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from negosim.document import clean, listed, number
from negosim.report.figures.class_deals import AGENTS, STAR, TableEnd
from negosim.report.figures.lettering import wrap
from negosim.report.figures.panels import label_rows
from negosim.report.figures.style import AGREED, INK, Drawn, FigureRow, Look, figure, looks, marker

__all__ = ["Gain", "gains"]

LABELS = 1.5
AXIS = 5.6
ROW = 0.8


@dataclass(frozen=True, eq=False)
class Gain:
    """A row: one party's reservation value, the most it could have (None: nothing to gain), and what there was.

    `solutions` are points by the name of a bargaining solution, `runs` the points of agents' runs, perhaps none.
    """

    party: str
    name: str
    reservation: float
    most: float | None
    ends: tuple[TableEnd, ...]
    solutions: Mapping[str, float]
    runs: NDArray[np.float64]

    def points(self) -> list[float]:
        """The points of the tables."""
        return [end.points[self.party] for end in self.ends]


@figure("gains", title="Points against reservation values", panels=True)
def gains(panels: Sequence[Gain], figure: Figure) -> Drawn:
    """Points against reservation values: from there to the most each party could have, with tables, theory, agents."""
    figure.set_size_inches(LABELS + AXIS, ROW * len(panels) + 1.2)
    axes = figure.subplots()
    shown = looks({one.party: one.name for one in panels})
    axes.set_xlabel("points at the end, delay taken off (of two parties they can't be compared)")
    names = [wrap(shown[one.party].name, LABELS - 0.2, 8.0, bold=True, lines=2) for one in panels]
    label_rows(axes, names, edge=0.55, fontweight="bold")
    for place, one in enumerate(panels):
        _row(axes, place, one, shown[one.party])
    axes.use_sticky_edges = False
    axes.margins(x=0.04)
    figure.legend(handles=_legend(any(one.runs.size for one in panels)), loc="outside lower center", ncols=3)
    return Drawn(" ".join(map(_alt, panels)), tuple(map(_cells, panels)))


def _row(axes: Axes, place: int, one: Gain, look: Look) -> None:
    """One party: the bar of its possible gain, the agents' middle nine in ten below it, theory and tables on it."""
    if one.most is not None:
        axes.barh(place, one.most - one.reservation, 0.3, left=one.reservation, color=look.colour, alpha=0.35)
    axes.plot([one.reservation] * 2, [place - 0.3, place + 0.3], color=INK, linestyle=(0, (4, 2)))
    if one.runs.size:
        low, middle, high = np.percentile(one.runs, (5, 50, 95))
        axes.plot([low, high], [place + 0.32] * 2, color=AGENTS, linewidth=2.5, alpha=0.6)
        axes.plot(middle, place + 0.32, "|", color=AGENTS, markersize=10, markeredgewidth=2.5)
    for points in one.solutions.values():
        axes.plot(points, place, "D", color="white", markeredgecolor=INK, markersize=5)
    for points in one.points():
        axes.plot(points, place, zorder=7, **STAR)


def _legend(runs: bool) -> list[object]:
    agents = [
        marker("nine in ten of the agents' runs, and the middle", marker="_", color=AGENTS, markersize=14, mew=2.5)
    ]
    return [
        marker("reservation value", linestyle=(0, (4, 2))),
        marker("possible gain", marker="s", color="#888888", alpha=0.5, markersize=9),
        marker("a table's end", marker="*", color=AGREED, markeredgecolor="black", markersize=11),
        marker("bargaining solution", marker="D", color="white", markeredgecolor=INK, markersize=5),
        *(agents if runs else []),
    ]


def _cells(one: Gain) -> FigureRow:
    row: dict[str, str | float | None] = {
        "party": clean(one.name),
        "reservation value": round(one.reservation, 1),
        "most": None if one.most is None else round(one.most, 1),
    }
    row |= {clean(end.label): round(end.points[one.party], 1) for end in one.ends}
    return row | {name: round(points, 1) for name, points in one.solutions.items()}


def _alt(one: Gain) -> str:
    most = "nothing to gain" if one.most is None else f"at most {number(one.most)}"
    ends = listed(
        [f"{number(points)} at {clean(end.label)}" for points, end in zip(one.points(), one.ends, strict=True)]
    )
    return f"{clean(one.name)}: reservation value {number(one.reservation)}, {most}; {ends}."
