"""Panels of figures: small multiples and heat maps from a comparison of ensembles, tornado and box from a study."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from negosim.experiments.paired.ensemble_comparison import EnsembleComparison, Share, ShareRow, Spread
from negosim.experiments.sensitivity.box import OutcomeBox
from negosim.experiments.sensitivity.narrative import sentence_case
from negosim.experiments.sensitivity.study import Study, Tornado
from negosim.report.figures.discovery_box import BoxLimit, Sides
from negosim.report.figures.grid_heat_map import Heat
from negosim.report.figures.small_multiples import Dot, QuantileStrip, SmallMultiple
from negosim.report.figures.tornado import Panel, Swing
from negosim.scenario.variants import Grid

__all__ = ["cases", "heats", "sides", "swings"]

SEEN = 0.02
"""Options rarer than this everywhere are left out of a figure; the tables have them."""

BARS = 10
"""Bars of a tornado."""

MOVING = 2
"""Issues whose options' chances change most over a grid, each of which gets a panel."""


def cases(found: EnsembleComparison) -> list[SmallMultiple]:
    """The panels of `small_multiples`, one a scenario."""
    rows = [row for row in found.shares if any(one and one.share >= SEEN for one in row.shares)]
    return [
        SmallMultiple(
            f"{letter}: {title}",
            tuple(_dot(row, row.shares[place]) for row in rows),
            tuple(QuantileStrip(row.key, row.name, _quantiles(row.spreads[place])) for row in found.points),
        )
        for place, (letter, title) in enumerate(zip(found.letters, found.titles, strict=True))
    ]


def _dot(row: ShareRow, share: Share | None) -> Dot:
    label = f"{row.title}: {row.label}" if row.title else row.label
    return Dot(label, None) if share is None else Dot(label, share.share, share.low, share.high)


def _quantiles(spread: Spread | None) -> tuple[float, float, float, float, float] | None:
    return None if spread is None else (spread.q05, spread.q25, spread.q50, spread.q75, spread.q95)


def heats(found: EnsembleComparison, grid: Grid) -> list[Heat]:
    """The panels of `grid_heat_map`: chance of a deal, options whose chance moves most, mean points of each party."""
    return [_heat(grid, *measure) for measure in _measures(found)]


def _measures(found: EnsembleComparison) -> Iterator[tuple[str, str, Sequence[float | None]]]:
    """Title, unit and a value for each variant."""
    agreed, *options = found.shares
    yield "Something is agreed", "% of the runs", _percents(agreed)
    often = {row.issue: row for row in sorted(options, key=_range)}  # of each issue the option that moves most
    for row in sorted(often.values(), key=_range, reverse=True)[:MOVING]:
        yield f"{row.title}: {row.label}", "% of the runs", _percents(row)
    for party in found.points:
        means = [None if one is None else round(one.mean, 1) for one in party.spreads]
        yield f"{party.name}: mean", "points", means


def _percents(row: ShareRow) -> list[float | None]:
    return [None if one is None else round(100 * one.share, 1) for one in row.shares]


def _range(row: ShareRow) -> float:
    values = [one.share for one in row.shares if one is not None]
    return float(np.ptp(values))


def _heat(grid: Grid, title: str, unit: str, values: Sequence[float | None]) -> Heat:
    """The last axis goes across, all before it down."""
    *_, across = grid.axes
    width = len(across.values)
    before = [one.path for one in grid.axes[:-1]]
    rows = [_row_name(grid, place, width) for place in range(0, len(values), width)]
    cells = tuple(tuple(values[place : place + width]) for place in range(0, len(values), width))
    return Heat(title, unit, ", ".join(before), tuple(rows), across.path, across.values, cells)


def _row_name(grid: Grid, place: int, width: int) -> str:
    """The values of the axes before the last, for a row that begins with that variant."""
    if len(grid.axes) == 1:
        return ""
    rest, names = place // width, []
    for one in reversed(grid.axes[:-1]):
        names.append(one.values[rest % len(one.values)])
        rest //= len(one.values)
    return ", ".join(reversed(names))


def swings(study: Study) -> list[Panel]:
    """The panels of `tornado`, one an outcome."""
    return [_panel(study, one) for one in study.tornadoes]


def _panel(study: Study, one: Tornado) -> Panel:
    scale, unit = (100, "% of the draws") if one.outcome == "agreed" else (1, "points")
    bars = tuple(
        Swing(study.named[bar.name], study.kinds[bar.name], scale * bar.low, scale * bar.high, scale * bar.noise)
        for bar in one.bars[:BARS]
        if bar.swing
    )
    return Panel(sentence_case(one.words), unit, scale * one.mean, bars)


def sides(box: OutcomeBox) -> Sides:
    """The panel of `discovery_box`."""
    limits = zip(box.limits, box.words, box.ranges, strict=True)
    found = tuple(
        BoxLimit(
            words, *ends, ends[0] if limit.low is None else limit.low, ends[1] if limit.high is None else limit.high
        )
        for limit, words, ends in limits
    )
    return Sides(box.case, box.sentence, box.density, box.chance, box.coverage, found)
