"""What comparisons of chances, sensitivities and scores write: data, tables, figures and a report in one folder."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from negosim.analysis.analysis_narrative import Part
from negosim.experiments.ensemble.storage import plain_json
from negosim.experiments.paired.ensemble_comparison import EnsembleComparison, PointsRow, ShareRow
from negosim.experiments.paired.narrative import NOTE
from negosim.experiments.paired.regret_of_choices import ChoiceRegret
from negosim.experiments.scoring.narrative import NOTE as SCORE_NOTE
from negosim.experiments.scoring.scoring import Scored, ScoredAnswer
from negosim.experiments.sensitivity.narrative import NOTE as SENSITIVITY_NOTE
from negosim.experiments.sensitivity.study import Study, StudyOptions, Tornado
from negosim.negotiation.record import versions
from negosim.report.csv import table
from negosim.report.results import Target, Written, checked_name, drawn_files, publish
from negosim.scenario.variants import Grid

if TYPE_CHECKING:
    from negosim.report.figures.picture import Picture

__all__ = [
    "Job",
    "chances_target",
    "made_by",
    "score_target",
    "study_target",
    "write_chances",
    "write_score",
    "write_study",
]

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


def chances_target(found: EnsembleComparison, out: str | Path) -> Target:
    """`<out>/comparisons/<first>-and-<how many>-more-s<seed>-n<runs>-<8 hex digits of the scenarios>`."""
    digest = hashlib.sha256(f"{' '.join(found.digests)} {found.seed} {found.runs}".encode()).hexdigest()
    more = len(found.names) - 1
    name = f"{checked_name(found.names[0])}-and-{more}-more-s{found.seed}-n{found.runs}-{digest[:8]}"
    return Target(Path(out) / "comparisons" / name, digest)


def write_chances(
    found: EnsembleComparison, told: Sequence[Part], out: str | Path, job: Job, *, grid: Grid | None = None
) -> Written:
    """Write a comparison of ensembles; `told` is what is said of it."""
    target = chances_target(found, out)
    target.check(overwrite=job.overwrite)
    return publish(target, _chances_files(found, told, job, grid, target.digest), job.command)


def _chances_files(
    found: EnsembleComparison, told: Sequence[Part], job: Job, grid: Grid | None, digest: str
) -> Iterator[tuple[str, bytes]]:
    yield "comparison.json", plain_json({"digest": digest, **found.to_dict()})
    yield "shares.csv", table([line for row in found.shares for line in _share_lines(found, row)])
    yield "points.csv", table([line for row in found.points for line in _point_lines(found, row)])
    yield "findings.csv", table(list(found.to_dict()["findings"]))
    yield "regret.csv", table([line for row in found.regrets for line in _regret_lines(found, row)])
    if job.figures:
        pictures = list(_pictures(found, grid))
        yield from drawn_files(pictures)
        yield "report.html", _page(found, told, pictures, job, digest)


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


def _pictures(found: EnsembleComparison, grid: Grid | None) -> Iterator[Picture]:
    from negosim.report.figures.chart import chart  # noqa: PLC0415  (matplotlib takes half a second: only where it draws)
    from negosim.report.panels import cases, heats  # noqa: PLC0415  (heavy: imported where used)

    if grid is not None:
        yield chart("grid_heat_map", *heats(found, grid))
    if len(found.titles) <= PANELS:
        yield chart("small_multiples", *cases(found))


def _page(found: EnsembleComparison, told: Sequence[Part], pictures: Sequence[Picture], job: Job, digest: str) -> bytes:
    from negosim.report.pages.document import Page, told_report  # noqa: PLC0415  (as above)

    known = [("Digest (SHA-256)", digest), ("Seed", str(found.seed)), ("Runs of each", f"{found.runs:,}")]
    page = Page(
        kind="Comparison of simulated negotiations, with chances",
        title=f"{len(found.titles)} scenarios compared",
        note=[NOTE],
        parts=told,
        pictures=pictures,
        known=[*known, *made_by()],
        command=job.typed,
    )
    return told_report(page).encode()


def study_target(study: Study, out: str | Path, wishes: StudyOptions) -> Target:
    """`<out>/<scenario>/sensitivity-s<seed>-n<runs>-<8 hex digits of the scenario and what was asked>`."""
    known = f"{study.digest} {study.design} {study.seed} {study.runs} {wishes}"
    digest = hashlib.sha256(known.encode()).hexdigest()
    name = f"sensitivity-s{study.seed}-n{study.runs}-{digest[:8]}"
    return Target(Path(out) / checked_name(study.scenario) / name, digest)


def write_study(study: Study, target: Target, told: Sequence[Part], job: Job) -> Written:
    """Write a sensitivity study."""
    target.check(overwrite=job.overwrite)
    return publish(target, _study_files(study, target.digest, told, job), job.command)


def _study_files(study: Study, digest: str, told: Sequence[Part], job: Job) -> Iterator[tuple[str, bytes]]:
    yield "sensitivity.json", plain_json({**study.to_dict(), "digest": digest, "scenario_digest": study.digest})
    yield "tornado.csv", table([line for one in study.tornadoes for line in _bar_lines(study, one)])
    yield "basis.csv", table([vars(one) for one in study.basis])
    if job.figures:
        from negosim.report.figures.chart import chart  # noqa: PLC0415  (heavy: imported where used)
        from negosim.report.pages.document import Page, told_report  # noqa: PLC0415  (heavy: imported where used)
        from negosim.report.panels import sides, swings  # noqa: PLC0415  (as above)

        pictures = [chart("tornado", *swings(study))]
        pictures += [chart("discovery_box", sides(study.box))] if study.box else []
        yield from drawn_files(pictures)
        known = [("Scenario", study.scenario), ("Digest (SHA-256)", study.digest), ("Seed", str(study.seed))]
        page = Page(
            kind="Which assumption the outcome hangs on",
            title=study.title,
            note=SENSITIVITY_NOTE,
            parts=told,
            pictures=pictures,
            known=[*known, ("Runs", f"{study.runs:,}, {study.design} draws"), *made_by()],
            command=job.typed,
        )
        yield "report.html", told_report(page).encode()


def _bar_lines(study: Study, one: Tornado) -> Iterator[Mapping[str, Any]]:
    for bar in one.bars:
        known = {"outcome": one.outcome, "path": bar.name, "kind": study.kinds[bar.name]}
        yield known | {key: value for key, value in vars(bar).items() if key != "name"} | {"swing": bar.swing}


def score_target(scored: Scored, out: str | Path) -> Target:
    """`<out>/<scenario>/score-s<seed>-<8 hex digits of forecast and answers>`."""
    forecast = scored.forecast
    known = f"{forecast.to_dict()['sha256']} {[one.answer for one in scored.questions]}"
    digest = hashlib.sha256(known.encode()).hexdigest()
    return Target(Path(out) / checked_name(forecast.scenario) / f"score-s{forecast.seed}-{digest[:8]}", digest)


def write_score(scored: Scored, target: Target, told: Sequence[Part], job: Job) -> Written:
    """Write a score."""
    target.check(overwrite=job.overwrite)
    return publish(target, _score_files(scored, target.digest, told, job), job.command)


def _score_files(scored: Scored, digest: str, told: Sequence[Part], job: Job) -> Iterator[tuple[str, bytes]]:
    yield "score.json", plain_json({**scored.to_dict(), "digest": digest})
    yield "losses.csv", table([line for one in scored.questions for line in _loss_lines(one)])
    if job.figures:
        from negosim.report.pages.document import Page, told_report  # noqa: PLC0415  (as above)

        forecast = scored.forecast
        known = [("Scenario", forecast.scenario), ("Digest (SHA-256)", forecast.digest), ("Frozen", forecast.frozen)]
        page = Page(
            kind="Score of a forecast",
            title=f"{forecast.title}, against {scored.title}",
            note=SCORE_NOTE,
            parts=told,
            known=[(name, value) for name, value in [*known, *made_by()] if value],
            command=job.typed,
        )
        yield "report.html", told_report(page).encode()


def _loss_lines(one: ScoredAnswer) -> Iterator[Mapping[str, Any]]:
    for forecaster, losses in one.losses.items():
        known = {"question": one.answer.key, "issue": one.answer.issue, "hindsight": one.hindsight}
        yield known | {"forecaster": forecaster} | dict(losses)


def made_by() -> list[tuple[str, str]]:
    """The versions that a result depends on, for the foot of a page."""
    return [("Versions", ", ".join(f"{name} {version}" for name, version in versions().items()))]
