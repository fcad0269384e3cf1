"""Small multiples: the chances and points of several scenarios, a panel each, all on the same axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from negosim.document import clean, listed, number, percent
from negosim.experiments.paired.ensemble_comparison import EnsembleComparison, Share, ShareRow, Spread
from negosim.report.figures.lettering import wrap
from negosim.report.figures.panels import label_rows, points_range
from negosim.report.figures.style import BAND, INK, Drawn, FigureRow, Look, figure, looks, marker

__all__ = ["Dot", "QuantileStrip", "SmallMultiple", "multiples", "small_multiples"]

COLUMNS = 5
PANEL = 2.1
LABELS = 2.9
ROW, TALL_ROW = 0.2, 0.27
"""Height of a row, and where some label takes two lines."""
SIZE = 7.0
HEAD = 0.55


@dataclass(frozen=True)
class Dot:
    """A share with its interval, 0 to 1; None where the scenario has no such option."""

    label: str
    share: float | None
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True)
class QuantileStrip:
    """A party's points: quantiles 5, 25, 50, 75 and 95 %; None where it takes no part."""

    party: str
    name: str
    quantiles: tuple[float, float, float, float, float] | None


@dataclass(frozen=True)
class SmallMultiple:
    """A panel: the same dots and the same strips in every case."""

    title: str
    dots: tuple[Dot, ...]
    strips: tuple[QuantileStrip, ...]


def multiples(found: EnsembleComparison) -> list[SmallMultiple]:
    """The panels of a comparison, one a scenario, without the options that are rarer than 2 % everywhere."""
    rows = [row for row in found.shares if any(one and one.share >= 0.02 for one in row.shares)]  # noqa: PLR2004  (a share too small to see)
    return [
        SmallMultiple(
            f"{letter}: {title}",
            tuple(_dot(row, row.shares[place]) for row in rows),
            tuple(QuantileStrip(row.key, row.name, _quantiles(row.spreads[place])) for row in found.points),
        )
        for place, (letter, title) in enumerate(zip(found.letters, found.titles, strict=True))
    ]


def _dot(row: ShareRow, share: Share | None) -> Dot:
    label = f"{row.title}: {row.label}" if row.title else row.label
    return Dot(label, None) if share is None else Dot(label, share.share, share.low, share.high)


def _quantiles(spread: Spread | None) -> tuple[float, float, float, float, float] | None:
    return None if spread is None else (spread.q05, spread.q25, spread.q50, spread.q75, spread.q95)


@figure("small_multiples", panels=True)
def small_multiples(cases: Sequence[SmallMultiple], figure: Figure) -> Drawn:
    """Chances with 95 % intervals and points (median, half and nine in ten of the runs), scenario by scenario."""
    columns = min(COLUMNS, len(cases))
    lines = -(-len(cases) // columns)
    dots, strips = len(cases[0].dots), len(cases[0].strips)
    tall = any("\n" in _words(dot.label) for dot in cases[0].dots)
    high = (TALL_ROW if tall else ROW) * (dots + 1.5 * strips) + 1.2 + HEAD
    figure.set_size_inches(LABELS + PANEL * columns, high * lines + 0.5)
    ratios = [dots, 1.5 * strips] * lines
    grid = figure.subplots(2 * lines, columns, squeeze=False, height_ratios=ratios)
    shown = looks({one.party: one.name for one in cases[0].strips})
    ends = points_range((value for case in cases for one in case.strips for value in one.quantiles or ()), 2)
    for place in range(lines * columns):
        upper, lower = (grid[2 * (place // columns) + part][place % columns] for part in (0, 1))
        if place >= len(cases):
            upper.set_visible(False)
            lower.set_visible(False)
            continue
        _chances(upper, cases[place], first=place % columns == 0)
        _points(lower, cases[place], shown, ends, first=place % columns == 0)
    figure.legend(handles=_legend(), loc="outside lower center", ncols=4)
    return Drawn(_alt(cases), tuple(map(_row, cases)))


def _words(label: str) -> str:
    """The label of a row: two lines, so that of a long issue the option is seen too."""
    return wrap(label, LABELS - 0.2, SIZE, lines=2)


def _rows(axes: Axes, labels: Sequence[str], first: bool) -> None:
    """One row a label; words only in the first column of panels."""
    label_rows(axes, list(map(_words, labels)) if first else [""] * len(labels), fontsize=SIZE)
    axes.grid(axis="both", color=BAND)


def _chances(axes: Axes, case: SmallMultiple, *, first: bool) -> None:
    axes.set_title(wrap(case.title, PANEL - 0.15, 8.0, bold=True, lines=4), size=8.0)
    axes.set_xlim(-4, 104)
    axes.set_xlabel("% of the runs", size=SIZE)
    _rows(axes, [dot.label for dot in case.dots], first)
    for place, dot in enumerate(case.dots):
        if dot.share is not None:
            axes.plot([100 * dot.low, 100 * dot.high], [place, place], color="#0072B2", linewidth=2.0, alpha=0.6)
            axes.plot(100 * dot.share, place, "o", color="#0072B2", markersize=3.5)


def _points(axes: Axes, case: SmallMultiple, shown: dict[str, Look], ends: tuple[float, float], *, first: bool) -> None:
    axes.set_xlim(*ends)
    axes.set_xlabel("points", size=SIZE)
    _rows(axes, [shown[one.party].name for one in case.strips], first)
    for place, one in enumerate(case.strips):
        if one.quantiles is not None:
            look, (low, lower, middle, upper, high) = shown[one.party], one.quantiles
            axes.plot([low, high], [place, place], color=look.colour, linewidth=1.0)
            axes.plot([lower, upper], [place, place], color=look.colour, linewidth=4.0, alpha=0.6)
            axes.plot(middle, place, look.marker, color=look.colour, markeredgecolor="white", markersize=6)


def _legend() -> list[object]:
    return [
        marker("share of the runs", marker="o", color="#0072B2", markersize=4),
        marker("95 % interval", marker="_", color="#0072B2", markersize=12, markeredgewidth=2),
        marker("median of the points", marker="o", color=INK, markersize=6),
        marker("half, and nine in ten, of the runs", marker="_", color=INK, markersize=14, markeredgewidth=2),
    ]


def _row(case: SmallMultiple) -> FigureRow:
    shares: dict[str, str | float | None] = {
        f"{clean(dot.label)}, %": None if dot.share is None else round(100 * dot.share, 1) for dot in case.dots
    }
    points: dict[str, str | float | None] = {
        f"median points of {clean(one.name)}": None if one.quantiles is None else round(one.quantiles[2], 1)
        for one in case.strips
    }
    return {"scenario": clean(case.title)} | shares | points


def _alt(cases: Sequence[SmallMultiple]) -> str:
    sentences = [f"{len(cases)} scenarios on the same axes."]
    for case in cases:
        points = [f"{number(one.quantiles[2])} to {clean(one.name)}" for one in case.strips if one.quantiles]
        often = [
            f"{clean(dot.label)} in {percent(dot.share)}"
            for dot in case.dots
            if dot.share and dot.share >= 0.5  # noqa: PLR2004  (a share too small to see)  (more often than not)
        ]
        sentences.append(
            f"{clean(case.title)}: {listed(often) or 'no option in half of the runs'}; median points {listed(points)}."
        )
    return " ".join(sentences)
