"""Chances: how often each option stands at the end, as dots with intervals, issue by issue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matplotlib.figure import Figure

from negosim.document import clean, listed, number
from negosim.experiments.ensemble.summary import EnsembleSummary, IssueChances, ShareEstimate
from negosim.report.figures.lettering import wrap
from negosim.report.figures.panels import label_rows
from negosim.report.figures.style import INK, Drawn, FigureRow, figure, marker

__all__ = ["chances"]

COLOUR = "#0072B2"
MOST = 12
"""Options of an issue that are drawn at the most, the commonest; the table has them all."""
LABELS = 3.2
AXIS = 3.6
ROW = 0.3
SIZE = 8.0


@dataclass(frozen=True)
class Line:
    """A row of the figure: an option, or the title of an issue where there is no chance."""

    label: str
    chance: ShareEstimate | None


@figure(
    "chances",
    ensemble=True,
    title="Share of runs that end with each option",
    caption="Share of the runs in which each option stands at the end, with its 95 % interval. The interval says how "
    "well the share is known for the assumptions of the scenario, not how well the assumptions fit the world.",
)
def chances(found: EnsembleSummary, figure: Figure) -> Drawn:
    """How often each option stands at the end, with 95 % intervals; the central case is ringed."""
    lines = list(_lines(found))
    figure.set_size_inches(LABELS + AXIS, ROW * len(lines) + 0.9)
    axes = figure.subplots()
    axes.set_xlim(-3, 103)
    axes.set_xlabel("% of the runs")
    label_rows(axes, [wrap(line.label, LABELS - 0.2, SIZE, lines=2) for line in lines])
    for place, (line, tick) in enumerate(zip(lines, axes.get_yticklabels(), strict=True)):
        if line.chance is None:
            tick.set_fontweight("bold")
            continue
        one = line.chance
        axes.plot([100 * one.low, 100 * one.high], [place, place], color=COLOUR, linewidth=2.0, alpha=0.6)
        axes.plot(100 * one.share, place, "o", color=COLOUR, markersize=5)
        if one.central:
            axes.plot(100 * one.share, place, "o", color="none", markeredgecolor=INK, markersize=10)
    figure.legend(handles=_legend(), loc="outside lower center", ncols=3)
    return Drawn(_alt(found), tuple(_table(found)))


def _lines(found: EnsembleSummary) -> Iterator[Line]:
    yield Line("Something is agreed", found.agreed)
    for issue in found.issues:
        yield Line(clean(issue.title), None)
        yield from (Line(clean(option.label), option) for option in _drawn(issue))


def _drawn(issue: IssueChances) -> list[ShareEstimate]:
    """The options that are drawn: all of a short list; of a long one those that occur most, in the issue's order."""
    if len(issue.options) <= MOST:
        return list(issue.options)
    often = sorted(issue.options, key=lambda option: (-option.central, -option.count))[:MOST]
    return [option for option in issue.options if option in often]


def _legend() -> list[object]:
    return [
        marker("share of the runs", marker="o", color=COLOUR),
        marker("95 % interval", marker="_", color=COLOUR, markersize=12, markeredgewidth=2),
        marker("the central case", marker="o", color="none", markeredgecolor=INK, markersize=9),
    ]


def _table(found: EnsembleSummary) -> Iterator[FigureRow]:
    rows = [("", found.agreed), *((clean(issue.title), one) for issue in found.issues for one in issue.options)]
    for issue, one in rows:
        yield {
            "issue": issue,
            "option": clean(one.label),
            "runs": float(one.count),
            "%": round(100 * one.share, 1),
            "from %": round(100 * one.low, 1),
            "to %": round(100 * one.high, 1),
            "central case": "yes" if one.central else "",
        }


def _alt(found: EnsembleSummary) -> str:
    sentences = [f"{found.runs:,} runs; something is agreed in {_percent(found.agreed)}."]
    for issue in found.issues:
        often = sorted(issue.options, key=lambda option: -option.count)[:2]
        ends = listed([f"{clean(one.label)} in {_percent(one)}" for one in often if one.count])
        sentences.append(f"{clean(issue.title)}: {ends}.")
    return " ".join(sentences)


def _percent(one: ShareEstimate) -> str:
    return f"{number(100 * one.share)} % ({number(100 * one.low)} to {number(100 * one.high)})"
