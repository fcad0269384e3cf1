"""What a sensitivity study writes: data, tables, a tornado, the box of its most influential numbers, and a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from negosim.document import Document
from negosim.experiments.sensitivity.box import OutcomeBox
from negosim.experiments.sensitivity.narrative import sentence_case
from negosim.experiments.sensitivity.study import Study, StudyOptions, Tornado
from negosim.files import plain_json
from negosim.report.csv import table
from negosim.report.folder import Job, Target, Written, checked_name, digest_of, page_files, publish, versions_row

if TYPE_CHECKING:
    from negosim.report.figures.discovery_box import Sides
    from negosim.report.figures.picture import Picture
    from negosim.report.figures.tornado import Panel

__all__ = ["sides", "study_target", "swings", "write_study"]

BARS = 10
"""Bars of a tornado."""


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
    yield "tornado.csv", table([line for one in study.tornadoes for line in _bar_lines(study, one)])
    yield "basis.csv", table([vars(one) for one in study.basis])
    if job.figures:
        from negosim.report.pages.document import Page  # noqa: PLC0415  (heavy: imported where used)

        known = [("Scenario", study.scenario), ("Digest (SHA-256)", study.digest), ("Seed", str(study.seed))]
        page = Page(
            kind="Which assumption the outcome hangs on",
            document=document,
            pictures=list(_pictures(study)),
            known=[*known, ("Runs", f"{study.runs:,}, {study.design} draws"), versions_row()],
            command=job.typed,
        )
        yield from page_files(page)


def _bar_lines(study: Study, one: Tornado) -> Iterator[Mapping[str, Any]]:
    for bar in one.bars:
        known = {"outcome": one.outcome, "path": bar.name, "kind": study.kinds[bar.name]}
        yield known | {key: value for key, value in vars(bar).items() if key != "name"} | {"swing": bar.swing}


def _pictures(study: Study) -> Iterator[Picture]:
    from negosim.report.figures import draw  # noqa: PLC0415  (matplotlib takes half a second: only where it draws)

    yield draw("tornado", *swings(study))
    if study.box:
        yield draw("discovery_box", sides(study.box))


def swings(study: Study) -> list[Panel]:
    """The panels of `tornado`, one an outcome."""
    return [_panel(study, one) for one in study.tornadoes]


def _panel(study: Study, one: Tornado) -> Panel:
    from negosim.report.figures.tornado import Panel, Swing  # noqa: PLC0415  (as above)

    scale, unit = (100, "% of the draws") if one.outcome == "agreed" else (1, "points")
    bars = tuple(
        Swing(study.named[bar.name], study.kinds[bar.name], scale * bar.low, scale * bar.high, scale * bar.noise)
        for bar in one.bars[:BARS]
        if bar.swing
    )
    return Panel(sentence_case(one.words), unit, scale * one.mean, bars)


def sides(box: OutcomeBox) -> Sides:
    """The panel of `discovery_box`."""
    from negosim.report.figures.discovery_box import BoxLimit, Sides  # noqa: PLC0415  (as above)

    limits = tuple(
        BoxLimit(words, low, high, low if limit.low is None else limit.low, high if limit.high is None else limit.high)
        for limit, words, (low, high) in zip(box.limits, box.words, box.ranges, strict=True)
    )
    return Sides(box.case, box.sentence, box.density, box.chance, box.coverage, limits)
