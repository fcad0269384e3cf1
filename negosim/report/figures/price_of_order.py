"""The price of the order of meetings: what each party has in the end by each order, and what of it is the order's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from negosim.analysis.analysis import Analysis
from negosim.analysis.phrases import solution_name
from negosim.analysis.sequencing import Branch, Sequencing
from negosim.document import clean, listed, number
from negosim.domain.outcomes import Option
from negosim.negotiation.record import Record
from negosim.registry import lookup
from negosim.report.figures.lettering import wrap
from negosim.report.figures.panels import sentence_alone
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
    worth_words,
)

__all__ = ["price_of_order"]

LABELS = 1.9
PANEL = 2.3
ROW = 0.42
SIZE = 8.0
ORDERS = 3
"""Issues that condition meetings drawn at the most; the table has them all."""


@dataclass(frozen=True)
class Way:
    """One way to follow the orders of one issue to the end: as played, or as solved."""

    order: Sequencing
    title: str
    branches: Mapping[Option, Branch]
    labels: Mapping[Option, str]


def ways(analysis: Analysis) -> list[Way]:
    """Every issue that conditions meetings, played and solved; a way that could not be followed is left out."""
    found = []
    for order in analysis.orders:
        labels = _labels(analysis.record, order)
        solved = f"as solved ({solution_name(lookup('solution', order.by))})"
        for title, branches in (("as played", order.played), (solved, order.solved)):
            if branches:
                found.append(Way(order, title, branches, labels))
    return found


def _labels(record: Record, order: Sequencing) -> dict[Option, str]:
    space = record.realization.space
    issue = space.issue(order.issue)
    return {option: clean(label) for option, label in zip(issue.options, issue.labels, strict=True)}


@figure("price_of_order", title="The price of the order of meetings", analysis=True)
def price_of_order(analysis: Analysis, figure: Figure) -> Drawn:
    """What each order of meetings leads to for each party, with and without the points of the order itself."""
    every, looks = ways(analysis), party_looks(analysis.record)
    shown = every[: 2 * ORDERS]
    if not shown:
        return sentence_alone(
            figure, "No issue of this scenario decides which meetings take place, so their order has no price.", "issue"
        )
    heights = [ROW * len(way.branches) + 0.75 for way in shown]
    figure.set_size_inches(LABELS + PANEL * len(looks), sum(heights) + 0.8)
    grid = figure.subplots(len(shown), len(looks), squeeze=False, height_ratios=heights)
    for line, way in zip(grid, shown, strict=True):
        for axes, party in zip(line, looks, strict=True):
            _panel(axes, way, party, looks[party], first=axes is line[0])
    figure.legend(handles=_legend(), loc="outside lower center", ncols=2)
    return Drawn(_alt(analysis, every, looks), _table(analysis, every, looks))


def _panel(axes: Axes, way: Way, party: str, look: Look, *, first: bool) -> None:
    """One party's points by every option, beside what it has where the issue is left as it is."""
    options = list(way.branches)
    axes.set_ylim(len(options) - 0.4, -0.6)
    axes.set_title(wrap(look.name, PANEL - 0.2, 9.0, bold=True, lines=2), size=9.0, color=look.colour)
    axes.grid(axis="x", color=BAND)
    axes.set_xlabel("points", size=SIZE)
    axes.axvline(way.branches[way.order.status_quo].points[party], color=PALE, linewidth=0.8, linestyle=(0, (3, 2)))
    best, consented = way.order.best(way.branches)[party], way.order.consented(way.branches)
    for row, (option, branch) in enumerate(way.branches.items()):
        _branch(axes, row, branch, party, look, best=option in best)
    _scale(axes, way, party)
    if first:
        _names(axes, way, options, consented)
    else:
        axes.set_yticks(range(len(options)), [""] * len(options))


def _branch(axes: Axes, row: int, branch: Branch, party: str, look: Look, *, best: bool) -> None:
    """Points with the order's own filled, without them hollow, a line between; the party's choice is ringed."""
    points, without = branch.points[party], branch.without_own[party]
    axes.plot([without, points], [row, row], color=look.colour, linewidth=1.5, alpha=0.5)
    axes.plot(without, row, look.marker, color="white", markeredgecolor=look.colour, markersize=6, markeredgewidth=1.2)
    if best:
        axes.plot(points, row, "o", color=AGREED, markeredgecolor=INK, markeredgewidth=0.6, markersize=13)
    axes.plot(points, row, look.marker, color=look.colour, markersize=6.5)
    axes.annotate(number(points), (points, row), (0, 8), textcoords="offset points", size=7.0, ha="center", va="bottom")


def _scale(axes: Axes, way: Way, party: str) -> None:
    """Room around a party's own points: those of two parties are not compared."""
    values = [value for one in way.branches.values() for value in (one.points[party], one.without_own[party])]
    room = max(4.0, 0.16 * (max(values) - min(values)))
    axes.set_xlim(min(values) - room, max(values) + room)


def _names(axes: Axes, way: Way, options: Sequence[Option], consented: Sequence[Option]) -> None:
    """The options, bold where nobody whose consent they need does worse by them."""
    bold = [option in consented for option in options]
    labels = [
        wrap(way.labels[option], LABELS - 0.5, SIZE, bold=heavy, lines=2)
        for option, heavy in zip(options, bold, strict=True)
    ]
    axes.set_yticks(range(len(options)), labels)
    for text, heavy in zip(axes.get_yticklabels(), bold, strict=True):
        text.set_fontweight("bold" if heavy else "normal")
    axes.set_ylabel(wrap(way.title, ROW * len(options), SIZE, lines=3), size=SIZE, style="italic")


def _legend() -> list[object]:
    return [
        marker("points in the end", marker="o", markersize=6.5),
        marker("without the points of the order itself", marker="o", color="white", markeredgecolor=INK, markersize=6),
        marker("what the party would choose", marker="o", color=AGREED, markeredgecolor=INK, markersize=11),
        marker("what it has if nothing is agreed on the order; bold: has the consent it needs", linestyle=(0, (3, 2))),
    ]


def _table(analysis: Analysis, every: Sequence[Way], looks: Mapping[str, Look]) -> tuple[FigureRow, ...]:
    space = analysis.record.realization.space
    rows: list[FigureRow] = []
    for way in every:
        for option, branch in way.branches.items():
            row: dict[str, str | float | None] = {"issue": clean(space.issue(way.order.issue).title)}
            row |= {"how": way.title, "option": way.labels[option]}
            row |= {look.name: round(branch.points[key], 1) for key, look in looks.items()}
            row |= {
                f"{look.name}, own points left out": round(branch.without_own[key], 1) for key, look in looks.items()
            }
            rows.append(row)
    return tuple(rows)


def _alt(analysis: Analysis, every: Sequence[Way], looks: Mapping[str, Look]) -> str:
    space = analysis.record.realization.space
    sentences = []
    for way in every:
        title = clean(space.issue(way.order.issue).title)
        sentences.append(f"“{title}”, {way.title}:")
        for option, branch in way.branches.items():
            sentences.append(f"{way.labels[option]} leads to {worth_words(branch.points, looks)}.")
        best = way.order.best(way.branches)
        chosen = [f"{looks[key].name} {listed((way.labels[one] for one in best[key]), 'or')}" for key in looks]
        sentences.append(f"Each would choose: {'; '.join(chosen)}.")
        consented = listed((way.labels[one] for one in way.order.consented(way.branches)), "or")
        sentences.append(f"The consent it needs has: {consented}.")
    return " ".join(sentences)
