"""How tactics rank: means with intervals, over all and seat by seat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from negosim.document import clean, number
from negosim.report.figures.lettering import wrap
from negosim.report.figures.panels import label_rows, panel_grid
from negosim.report.figures.style import INK, Drawn, FigureRow, figure

__all__ = ["RankedMean", "Ranking", "tactic_ranking"]

COLUMNS = 3
PANEL = 2.9
LABELS = 1.7
ROW = 0.27
SIZE = 8.0
COLOUR = "#0072B2"


@dataclass(frozen=True)
class RankedMean:
    """A tactic's mean with its interval."""

    tactic: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Ranking:
    """A panel: the tactics, the best first, in a unit."""

    title: str
    unit: str
    places: tuple[RankedMean, ...]


@figure("tactic_ranking", title="How the tactics did", panels=True)
def tactic_ranking(rankings: Sequence[Ranking], figure: Figure) -> Drawn:
    """How the tactics did, the best first: means over draws with 95 % intervals, over all and seat by seat."""
    rows = max(len(one.places) for one in rankings)
    grid, _ = panel_grid(figure, len(rankings), columns=COLUMNS, wide=LABELS + PANEL, high=ROW * rows + 0.95)
    for axes, one in zip(grid, rankings, strict=True):
        _panel(axes, one)
    return Drawn(_alt(rankings), _table(rankings))


def _panel(axes: Axes, ranking: Ranking) -> None:
    axes.set_title(wrap(ranking.title, PANEL + 0.5, 9.0, bold=True, lines=2), size=9.0)
    axes.set_xlabel(ranking.unit, size=SIZE)
    label_rows(axes, [wrap(one.tactic, LABELS - 0.1, SIZE, lines=1) for one in ranking.places], fontsize=SIZE)
    for place, one in enumerate(ranking.places):
        axes.plot([one.low, one.high], [place, place], color=COLOUR, linewidth=3.0, alpha=0.5)
        axes.plot(one.mean, place, "o", color=INK, markersize=4.5)


def _table(rankings: Sequence[Ranking]) -> tuple[FigureRow, ...]:
    return tuple(
        {
            "where": clean(ranking.title),
            "tactic": clean(one.tactic),
            "mean": round(one.mean, 3),
            "from": round(one.low, 3),
            "to": round(one.high, 3),
            "unit": ranking.unit,
        }
        for ranking in rankings
        for one in ranking.places
    )


def _alt(rankings: Sequence[Ranking]) -> str:
    sentences = []
    for one in rankings:
        ranks = [f"{clean(place.tactic)} {number(place.mean, 2)}" for place in one.places]
        sentences.append(f"{clean(one.title)}, {one.unit}, the best first: {', '.join(ranks)}.")
    return " ".join(sentences)
