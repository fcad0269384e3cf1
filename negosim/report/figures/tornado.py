"""Tornado: how far each uncertain number moves an outcome, between its low and its high third."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from negosim.document import clean, number
from negosim.experiments.sensitivity.narrative import sentence_case
from negosim.experiments.sensitivity.study import Study
from negosim.report.figures.lettering import wrap
from negosim.report.figures.panels import label_rows
from negosim.report.figures.style import INK, PALE, Drawn, FigureRow, figure
from negosim.scenario.spec.common import NUMBERS_KINDS, BasisKind

__all__ = ["Panel", "Swing", "swings", "tornado"]

COLOURS = dict(zip(NUMBERS_KINDS, ("#D55E00", "#0072B2", "#009E73", "#CC79A7"), strict=True))
"""One for each kind of basis that a number can have."""
LABELS = 3.4
AXIS = 3.4
ROW = 0.33
SIZE = 7.5
BEYOND_NOISE, WITHIN_NOISE = 0.9, 0.3
"""How opaque a bar is: pale where the interval of the difference holds 0."""


@dataclass(frozen=True)
class Swing:
    """A bar: the mean outcome where the number is low and where it is high, `noise` the half-width of its interval."""

    label: str
    kind: BasisKind
    low: float
    high: float
    noise: float


@dataclass(frozen=True)
class Panel:
    """One outcome: its mean, and the bars, the longest first."""

    title: str
    unit: str
    mean: float
    swings: tuple[Swing, ...]


def swings(study: Study) -> list[Panel]:
    """The panels of a study, one an outcome, each with its ten longest bars."""
    panels = []
    for one in study.tornadoes:
        scale, unit = (100, "% of the draws") if one.outcome == "agreed" else (1, "points")
        bars = tuple(
            Swing(study.named[bar.name], study.kinds[bar.name], scale * bar.low, scale * bar.high, scale * bar.noise)
            for bar in one.bars[:10]
            if bar.swing
        )
        panels.append(Panel(sentence_case(one.words), unit, scale * one.mean, bars))
    return panels


@figure("tornado", panels=True)
def tornado(panels: Sequence[Panel], figure: Figure) -> Drawn:
    """What the outcome hangs on: its mean in the low and in the high third of each number; pale is within noise."""
    rows = [max(1, len(panel.swings)) for panel in panels]
    figure.set_size_inches(LABELS + AXIS, sum(ROW * count + 0.75 for count in rows) + 0.5)
    grid = figure.subplots(len(panels), 1, squeeze=False, height_ratios=[ROW * count + 0.3 for count in rows])
    for axes, panel in zip(grid[:, 0], panels, strict=True):
        _panel(axes, panel)
    kinds = dict.fromkeys(swing.kind for panel in panels for swing in panel.swings)
    handles = [Patch(color=COLOURS.get(kind, PALE), label=f"{kind} number") for kind in kinds]
    handles.append(Patch(color=INK, alpha=WITHIN_NOISE, label="pale: within noise"))
    if kinds:
        figure.legend(handles=handles, loc="outside lower center", ncols=4)
    return Drawn(_alt(panels), _table(panels))


def _panel(axes: Axes, panel: Panel) -> None:
    axes.set_title(clean(panel.title), size=9.0)
    axes.set_xlabel(panel.unit, size=SIZE)
    axes.axvline(panel.mean, color=INK, linewidth=0.8)
    label_rows(axes, [wrap(swing.label, LABELS - 0.2, SIZE, lines=2) for swing in panel.swings], fontsize=SIZE)
    axes.use_sticky_edges = False  # a margin beside the longest bar too
    for place, swing in enumerate(panel.swings):
        beyond = abs(swing.high - swing.low) > swing.noise
        colour = COLOURS.get(swing.kind, PALE)
        alpha = BEYOND_NOISE if beyond else WITHIN_NOISE
        axes.barh(place, swing.high - swing.low, 0.62, left=swing.low, color=colour, alpha=alpha)
        axes.plot(swing.high, place, ">" if swing.high >= swing.low else "<", color=INK, markersize=4)
    if not panel.swings:
        axes.text(panel.mean, 0, "nothing moves it", ha="center", va="center", size=SIZE)


def _table(panels: Sequence[Panel]) -> tuple[FigureRow, ...]:
    return tuple(
        {
            "outcome": clean(panel.title),
            "number": clean(swing.label),
            "basis": swing.kind,
            "low third": round(swing.low, 2),
            "high third": round(swing.high, 2),
            "noise": round(swing.noise, 2),
        }
        for panel in panels
        for swing in panel.swings
    ) or ({"outcome": "nothing is uncertain"},)


def _alt(panels: Sequence[Panel]) -> str:
    sentences = []
    for panel in panels:
        if panel.swings:
            first = panel.swings[0]
            sentences.append(
                f"{clean(panel.title)}: moved most by {clean(first.label)} ({first.kind}), from {number(first.low)} to "
                f"{number(first.high)} {panel.unit}."
            )
        else:
            sentences.append(f"{clean(panel.title)}: no number moves it.")
    return " ".join(sentences)
