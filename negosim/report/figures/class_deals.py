"""Deals in the utility space: where tables ended, among what was possible and where agents alone end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from negosim.analysis.feasible import FeasibleSet
from negosim.document import clean
from negosim.domain.preferences import Grid
from negosim.report.figures.labels import Point, place_labels
from negosim.report.figures.lettering import wrap
from negosim.report.figures.pairs import (
    cloud_markers,
    draw_cloud,
    draw_reservation,
    landmark_markers,
    name_axes,
    panels_of_pairs,
    solution_landmarks,
)
from negosim.report.figures.style import (
    AGREED,
    Drawn,
    FigureRow,
    Look,
    Style,
    figure,
    looks,
    marker,
    point_columns,
    worth_words,
)
from negosim.report.figures.utility_space import PAIRS, SIDE

__all__ = ["Deals", "TableEnd", "deals"]

AGENTS = "#0072B2"
LARGEST = 9.0
"""Size of the mark of the place where most of the agents' runs end."""
LABELLED = 12
"""Tables up to this number are named in the panels; more are told apart in the table below."""


@dataclass(frozen=True)
class TableEnd:
    """Where one table ended: its label, and points by party."""

    label: str
    points: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Deals:
    """What the figure shows: names by party, what was possible, the tables' ends, and the worth of agents' runs.

    `runs` has shape (parties, runs), in steps; no runs are drawn where it has none.
    """

    names: Mapping[str, str]
    possible: FeasibleSet
    ends: tuple[TableEnd, ...]
    runs: Grid

    @cached_property
    def looks(self) -> dict[str, Look]:
        """The look of each party."""
        return looks(self.names)

    def row(self, party: str) -> NDArray[np.float64]:
        """The points of one party over the runs."""
        return np.asarray(self.possible.scales.points(self.runs)[self.possible.parties.index(party)])


@figure("deals", title="Where the tables ended, among agents", place=5, panels=True)
def deals(panels: Sequence[Deals], figure: Figure) -> Drawn:
    """Where tables ended for each pair of parties: what was possible, where agents end, the solutions, the tables."""
    (shown,) = panels
    panels_of_pairs(figure, tuple(shown.names), partial(_panel, shown), side=SIDE, most=PAIRS)
    figure.legend(handles=_legend(shown), loc="outside lower center", ncols=4)
    return Drawn(_alt(shown), _table(shown))


def _panel(shown: Deals, axes: Axes, first: str, second: str) -> None:
    """One pair of parties: points of the first to the right, of the second upwards."""
    name_axes(axes, shown.looks, first, second, SIDE)
    draw_cloud(axes, shown.possible, first, second)
    _runs(axes, shown, first, second)
    marks = solution_landmarks(shown.possible)
    for mark in marks:
        axes.plot(mark.worth[first], mark.worth[second], linestyle="none", zorder=5, **mark.style)
    for end in shown.ends:
        axes.plot(end.points[first], end.points[second], zorder=7, **STAR)
    draw_reservation(axes, shown.possible.by_party(shown.possible.reservation), first, second)
    axes.margins(0.06)
    words = wrap_all([mark.label for mark in marks])
    points = [Point(mark.worth[first], mark.worth[second], text) for mark, text in zip(marks, words, strict=True)]
    place_labels(axes, [*_named(shown, first, second), *points], (SIDE, SIDE))


STAR: Style = {
    "marker": "*",
    "color": AGREED,
    "markeredgecolor": "black",
    "markersize": 14,
    "markeredgewidth": 0.8,
    "linestyle": "none",
}
"""How a table's end is drawn."""


def wrap_all(labels: Sequence[str]) -> list[str]:
    """Labels in lines that fit beside a point."""
    return [wrap(clean(label), 1.9, 8.0, lines=4) for label in labels]


def _runs(axes: Axes, shown: Deals, first: str, second: str) -> None:
    """The ends of the agents' runs: the larger a mark, the more runs end there."""
    if not shown.runs.shape[1]:
        return
    places = np.round(np.stack([shown.row(first), shown.row(second)]), 1)
    (x, y), counts = np.unique(places, axis=1, return_counts=True)
    sizes = (3.0 + (LARGEST - 3.0) * np.sqrt(counts / counts.max())) ** 2
    axes.scatter(x, y, s=sizes, color=AGENTS, alpha=0.45, linewidths=0, rasterized=True, zorder=3)


def _named(shown: Deals, first: str, second: str) -> list[Point]:
    """The tables' names at their ends; those that ended at the same points share one."""
    here: dict[tuple[float, float], list[str]] = {}
    for end in shown.ends:
        here.setdefault((round(end.points[first], 1), round(end.points[second], 1)), []).append(end.label)
    few = len(here) <= LABELLED
    texts = wrap_all([", ".join(labels) if few else "" for labels in here.values()])
    return [Point(x, y, text, bold=True) for (x, y), text in zip(here, texts, strict=True)]


def _legend(shown: Deals) -> list[object]:
    runs = [marker("where agents' runs end (larger: more)", marker="o", color=AGENTS, alpha=0.45, markersize=8)]
    end = marker("a table's end", marker="*", color=AGREED, markeredgecolor="black", markersize=11)
    return [*cloud_markers(shown.possible), *(runs if shown.runs.shape[1] else []), *landmark_markers(), end]


def _table(shown: Deals) -> tuple[FigureRow, ...]:
    """Points of every party: at each table, at the solutions, and in the middle half of the agents' runs."""
    rows: list[tuple[str, Mapping[str, float]]] = [(clean(end.label), end.points) for end in shown.ends]
    rows += [(mark.label, mark.worth) for mark in solution_landmarks(shown.possible)]
    if shown.runs.shape[1]:
        for level in (25, 50, 75):
            middle = {party: float(np.percentile(shown.row(party), level)) for party in shown.names}
            rows.append((f"agents' runs, {level} %", middle))
    return tuple({"what": what} | point_columns(worth, shown.looks) for what, worth in rows)


def _alt(shown: Deals) -> str:
    sentences = [f"Points of every pair of {len(shown.names)} parties; {shown.runs.shape[1]:,} runs of agents behind."]
    sentences += [f"{clean(end.label)}: {worth_words(end.points, shown.looks)}." for end in shown.ends]
    sentences += [
        f"{mark.label}: {worth_words(mark.worth, shown.looks)}." for mark in solution_landmarks(shown.possible)
    ]
    return " ".join(sentences)
