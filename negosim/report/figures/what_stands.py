"""What stands: each issue as a strip of options, with status quo, what each party wants most, and what was agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from negosim.analysis.measures import measured
from negosim.analysis.phrases import condition_words
from negosim.document import clean, listed
from negosim.domain.outcomes import Issue
from negosim.negotiation.record import Record
from negosim.report.figures.lettering import wrap
from negosim.report.figures.meetings import party_names
from negosim.report.figures.stances import best, read_stance
from negosim.report.figures.style import (
    AGREED,
    INK,
    PALE,
    Drawn,
    FigureRow,
    Look,
    Style,
    bare,
    figure,
    party_looks,
    party_markers,
)

__all__ = ["IssueStrip", "strips", "what_stands", "what_stands_panel"]

SHOWN = 6
"""Options of a strip up to this number are all drawn; of more, only those that matter."""
WIDTH = 11.5
LABELS = 1.9
RIGHT = 2.3
STRIP = WIDTH - LABELS - RIGHT - 0.3
SIZE = 8.0
UNIT = 0.145
MARKS = 0.24
"""Inches of the line of markers below an option's label."""
NARROW = 0.3
"""Inches of a cell that stands for options left out."""


@dataclass(frozen=True)
class OptionCell:
    """An option of a strip, or with no option a number of them left out; `wants` are the parties that want it most."""

    option: int | None
    label: str
    wants: tuple[str, ...] = ()


@dataclass(frozen=True)
class IssueStrip:
    """An issue: where it stood, where it stands, the meeting that settled it (empty where none did), who is bound.

    `waits_for` says what an agreement waits for that is not in force.
    """

    issue: Issue
    stands: int
    meeting: str
    bound: str
    wants: dict[int, tuple[str, ...]]
    waits_for: str = ""

    @property
    def cells(self) -> tuple[OptionCell, ...]:
        """The options to draw, in order, those left out gathered between them."""
        options = range(len(self.issue))
        matter = {self.issue.status_quo, self.stands, 0, len(self.issue) - 1, *self.wants}
        shown = [k for k in options if len(self.issue) <= SHOWN or k in matter]
        cells: list[OptionCell] = []
        for before, k in zip([-1, *shown], shown, strict=False):
            if k - before > 1:
                cells.append(OptionCell(None, f"… {k - before - 1} more"))
            cells.append(OptionCell(k, clean(self.issue.labels[k]), self.wants.get(k, ())))
        return tuple(cells)


@figure("what_stands", place=1)
def what_stands(record: Record, figure: Figure) -> Drawn:
    """Each issue as a strip of options: status quo, what each party wants most, what was agreed in which meeting."""
    rows = strips(record)
    figure.set_size_inches(WIDTH, sum(map(_height, rows)) + 0.75)
    axes = figure.subplots()
    what_stands_panel(axes, record)
    waits = any(row.waits_for for row in rows)
    figure.legend(handles=_legend(list(party_looks(record).values()), waits=waits), loc="outside upper center", ncols=5)
    return Drawn(_alt(rows), _table(record, rows))


def strips(record: Record) -> list[IssueStrip]:
    """The strip of each issue."""
    settled, standing = measured(record).settled, record.course.standing
    titles = {key: clean(spec.title) for key, spec in record.scenario.meetings.items()}
    return [
        IssueStrip(
            issue,
            standing.outcome[axis],
            titles[settled[issue.key]] if issue.key in settled else "",
            party_names(record, sorted(standing.bound[axis])),
            _wants(record, issue),
            _waits_for(record, axis),
        )
        for axis, issue in enumerate(record.realization.space.issues)
    ]


def _waits_for(record: Record, axis: int) -> str:
    """What the agreement on an issue waits for at the end; empty where it is in force."""
    space = record.realization.space
    suspended = axis in space.in_force.suspended(record.course.standing.outcome)
    return clean(condition_words(space, space.in_force.waits[axis])) if suspended else ""


def _wants(record: Record, issue: Issue) -> dict[int, tuple[str, ...]]:
    """Option -> the parties that want it most, taken by itself."""
    wants: dict[int, tuple[str, ...]] = {}
    for key, party in record.scenario.parties.items():
        for option in best(read_stance(record, key, issue.key)) if issue.key in party.stances else ():
            wants[option] = (*wants.get(option, ()), key)
    return wants


def what_stands_panel(axes: Axes, record: Record) -> Axes:
    """The strips, on the axes given."""
    rows, looks = strips(record), party_looks(record)
    bare(axes)
    axes.set_xlim(0, STRIP)
    axes.set_ylim(sum(map(_height, rows)), 0)
    y = 0.0
    for row in rows:
        _strip(axes, row, y, looks)
        y += _height(row)
    return axes


def _widths(row: IssueStrip) -> list[float]:
    """Inches of each cell: narrow where options are left out, the rest in equal parts."""
    cells = row.cells
    left_out = sum(cell.option is None for cell in cells)
    part = (STRIP - NARROW * left_out) / (len(cells) - left_out)
    return [NARROW if cell.option is None else part for cell in cells]


def _labels(row: IssueStrip) -> list[str]:
    return [
        "…" if cell.option is None else wrap(cell.label, wide - 0.12, SIZE, lines=7)
        for cell, wide in zip(row.cells, _widths(row), strict=True)
    ]


def _inner(row: IssueStrip) -> float:
    """Inches of a strip without the space below it: as high as the longest of its texts."""
    texts = [*_labels(row), _title(row)]
    return max(max(text.count("\n") + 1 for text in texts) * UNIT + MARKS + 0.12, 0.5)


def _height(row: IssueStrip) -> float:
    return _inner(row) + 0.12


def _title(row: IssueStrip) -> str:
    return wrap(row.issue.title, LABELS, SIZE, bold=True, lines=5)


def _strip(axes: Axes, row: IssueStrip, y: float, looks: dict[str, Look]) -> None:
    high, x = _inner(row), 0.0
    axes.text(-0.12, y + high / 2, _title(row), size=SIZE, weight="bold", ha="right", va="center")
    for cell, label, wide in zip(row.cells, _labels(row), _widths(row), strict=True):
        _cell(axes, row, cell, (x, y, wide, high))
        axes.text(
            x + wide / 2, y + (high - MARKS) / 2 + 0.04, label, size=SIZE, ha="center", va="center", in_layout=False
        )
        for k, party in enumerate(cell.wants):
            at = x + wide / 2 + (k - (len(cell.wants) - 1) / 2) * min(0.19, wide / (len(cell.wants) + 1))
            style: Style = {"marker": looks[party].marker, "color": looks[party].colour, "markeredgecolor": "white"}
            axes.plot(at, y + high - MARKS / 2 - 0.02, markersize=8, markeredgewidth=0.5, **style)
        x += wide
    axes.text(STRIP + 0.12, y + high / 2, wrap(_how(row), RIGHT, SIZE, lines=4), size=SIZE, va="center")


def _cell(axes: Axes, row: IssueStrip, cell: OptionCell, place: tuple[float, float, float, float]) -> None:
    """The frame of a cell: yellow where it was agreed, hatched grey where the status quo was, thick where it stands.

    It is dotted where what is agreed is not in force.
    """
    x, y, wide, high = place
    agreed = row.meeting and cell.option == row.stands
    face = AGREED if agreed else "#e4e4e4" if cell.option == row.issue.status_quo else "white"
    stands = cell.option == row.stands
    edge: Style = {
        "edgecolor": INK if stands else "#b0b0b0",
        "linewidth": 2.0 if stands else 0.8,
        "linestyle": ":" if stands and row.waits_for else "-",
        "zorder": 3 if stands else 2,
    }
    axes.add_patch(Rectangle((x, y), wide, high, facecolor=face, alpha=0.55, linewidth=0, zorder=1))
    axes.add_patch(Rectangle((x, y), wide, high, fill=False, **edge))
    if cell.option == row.issue.status_quo:
        axes.plot([x + 0.06, x + wide - 0.06], [y + 0.05] * 2, color=PALE, linewidth=2.5, linestyle=(0, (1, 1)))


def _how(row: IssueStrip) -> str:
    if not row.meeting:
        return "status quo, nothing agreed"
    agreed = f"agreed in: {row.meeting} ({row.bound})"
    return f"{agreed}; waits for {row.waits_for}" if row.waits_for else agreed


def _legend(looks: Sequence[Look], *, waits: bool) -> list[object]:
    wants = party_markers(looks)
    for one, look in zip(wants, looks, strict=True):
        one.set_label(wrap(f"wanted most by {look.name}", 2.4, SIZE, lines=2))
    return [
        *wants,
        Patch(facecolor="#e4e4e4", edgecolor=PALE, linestyle=":", label="status quo (dotted bar)"),
        Patch(facecolor=AGREED, edgecolor=INK, linewidth=2, alpha=0.7, label="agreed, and stands"),
        Patch(facecolor="white", edgecolor=INK, linewidth=2, label="stands"),
        *([Patch(facecolor=AGREED, edgecolor=INK, linestyle=":", label="agreed, not in force")] if waits else []),
    ]


def _table(record: Record, rows: Sequence[IssueStrip]) -> tuple[FigureRow, ...]:
    looks, waits = party_looks(record), any(row.waits_for for row in rows)
    return tuple(
        {
            "issue": clean(row.issue.title),
            "status quo": clean(row.issue.labels[row.issue.status_quo]),
            "stands at the end": clean(row.issue.labels[row.stands]),
            "settled in": row.meeting or "as it was",
            "bound": row.bound,
        }
        | ({"waits for": row.waits_for} if waits else {})
        | {f"{look.name} wants most": _most(row, key) for key, look in looks.items()}
        for row in rows
    )


def _most(row: IssueStrip, party: str) -> str:
    return listed([clean(row.issue.labels[k]) for k, wants in sorted(row.wants.items()) if party in wants])


def _alt(rows: Sequence[IssueStrip]) -> str:
    settled = [row for row in rows if row.meeting]
    sentences = [f"What stands on {len(rows)} issues; {len(settled)} of them were settled."]
    sentences += [f"{clean(row.issue.title)}: {clean(row.issue.labels[row.stands])}, {_how(row)}." for row in rows]
    return " ".join([*sentences, "What a party wants most is taken issue by issue, without its linkages."])
