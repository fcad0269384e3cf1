"""Before and after a change: each party's points, and the issues that ended differently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from negosim.document import clean, number
from negosim.experiments.whatif import WhatIf
from negosim.report.figures.lettering import wrap
from negosim.report.figures.panels import label_rows, points_range
from negosim.report.figures.style import AGREED, INK, PALE, Drawn, FigureRow, Look, bare, figure, looks, marker

__all__ = ["Change", "Moved", "PointsShift", "before_after", "change"]

WIDE = 7.2
LABELS = 1.5
ROW = 0.5
LINE = 0.15
SIZE = 8.0
MOST = 8
"""Issues shown at the most; the table has them all."""


@dataclass(frozen=True)
class PointsShift:
    """A party before and after: points and reservation values; None where it takes no part."""

    key: str
    name: str
    points: tuple[float | None, float | None]
    reservation: tuple[float | None, float | None]


@dataclass(frozen=True)
class Moved:
    """An issue that ended differently: its title, and the words of its option before and after."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """What a change came to."""

    shifts: tuple[PointsShift, ...]
    moved: tuple[Moved, ...]


def change(found: WhatIf) -> Change:
    """The panel of a what-if: the points of each party, and the issues that moved."""
    shifts = (
        PointsShift(row.key, row.name, _pair(row.points), _pair(row.reservation)) for row in found.comparison.parties
    )
    return Change(tuple(shifts), tuple(Moved(row.title, *row.texts) for row in found.moved))


def _pair(values: Sequence[float | None]) -> tuple[float | None, float | None]:
    before, after = values
    return before, after


@figure("before_after", title="Before and after", panels=True)
def before_after(panels: Sequence[Change], figure: Figure) -> Drawn:
    """Each party's points before and after the change, with the issues that ended differently."""
    (shown,) = panels
    rows = [_cells(one) for one in shown.moved[:MOST]]
    heights = [LINE * max(text.count("\n") + 1 for text in row) + 0.12 for row in rows] or [0.3]
    above, below = ROW * len(shown.shifts) + 0.1, sum(heights) + 0.3
    figure.set_size_inches(WIDE, above + below + 1.2)
    points, issues = figure.subplots(2, 1, height_ratios=[above, below])
    known = looks({one.key: one.name for one in shown.shifts})
    _points(points, shown, known)
    _issues(issues, rows, heights)
    figure.legend(handles=_legend(), loc="outside lower center", ncols=4)
    return Drawn(_alt(shown), _table(shown))


def _points(axes: Axes, change: Change, shown: dict[str, Look]) -> None:
    values = (value for one in change.shifts for value in (*one.points, *one.reservation) if value is not None)
    axes.set_xlim(*points_range(values, 4))
    names = [wrap(one.name, LABELS, SIZE, bold=True, lines=2) for one in change.shifts]
    label_rows(axes, names, edge=0.5, fontweight="bold")
    axes.set_xlabel("points at the end (of two parties they can't be compared)")
    for place, one in enumerate(change.shifts):
        _shift(axes, place, one, shown[one.key])


def _shift(axes: Axes, place: int, one: PointsShift, look: Look) -> None:
    """A hollow marker before, a full one after, a line between; the reservation values as ticks."""
    (old, new), (least, least_after) = one.points, one.reservation
    if old is not None and new is not None:
        axes.plot([old, new], [place, place], color=look.colour, linewidth=2.0, alpha=0.5)
    for value, colour in ((least, PALE), (least_after, INK)):
        if value is not None:
            axes.plot(value, place, "|", color=colour, markersize=13, markeredgewidth=1.6)
    if old is not None:
        axes.plot(old, place, look.marker, color="white", markeredgecolor=look.colour, markersize=8)
        _label(axes, old, place, "top", 0.16)
    if new is not None:
        axes.plot(new, place, look.marker, color=look.colour, markersize=7)
        _label(axes, new, place, "bottom", -0.16)


def _label(axes: Axes, value: float, place: int, side: str, away: float) -> None:
    """The number beside a marker: below it before the change, above it after."""
    axes.text(value, place + away, number(value), size=7.0, ha="center", va=side, in_layout=False)


def _cells(one: Moved) -> tuple[str, str, str]:
    inches = WIDE / 3 - 0.25
    return (
        wrap(one.title, inches, SIZE, bold=True, lines=4),
        wrap(one.before, inches, SIZE, lines=5),
        wrap(one.after, inches, SIZE, lines=5),
    )


def _issues(axes: Axes, rows: Sequence[Sequence[str]], heights: Sequence[float]) -> None:
    """A small table: issue, option before, option after."""
    bare(axes)
    axes.set_xlim(0, 3)
    axes.set_ylim(sum(heights), -0.3)
    if not rows:
        axes.text(0, 0, "Every issue ended as before.", size=SIZE, va="center")
        return
    for column, head in enumerate(("Ended differently", "before", "after")):
        axes.text(column + 0.02, -0.15, head, size=SIZE, color=PALE, va="center")
    top = 0.0
    for row, high in zip(rows, heights, strict=True):
        axes.barh(top + high / 2, 1.0, high * 0.94, left=2.0, color=AGREED, alpha=0.35, linewidth=0)
        for column, text in enumerate(row):
            weight = "bold" if not column else "normal"
            axes.text(column + 0.02, top + high / 2, text, size=SIZE, weight=weight, va="center", in_layout=False)
        axes.axhline(top + high, color="#cccccc", linewidth=0.6)
        top += high


def _legend() -> list[object]:
    return [
        marker("before", marker="o", color="white", markeredgecolor=INK, markersize=7),
        marker("after", marker="o", markersize=7),
        marker("reservation value before", marker="|", color=PALE, markersize=10, markeredgewidth=1.6),
        marker("after", marker="|", markersize=10, markeredgewidth=1.6),
    ]


def _table(change: Change) -> tuple[FigureRow, ...]:
    parties = [
        {"what": f"Points of {clean(one.name)}", "before": _written(one.points[0]), "after": _written(one.points[1])}
        for one in change.shifts
    ]
    issues = [
        {"what": clean(one.title), "before": clean(one.before), "after": clean(one.after)} for one in change.moved
    ]
    return (*parties, *issues)


def _written(value: float | None) -> str:
    return "takes no part" if value is None else number(value)


def _alt(change: Change) -> str:
    sentences = [
        f"{clean(one.name)}: {_written(one.points[0])} before, {_written(one.points[1])} after."
        for one in change.shifts
    ]
    moved = [
        f"{clean(one.title)} ended at “{clean(one.after)}” instead of “{clean(one.before)}”." for one in change.moved
    ]
    return " ".join(["Points before and after the change.", *sentences, *(moved or ["Every issue ended as before."])])
