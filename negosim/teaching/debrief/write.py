"""What a debrief writes: a page, the same as data, and its figures, in one folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from negosim.experiments.ensemble.rows import fingerprint
from negosim.files import plain_json
from negosim.report.figures.picture import Picture, drawn_files
from negosim.report.folder import DEFAULT_JOB, Job, Target, Written, checked_name, digest_of, publish
from negosim.report.pages.page import render_document
from negosim.report.pages.run_tables import foot
from negosim.teaching.debrief.debrief_figures import pictures
from negosim.teaching.debrief.narrative import narrate_debrief
from negosim.teaching.debrief.run_debrief import Debrief

__all__ = ["debrief_page", "debrief_target", "write_debrief"]


def debrief_target(debrief: Debrief, out: str | Path) -> Target:
    """`<out>/<scenario>/debrief-s<seed>-r<run>-<8 hex digits of the talks and of what was asked>`."""
    record = debrief.record
    criteria = {key: one.model_dump() for key, one in debrief.rubric.items()}
    asked = [record.scenario.digest, fingerprint(record.log), debrief.seats, criteria, len(debrief.agents or ())]
    digest = digest_of(repr(asked))
    name = f"debrief-s{record.seed}-r{record.run}-{digest[:8]}"
    return Target(Path(out) / checked_name(record.scenario.name) / name, digest)


def write_debrief(debrief: Debrief, out: str | Path, job: Job = DEFAULT_JOB) -> Written:
    """Write a debrief; with figures also the page, `debrief.html`."""
    target = debrief_target(debrief, out)
    return publish(target, _files(debrief, target.digest, job), job)


def _files(debrief: Debrief, digest: str, job: Job) -> Iterator[tuple[str, bytes]]:
    yield (
        "debrief.json",
        plain_json({**debrief.to_dict(), "digest": digest, "scenario_digest": debrief.record.scenario.digest}),
    )
    if job.figures:
        drawn = list(pictures(debrief))
        yield from drawn_files(drawn, png=job.png)
        yield "debrief.html", debrief_page(debrief, drawn, job.typed).encode()


def debrief_page(debrief: Debrief, drawn: Sequence[Picture], command: str = "") -> str:
    """The debrief as one HTML page that loads nothing from outside; `drawn` are its figures."""
    record = debrief.record
    seats = [party.name for key, party in record.scenario.parties.items() if key in debrief.seats]
    return render_document(
        narrate_debrief(debrief),
        kind="Debrief",
        pictures=drawn,
        known=[("Seats debriefed", ", ".join(seats)), *foot(record)],
        command=command,
        summary=record.scenario.summary or "",
    )
