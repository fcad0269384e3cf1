"""The stance map: what each party wants on each issue, and which of the numbers are assumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from negosim.document import clean, listed, number
from negosim.domain.outcomes import Issue
from negosim.negotiation.record import Record
from negosim.report.figures.lettering import wrap
from negosim.report.figures.panels import panel_grid
from negosim.report.figures.stances import OptionValue, StanceRead, best, read_stance, read_stances
from negosim.report.figures.style import (
    BAND,
    INK,
    PALE,
    REFUSED,
    Drawn,
    FigureRow,
    Look,
    Style,
    figure,
    marker,
    party_looks,
)
from negosim.scenario.spec.common import BasisKind
from negosim.scenario.spec.issues import IssueSpec
from negosim.scenario.spec.parties import Stance

__all__ = ["stance_map", "stance_panel", "stance_rows"]

SHOWN = 12
"""Options of an issue that the map shows at the most; the table has them all."""
LABELS = 2.9
PANEL = 2.35
COLUMNS = 4
SIZE = 8.0
UNIT = 0.145
"""Inches of a line of a label."""
DASHED = (0, (2.5, 1.5))
GAP = 0.07
"""Inches between two rows."""

Stances = Mapping[tuple[str, str], StanceRead]


@dataclass(frozen=True)
class MapRow:
    """A row of the map: the head of an issue, where `option` is None, or an option of it; `y` in inches from above."""

    issue: str
    option: int | None
    label: str
    y: float
    height: float


@figure("stance_map", title="What each side wants", place=4)
def stance_map(record: Record, figure: Figure) -> Drawn:
    """What each party wants: weight of each issue, value of each option, refusals, and where it comes from."""
    seats, rows = party_looks(record), map_rows(record)
    high = _height(rows) + 0.7
    grid, columns = panel_grid(figure, len(seats), columns=COLUMNS, wide=PANEL, high=high, margin=(LABELS, 0.6))
    for place, (axes, party) in enumerate(zip(grid, seats, strict=True)):
        stance_panel(axes, record, party, labelled=place % columns == 0)
    figure.legend(handles=_legend(), loc="outside lower center", ncols=3 if columns > 1 else 2)
    return Drawn(_alt(record, seats, read_stances(record)), stance_rows(record))


def map_rows(record: Record) -> tuple[MapRow, ...]:
    """The rows from above: each issue's head, then its options, as high as their labels need."""
    rows: list[MapRow] = []
    y = 0.0
    for issue in record.realization.space.issues:
        y += GAP if rows else 0.0
        head = wrap(issue.title, LABELS - 0.3, SIZE, bold=True, lines=4)
        for option, label in [(None, head), *_labels(record, issue)]:
            height = UNIT * (label.count("\n") + 1) + GAP
            rows.append(MapRow(issue.key, option, label, y + height / 2, height))
            y += height
    return tuple(rows)


def _labels(record: Record, issue: Issue) -> list[tuple[int | None, str]]:
    shown = options_shown(record, issue)
    rest = len(issue) - len(shown)
    more = f" ({rest} more between them)" if rest and issue.positions is not None else f" ({rest} more)"
    labels = [issue.labels[k] + (" · status quo" if k == issue.status_quo else "") for k in shown]
    labels[-1] += more if rest else ""
    return [(k, wrap(label, LABELS - 0.3, SIZE, lines=4)) for k, label in zip(shown, labels, strict=True)]


def options_shown(record: Record, issue: Issue) -> tuple[int, ...]:
    """The options that get a row: of an amount those that some party's stance names, and no more than `SHOWN`."""
    spec = record.scenario.issues[issue.key]
    wanted = list(range(len(issue)))
    if spec.amount is not None:
        stances = (party.stances.get(issue.key) for party in record.scenario.parties.values())
        given = {number for stance in stances if stance is not None for number in _numbers_named(stance, spec)}
        wanted = [k for k in wanted if float(issue.options[k]) in given or k == issue.status_quo]
    if len(wanted) <= SHOWN:
        return tuple(wanted)
    picked = {wanted[round(k)] for k in np.linspace(0, len(wanted) - 1, SHOWN - 1)}
    return tuple(sorted(picked | {issue.status_quo}))


def _numbers_named(stance: Stance, spec: IssueSpec) -> list[float]:
    """The numbers of an amount that a stance values, or the ends and the one nearest to its position."""
    if stance.position is None:
        return list(map(float, stance.values))
    grid, at = spec.scale() or (), stance.position.centre
    return [grid[0], grid[-1], min(grid, key=lambda number: abs(number - at))]


def _height(rows: Sequence[MapRow]) -> float:
    return rows[-1].y + rows[-1].height / 2


def stance_panel(axes: Axes, record: Record, party: str, *, labelled: bool = True) -> Axes:
    """One party's column of the map, on the axes given; `labelled` writes issues and options beside it."""
    look, rows = party_looks(record)[party], map_rows(record)
    axes.set_xlim(-4, 104)
    axes.set_ylim(_height(rows), 0)
    axes.set_xticks([0, 25, 50, 75, 100])
    axes.grid(axis="x", color=BAND)
    axes.set_title(wrap(look.name, PANEL - 0.3, 10.0, bold=True, lines=3))
    axes.set_xlabel("value of the option (0 to 100)")
    axes.set_yticks([])
    for row in rows if labelled else ():
        place: Style = {"transform": axes.get_yaxis_transform(), "ha": "right", "va": "center"}
        axes.text(-0.02, row.y, row.label, size=SIZE, weight="bold" if row.option is None else "normal", **place)
    for issue in record.realization.space.issues:
        _issue(axes, [row for row in rows if row.issue == issue.key], record, party, issue)
    return axes


def _issue(axes: Axes, rows: Sequence[MapRow], record: Record, party: str, issue: Issue) -> None:
    """Head and options of one issue for one party."""
    head, look = rows[0], party_looks(record)[party]
    axes.axhspan(head.y - head.height / 2, head.y + head.height / 2, color=BAND, linewidth=0)
    if issue.key not in record.scenario.parties[party].stances:
        axes.text(0, head.y, "no stance", size=SIZE, style="italic", color=PALE, va="center", in_layout=False)
        return
    read = read_stance(record, party, issue.key)
    _weight(axes, head, read, look)
    _values(axes, rows[1:], read, look, ordered=issue.positions is not None)


def _values(axes: Axes, rows: Sequence[MapRow], read: StanceRead, look: Look, *, ordered: bool) -> None:
    """Value and range of each option; a line joins options that have an order."""
    places = [(row, read.values[row.option]) for row in rows if row.option is not None]
    at = [row.y for row, _ in places]
    lows, highs = [one.low for _, one in places], [one.high for _, one in places]
    axes.hlines(at, lows, highs, look.colour, linewidth=2.2, alpha=0.35)
    face = "white" if read.stance.numbers.kind == BasisKind.ASSUMED else look.colour
    line: Style = {"linestyle": "-" if ordered else "none", "linewidth": 0.7, "markersize": 5.5}
    style: Style = {"color": look.colour, "marker": look.marker, "markerfacecolor": face} | line
    axes.plot([one.value for _, one in places], at, **style)
    for row, one in places:
        _refusal(axes, row, one)


def _weight(axes: Axes, head: MapRow, read: StanceRead, look: Look) -> None:
    """The share of the weight as a bar, hollow and dashed where assumed, and the basis of the direction in words."""
    assumed = read.stance.numbers.kind == BasisKind.ASSUMED
    style: Style = {"facecolor": "white", "linestyle": DASHED} if assumed else {"facecolor": look.colour}
    height = min(head.height, UNIT + GAP) * 0.8
    axes.barh(head.y, read.share, height, edgecolor=look.colour, linewidth=1.0, alpha=0.75, **style)
    kind = read.stance.basis.kind
    label = f"{number(read.share, 0)} % · {kind}"
    slant = "italic" if kind == BasisKind.ASSUMED else "normal"
    text = axes.text(2, head.y, label, size=SIZE, va="center", style=slant, in_layout=False)
    text.set_bbox({"facecolor": "white", "alpha": 0.75, "linewidth": 0, "pad": 0.6})


def _refusal(axes: Axes, row: MapRow, one: OptionValue) -> None:
    """Say beside its value that an option is refused."""
    if one.refused:
        right = one.high < 50.0  # noqa: PLR2004  (the middle of the scale)
        at = one.high + 5 if right else one.low - 5
        label = "✕ refuses" if right else "refuses ✕"
        axes.text(
            at, row.y, label, size=SIZE, color="#A34700", va="center", ha="left" if right else "right", in_layout=False
        )


def _legend() -> list[Patch | object]:
    line: Style = {"color": INK, "markersize": 6}
    return [
        marker("value, its number assumed", marker="o", markerfacecolor="white", **line),
        marker("value, its number inferred or imported", marker="o", **line),
        marker("range in the scenario", linestyle="-", linewidth=3, color=PALE),
        Patch(facecolor="white", edgecolor=INK, linestyle=DASHED, label="share of the weight, assumed"),
        Patch(facecolor=PALE, edgecolor=INK, label="share of the weight, inferred or imported"),
        marker("refuses: neither offers nor accepts", marker="x", color=REFUSED),
    ]


def stance_rows(record: Record) -> tuple[FigureRow, ...]:
    """The table of the map: one row a party, issue and option; of an amount the options that the map shows."""
    stances, space = read_stances(record), record.realization.space
    return tuple(
        _row(record, read, read.values[option], issue)
        for (party, key), read in stances.items()
        for issue in [space.issue(key)]
        for option in (options_shown(record, issue) if issue.unit or len(issue) > SHOWN else range(len(issue)))
    )


def _row(record: Record, read: StanceRead, one: OptionValue, issue: Issue) -> FigureRow:
    return {
        "party": clean(record.scenario.parties[read.party].name),
        "issue": clean(issue.title),
        "share of weight (%)": round(read.share, 1),
        "option": one.label + (" (status quo)" if one.option == issue.status_quo else ""),
        "value": round(one.value, 1),
        "range": number(one.low) if one.low == one.high else f"{number(one.low)} to {number(one.high)}",
        "refused": "refused" if one.refused else "",
        "direction": read.stance.basis.kind,
        "numbers": read.stance.numbers.kind,
    }


def _alt(record: Record, seats: Mapping[str, Look], stances: Stances) -> str:
    titles = {issue.key: clean(issue.title) for issue in record.realization.space.issues}
    assumed = sum(read.stance.numbers.kind == BasisKind.ASSUMED for read in stances.values())
    sentences = [f"What {len(seats)} parties want on {len(titles)} issues."]
    sentences += [
        _wants(look.name, [read for (key, _), read in stances.items() if key == party], titles)
        for party, look in seats.items()
    ]
    sentences.append(f"In {assumed} of {len(stances)} stances the numbers are assumed.")
    return " ".join(sentences)


def _wants(name: str, reads: Sequence[StanceRead], titles: Mapping[str, str]) -> str:
    """A party's heaviest issues with what it wants most there, and what it refuses."""
    heavy = sorted(reads, key=lambda read: -read.share)[:3]
    wants = [f"{titles[read.issue]} ({number(read.share, 0)} % of its weight{_most(read)})" for read in heavy]
    refused = [f"{one.label} ({titles[read.issue]})" for read in reads for one in read.values if one.refused]
    first = f"{name} cares most about {'; '.join(wants)}." if wants else f"{name} has no stance."
    return f"{first} It refuses {listed(refused)}." if refused else first


def _most(read: StanceRead) -> str:
    top = [read.values[option].label for option in best(read)]
    return f", wants most: {listed(top)}" if top else ""
