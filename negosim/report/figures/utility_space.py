"""The utility space: for each pair of parties what was possible, what was offered, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from negosim.analysis.feasible import EnumeratedFeasibleSet, FeasibleSet
from negosim.analysis.measures import Measures, measured
from negosim.analysis.offers import offer_records
from negosim.analysis.phrases import listed, number_of, refused_words, solution_name
from negosim.analysis.run_data import frontier_size, points_of
from negosim.domain.preferences import GRID, from_grid
from negosim.negotiation.record import Record
from negosim.registry import entries
from negosim.report.figures.labels import Point, place_labels
from negosim.report.figures.lettering import number, wrap
from negosim.report.figures.pairs import panels_of_pairs
from negosim.report.figures.style import AGREED, CLOUD, INK, Drawn, Look, Row, Style, figure, marker, party_looks

__all__ = ["utility_panel", "utility_rows", "utility_space"]

SIDE = 3.7
"""Inches of a panel, without its labels."""
PAIRS = 10
"""Panels at the most; with more than five parties the first pairs are drawn."""
CELLS = 260
"""The cloud is drawn on a raster of so many cells a side."""
FEW = 400
"""Outcomes up to this number get larger points."""
RINGS = 400
"""Rings up to this number stay lines; more become part of the raster."""
EFFICIENT = "efficient (all parties)"


Path = list[dict[str, float]]
"""Points by party, offer after offer."""


@dataclass(frozen=True)
class LabelledPoint:
    """A named point: worth by party, its label, and how it is drawn."""

    label: str
    worth: Mapping[str, float]
    style: Style
    bold: bool = False
    refused_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plane:
    """What all panels of a run share, worked out once."""

    record: Record

    @cached_property
    def measures(self) -> Measures:
        """The run's measures."""
        return measured(self.record)

    @cached_property
    def looks(self) -> dict[str, Look]:
        """The look of each party."""
        return party_looks(self.record)

    @cached_property
    def paths(self) -> dict[str, dict[str, Path]]:
        """The offers by seat and meeting, each with its worth to everybody as of the first round, like the cloud."""
        paths: dict[str, dict[str, Path]] = {}
        for one in offer_records(self.record):
            path = paths.setdefault(one.event.seat, {}).setdefault(one.event.meeting, [])
            path.append(_at_first(self.record, one.outcome))
        return paths

    @cached_property
    def marks(self) -> list[LabelledPoint]:
        """Result, status quo and solutions; solutions that are one outcome have one mark, their names joined."""
        result: Style = {
            "marker": "*",
            "color": AGREED,
            "markeredgecolor": "black",
            "markersize": 15,
            "markeredgewidth": 0.8,
        }
        begin: Style = {"marker": "X", "color": INK, "markersize": 7, "markeredgecolor": "white"}
        stood = _at_first(self.record, self.record.realization.space.status_quo)
        marks = [
            LabelledPoint("result", self.measures.points, result, bold=True),
            LabelledPoint("status quo kept", stood, begin),
        ]
        return marks + solution_marks(self.measures.possible)


@figure("utility_space")
def utility_space(record: Record, figure: Figure) -> Drawn:
    """What was possible for each pair of parties: outcomes, efficient ones, solutions, the offers and the result."""
    plane = Plane(record)
    drawn = panels_of_pairs(figure, record.realization.parties, partial(_panel, plane), side=SIDE, most=PAIRS)
    figure.legend(handles=_legend(plane), loc="outside lower center", ncols=max(1, int(drawn.width / 2.4)))
    return Drawn(_alt(plane, drawn.count), utility_rows(plane))


def utility_panel(axes: Axes, record: Record, first: str, second: str) -> Axes:
    """One pair of parties, on the axes given: points of the first to the right, of the second upwards."""
    return _panel(Plane(record), axes, first, second)


def _panel(plane: Plane, axes: Axes, first: str, second: str) -> Axes:
    axes.set_xlabel(wrap(f"points of {plane.looks[first].name}", SIDE, 9.0, lines=2))
    axes.set_ylabel(wrap(f"points of {plane.looks[second].name}", SIDE, 9.0, lines=2))
    table = plane.measures.possible.table
    if table is not None:
        draw_cloud(axes, table, first, second)
    else:
        tell_too_many(axes)
    _offers(axes, plane, first, second)
    for mark in plane.marks:
        axes.plot(mark.worth[first], mark.worth[second], linestyle="none", zorder=7 if mark.bold else 6, **mark.style)
    draw_reservation(axes, plane.measures.reservation, first, second)
    axes.margins(0.06)
    _label(axes, plane, first, second)
    return axes


def _offers(axes: Axes, plane: Plane, first: str, second: str) -> None:
    """The offers of each seat as a path, one a meeting."""
    for seat, by_meeting in plane.paths.items():
        look = plane.looks[seat]
        style: Style = {
            "markersize": 4,
            "linewidth": 0.8,
            "linestyle": look.dashes,
            "markeredgecolor": "white",
            "mew": 0.3,
        }
        for path in by_meeting.values():
            x, y = [one[first] for one in path], [one[second] for one in path]
            axes.plot(x, y, color=look.colour, marker=look.marker, **style)


def tell_too_many(axes: Axes) -> None:
    """Say above a panel that its outcomes are too many to draw."""
    axes.set_title("too many outcomes to draw them all", size=8.0, style="italic", weight="normal", pad=16)


def draw_cloud(axes: Axes, possible: EnumeratedFeasibleSet, first: str, second: str) -> None:
    """All outcomes as a grey cloud, drawn as a raster, and the efficient ones as rings."""
    x, y = (possible.worth[possible.parties.index(party)] for party in (first, second))
    cells_x, cells_y = cells(x, y)
    size = 2.0 if cells_x.size > FEW else 4.0
    axes.plot(cells_x, cells_y, "o", color=CLOUD, markersize=size, markeredgewidth=0, rasterized=True, zorder=0)
    rings = np.unique(np.stack([x, y])[:, possible.efficient], axis=1) / GRID
    raster = rings.shape[1] > RINGS
    style: Style = {"markerfacecolor": "none", "markersize": 4.5, "markeredgewidth": 0.6, "rasterized": raster}
    axes.plot(rings[0], rings[1], "o", color="#555555", zorder=1, **style)


def cells(x: NDArray[np.int64], y: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The cells of a raster that hold an outcome, as points: as good as all outcomes, and never too many to draw."""
    (column, wide), (row, high) = _binned(x), _binned(y)
    full = np.zeros(CELLS * CELLS, dtype=np.bool_)
    full[row * CELLS + column] = True
    rows, columns = np.divmod(np.flatnonzero(full), CELLS)
    return (columns * wide + float(x.min())) / GRID, (rows * high + float(y.min())) / GRID


def _binned(values: NDArray[np.int64]) -> tuple[NDArray[np.intp], float]:
    """Number of the cell of each value, and the width of a cell."""
    step = max(1.0, float(np.ptp(values)) / (CELLS - 1))
    return np.rint((values - values.min()) / step).astype(np.intp), step


def _at_first(record: Record, outcome: Sequence[int]) -> dict[str, float]:
    horizon = record.realization.horizon
    return {key: from_grid(one.worth(outcome, horizon)) for key, one in record.realization.preferences.items()}


def solution_marks(possible: FeasibleSet) -> list[LabelledPoint]:
    """One mark for every outcome that some solution names: `Nash = Kalai-Smorodinsky`."""
    named: dict[int, list[str]] = {}
    for entry in entries("solution"):
        for outcome in possible.solve(entry).outcomes[:1]:
            named.setdefault(outcome, []).append(solution_name(entry))
    style: Style = {"marker": "D", "color": "white", "markeredgecolor": INK, "markersize": 6, "markeredgewidth": 1.2}
    return [
        LabelledPoint(" = ".join(words), points_of(possible, one), style, refused_by=possible.refused_by(one))
        for one, words in named.items()
    ]


def draw_reservation(axes: Axes, reservation: Mapping[str, float], first: str, second: str) -> None:
    """The reservation values as lines, named outside of the frame."""
    style: Style = {"color": INK, "linewidth": 0.9, "linestyle": (0, (4, 2)), "zorder": 2}
    x, y = reservation[first], reservation[second]
    axes.axvline(x, **style)
    axes.axhline(y, **style)
    small: Style = {"size": 7.0, "color": INK}
    axes.text(x, 1.01, "reservation", transform=axes.get_xaxis_transform(), ha="center", va="bottom", **small)
    place: Style = {"transform": axes.get_yaxis_transform(), "rotation": 270}
    axes.text(1.01, y, "reservation", ha="left", va="center", **place, **small)


def _label(axes: Axes, plane: Plane, first: str, second: str) -> None:
    """Labels of marks and of the first offer of each seat; marks that coincide in this panel share one label."""
    here: dict[tuple[float, float], list[LabelledPoint]] = {}
    for mark in plane.marks:
        here.setdefault((round(mark.worth[first], 1), round(mark.worth[second], 1)), []).append(mark)
    points = [
        Point(x, y, wrap(", ".join(mark.label for mark in at), 1.9, 8.0, lines=4), any(mark.bold for mark in at))
        for (x, y), at in here.items()
    ]
    paths = {seat: [one for path in paths.values() for one in path] for seat, paths in plane.paths.items()}
    starts = [
        Point(path[0][first], path[0][second], wrap(f"first offer of {plane.looks[seat].name}", 1.4, 8.0, lines=2))
        for seat, path in paths.items()
    ]
    rest = [Point(one[first], one[second], "") for path in paths.values() for one in path[1:]]
    place_labels(axes, [*points, *starts, *rest], (SIDE, SIDE))


def _legend(plane: Plane) -> list[object]:
    cloud = [
        marker("an outcome", marker="o", color=CLOUD, markersize=4),
        marker(EFFICIENT, marker="o", color="#555555", markerfacecolor="none", markersize=5),
    ]
    style: Style = {"markersize": 5}
    looks = [plane.looks[seat] for seat in plane.paths]
    offers = [
        marker(
            wrap(f"offers by {one.name}", 2.2, 8.0, lines=2),
            marker=one.marker,
            color=one.colour,
            linestyle=one.dashes,
            **style,
        )
        for one in looks
    ]
    rest = [
        marker("reservation value", linestyle=(0, (4, 2))),
        marker("bargaining solution", marker="D", color="white", markeredgecolor=INK, markersize=6),
        marker("result", marker="*", color=AGREED, markeredgecolor="black", markersize=11),
    ]
    return [*(cloud if plane.measures.possible.table is not None else []), *offers, *rest]


def utility_rows(plane: Plane) -> tuple[Row, ...]:
    """The table of the figure: points of every party at the reservation, the marks and the first and last offers."""
    rows: list[tuple[str, Mapping[str, float]]] = [("reservation value", plane.measures.reservation)]
    rows += [(mark.label + _refused(plane, mark), mark.worth) for mark in plane.marks]
    for seat, by_meeting in plane.paths.items():
        path = [one for part in by_meeting.values() for one in part]
        name = plane.looks[seat].name
        rows += [(f"first offer of {name}", path[0]), (f"last offer of {name}", path[-1])]
    return tuple(
        {"what": label} | {f"points of {look.name}": round(worth[key], 1) for key, look in plane.looks.items()}
        for label, worth in rows
    )


def _refused(plane: Plane, mark: LabelledPoint) -> str:
    """Who refuses what a mark proposes."""
    return refused_words([plane.looks[party].name for party in mark.refused_by])


def _alt(plane: Plane, pairs: int) -> str:
    looks, measures = plane.looks, plane.measures
    few = len(looks) * (len(looks) - 1) // 2 > pairs
    said = [f"Points of {f'{pairs} of the pairs' if few else 'every pair'} of {len(looks)} parties."]
    said.append(_possible(measures.possible))
    for mark in plane.marks:
        worth = listed([f"{number(mark.worth[key])} to {look.name}" for key, look in looks.items()])
        said.append(f"{mark.label[:1].upper()}{mark.label[1:]}{_refused(plane, mark)}: {worth}.")
    reserve = listed([f"{number(measures.reservation[key])} for {look.name}" for key, look in looks.items()])
    return " ".join([*said, f"Reservation values: {reserve}.", NOTE])


def _possible(possible: FeasibleSet) -> str:
    drawn = "" if possible.table is not None else "There are too many outcomes to draw them all. "
    some = f"{number_of(possible.rational_size)} of {possible.size} outcomes give every party its reservation value"
    size = frontier_size(possible)
    efficient = "too many to find" if size is None else size
    return f"{drawn}{some}; {efficient} are efficient for all parties together."


NOTE = "Outcomes, solutions and offers are valued as if they had stood from the first round; the result as it came."
