"""What the score of a forecast writes: data, losses and a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from negosim.document import Document
from negosim.experiments.scoring.scoring import Scored
from negosim.files import plain_json
from negosim.report.csv import table
from negosim.report.folder import Job, Target, Written, checked_name, digest_of, page_files, publish

__all__ = ["score_target", "write_score"]


def score_target(scored: Scored, out: str | Path) -> Target:
    """`<out>/<scenario>/score-s<seed>-<8 hex digits of forecast and answers>`."""
    forecast = scored.forecast
    digest = digest_of(f"{forecast.to_dict()['sha256']} {[one.answer for one in scored.questions]}")
    return Target(Path(out) / checked_name(forecast.scenario) / f"score-s{forecast.seed}-{digest[:8]}", digest)


def write_score(scored: Scored, target: Target, document: Document, job: Job) -> Written:
    """Write a score; `document` describes it."""
    return publish(target, _files(scored, target.digest, document, job), job)


def _files(scored: Scored, digest: str, document: Document, job: Job) -> Iterator[tuple[str, bytes]]:
    yield "score.json", plain_json({**scored.to_dict(), "digest": digest})
    yield "losses.csv", table(list(_losses(scored)))
    if job.figures:
        forecast = scored.forecast
        known = [("Scenario", forecast.scenario), ("Digest (SHA-256)", forecast.digest), ("Frozen", forecast.frozen)]
        known = [(name, value) for name, value in known if value]
        yield from page_files(document, "Score of a forecast", job, known=known)


def _losses(scored: Scored) -> Iterator[Mapping[str, Any]]:
    for one in scored.questions:
        known = {"question": one.answer.key, "issue": one.answer.issue, "hindsight": one.hindsight}
        yield from (known | {"forecaster": forecaster} | dict(losses) for forecaster, losses in one.losses.items())
