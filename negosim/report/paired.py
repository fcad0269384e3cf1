"""What a comparison of ensembles writes: data, tables, small multiples, a heat map of a grid, and a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from negosim.document import Document
from negosim.experiments.paired.ensemble_comparison import EnsembleComparison, PointsRow, Share, ShareRow, Spread
from negosim.experiments.paired.regret_of_choices import ChoiceRegret
from negosim.files import plain_json
from negosim.report.csv import table
from negosim.report.folder import Job, Target, Written, checked_name, digest_of, page_files, publish, versions_row
from negosim.scenario.variants import VariantGrid

if TYPE_CHECKING:
    from negosim.report.figures.grid_heat_map import Heat
    from negosim.report.figures.picture import Picture
    from negosim.report.figures.small_multiples import Dot, SmallMultiple

__all__ = ["ensemble_comparison_target", "heats", "multiples", "write_ensemble_comparison"]

PANELS = 20
"""Scenarios that small multiples show at the most."""

SEEN = 0.02
"""Options rarer than this everywhere are left out of a figure; the tables have them."""

MOVING = 2
"""Issues whose options' chances change most over a grid, each of which gets a panel."""


def ensemble_comparison_target(found: EnsembleComparison, out: str | Path) -> Target:
    """`<out>/comparisons/<first>-and-<how many>-more-s<seed>-n<runs>-<8 hex digits of the scenarios>`."""
    digest = digest_of(f"{' '.join(found.digests)} {found.seed} {found.runs}")
    more = len(found.names) - 1
    name = f"{checked_name(found.names[0])}-and-{more}-more-s{found.seed}-n{found.runs}-{digest[:8]}"
    return Target(Path(out) / "comparisons" / name, digest)


def write_ensemble_comparison(
    found: EnsembleComparison, document: Document, out: str | Path, job: Job, *, grid: VariantGrid | None = None
) -> Written:
    """Write a comparison of ensembles; `document` describes it."""
    target = ensemble_comparison_target(found, out)
    return publish(target, _files(found, document, job, grid, target.digest), job)


def _files(
    found: EnsembleComparison, document: Document, job: Job, grid: VariantGrid | None, digest: str
) -> Iterator[tuple[str, bytes]]:
    yield "comparison.json", plain_json({"digest": digest, **found.to_dict()})
    yield "shares.csv", table([line for row in found.shares for line in _share_lines(found, row)])
    yield "points.csv", table([line for row in found.points for line in _point_lines(found, row)])
    yield "findings.csv", table(list(found.to_dict()["findings"]))
    yield "regret.csv", table([line for row in found.regrets for line in _regret_lines(found, row)])
    if job.figures:
        from negosim.report.pages.document import Page  # noqa: PLC0415  (heavy: imported where used)

        known = [("Digest (SHA-256)", digest), ("Seed", str(found.seed)), ("Runs of each", f"{found.runs:,}")]
        page = Page(
            kind="Comparison of simulated negotiations, with chances",
            document=document,
            pictures=list(_pictures(found, grid)),
            known=[*known, versions_row()],
            command=job.typed,
        )
        yield from page_files(page)


def _share_lines(found: EnsembleComparison, row: ShareRow) -> Iterator[Mapping[str, Any]]:
    for title, share in zip(found.titles, row.shares, strict=True):
        if share is not None:
            known = {"scenario": title, "issue": row.issue, "option": row.option, "label": row.label}
            yield known | vars(share) | {"runs": found.runs}


def _point_lines(found: EnsembleComparison, row: PointsRow) -> Iterator[Mapping[str, Any]]:
    for title, spread in zip(found.titles, row.spreads, strict=True):
        if spread is not None:
            yield {"scenario": title, "party": row.key, "name": row.name} | vars(spread)


def _regret_lines(found: EnsembleComparison, row: ChoiceRegret) -> Iterator[Mapping[str, Any]]:
    for place, (title, *numbers) in enumerate(zip(found.titles, row.worst, row.mean, row.best, strict=True)):
        known = {"scenario": title, "party": row.key, "name": row.name}
        yield known | dict(zip(("worst", "mean", "best"), numbers, strict=True)) | {"least": place in row.least}


def _pictures(found: EnsembleComparison, grid: VariantGrid | None) -> Iterator[Picture]:
    from negosim.report.figures import draw  # noqa: PLC0415  (matplotlib takes half a second: only where it draws)

    if grid is not None:
        yield draw("grid_heat_map", *heats(found, grid))
    if len(found.titles) <= PANELS:
        yield draw("small_multiples", *multiples(found))


def multiples(found: EnsembleComparison) -> list[SmallMultiple]:
    """The panels of `small_multiples`, one a scenario."""
    from negosim.report.figures.small_multiples import QuantileStrip, SmallMultiple  # noqa: PLC0415  (as above)

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
    from negosim.report.figures.small_multiples import Dot  # noqa: PLC0415  (as above)

    label = f"{row.title}: {row.label}" if row.title else row.label
    return Dot(label, None) if share is None else Dot(label, share.share, share.low, share.high)


def _quantiles(spread: Spread | None) -> tuple[float, float, float, float, float] | None:
    return None if spread is None else (spread.q05, spread.q25, spread.q50, spread.q75, spread.q95)


def heats(found: EnsembleComparison, grid: VariantGrid) -> list[Heat]:
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
    return float(np.ptp([one.share for one in row.shares if one is not None]))


def _heat(grid: VariantGrid, title: str, unit: str, values: Sequence[float | None]) -> Heat:
    """The last axis goes across, all before it down."""
    from negosim.report.figures.grid_heat_map import Heat  # noqa: PLC0415  (as above)

    *down, across = grid.axes
    width = len(across.values)
    rows = tuple(", ".join(names) for names in product(*(one.values for one in down)))
    cells = tuple(tuple(values[place : place + width]) for place in range(0, len(values), width))
    return Heat(title, unit, ", ".join(one.path for one in down), rows, across.path, across.values, cells)
