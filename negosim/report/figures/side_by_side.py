"""Side by side: what several scenarios came to, issue by issue and party by party, on the same axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from negosim.analysis.comparison import Comparison, IssueRow
from negosim.analysis.measures import Measures
from negosim.document import clean, listed, number
from negosim.negotiation.record import Record
from negosim.report.figures.lettering import wrap
from negosim.report.figures.style import AGREED, BAND, INK, PALE, Drawn, FigureRow, Look, bare, figure, looks, marker

__all__ = ["side_by_side"]

ISSUES = 8
"""Issues drawn at the most, those on which the scenarios differ first; the table has them all."""
LABELS = 1.9
CELL = 1.25
PANEL = 1.55
SIZE = 7.5
UNIT = 0.14
NONE = "\N{EN DASH}"


@dataclass(frozen=True)
class Cases:
    """Several runs as the rows of one figure."""

    records: Sequence[Record]

    @cached_property
    def comparison(self) -> Comparison:
        """The runs compared."""
        return Comparison(tuple(self.records))

    @property
    def measures(self) -> tuple[Measures, ...]:
        """The measures of each."""
        return self.comparison.measures

    @cached_property
    def rows(self) -> dict[str, IssueRow]:
        """The issues of all scenarios, those that ended differently first."""
        return {row.key: row for row in sorted(self.comparison.issues, key=lambda row: not row.differs)}

    @cached_property
    def titles(self) -> list[str]:
        """The title of each; with its seed and run, or its changes, where titles are the same."""
        plain = [clean(record.scenario.title) for record in self.records]
        return [
            title if plain.count(title) == 1 else f"{title} ({_identity(record)})"
            for title, record in zip(plain, self.records, strict=True)
        ]

    @cached_property
    def looks(self) -> dict[str, Look]:
        """All parties of all scenarios."""
        names = {key: party.name for record in reversed(self.records) for key, party in record.scenario.parties.items()}
        first = {key: names[key] for record in self.records for key in record.scenario.parties}
        return looks(first)

    @cached_property
    def issues(self) -> dict[str, str]:
        """The titles of these issues."""
        return {key: clean(row.title) for key, row in self.rows.items()}

    def option(self, place: int, issue: str) -> str:
        """The label of the final option of an issue, empty where the scenario has no such issue."""
        return clean(self.rows[issue].labels[place] or "")


def _identity(record: Record) -> str:
    changed = ", ".join(record.scenario.changes)
    return clean(f"{record.scenario.name}{', ' + changed if changed else ''}, seed {record.seed}, run {record.run}")


@figure("side_by_side", several=True)
def side_by_side(records: Sequence[Record], figure: Figure) -> Drawn:
    """Several scenarios on the same axes: the option on which each issue ended, and the points of each party."""
    cases = Cases(records)
    issues = list(cases.issues)[:ISSUES]
    heights = [_height(cases, place, issues) for place in range(len(records))]
    wide = LABELS + CELL * len(issues) + PANEL * len(cases.looks) + 0.4
    figure.set_size_inches(wide, sum(heights) + 1.5)
    ratios = [CELL * len(issues), *[PANEL] * len(cases.looks)]
    table, *panels = figure.subplots(1, 1 + len(cases.looks), width_ratios=ratios)
    _cells(table, cases, issues, heights)
    for axes, party in zip(panels, cases.looks, strict=True):
        _points(axes, cases, party, heights)
    figure.legend(handles=_legend(), loc="outside lower center", ncols=4)
    return Drawn(_alt(cases), _table(cases))


def _height(cases: Cases, place: int, issues: Sequence[str]) -> float:
    """Inches of a row: as high as the longest of its texts."""
    texts = [_option(cases, place, issue) for issue in issues] + [_title(cases, place)]
    return max(0.34, UNIT * max(text.count("\n") + 1 for text in texts) + 0.1)


def _option(cases: Cases, place: int, issue: str) -> str:
    return wrap(cases.option(place, issue) or NONE, CELL - 0.1, SIZE, lines=5)


def _title(cases: Cases, place: int) -> str:
    return wrap(cases.titles[place], LABELS, 8.0, bold=True, lines=4)


def _middles(heights: Sequence[float]) -> list[float]:
    return [sum(heights[:k]) + high / 2 for k, high in enumerate(heights)]


def _cells(axes: Axes, cases: Cases, issues: Sequence[str], heights: Sequence[float]) -> None:
    """The options on which the issues ended: yellow where an agreement settled it, else white."""
    bare(axes)
    axes.set_xlim(0, len(issues))
    axes.set_ylim(sum(heights), 0)
    for column, issue in enumerate(issues):
        head = wrap(cases.issues[issue], CELL - 0.1, 8.0, bold=True, lines=4)
        axes.text(column + 0.5, -0.06, head, size=8.0, weight="bold", ha="center", va="bottom")
    for place, (middle, high) in enumerate(zip(_middles(heights), heights, strict=True)):
        axes.text(-0.08, middle, _title(cases, place), size=8.0, weight="bold", ha="right", va="center")
        for column, issue in enumerate(issues):
            colour = AGREED if issue in cases.measures[place].settled else "white"
            axes.barh(middle, 0.98, high * 0.94, left=column + 0.01, color=colour, alpha=0.45, linewidth=0)
            axes.text(
                column + 0.5, middle, _option(cases, place, issue), size=SIZE, ha="center", va="center", in_layout=False
            )
    _rules(axes, heights, 0, len(issues))


def _points(axes: Axes, cases: Cases, party: str, heights: Sequence[float]) -> None:
    """Points and reservation value of one party in every scenario."""
    look = cases.looks[party]
    axes.set_title(wrap(look.name, PANEL - 0.15, 8.0, bold=True, lines=3), size=8.0)
    axes.set_ylim(sum(heights), 0)
    axes.set_xlim(*_range(cases))
    axes.set_yticks([])
    axes.grid(axis="x", color=BAND)
    axes.set_xlabel("points", size=8.0)
    for middle, one in zip(_middles(heights), cases.measures, strict=True):
        if party in one.points:
            points, least = one.points[party], one.reservation[party]
            axes.plot([least, points], [middle, middle], color=look.colour, linewidth=1.5, alpha=0.5)
            axes.plot(least, middle, "|", color=INK, markersize=11, markeredgewidth=1.5)
            axes.plot(points, middle, look.marker, color=look.colour, markersize=6.5)
            axes.text(points, middle - 0.1, number(points, 0), size=7.0, ha="center", va="bottom", in_layout=False)
    _rules(axes, heights, *_range(cases))


def _rules(axes: Axes, heights: Sequence[float], left: float, right: float) -> None:
    ends = [middle + high / 2 for middle, high in zip(_middles(heights), heights, strict=True)]
    axes.hlines(ends, left, right, color="#cccccc", linewidth=0.6)


def _range(cases: Cases) -> tuple[float, float]:
    """The same axis for every party and scenario."""
    values = [value for one in cases.measures for part in (one.points, one.reservation) for value in part.values()]
    low, high = min(0.0, *values), max(100.0, *values)
    return low - 0.08 * (high - low), high + 0.08 * (high - low)


def _legend() -> list[object]:
    return [
        marker("settled by an agreement", marker="s", color=AGREED, markersize=9, alpha=0.6),
        marker("status quo", marker="s", color="white", markeredgecolor=PALE, markersize=9),
        marker("points at the end (less delay)", marker="o", markersize=6),
        marker("reservation value", marker="|", markersize=10, markeredgewidth=1.5),
    ]


def _table(cases: Cases) -> tuple[FigureRow, ...]:
    return tuple(
        {"scenario": title}
        | {head: cases.option(place, issue) or NONE for issue, head in cases.issues.items()}
        | {
            f"points of {look.name}": round(one.points[party], 1) if party in one.points else None
            for party, look in cases.looks.items()
        }
        for place, (title, one) in enumerate(zip(cases.titles, cases.measures, strict=True))
    )


def _alt(cases: Cases) -> str:
    sentences = [f"{len(cases.records)} scenarios side by side."]
    for title, one in zip(cases.titles, cases.measures, strict=True):
        points = [f"{number(value)} points to {cases.looks[party].name}" for party, value in one.points.items()]
        settled = listed([cases.issues[key] for key in one.settled])
        sentences.append(f"{title}: {listed(points)}; settled: {settled or 'nothing'}.")
    return " ".join(sentences)
