"""What a comparison of ensembles writes: data, tables, small multiples, a heat map of a grid, and a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from negosim.document import Document
from negosim.experiments.paired.ensemble_comparison import EnsembleComparison
from negosim.files import plain_json
from negosim.report.csv import table
from negosim.report.folder import Job, Target, Written, checked_name, digest_of, page_files, publish
from negosim.scenario.variants import VariantGrid

if TYPE_CHECKING:
    from negosim.report.figures.picture import Picture

__all__ = ["ensemble_comparison_target", "write_ensemble_comparison"]

PANELS = 20
"""Scenarios that small multiples show at the most."""


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
    yield "shares.csv", table(list(_shares(found)))
    yield "points.csv", table(list(_points(found)))
    yield "findings.csv", table(list(found.to_dict()["findings"]))
    yield "regret.csv", table(list(_regrets(found)))
    if job.figures:
        known = [("Digest (SHA-256)", digest), ("Seed", str(found.seed)), ("Runs of each", f"{found.runs:,}")]
        kind, pictures = "Comparison of simulated negotiations, with chances", list(_pictures(found, grid))
        yield from page_files(document, kind, job, known=known, pictures=pictures)


def _shares(found: EnsembleComparison) -> Iterator[Mapping[str, Any]]:
    for row in found.shares:
        for title, share in zip(found.titles, row.shares, strict=True):
            if share is not None:
                known = {"scenario": title, "issue": row.issue, "option": row.option, "label": row.label}
                yield known | vars(share) | {"runs": found.runs}


def _points(found: EnsembleComparison) -> Iterator[Mapping[str, Any]]:
    for row in found.points:
        for title, spread in zip(found.titles, row.spreads, strict=True):
            if spread is not None:
                yield {"scenario": title, "party": row.key, "name": row.name} | vars(spread)


def _regrets(found: EnsembleComparison) -> Iterator[Mapping[str, Any]]:
    for row in found.regrets:
        for place, (title, *numbers) in enumerate(zip(found.titles, row.worst, row.mean, row.best, strict=True)):
            known = {"scenario": title, "party": row.key, "name": row.name}
            yield known | dict(zip(("worst", "mean", "best"), numbers, strict=True)) | {"least": place in row.least}


def _pictures(found: EnsembleComparison, grid: VariantGrid | None) -> Iterator[Picture]:
    from negosim.report.figures import draw  # noqa: PLC0415  (matplotlib takes half a second: only where it draws)
    from negosim.report.figures.grid_heat_map import heats  # noqa: PLC0415  (as above)
    from negosim.report.figures.small_multiples import multiples  # noqa: PLC0415  (as above)

    if grid is not None:
        yield draw("grid_heat_map", *heats(found, grid))
    if len(found.titles) <= PANELS:
        yield draw("small_multiples", *multiples(found))
