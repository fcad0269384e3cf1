"""The utility space: for each pair of parties what was possible, what was offered, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from negosim.analysis.feasible import FeasibleSet
from negosim.analysis.feasible_table import table_of
from negosim.analysis.measures import Measures, measured
from negosim.analysis.offers import offer_records
from negosim.analysis.phrases import number_of, refused_words
from negosim.analysis.run_data import count_frontier
from negosim.document import listed, number
from negosim.negotiation.record import Record
from negosim.report.figures.labels import Point, place_labels
from negosim.report.figures.lettering import wrap
from negosim.report.figures.pairs import (
    Landmark,
    cloud_markers,
    coinciding,
    draw_cloud,
    draw_reservation,
    landmark_markers,
    name_axes,
    panels_of_pairs,
    solution_landmarks,
)
from negosim.report.figures.style import (
    AGREED,
    INK,
    Drawn,
    FigureRow,
    Look,
    Style,
    figure,
    marker,
    party_looks,
    point_columns,
    worth_words,
)

__all__ = ["utility_panel", "utility_rows", "utility_space"]

SIDE = 3.7
"""Inches of a panel, without its labels."""
PAIRS = 10
"""Panels at the most; with more than five parties the first pairs are drawn."""
OfferPath = list[dict[str, float]]
"""Points by party, offer after offer."""


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
    def paths(self) -> dict[str, dict[str, OfferPath]]:
        """The offers by seat and meeting, each with its worth to everybody as of the first round, like the cloud."""
        paths: dict[str, dict[str, OfferPath]] = {}
        for one in offer_records(self.record):
            path = paths.setdefault(one.event.seat, {}).setdefault(one.event.meeting, [])
            path.append(_at_first(self.record, one.outcome))
        return paths

    @cached_property
    def marks(self) -> list[Landmark]:
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
        marks = [Landmark("result", self.measures.points, result, bold=True), Landmark("status quo kept", stood, begin)]
        return marks + solution_landmarks(self.measures.possible)


@figure("utility_space", title="What was possible", place=3)
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
    name_axes(axes, plane.looks, first, second, SIDE)
    draw_cloud(axes, plane.measures.possible, first, second)
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


def _at_first(record: Record, outcome: Sequence[int]) -> dict[str, float]:
    horizon = record.realization.horizon
    return {key: one.scale.points(one.worth(outcome, horizon)) for key, one in record.realization.preferences.items()}


def _label(axes: Axes, plane: Plane, first: str, second: str) -> None:
    """Labels of marks and of the first offer of each seat; marks that coincide in this panel share one label."""
    points = [
        Point(x, y, wrap(", ".join(mark.label for mark in at), 1.9, 8.0, lines=4), any(mark.bold for mark in at))
        for (x, y), at in coinciding(plane.marks, first, second).items()
    ]
    paths = {seat: [one for path in paths.values() for one in path] for seat, paths in plane.paths.items()}
    starts = [
        Point(path[0][first], path[0][second], wrap(f"first offer of {plane.looks[seat].name}", 1.4, 8.0, lines=2))
        for seat, path in paths.items()
    ]
    rest = [Point(one[first], one[second], "") for path in paths.values() for one in path[1:]]
    place_labels(axes, [*points, *starts, *rest], (SIDE, SIDE))


def _legend(plane: Plane) -> list[object]:
    offers = [
        marker(
            wrap(f"offers by {look.name}", 2.2, 8.0, lines=2),
            marker=look.marker,
            color=look.colour,
            linestyle=look.dashes,
            markersize=5,
        )
        for look in (plane.looks[seat] for seat in plane.paths)
    ]
    result = marker("result", marker="*", color=AGREED, markeredgecolor="black", markersize=11)
    return [*cloud_markers(plane.measures.possible), *offers, *landmark_markers(), result]


def utility_rows(plane: Plane) -> tuple[FigureRow, ...]:
    """The table of the figure: points of every party at the reservation, the marks and the first and last offers."""
    rows: list[tuple[str, Mapping[str, float]]] = [("reservation value", plane.measures.reservation)]
    rows += [(mark.label + _refused(plane, mark), mark.worth) for mark in plane.marks]
    for seat, by_meeting in plane.paths.items():
        path = [one for part in by_meeting.values() for one in part]
        name = plane.looks[seat].name
        rows += [(f"first offer of {name}", path[0]), (f"last offer of {name}", path[-1])]
    return tuple({"what": label} | point_columns(worth, plane.looks) for label, worth in rows)


def _refused(plane: Plane, mark: Landmark) -> str:
    """Who refuses what a mark proposes."""
    return refused_words([plane.looks[party].name for party in mark.refused_by])


def _alt(plane: Plane, pairs: int) -> str:
    looks, measures = plane.looks, plane.measures
    few = len(looks) * (len(looks) - 1) // 2 > pairs
    sentences = [f"Points of {f'{pairs} of the pairs' if few else 'every pair'} of {len(looks)} parties."]
    sentences.append(_possible(measures.possible))
    for mark in plane.marks:
        name = f"{mark.label[:1].upper()}{mark.label[1:]}{_refused(plane, mark)}"
        sentences.append(f"{name}: {worth_words(mark.worth, looks)}.")
    reserve = listed([f"{number(measures.reservation[key])} for {look.name}" for key, look in looks.items()])
    return " ".join([*sentences, f"Reservation values: {reserve}.", NOTE])


def _possible(possible: FeasibleSet) -> str:
    drawn = "" if table_of(possible) is not None else "There are too many outcomes to draw them all. "
    everybody = "every party" if possible.deciders == possible.parties else "each who decides"
    some = f"{number_of(possible.rational_size)} of {possible.size} outcomes give {everybody} its reservation value"
    size = count_frontier(possible)
    efficient = "too many to find" if size is None else size
    return f"{drawn}{some}; {efficient} are efficient for all of them together."


NOTE = "Outcomes, solutions and offers are valued as if they had stood from the first round; the result as it came."
