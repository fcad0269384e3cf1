"""What panels of several figures share: their grid, rows with labels, an axis for points, and a sentence alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from negosim.report.figures.style import BAND, Drawn, bare

__all__ = ["label_rows", "panel_grid", "points_range", "sentence_alone"]


def panel_grid(
    figure: Figure, count: int, *, columns: int, wide: float, high: float, margin: tuple[float, float] = (0.0, 0.0)
) -> tuple[list[Axes], int]:
    """So many panels of a size in inches, line by line, and the number of columns, which is at most `columns`."""
    columns = min(columns, count)
    lines = -(-count // columns)
    figure.set_size_inches(wide * columns + margin[0], high * lines + margin[1])
    grid = figure.subplots(lines, columns, squeeze=False)
    for axes in grid.flat[count:]:
        axes.set_visible(False)
    return list(grid.flat[:count]), columns


def label_rows(axes: Axes, labels: Sequence[str], *, edge: float = 0.6, grid: bool = True, **text: Any) -> None:
    """One row a label, from the top down; `edge` is the room above the first and below the last."""
    axes.set_ylim(max(1, len(labels)) - 1 + edge, -edge)
    axes.set_yticks(range(len(labels)), labels, **text)
    axes.tick_params(axis="y", length=0)
    if grid:
        axes.grid(axis="x", color=BAND)


def points_range(values: Iterable[float], room: float) -> tuple[float, float]:
    """The limits of an axis for points: 0 to 100 and what lies beyond, with room on both sides."""
    known = list(values)
    return min(0.0, *known) - room, max(100.0, *known) + room


def sentence_alone(figure: Figure, text: str, column: str, wide: float = 6.5) -> Drawn:
    """A figure that only says why there is nothing to draw; `column` heads it in the table."""
    figure.set_size_inches(wide, 1.2)
    axes = figure.subplots()
    bare(axes)
    axes.text(0.5, 0.5, text, ha="center", va="center")
    return Drawn(text, ({column: text},))
