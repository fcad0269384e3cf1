"""The frontier by pairs of parties, with every bargaining solution at its place and named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from negosim.analysis.analysis import Analysis
from negosim.analysis.feasible import FeasibleSet
from negosim.analysis.phrases import solution_name
from negosim.document import grouped, listed
from negosim.registry import entries
from negosim.report.figures.labels import Point, place_labels
from negosim.report.figures.lettering import wrap
from negosim.report.figures.pairs import Landmark, coinciding, name_axes, panels_of_pairs
from negosim.report.figures.style import (
    AGREED,
    CLOUD,
    INK,
    PALE,
    Drawn,
    Look,
    Style,
    figure,
    marker,
    party_looks,
    point_columns,
    worth_words,
)
from negosim.theory.bargaining.base import Solution

__all__ = ["frontier_pairs"]

SIDE = 4.1
"""Inches of a panel, without its labels."""
PAIRS = 6
"""Panels at the most; with more than four parties the first pairs are drawn."""
DRAWN = 4000
"""Points of the frontier that are drawn at the most, evenly over all of them."""

ROOM = 0.14
"""Share of a panel that stays free around what is drawn, for labels."""

Worth = Mapping[str, float]


SOLUTION: Style = {"marker": "D", "color": "white", "markeredgecolor": INK, "markersize": 6.5, "markeredgewidth": 1.2}
GROUP: Style = {"marker": "D", "color": CLOUD, "markeredgecolor": INK, "markersize": 5.5, "markeredgewidth": 0.8}
RESULT: Style = {"marker": "*", "color": AGREED, "markeredgecolor": "black", "markersize": 15}
BEGIN: Style = {"marker": "X", "color": INK, "markersize": 8, "markeredgecolor": "white"}


@dataclass(frozen=True)
class FrontierPanels:
    """What all panels of an analysis share."""

    analysis: Analysis

    @property
    def possible(self) -> FeasibleSet:
        """What was possible at first."""
        return self.analysis.possible

    @cached_property
    def looks(self) -> dict[str, Look]:
        """The look of each party."""
        return party_looks(self.analysis.record)

    @cached_property
    def marks(self) -> list[Landmark]:
        """No deal, the run, the solutions over all, Nash for each group; solutions with the same points share one."""
        begin = Landmark("no deal", self.possible.by_party(self.possible.reservation), BEGIN)
        result = Landmark("this run", self.analysis.measures.points, RESULT)
        return [begin, result, *self._solutions(), *self._groups()]

    def _worth(self, solution: Solution) -> Worth | None:
        if solution.lottery is not None:
            return self.possible.expected(solution.lottery)
        return self.possible.points_of(solution.outcomes[0]) if solution.outcomes else None

    def _solutions(self) -> Iterator[Landmark]:
        worths = {solution_name(entry): self._worth(self.possible.solve(entry)) for entry in entries("solution")}
        same = grouped((tuple(worth.values()), name) for name, worth in worths.items() if worth is not None)
        for points, names in same.items():
            yield Landmark(", ".join(names), dict(zip(self.possible.parties, points, strict=True)), SOLUTION)

    def _groups(self) -> Iterator[Landmark]:
        nash = next(entry for entry in entries("solution") if entry.name == "nash")
        for group in self.possible.groups:
            worth = self._worth(self.possible.solve(nash, group))
            if worth is not None:
                names = listed(self.looks[party].name for party in group)
                yield Landmark(f"Nash of {names} alone", worth, GROUP)


@figure("frontier_pairs", title="The frontier and the solutions", analysis=True)
def frontier_pairs(analysis: Analysis, figure: Figure) -> Drawn:
    """The frontier for each pair of parties, with the solutions of bargaining theory, no deal, and this run."""
    shown = FrontierPanels(analysis)
    drawn = panels_of_pairs(figure, shown.possible.deciders, partial(_panel, shown), side=SIDE, most=PAIRS)
    figure.legend(handles=_legend(), loc="outside lower center", ncols=int(drawn.width / 2.9))
    table = tuple({"what": mark.label} | point_columns(mark.worth, shown.looks) for mark in shown.marks)
    return Drawn(_alt(shown, drawn.count), table)


def _panel(shown: FrontierPanels, axes: Axes, first: str, second: str) -> None:
    name_axes(axes, shown.looks, first, second, SIDE)
    _frontier(axes, shown.possible, first, second)
    for mark in shown.marks:
        axes.plot(mark.worth[first], mark.worth[second], linestyle="none", zorder=6, **mark.style)
    lines: Style = {"color": INK, "linewidth": 0.8, "linestyle": (0, (4, 2)), "zorder": 0}
    axes.axvline(shown.marks[0].worth[first], **lines)
    axes.axhline(shown.marks[0].worth[second], **lines)
    axes.margins(ROOM)
    axes.autoscale_view()
    points = [
        Point(x, y, wrap(", ".join(mark.label for mark in at), 1.7, 8.0, lines=5), bold=at[0].style is RESULT)
        for (x, y), at in coinciding(shown.marks, first, second).items()
    ]
    place_labels(axes, points, (SIDE, SIDE))


def _frontier(axes: Axes, possible: FeasibleSet, first: str, second: str) -> None:
    """The efficient points: dark where all who decide have at least their reservation value, else pale."""
    if possible.frontier is None:
        return
    points, scales = possible.frontier.points, possible.scales.only(possible.places())
    rational = possible.suits_all(points)
    chosen = np.unique(np.linspace(0, points.shape[1] - 1, min(DRAWN, points.shape[1])).astype(np.intp))
    x, y = scales.points(points[:, chosen])[[possible.deciders.index(party) for party in (first, second)]]
    inside = rational[chosen]
    for flags, colour in ((~inside, CLOUD), (inside, INK)):
        axes.plot(x[flags], y[flags], "o", color=colour, markersize=3, markeredgewidth=0, rasterized=True, zorder=1)
    if len(possible.deciders) == 2:  # noqa: PLR2004  (only then is the frontier a line in the plane)
        order = np.argsort(x)
        axes.plot(x[order], y[order], color=PALE, linewidth=0.7, zorder=0, drawstyle="steps-pre")


def _legend() -> list[object]:
    return [
        marker("efficient, enough for everybody", marker="o", markersize=4),
        marker("efficient, too little for somebody", marker="o", color=CLOUD, markersize=4),
        marker("reservation value", linestyle=(0, (4, 2)), linewidth=0.8),
        marker("solution of bargaining theory", **SOLUTION),
        marker("what some could do without the rest", **GROUP),
        marker("this run", **(RESULT | {"markersize": 11})),
    ]


def _efficient(possible: FeasibleSet) -> str:
    """How many points the frontier has, and how many of them are enough for everybody."""
    if possible.frontier is None:
        return "it has too many points to find, and none is drawn"
    rational = int(possible.suits_all(possible.frontier.points).sum())
    return f"{len(possible.frontier)} efficient points, {rational} of them enough for everybody"


def _alt(shown: FrontierPanels, pairs: int) -> str:
    looks = shown.looks
    all_pairs = len(looks) * (len(looks) - 1) // 2
    sentences = [
        f"The frontier for {f'{pairs} of the {all_pairs} pairs' if pairs < all_pairs else 'each pair'} of "
        f"{len(looks)} parties: {_efficient(shown.possible)}."
    ]
    for mark in shown.marks:
        sentences.append(f"{mark.label[:1].upper()}{mark.label[1:]}: {worth_words(mark.worth, looks)}.")
    return " ".join(sentences)
