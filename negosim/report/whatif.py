"""What a what-if writes: data, tables, a figure and a page in one folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from negosim.analysis.comparison import IssueRow, PartyRow
from negosim.document import Document
from negosim.experiments.whatif.counterfactual import WhatIf
from negosim.files import plain_json
from negosim.report.csv import table
from negosim.report.folder import Job, Target, Written, checked_name, digest_of, page_files, publish
from negosim.report.results import run_suffix

__all__ = ["whatif_target", "write_whatif"]


def whatif_target(found: WhatIf, out: str | Path) -> Target:
    """`<out>/<scenario>/whatif-s<seed>-r<run>[-draw]-<8 hex digits of scenario and changes>`."""
    digest = digest_of(f"whatif {found.comparison.digest}")
    name = f"whatif-{run_suffix(found.before)}-{digest[:8]}"
    return Target(Path(out) / checked_name(found.before.scenario.name) / name, digest)


def write_whatif(found: WhatIf, document: Document, out: str | Path, job: Job) -> Written:
    """Write a what-if; `document` describes it."""
    target = whatif_target(found, out)
    return publish(target, _files(found, document, job, target.digest), job)


def _files(found: WhatIf, document: Document, job: Job, digest: str) -> Iterator[tuple[str, bytes]]:
    yield "whatif.json", plain_json({**found.to_dict(), "digest": digest})
    yield "outcomes.csv", table([dict(_issue_row(row)) for row in found.comparison.issues])
    yield "points.csv", table([dict(_party_row(found, row)) for row in found.comparison.parties])
    if job.figures:
        from negosim.report.figures import draw  # noqa: PLC0415  (matplotlib takes half a second: only where it draws)
        from negosim.report.figures.before_after import change  # noqa: PLC0415  (as above)

        kind, pictures = "What if: a simulated negotiation with a change", [draw("before_after", change(found))]
        summary = "Changed: " + ", ".join(found.after.scenario.changes)
        yield from page_files(document, kind, job, known=_known(found), pictures=pictures, summary=summary)


def _issue_row(row: IssueRow) -> Mapping[str, Any]:
    cells: dict[str, Any] = {"issue": row.key, "title": row.title}
    for when, *ending in zip(("before", "after"), row.options, row.labels, row.settled, strict=True):
        cells |= zip((f"option {when}", f"label {when}", f"settled {when}"), ending, strict=True)
    return cells


def _party_row(found: WhatIf, row: PartyRow) -> Mapping[str, Any]:
    (before, after), (least, least_after) = row.points, row.reservation
    return {
        "party": row.key,
        "name": row.name,
        "before": before,
        "after": after,
        "change": found.gains.get(row.key),
        "reservation before": least,
        "reservation after": least_after,
    }


def _known(found: WhatIf) -> list[tuple[str, str]]:
    first, second = found.comparison.records
    numbers = "drawn for this run" if first.drawn else "the central case"
    return [
        ("Scenario", first.scenario.name),
        ("Digest before (SHA-256)", first.scenario.digest),
        ("Digest after (SHA-256)", second.scenario.digest),
        ("Seed", str(first.seed)),
        ("Run", str(first.run)),
        ("Uncertain numbers", numbers),
    ]
