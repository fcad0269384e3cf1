"""What theories say: a dot for each theory on each ordered issue, beside where the parties stand and this run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from negosim.analysis.analysis import Analysis
from negosim.analysis.static_theories import issue_positions, rests_on
from negosim.document import clean, listed, number
from negosim.domain.outcomes import Issue
from negosim.report.figures.lettering import wrap
from negosim.report.figures.panels import panel_grid, sentence_alone
from negosim.report.figures.style import (
    AGREED,
    BAND,
    INK,
    PALE,
    Drawn,
    FigureRow,
    Look,
    figure,
    marker,
    party_looks,
    party_markers,
)
from negosim.theory.forecasting import Positions, TheoryForecast

__all__ = ["theories"]

LABELS = 1.6
PANEL = 1.9
ROW = 0.27
COLUMNS = 5
SIZE = 7.5
WARNED = ("expected_utility",)
"""Theories that are drawn apart: they come with a warning."""


@dataclass(frozen=True)
class TheoryPanels:
    """What all panels share: forecasts by theory and issue, positions of the parties, and this run."""

    analysis: Analysis

    @cached_property
    def forecasts(self) -> Mapping[str, Mapping[str, TheoryForecast]]:
        """Theory -> issue -> forecast."""
        return self.analysis.theories

    @cached_property
    def positions(self) -> Mapping[str, Positions]:
        """Issue -> where the parties stand, 0 to 100."""
        return issue_positions(self.analysis.record.realization)

    @cached_property
    def looks(self) -> dict[str, Look]:
        """The look of each party."""
        return party_looks(self.analysis.record)

    def issue(self, key: str) -> Issue:
        """The issue itself."""
        space = self.analysis.record.realization.space
        return space.issue(key)

    def line(self, key: str) -> list[float]:
        """The options of an issue on the scale of 0 to 100."""
        raw = np.asarray(self.issue(key).positions, dtype=np.float64)
        return [float(one) for one in 100.0 * (raw - raw.min()) / (np.ptp(raw) or 1.0)]

    def run(self, key: str) -> float:
        """Where this run left an issue, 0 to 100."""
        record = self.analysis.record
        return self.line(key)[record.course.standing.outcome[record.realization.space.axis(key)]]

    def end(self, key: str, at: float) -> str:
        """The label of the option at an end of the scale."""
        return clean(self.issue(key).labels[self.line(key).index(at)])


@figure("theories", title="What theories say", analysis=True)
def theories(analysis: Analysis, figure: Figure) -> Drawn:
    """What each static theory says of each ordered issue, beside the parties' positions and where this run ended."""
    table = TheoryPanels(analysis)
    issues = list(table.positions)
    if not issues:
        return sentence_alone(
            figure, "No issue has options in an order, so these theories say nothing of this scenario.", "theory"
        )
    high = ROW * (len(table.forecasts) + 2) + 1.35
    grid, columns = panel_grid(figure, len(issues), columns=COLUMNS, wide=PANEL, high=high, margin=(LABELS, 0.6))
    figure.set_figwidth(max(6.5, figure.get_figwidth()))
    for place, (axes, issue) in enumerate(zip(grid, issues, strict=True)):
        _panel(axes, table, issue, first=place % columns == 0)
    figure.legend(handles=_legend(table), loc="outside lower center", ncols=max(2, columns))
    return Drawn(_alt(table, issues), _rows(table, issues))


def _panel(axes: Axes, table: TheoryPanels, issue: str, *, first: bool) -> None:
    """One issue: a row a theory, then the parties' positions and this run."""
    names = list(table.forecasts)
    rows = [*(_title(name) for name in names), "the parties stand at", "this run came to"]
    axes.set_title(wrap(table.issue(issue).title, PANEL - 0.15, 8.5, bold=True, lines=3), size=8.5)
    axes.set_xlim(-8, 108)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks(range(len(rows)), rows if first else [""] * len(rows), size=SIZE)
    axes.hlines(range(len(rows)), 0, 100, color=BAND, linewidth=0.8, zorder=0)
    axes.axhline(len(names) - 0.5, color=PALE, linewidth=0.6)
    _ends(axes, table, issue)
    if (start := table.positions[issue].status_quo) is not None:
        axes.axvline(start, color=PALE, linewidth=0.8, linestyle=(0, (3, 2)), zorder=0)
    for row, name in enumerate(names):
        _dot(axes, row, table.forecasts[name][issue], warned=name in WARNED)
    _parties(axes, table, issue, len(names))
    axes.plot(table.run(issue), len(names) + 1, "*", color=AGREED, markeredgecolor="black", markersize=11)


def _ends(axes: Axes, table: TheoryPanels, issue: str) -> None:
    """The two ends of the scale by their options."""
    axes.set_xticks([0, 100], ["", ""])
    low, high = (wrap(table.end(issue, at), PANEL / 2 - 0.15, 6.5, lines=4) for at in (0.0, 100.0))
    place = axes.get_xaxis_transform()
    axes.text(0, -0.03, f"0\n{low}", size=6.5, ha="left", va="top", transform=place)
    axes.text(100, -0.03, f"100\n{high}", size=6.5, ha="right", va="top", transform=place)


def _title(name: str) -> str:
    return name.replace("_", " ")


def _dot(axes: Axes, row: int, forecast: TheoryForecast, *, warned: bool) -> None:
    """A theory's answer; a bar where it leaves a range open."""
    colour = PALE if warned else INK
    if forecast.interval is not None and forecast.interval[0] < forecast.interval[1]:
        axes.plot(forecast.interval, [row, row], color=colour, linewidth=3, alpha=0.5, solid_capstyle="butt")
    if forecast.value is not None:
        axes.plot(forecast.value, row, "o", color=colour, markersize=6)
    elif forecast.interval is not None:
        low, high = forecast.interval
        axes.plot([low, high], [row, row], "o", color="white", markeredgecolor=colour, markersize=6)
    else:
        axes.text(50, row, "says nothing", size=6.5, color=PALE, ha="center", va="center")


def _parties(axes: Axes, table: TheoryPanels, issue: str, row: int) -> None:
    """Where the parties stand; those at the same place side by side."""
    at: dict[float, list[str]] = {}
    for actor, x in zip(table.positions[issue].actors, table.positions[issue].x, strict=True):
        at.setdefault(float(x), []).append(actor)
    for x, actors in at.items():
        for place, actor in enumerate(actors):
            look = table.looks[actor]
            shift = 7.0 * (place - (len(actors) - 1) / 2)
            shift -= max(0.0, x + shift - 103) if x > 50 else min(0.0, x + shift + 3)  # noqa: PLR2004  (percent of the line)
            axes.plot(x + shift, row, look.marker, color=look.colour, markersize=6)


def _legend(table: TheoryPanels) -> list[object]:
    return [
        marker("what a theory says", marker="o", markersize=6),
        marker("ends of a range, no single answer", marker="o", color="white", markeredgecolor=INK, markersize=6),
        marker("expected utility: take with care", marker="o", color=PALE, markersize=6),
        marker("status quo", linestyle=(0, (3, 2)), color=PALE),
        *party_markers(list(table.looks.values())),
    ]


def _rows(table: TheoryPanels, issues: Sequence[str]) -> tuple[FigureRow, ...]:
    heads = {issue: clean(table.issue(issue).title) for issue in issues}
    rows: list[FigureRow] = [
        {"theory": _title(name)} | {heads[issue]: _words(found[issue]) for issue in issues}
        for name, found in table.forecasts.items()
    ]
    rows.append({"theory": "this run"} | {heads[issue]: number(table.run(issue)) for issue in issues})
    return tuple(rows)


def _words(forecast: TheoryForecast) -> str:
    """A forecast in words."""
    if forecast.value is not None:
        return number(forecast.value)
    return "nothing" if forecast.interval is None else "{} to {}".format(*map(number, forecast.interval))


def _alt(table: TheoryPanels, issues: Sequence[str]) -> str:
    basis = rests_on(table.analysis.record.scenario)
    sentences = [f"What static theories say of each ordered issue, 0 to 100, from {basis}."]
    for issue in issues:
        forecasts = listed(f"{_title(name)} {_words(found[issue])}" for name, found in table.forecasts.items())
        scale = f"0 is {table.end(issue, 0.0)}, 100 is {table.end(issue, 100.0)}"
        sentences.append(
            f"{clean(table.issue(issue).title)} ({scale}): {forecasts}; this run {number(table.run(issue))}."
        )
    return " ".join(sentences)
