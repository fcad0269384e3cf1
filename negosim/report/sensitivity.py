"""What a sensitivity study writes: data, tables, a tornado, the box of its most influential numbers, and a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from negosim.document import Document
from negosim.experiments.sensitivity.study import Study, StudyOptions
from negosim.files import plain_json
from negosim.report.csv import table
from negosim.report.folder import Job, Target, Written, checked_name, digest_of, page_files, publish

if TYPE_CHECKING:
    from negosim.report.figures.picture import Picture

__all__ = ["study_target", "write_study"]


def study_target(study: Study, out: str | Path, options: StudyOptions) -> Target:
    """`<out>/<scenario>/sensitivity-s<seed>-n<runs>-<8 hex digits of the scenario and the options>`."""
    asked = ", ".join(f"{name}={value!r}" for name, value in vars(options).items())
    digest = digest_of(f"{study.digest} {study.design} {study.seed} {study.runs} Wishes({asked})")  # as from the first
    name = f"sensitivity-s{study.seed}-n{study.runs}-{digest[:8]}"
    return Target(Path(out) / checked_name(study.scenario) / name, digest)


def write_study(study: Study, target: Target, document: Document, job: Job) -> Written:
    """Write a sensitivity study; `document` describes it."""
    return publish(target, _files(study, target.digest, document, job), job)


def _files(study: Study, digest: str, document: Document, job: Job) -> Iterator[tuple[str, bytes]]:
    yield "sensitivity.json", plain_json({**study.to_dict(), "digest": digest, "scenario_digest": study.digest})
    yield "tornado.csv", table(list(_bars(study)))
    yield "basis.csv", table([vars(one) for one in study.basis])
    if job.figures:
        known = [("Scenario", study.scenario), ("Digest (SHA-256)", study.digest), ("Seed", str(study.seed))]
        known.append(("Runs", f"{study.runs:,}, {study.design} draws"))
        kind, pictures = "Which assumption the outcome hangs on", list(_pictures(study))
        yield from page_files(document, kind, job, known=known, pictures=pictures)


def _bars(study: Study) -> Iterator[Mapping[str, Any]]:
    for one in study.tornadoes:
        for bar in one.bars:
            known = {"outcome": one.outcome, "path": bar.name, "kind": study.kinds[bar.name]}
            yield known | {key: value for key, value in vars(bar).items() if key != "name"} | {"swing": bar.swing}


def _pictures(study: Study) -> Iterator[Picture]:
    from negosim.report.figures import draw  # noqa: PLC0415  (matplotlib takes half a second: only where it draws)
    from negosim.report.figures.discovery_box import sides  # noqa: PLC0415  (as above)
    from negosim.report.figures.tornado import swings  # noqa: PLC0415  (as above)

    yield draw("tornado", *swings(study))
    if study.box:
        yield draw("discovery_box", sides(study.box))
