"""What a run, an analysis and a comparison of runs write: data, tables, figures and a report."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from negosim.analysis.analysis import BY, Analysis
from negosim.analysis.comparison import Comparison, difference_rows, ending_rows, point_rows
from negosim.analysis.measures import measured
from negosim.analysis.offers import offer_rows, outcome_rows
from negosim.experiments.tournament.dependence import known_dependence
from negosim.files import plain_json
from negosim.negotiation.record import Record
from negosim.report.csv import table
from negosim.report.folder import (
    DEFAULT_JOB,
    RESULTS,
    Job,
    Target,
    Written,
    checked_name,
    digest_of,
    publish,
)

__all__ = [
    "analysis_target",
    "comparison_target",
    "issue_rows",
    "result_target",
    "run_files",
    "run_suffix",
    "run_target",
    "write_analysis",
    "write_comparison",
    "write_run",
]


def run_suffix(record: Record) -> str:
    """What tells the runs of a scenario apart: seed, number, and whether its numbers were drawn."""
    return f"s{record.seed}-r{record.run}" + ("-draw" if record.drawn else "")


def result_target(record: Record, name: str, out: str | Path) -> Target:
    """A folder of a run's scenario; changes made by `--set` mark it."""
    changes = list(record.scenario.changes)
    mark = f"-{digest_of(json.dumps(changes))[:8]}" if changes else ""
    return Target(Path(out) / checked_name(record.scenario.name) / f"{name}{mark}", record.scenario.digest)


def run_target(record: Record, out: str | Path = RESULTS) -> Target:
    """`<out>/<scenario>/run-s<seed>-r<run>[-draw][-<8 hex digits of the changes>]`."""
    return result_target(record, f"run-{run_suffix(record)}", out)


def write_run(record: Record, out: str | Path = RESULTS, job: Job = DEFAULT_JOB) -> Written:
    """Write the result of a run: record, tables, report and figures; see `publish` for errors.

    The same run gives the same bytes but for the journal.
    """
    files = run_files(record, job, known_dependence(record.scenario, out))
    return publish(run_target(record, out), files, job)


def run_files(record: Record, job: Job, dependence: str = "") -> Iterator[tuple[str, bytes]]:
    """The files of a run's result: record and tables, and with figures pictures and report.

    `dependence` is what a tournament of the scenario found.
    """
    yield "record.json", plain_json(record.to_dict())
    yield "offers.csv", table(offer_rows(record))
    yield "outcome.csv", table(issue_rows(record))
    if job.figures:
        from negosim.report.figures import draw_all, drawn_files  # noqa: PLC0415  (matplotlib takes half a second: only where it draws)
        from negosim.report.pages import run_report  # noqa: PLC0415  (heavy: imported where used)

        pictures = list(draw_all(record))
        yield from drawn_files(pictures, png=job.png)
        yield "report.html", run_report(record, pictures=pictures, dependence=dependence).encode()


def issue_rows(record: Record) -> list[dict[str, Any]]:
    """One row an issue: where it stood and stands, who is bound to it, and the meeting that settled it."""
    settled = measured(record).settled
    return [row | {"settled": settled.get(row["issue"], "")} for row in outcome_rows(record)]


def analysis_target(analysis: Analysis, out: str | Path = RESULTS) -> Target:
    """`<out>/<scenario>/analyze-s<seed>-r<run>[-draw][-<solution of the orders>][-<8 hex digits of the changes>]`."""
    by = "" if analysis.by == BY else f"-{analysis.by}"
    return result_target(analysis.record, f"analyze-{run_suffix(analysis.record)}{by}", out)


def write_analysis(
    analysis: Analysis, found: Mapping[str, Any], out: str | Path = RESULTS, job: Job = DEFAULT_JOB
) -> Written:
    """Write an analysis with its findings as `write_run` writes a run."""
    return publish(analysis_target(analysis, out), _analysis_files(analysis, found, job), job)


def _analysis_files(analysis: Analysis, found: Mapping[str, Any], job: Job) -> Iterator[tuple[str, bytes]]:
    yield "record.json", plain_json(analysis.record.to_dict())
    yield "findings.json", plain_json(found)
    if job.figures:
        from negosim.report.figures import draw_analysis, drawn_files  # noqa: PLC0415  (as above)
        from negosim.report.pages.analysis import analysis_report  # noqa: PLC0415  (heavy: imported where used)

        pictures = list(draw_analysis(analysis))
        yield from drawn_files(pictures, png=job.png)
        yield "report.html", analysis_report(analysis, pictures=pictures).encode()


def comparison_target(comparison: Comparison, out: str | Path = RESULTS) -> Target:
    """`<out>/comparisons/<first>-and-<how many>-more-s<seed>-r<run>[-draw]-<8 hex digits of the scenarios>`."""
    first, more = comparison.records[0], len(comparison.records) - 1
    name = f"{checked_name(first.scenario.name)}-and-{more}-more-{run_suffix(first)}-{comparison.digest[:8]}"
    return Target(Path(out) / "comparisons" / name, comparison.digest)


def write_comparison(comparison: Comparison, out: str | Path = RESULTS, job: Job = DEFAULT_JOB) -> Written:
    """Write a comparison as `write_run` writes a run, with one figure."""
    return publish(comparison_target(comparison, out), _comparison_files(comparison, job), job)


def _comparison_files(comparison: Comparison, job: Job) -> Iterator[tuple[str, bytes]]:
    yield "comparison.json", plain_json(comparison.to_dict())
    yield "differences.csv", table(difference_rows(comparison))
    yield "outcomes.csv", table(ending_rows(comparison))
    yield "points.csv", table(point_rows(comparison))
    if job.figures:
        from negosim.report.figures import draw, drawn_files  # noqa: PLC0415  (as above)
        from negosim.report.pages import compare_report  # noqa: PLC0415  (heavy: imported where used)

        picture = draw("side_by_side", *comparison.records)
        yield from drawn_files([picture], png=job.png)
        yield "report.html", compare_report(comparison.records, picture=picture).encode()
