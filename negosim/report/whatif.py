"""What a what-if writes: data, tables, a figure and a page in one folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from negosim.analysis.analysis_narrative import Part
from negosim.analysis.comparison import IssueRow, PartyRow
from negosim.experiments.ensemble.storage import plain_json
from negosim.experiments.whatif.counterfactual import WhatIf
from negosim.experiments.whatif.narrative import NOTE
from negosim.report.csv import table
from negosim.report.publish import Job, made_by
from negosim.report.results import Target, Written, checked_name, drawn_files, publish, run_suffix

__all__ = ["whatif_target", "write_whatif"]

ISSUE_HEADS = ("option", "label", "settled")


def whatif_target(found: WhatIf, out: str | Path) -> Target:
    """`<out>/<scenario>/whatif-s<seed>-r<run>[-draw]-<8 hex digits of scenario and changes>`."""
    digest = hashlib.sha256(f"whatif {found.comparison.digest}".encode()).hexdigest()
    name = f"whatif-{run_suffix(found.before)}-{digest[:8]}"
    return Target(Path(out) / checked_name(found.before.scenario.name) / name, digest)


def write_whatif(found: WhatIf, told: Sequence[Part], out: str | Path, job: Job) -> Written:
    """Write a what-if; `told` is what is said of it. The folder appears whole or not at all."""
    target = whatif_target(found, out)
    target.check(overwrite=job.overwrite)
    return publish(target, _files(found, told, job, target.digest), job.command)


def _files(found: WhatIf, told: Sequence[Part], job: Job, digest: str) -> Iterator[tuple[str, bytes]]:
    yield "whatif.json", plain_json({**found.to_dict(), "digest": digest})
    yield "outcomes.csv", table([dict(_issue_row(row)) for row in found.comparison.issues])
    yield "points.csv", table([dict(_party_row(found, row)) for row in found.comparison.parties])
    if job.figures:
        from negosim.report.figures.chart import chart  # noqa: PLC0415  (as above)
        from negosim.report.pages.document import Page, told_report  # noqa: PLC0415  (heavy: imported where used)
        from negosim.report.whatif_panel import panel  # noqa: PLC0415  (matplotlib takes half a second)

        picture = chart("before_after", panel(found))
        yield from drawn_files([picture])
        page = Page(
            kind="What if: a simulated negotiation with a change",
            title=found.before.scenario.title,
            note=NOTE,
            parts=told,
            pictures=[picture],
            known=[*_known(found), *made_by()],
            command=job.typed,
            summary="Changed: " + ", ".join(found.after.scenario.changes),
        )
        yield "report.html", told_report(page).encode()


def _issue_row(row: IssueRow) -> Mapping[str, Any]:
    before, after = zip(row.options, row.labels, row.settled, strict=True)
    old, new = (
        {f"{head} {when}": value for head, value in zip(ISSUE_HEADS, part, strict=True)}
        for when, part in (("before", before), ("after", after))
    )
    return {"issue": row.key, "title": row.title, **old, **new}


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
