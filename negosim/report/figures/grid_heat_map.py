"""Heat map of a grid: one number, such as the chance of a deal, over two things that were varied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from negosim.document import clean, number
from negosim.experiments.paired.ensemble_comparison import EnsembleComparison, ShareRow
from negosim.report.figures.lettering import wrap
from negosim.report.figures.panels import panel_grid
from negosim.report.figures.style import INK, Drawn, FigureRow, figure
from negosim.scenario.variants import VariantGrid

__all__ = ["Heat", "grid_heat_map", "heats"]

CELL = 0.62
HIGH = 0.34
LABELS = 1.9
LEAST = 20.0
"""Points that a scale covers at the least."""
DARK = 0.55
"""From this share of the scale on a cell is dark, and its number white."""


@dataclass(frozen=True)
class Heat:
    """A panel: `values` row by row; every panel of a figure has the same rows and columns."""

    title: str
    unit: str
    row_title: str
    rows: tuple[str, ...]
    column_title: str
    columns: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]


def heats(found: EnsembleComparison, grid: VariantGrid) -> list[Heat]:
    """The panels of `grid_heat_map`: chance of a deal, options whose chance moves most, mean points of each party."""
    return [_heat(grid, *measure) for measure in _measures(found)]


def _measures(found: EnsembleComparison) -> Iterator[tuple[str, str, Sequence[float | None]]]:
    """Title, unit and a value for each variant."""
    agreed, *options = found.shares
    yield "Something is agreed", "% of the runs", _percents(agreed)
    often = {row.issue: row for row in sorted(options, key=_movement)}  # of each issue the one that moves most
    for row in sorted(often.values(), key=_movement, reverse=True)[:2]:
        yield f"{row.title}: {row.label}", "% of the runs", _percents(row)
    for party in found.points:
        means = [None if one is None else round(one.mean, 1) for one in party.spreads]
        yield f"{party.name}: mean", "points", means


def _percents(row: ShareRow) -> list[float | None]:
    return [None if one is None else round(100 * one.share, 1) for one in row.shares]


def _movement(row: ShareRow) -> float:
    return float(np.ptp([one.share for one in row.shares if one is not None]))


def _heat(grid: VariantGrid, title: str, unit: str, values: Sequence[float | None]) -> Heat:
    """The last axis goes across, all before it down."""
    *down, across = grid.axes
    width = len(across.values)
    rows = tuple(", ".join(names) for names in product(*(one.values for one in down)))
    cells = tuple(tuple(values[place : place + width]) for place in range(0, len(values), width))
    return Heat(title, unit, ", ".join(one.path for one in down), rows, across.path, across.values, cells)


@figure("grid_heat_map", panels=True)
def grid_heat_map(panels: Sequence[Heat], figure: Figure) -> Drawn:
    """What was varied against what came of it: a panel a measure, the darker the more."""
    first = panels[0]
    wide = max(2.2, CELL * len(first.columns)) + LABELS
    high = HIGH * len(first.rows) + 1.25
    grid, _ = panel_grid(figure, len(panels), columns=2, wide=wide, high=high)
    for axes, panel in zip(grid, panels, strict=True):
        _panel(axes, panel)
    return Drawn(_alt(panels), _table(panels))


def _panel(axes: Axes, panel: Heat) -> None:
    cells = np.array([[np.nan if one is None else one for one in row] for row in panel.values], dtype=float)
    low, high = _scale(panel, cells)
    axes.imshow(cells, cmap="Blues", vmin=low, vmax=high, aspect="auto")
    axes.set_title(wrap(f"{panel.title}, {panel.unit}", 3.6, 8.5, bold=True, lines=3), size=8.5)
    axes.set_xticks(range(len(panel.columns)), [clean(one) for one in panel.columns])
    axes.set_yticks(range(len(panel.rows)), [clean(one) for one in panel.rows])
    axes.set_xlabel(wrap(_spaced(panel.column_title), 3.6, 8.0, lines=2), size=8.0)
    axes.set_ylabel(wrap(_spaced(panel.row_title), max(1.0, HIGH * len(panel.rows)), 8.0, lines=3), size=8.0)
    for (row, column), value in np.ndenumerate(cells):
        if not np.isnan(value):
            colour = "white" if (value - low) / (high - low) > DARK else INK
            axes.text(column, row, number(value), ha="center", va="center", size=7.5, color=colour)


def _spaced(path: str) -> str:
    """A path with room to break the line between its keys."""
    return path.replace(".", " . ")


def _scale(panel: Heat, cells: NDArray[np.float64]) -> tuple[float, float]:
    """Shares from 0 to 100; points over `LEAST` at the least, so that a small difference looks small."""
    if panel.unit.startswith("%"):
        return 0.0, 100.0
    low, high = float(np.nanmin(cells)), float(np.nanmax(cells))
    more = max(0.0, LEAST - (high - low)) / 2
    return low - more, high + more


def _table(panels: Sequence[Heat]) -> tuple[FigureRow, ...]:
    first = panels[0]
    return tuple(
        {clean(first.row_title) or "scenario": clean(name), clean(first.column_title): clean(head)}
        | {f"{clean(one.title)}, {one.unit}": one.values[row][column] for one in panels}
        for row, name in enumerate(first.rows)
        for column, head in enumerate(first.columns)
    )


def _alt(panels: Sequence[Heat]) -> str:
    sentences = []
    for panel in panels:
        cells = [
            (value, name, head)
            for name, row in zip(panel.rows, panel.values, strict=True)
            for head, value in zip(panel.columns, row, strict=True)
            if value is not None
        ]
        (low, *where_low), (high, *where_high) = min(cells), max(cells)
        sentences.append(
            f"{clean(panel.title)}: from {number(low)} {panel.unit} at {_at(where_low)} to {number(high)} at "
            f"{_at(where_high)}."
        )
    return " ".join(sentences)


def _at(names: Sequence[str]) -> str:
    return ", ".join(clean(name) for name in names if name)
