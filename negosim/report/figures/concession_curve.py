"""How a tactic concedes: what its offers are worth to itself, round by round, to two kinds of other side."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from negosim.analysis.concession_curve import ROUNDS, ConcessionCurve, OffersByRound
from negosim.document import clean, number
from negosim.report.figures.style import BAND, INK, Drawn, FigureRow, Style, figure, marker

__all__ = ["concession_curve"]

WIDE, HIGH = 4.6, 2.2
LABELS = ("to a side that comes down evenly", "to a side that holds")
STYLES: tuple[Style, Style] = (
    {"color": "#0072B2", "marker": "o", "markersize": 3.5},
    {"color": "#D55E00", "marker": "x", "markersize": 4.0},
)


@figure("concession_curve", title="How a tactic concedes", panels=True)
def concession_curve(panels: Sequence[ConcessionCurve], figure: Figure) -> Drawn:
    """What a tactic's offers are worth to itself: to a side that comes down evenly, and to one that holds."""
    figure.set_size_inches(WIDE, HIGH * len(panels) + 0.4)
    grid = figure.subplots(len(panels), 1, squeeze=False)
    for axes, panel in zip(grid[:, 0], panels, strict=True):
        _panel(axes, panel)
    handles = [marker(label, **style) for label, style in zip(LABELS, STYLES, strict=True)]
    figure.legend(handles=handles, loc="outside lower center", ncols=2)
    return Drawn(" ".join(map(_alt, panels)), tuple(row for panel in panels for row in _table(panel)))


def _panel(axes: Axes, panel: ConcessionCurve) -> None:
    axes.set_title(clean(panel.name), size=9.0, color=INK)
    axes.set_xlim(0, ROUNDS + 1)
    axes.set_ylim(-5, 105)
    axes.set_xlabel("round", size=8.0)
    axes.set_ylabel("points to itself", size=8.0)
    axes.grid(axis="y", color=BAND)
    for offers, style in zip((panel.to_linear, panel.to_hardliner), STYLES, strict=True):
        axes.plot([one for one, _ in offers], [worth for _, worth in offers], linewidth=0.9, **style)


def _table(panel: ConcessionCurve) -> tuple[FigureRow, ...]:
    rounds = sorted({one for offers in (panel.to_linear, panel.to_hardliner) for one, _ in offers})
    first, second = dict(panel.to_linear), dict(panel.to_hardliner)
    return tuple(
        {"round": one, LABELS[0]: _rounded(first.get(one)), LABELS[1]: _rounded(second.get(one))} for one in rounds
    )


def _rounded(worth: float | None) -> float | None:
    return None if worth is None else round(worth, 1)


def _alt(panel: ConcessionCurve) -> str:
    sentences = [
        f"{label}, {_way(offers)}" for label, offers in zip(LABELS, (panel.to_linear, panel.to_hardliner), strict=True)
    ]
    return f"{clean(panel.name)}, in points to itself: {'; '.join(sentences)}."


def _way(offers: OffersByRound) -> str:
    """From where to where the offers go."""
    if not offers:
        return "no offer"
    (first, high), (last, low) = offers[0], offers[-1]
    return f"{number(high)} in round {first} and {number(low)} in round {last}"
