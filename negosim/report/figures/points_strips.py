"""Strips of points: how each party's points spread over the runs, with the central case marked."""

from __future__ import annotations

import math
from collections import Counter

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from negosim.document import number
from negosim.experiments.ensemble.summary import EnsembleSummary, PartyPoints
from negosim.report.figures.lettering import wrap
from negosim.report.figures.panels import label_rows, points_range
from negosim.report.figures.style import INK, Drawn, FigureRow, Look, figure, looks, marker

__all__ = ["points_strips"]

LABELS = 1.5
AXIS = 5.2
ROW = 0.75
HIGH = 0.34
"""Half of a strip's height, in rows."""


@figure(
    "points_strips",
    ensemble=True,
    title="What each party has of it",
    caption="Each party's points at the end over all runs. Points are a party's own measure.",
)
def points_strips(found: EnsembleSummary, figure: Figure) -> Drawn:
    """How each party's points spread over the runs: the darker, the more runs; median, nine in ten, central case."""
    figure.set_size_inches(LABELS + AXIS, ROW * len(found.parties) + 1.1)
    axes = figure.subplots()
    shown = looks({party.key: party.name for party in found.parties})
    ends = (end for party in found.parties for end in (party.bins[0][0], party.bins[-1][0], party.central))
    axes.set_xlim(*points_range(ends, 2))
    axes.set_xlabel("points at the end, delay taken off (of two parties they can't be compared)")
    names = [wrap(shown[party.key].name, LABELS - 0.2, 8.0, bold=True, lines=2) for party in found.parties]
    label_rows(axes, names, edge=0.55, fontweight="bold")
    for place, party in enumerate(found.parties):
        _strip(axes, place, party, shown[party.key])
    figure.legend(handles=_legend(), loc="outside lower center", ncols=4)
    return Drawn(_alt(found, shown), _table(found, shown))


def _strip(axes: Axes, place: int, party: PartyPoints, look: Look) -> None:
    """A strip in bins of a point, with median, quantiles and the central case on it."""
    bins = _by_point(party)
    most = max(bins.values())
    for point, count in sorted(bins.items()):
        axes.barh(
            place, 1.0, 2 * HIGH, left=point, color=look.colour, alpha=0.85 * math.sqrt(count / most), linewidth=0
        )
    low, middle, high = (party.quantiles[level] for level in ("5", "50", "95"))
    axes.plot([low, high], [place + HIGH, place + HIGH], color=INK, linewidth=1.4)
    axes.plot([middle, middle], [place - HIGH, place + HIGH], color=INK, linewidth=1.6)
    axes.plot(party.central, place, "D", color="white", markeredgecolor=INK, markersize=7)


def _by_point(party: PartyPoints) -> Counter[int]:
    bins: Counter[int] = Counter()
    for tenth, count in party.bins:
        bins[math.floor(tenth)] += count
    return bins


def _legend() -> list[object]:
    return [
        marker("runs (the darker, the more)", marker="s", color="#888888", markersize=8),
        marker("median", marker="|", markersize=10, markeredgewidth=1.6),
        marker("nine in ten runs", marker="_", markersize=12, markeredgewidth=1.4),
        marker("the central case", marker="D", color="white", markeredgecolor=INK, markersize=7),
    ]


def _table(found: EnsembleSummary, shown: dict[str, Look]) -> tuple[FigureRow, ...]:
    return tuple(
        {
            "party": shown[party.key].name,
            "mean": round(party.mean, 1),
            **{f"{level} %": round(party.quantiles[level], 1) for level in party.quantiles},
            "central case": round(party.central, 1),
            "% of runs below it": round(100 * party.central_rank, 1),
        }
        for party in found.parties
    )


def _alt(found: EnsembleSummary, shown: dict[str, Look]) -> str:
    sentences = [f"Points of each party over {found.runs:,} runs."]
    for party in found.parties:
        low, middle, high = (number(party.quantiles[level]) for level in ("5", "50", "95"))
        sentences.append(
            f"{shown[party.key].name}: median {middle}, nine in ten runs between {low} and {high}; "
            f"the central case has {number(party.central)}."
        )
    return " ".join(sentences)
