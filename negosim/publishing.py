"""What comparisons of chances, sensitivities and scores write: data, tables, figures and a report in one folder."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from negosim.analysis_words import Part
from negosim.ensemble.storage import plain_json
from negosim.grid import Grid
from negosim.paired.chances import Chances, PointsRow, ShareRow
from negosim.paired.told import NOTE
from negosim.record import versions
from negosim.results import Target, Written, checked_name, drawn_files, publish, table

if TYPE_CHECKING:
    from negosim.plots.picture import Picture
    from negosim.report.told import Page

__all__ = ["Job", "chances_target", "write_chances", "write_told"]

PANELS = 20
"""Scenarios that small multiples show at the most."""


@dataclass(frozen=True)
class Job:
    """How a result is to be written: whether with figures, over an older one, and what the user typed."""

    figures: bool = True
    overwrite: bool = False
    command: Sequence[str] = ()

    @property
    def typed(self) -> str:
        """The command as one line."""
        return shlex.join(self.command)


def chances_target(found: Chances, out: str | Path) -> Target:
    """`<out>/comparisons/<first>-and-<how many>-more-s<seed>-n<runs>-<8 hex digits of the scenarios>`."""
    digest = hashlib.sha256(f"{' '.join(found.digests)} {found.seed} {found.runs}".encode()).hexdigest()
    more = len(found.names) - 1
    name = f"{checked_name(found.names[0])}-and-{more}-more-s{found.seed}-n{found.runs}-{digest[:8]}"
    return Target(Path(out) / "comparisons" / name, digest)


def write_chances(
    found: Chances, told: Sequence[Part], out: str | Path, job: Job, *, grid: Grid | None = None
) -> Written:
    """Write a comparison of ensembles; `told` is what is said of it."""
    target = chances_target(found, out)
    target.check(overwrite=job.overwrite)
    return publish(target, _chances_files(found, told, job, grid, target.digest), job.command)


def _chances_files(
    found: Chances, told: Sequence[Part], job: Job, grid: Grid | None, digest: str
) -> Iterator[tuple[str, bytes]]:
    yield "comparison.json", plain_json({"digest": digest, **found.to_dict()})
    yield "shares.csv", table([line for row in found.shares for line in _share_lines(found, row)])
    yield "points.csv", table([line for row in found.points for line in _point_lines(found, row)])
    yield "findings.csv", table(list(found.to_dict()["findings"]))
    if job.figures:
        pictures = list(_pictures(found, grid))
        yield from drawn_files(pictures)
        yield "report.html", _page(found, told, pictures, job, digest)


def _share_lines(found: Chances, row: ShareRow) -> Iterator[Mapping[str, Any]]:
    for title, share in zip(found.titles, row.shares, strict=True):
        if share is not None:
            known = {"scenario": title, "issue": row.issue, "option": row.option, "label": row.label}
            yield known | vars(share) | {"runs": found.runs}


def _point_lines(found: Chances, row: PointsRow) -> Iterator[Mapping[str, Any]]:
    for title, spread in zip(found.titles, row.spreads, strict=True):
        if spread is not None:
            yield {"scenario": title, "party": row.key, "name": row.name} | vars(spread)


def _pictures(found: Chances, grid: Grid | None) -> Iterator[Picture]:
    from negosim.panels import cases, heats  # noqa: PLC0415
    from negosim.plots.charts import chart  # noqa: PLC0415  (matplotlib takes half a second: only where it draws)

    if grid is not None:
        yield chart("grid_heat_map", *heats(found, grid))
    if len(found.titles) <= PANELS:
        yield chart("small_multiples", *cases(found))


def _page(found: Chances, told: Sequence[Part], pictures: Sequence[Picture], job: Job, digest: str) -> bytes:
    from negosim.report.told import Page, told_report  # noqa: PLC0415  (as above)

    known = [("Digest (SHA-256)", digest), ("Seed", str(found.seed)), ("Runs of each", f"{found.runs:,}")]
    page = Page(
        kind="Comparison of simulated negotiations, with chances",
        title=f"{len(found.titles)} scenarios compared",
        note=[NOTE],
        parts=told,
        pictures=pictures,
        known=[*known, *_made_by()],
        command=job.typed,
    )
    return told_report(page).encode()


def _made_by() -> list[tuple[str, str]]:
    return [("Versions", ", ".join(f"{name} {version}" for name, version in versions().items()))]


def write_told(target: Target, name: str, data: Mapping[str, Any], page: Page, job: Job) -> Written:
    """Write data under `name`, and the page with its figures."""
    target.check(overwrite=job.overwrite)
    return publish(target, _told_files(name, {"digest": target.digest, **data}, page, job), job.command)


def _told_files(name: str, data: Mapping[str, Any], page: Page, job: Job) -> Iterator[tuple[str, bytes]]:
    yield name, plain_json(data)
    if job.figures:
        from negosim.report.told import told_report  # noqa: PLC0415  (as above)

        yield from drawn_files(page.pictures)
        yield "report.html", told_report(page).encode()
