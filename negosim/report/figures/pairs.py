"""Planes of pairs of parties: a panel a pair, with what was possible, landmarks and reservation values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from negosim.analysis.feasible import FeasibleSet
from negosim.analysis.feasible_table import table_of
from negosim.analysis.phrases import solution_name
from negosim.document import grouped
from negosim.registry import entries
from negosim.report.figures.lettering import wrap
from negosim.report.figures.style import CLOUD, INK, Look, Style, bare, marker

__all__ = [
    "Landmark",
    "Pairs",
    "cells",
    "cloud_markers",
    "coinciding",
    "draw_cloud",
    "draw_reservation",
    "landmark_markers",
    "name_axes",
    "panels_of_pairs",
    "solution_landmarks",
]

COLUMNS = 3
SQUARE = 4
"""So many panels make a square."""
CELLS = 260
"""The cloud is drawn on a raster of so many cells a side."""
FEW = 400
"""Outcomes up to this number get larger points."""
RINGS = 400
"""Rings up to this number stay lines; more become part of the raster."""
RINGED = "#555555"


@dataclass(frozen=True)
class Pairs:
    """The number of pairs shown, and the width of the figure in inches."""

    count: int
    width: float


def panels_of_pairs(
    figure: Figure, parties: Sequence[str], draw: Callable[[Axes, str, str], object], *, side: float, most: int
) -> Pairs:
    """Draw a panel of so many inches for each pair, `most` at the most; where there is no pair, a word on it."""
    pairs = list(combinations(parties, 2))[:most]
    columns = 2 if len(pairs) == SQUARE else min(COLUMNS, max(1, len(pairs)))
    lines = max(1, -(-len(pairs) // columns))
    width = max(6.0, (side + 0.75) * columns)
    figure.set_size_inches(width, (side + 0.75) * lines + 0.75)
    grid = figure.subplots(lines, columns, squeeze=False)
    for axes in grid.flat[len(pairs) :]:
        axes.set_visible(not pairs)
    for axes, pair in zip(grid.flat, pairs, strict=False):
        draw(axes, *pair)
    if not pairs:
        bare(grid[0, 0])
        grid[0, 0].text(0.5, 0.5, "one party alone: there is no pair to compare", ha="center")
    return Pairs(len(pairs), width)


def name_axes(axes: Axes, looks: Mapping[str, Look], first: str, second: str, side: float) -> None:
    """Name the axes of a panel: points of the first party to the right, of the second upwards."""
    axes.set_xlabel(wrap(f"points of {looks[first].name}", side, 9.0, lines=2))
    axes.set_ylabel(wrap(f"points of {looks[second].name}", side, 9.0, lines=2))


@dataclass(frozen=True)
class Landmark:
    """A named place: points by party, its label, how it is drawn, and who refuses what it proposes."""

    label: str
    worth: Mapping[str, float]
    style: Style
    bold: bool = False
    refused_by: tuple[str, ...] = ()


def coinciding(
    landmarks: Sequence[Landmark], first: str, second: str
) -> Mapping[tuple[float, float], Sequence[Landmark]]:
    """The landmarks of a panel by place: those that coincide share a label."""
    return grouped(((round(mark.worth[first], 1), round(mark.worth[second], 1)), mark) for mark in landmarks)


def solution_landmarks(possible: FeasibleSet) -> list[Landmark]:
    """One landmark for every outcome that some solution names: `Nash = Kalai-Smorodinsky`."""
    solved = {solution_name(entry): possible.solve(entry).outcomes[:1] for entry in entries("solution")}
    named = grouped((outcome, name) for name, outcomes in solved.items() for outcome in outcomes)
    style: Style = {"marker": "D", "color": "white", "markeredgecolor": INK, "markersize": 6, "markeredgewidth": 1.2}
    return [
        Landmark(" = ".join(names), possible.points_of(one), style, refused_by=possible.refused_by(one))
        for one, names in named.items()
    ]


def draw_cloud(axes: Axes, possible: FeasibleSet, first: str, second: str) -> None:
    """What is possible as a grey cloud, drawn as a raster, what is efficient as rings; a title where it is too much."""
    table = table_of(possible)
    if table is None:
        axes.set_title("too many outcomes to draw them all", size=8.0, style="italic", weight="normal", pad=16)
        return
    places = table.places((first, second))
    x, y = table.scales.only(places).points(table.worth[places])
    cells_x, cells_y = cells(x[table.permitted], y[table.permitted])
    size = 2.0 if cells_x.size > FEW else 4.0
    axes.plot(cells_x, cells_y, "o", color=CLOUD, markersize=size, markeredgewidth=0, rasterized=True, zorder=0)
    rings = np.unique(np.stack([x, y])[:, table.efficient], axis=1)
    raster = rings.shape[1] > RINGS
    style: Style = {"markerfacecolor": "none", "markersize": 4.5, "markeredgewidth": 0.6, "rasterized": raster}
    axes.plot(rings[0], rings[1], "o", color=RINGED, zorder=1, **style)


def cells(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The cells of a raster that hold an outcome, in points: as good as all outcomes, and never too many to draw."""
    (column, wide), (row, high) = _binned(x), _binned(y)
    full = np.zeros(CELLS * CELLS, dtype=np.bool_)
    full[row * CELLS + column] = True
    rows, columns = np.divmod(np.flatnonzero(full), CELLS)
    return columns * wide + float(x.min()), rows * high + float(y.min())


def _binned(values: NDArray[np.float64]) -> tuple[NDArray[np.intp], float]:
    """Number of the cell of each value, and the width of a cell."""
    step = float(np.ptp(values)) / (CELLS - 1) or 1.0
    return np.rint((values - values.min()) / step).astype(np.intp), step


def cloud_markers(possible: FeasibleSet) -> list[Line2D]:
    """Legend entries for the cloud, none where it is not drawn."""
    if table_of(possible) is None:
        return []
    return [
        marker("an outcome", marker="o", color=CLOUD, markersize=4),
        marker("efficient (all parties)", marker="o", color=RINGED, markerfacecolor="none", markersize=5),
    ]


def landmark_markers() -> list[Line2D]:
    """Legend entries for reservation values and solutions."""
    return [
        marker("reservation value", linestyle=(0, (4, 2))),
        marker("bargaining solution", marker="D", color="white", markeredgecolor=INK, markersize=6),
    ]


def draw_reservation(axes: Axes, reservation: Mapping[str, float], first: str, second: str) -> None:
    """The reservation values as lines, named outside of the frame."""
    style: Style = {"color": INK, "linewidth": 0.9, "linestyle": (0, (4, 2)), "zorder": 2}
    x, y = reservation[first], reservation[second]
    axes.axvline(x, **style)
    axes.axhline(y, **style)
    small: Style = {"size": 7.0, "color": INK}
    axes.text(x, 1.01, "reservation", transform=axes.get_xaxis_transform(), ha="center", va="bottom", **small)
    place: Style = {"transform": axes.get_yaxis_transform(), "rotation": 270}
    axes.text(1.01, y, "reservation", ha="left", va="center", **place, **small)
