"""Replicator paths: which tactics grow and which die out, from many starts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from negosim.document import clean, number
from negosim.experiments.tournament.narrative import seat_name
from negosim.experiments.tournament.tournament import Tournament
from negosim.report.figures.lettering import wrap
from negosim.report.figures.panels import panel_grid
from negosim.report.figures.style import BAND, Drawn, FigureRow, Look, figure, looks

__all__ = ["Population", "populations", "replicator_paths"]

COLUMNS = 3
WIDE, HIGH = 3.1, 2.5
SIZE = 8.0
TICKS = (0, 1, 10, 100)


@dataclass(frozen=True)
class Population:
    """A panel: shares of the tactics in percent along the paths, of shape (points, starts, tactics), and the times."""

    title: str
    tactics: tuple[str, ...]
    times: NDArray[np.float64]
    shares: NDArray[np.float64]


def populations(of: Tournament) -> Iterator[Population]:
    """The seats of a single scenario's game, else the one population of the symmetrised game; none without a game."""
    game = of.scenarios[0].game if len(of.scenarios) == 1 else None
    if game is not None:
        found, names, texts = game.paths, [seat_name(of.scenarios[0], seat) for seat in game.seats], game.texts
    elif of.symmetrised is not None:
        found, names, texts = of.symmetrised.paths, ["All seats together"], of.symmetrised.texts
    else:
        return
    for name, shares in zip(names, found.shares, strict=True):
        yield Population(name, texts, np.asarray(found.times), 100 * shares)


@figure("replicator_paths", title="Which tactics grow", panels=True)
def replicator_paths(panels: Sequence[Population], figure: Figure) -> Drawn:
    """Shares of the tactics where those that do better than the average grow; a line a start, time in logarithms."""
    grid, _ = panel_grid(figure, len(panels), columns=COLUMNS, wide=WIDE, high=HIGH, margin=(0.0, 0.6))
    shown = looks({text: text for panel in panels for text in panel.tactics})
    for axes, panel in zip(grid, panels, strict=True):
        _panel(axes, panel, shown)
    handles = [Line2D([], [], color=one.colour, linestyle=one.dashes, label=one.name) for one in shown.values()]
    figure.legend(handles=handles, loc="outside lower center", ncols=min(4, len(handles)))
    return Drawn(" ".join(map(_alt, panels)), tuple(row for panel in panels for row in _table(panel)))


def _panel(axes: Axes, panel: Population, shown: dict[str, Look]) -> None:
    axes.set_title(wrap(panel.title, WIDE - 0.3, 9.0, bold=True, lines=2), size=9.0)
    axes.set_xscale("symlog", linthresh=1.0)
    axes.set_xticks(TICKS, [str(tick) for tick in TICKS])
    axes.set_xticks([], minor=True)
    axes.set_xlabel("time", size=SIZE)
    axes.set_ylabel("share in %", size=SIZE)
    axes.set_ylim(-3, 103)
    axes.grid(axis="y", color=BAND)
    for place, text in enumerate(panel.tactics):
        look = shown[text]
        axes.plot(
            panel.times, panel.shares[:, :, place], color=look.colour, linestyle=look.dashes, linewidth=0.8, alpha=0.7
        )


def _table(panel: Population) -> tuple[FigureRow, ...]:
    return tuple(
        {
            "population": clean(panel.title),
            "tactic": clean(text),
            "mean share at the start, %": round(float(panel.shares[0, :, place].mean()), 1),
            "mean share at the end, %": round(float(panel.shares[-1, :, place].mean()), 1),
        }
        for place, text in enumerate(panel.tactics)
    )


def _alt(panel: Population) -> str:
    means = panel.shares[-1].mean(axis=0)
    ranks = [f"{clean(panel.tactics[place])} {number(float(means[place]), 0)} %" for place in np.argsort(-means)]
    return f"{clean(panel.title)}: mean shares at the end of {panel.shares.shape[1]} paths: {', '.join(ranks)}."
