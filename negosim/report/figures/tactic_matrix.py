"""Each tactic against each: what it gets, and what whoever faces it would switch to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from negosim.document import clean, number
from negosim.report.figures.lettering import wrap
from negosim.report.figures.style import INK, REFUSED, Drawn, FigureRow, figure

__all__ = ["Duels", "tactic_matrix"]

CELL = 0.85
HIGH = 0.36
LABELS = 1.9
SIZE = 8.0
DARK = 0.62
"""From this share of the scale on a cell is dark, and its number white."""


@dataclass(frozen=True)
class Duels:
    """A panel: `values[row][column]` is what the row's tactic gets while another seat plays the column's."""

    title: str
    unit: str
    tactics: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]


@figure("tactic_matrix", title="Who would switch to what", panels=True)
def tactic_matrix(panels: Sequence[Duels], figure: Figure) -> Drawn:
    """What each tactic gets against each; framed is the best reply to the tactic of the column: who would switch."""
    sizes = [len(one.tactics) for one in panels]
    figure.set_size_inches(LABELS + max(CELL * max(sizes), 2.6), sum(HIGH * size + 1.35 for size in sizes))
    grid = figure.subplots(len(panels), 1, squeeze=False, height_ratios=[HIGH * size + 0.9 for size in sizes])
    for axes, panel in zip(grid[:, 0], panels, strict=True):
        _panel(axes, panel)
    return Drawn(" ".join(map(_alt, panels)), tuple(row for panel in panels for row in _table(panel)))


def _panel(axes: Axes, panel: Duels) -> None:
    cells = np.array(panel.values)
    low, high = float(cells.min()), float(cells.max())
    axes.imshow(cells, cmap="Blues", vmin=low, vmax=high if high > low else low + 1.0, aspect="auto")
    names = [wrap(one, CELL, 7.5, lines=2) for one in panel.tactics]
    axes.set_title(wrap(f"{panel.title}, {panel.unit}", 4.2, 9.0, bold=True, lines=2), size=9.0)
    axes.set_xticks(range(len(names)), names, fontsize=7.5)
    axes.set_yticks(range(len(names)), [wrap(one, LABELS - 0.4, SIZE, lines=1) for one in panel.tactics], fontsize=SIZE)
    axes.set_xlabel("while another seat plays", size=SIZE)
    for (row, column), value in np.ndenumerate(cells):
        dark = high > low and (value - low) / (high - low) > DARK
        axes.text(column, row, number(value, 2), ha="center", va="center", size=SIZE, color="white" if dark else INK)
    for column, row in enumerate(cells.argmax(axis=0)):
        frame = Rectangle((column - 0.47, row - 0.44), 0.94, 0.88, fill=False, edgecolor=REFUSED, linewidth=2.0)
        axes.add_patch(frame)


def _table(panel: Duels) -> tuple[FigureRow, ...]:
    return tuple(
        {"tactic": clean(text)}
        | {f"against {clean(other)}": round(value, 3) for other, value in zip(panel.tactics, row, strict=True)}
        for text, row in zip(panel.tactics, panel.values, strict=True)
    )


def _alt(panel: Duels) -> str:
    best = np.array(panel.values).argmax(axis=0)
    sentences = [
        f"against {clean(text)} {clean(panel.tactics[row])} does best"
        for text, row in zip(panel.tactics, best, strict=True)
    ]
    return f"{clean(panel.title)}, {panel.unit}: {'; '.join(sentences)}."
