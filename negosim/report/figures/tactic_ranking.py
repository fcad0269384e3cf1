"""How tactics rank: means with intervals, over all and seat by seat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from negosim.document import clean, number
from negosim.experiments.tournament.narrative import seat_name
from negosim.experiments.tournament.standings import TacticRanking
from negosim.experiments.tournament.tournament import Tournament
from negosim.report.figures.lettering import wrap
from negosim.report.figures.panels import label_rows, panel_grid
from negosim.report.figures.style import INK, Drawn, FigureRow, figure

__all__ = ["RankedMean", "Ranking", "rankings", "tactic_ranking"]

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


def rankings(of: Tournament) -> Iterator[Ranking]:
    """The panels of a tournament: over all seats, then seat by seat."""
    yield Ranking("Over all seats", "score", tuple(_places(of.standings, "score")))
    for event in of.scenarios:
        for seat in event.runs.seats:
            mine = [one for one in event.standings if one.seat == seat]
            where = seat_name(event, seat) + (f", {event.runs.title}" if len(of.scenarios) > 1 else "")
            yield Ranking(where, "points", tuple(_places(mine, "points")))


def _places(standings: Sequence[TacticRanking], measure: str) -> Iterator[RankedMean]:
    """The tactics that have a number; one without is no zero."""
    for one in standings:
        found = one.estimates[measure]
        if found is not None:
            yield RankedMean(one.tactic, found.mean, found.low, found.high)


@figure("tactic_ranking", title="How the tactics did", panels=True)
def tactic_ranking(panels: Sequence[Ranking], figure: Figure) -> Drawn:
    """How the tactics did, the best first: means over draws with 95 % intervals, over all and seat by seat."""
    rows = max(len(one.places) for one in panels)
    grid, _ = panel_grid(figure, len(panels), columns=COLUMNS, wide=LABELS + PANEL, high=ROW * rows + 0.95)
    for axes, one in zip(grid, panels, strict=True):
        _panel(axes, one)
    return Drawn(_alt(panels), _table(panels))


def _panel(axes: Axes, ranking: Ranking) -> None:
    axes.set_title(wrap(ranking.title, PANEL + 0.5, 9.0, bold=True, lines=2), size=9.0)
    axes.set_xlabel(ranking.unit, size=SIZE)
    label_rows(axes, [wrap(one.tactic, LABELS - 0.1, SIZE, lines=1) for one in ranking.places], fontsize=SIZE)
    for place, one in enumerate(ranking.places):
        axes.plot([one.low, one.high], [place, place], color=COLOUR, linewidth=3.0, alpha=0.5)
        axes.plot(one.mean, place, "o", color=INK, markersize=4.5)


def _table(panels: Sequence[Ranking]) -> tuple[FigureRow, ...]:
    return tuple(
        {
            "where": clean(ranking.title),
            "tactic": clean(one.tactic),
            "mean": round(one.mean, 3),
            "from": round(one.low, 3),
            "to": round(one.high, 3),
            "unit": ranking.unit,
        }
        for ranking in panels
        for one in ranking.places
    )


def _alt(panels: Sequence[Ranking]) -> str:
    sentences = []
    for one in panels:
        ranks = [f"{clean(place.tactic)} {number(place.mean, 2)}" for place in one.places]
        sentences.append(f"{clean(one.title)}, {one.unit}, the best first: {', '.join(ranks)}.")
    return " ".join(sentences)
