"""`negosim sensitivity`: which assumption the outcome hangs on, what is luck, and what holds whatever is assumed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from negosim.cli import _options
from negosim.cli._output import common, progress, say, tell

__all__ = ["command"]

RUNS = 1000


@click.command("sensitivity")
@click.argument("scenario")
@click.option("--runs", type=click.IntRange(2), help="Runs of the ensemble.  [default: 1000, or all of a folder]")
@click.option("--seed", type=click.IntRange(0, _options.LARGEST), help="Seed of all random numbers.  [default: 0]")
@click.option(
    "--case", metavar="WHAT", help="When does it happen? deal, no_deal or ISSUE=OPTION.  [default: nearest 50 %]"
)
@click.option(
    "--sobol", type=click.IntRange(2), metavar="N", help="Sobol' indices too: N (a power of two) rows a block."
)
@click.option("--replications", type=click.IntRange(2, 100), default=2, show_default=True, help="Lucks of each draw.")
@click.option(
    "--again", type=click.IntRange(2), default=300, show_default=True, help="Draws played again for basis and luck."
)
@click.option(
    "--dropped", type=click.IntRange(0), default=200, show_default=True, help="Draws for each refusal dropped; 0: none."
)
@click.option(
    "--tactics", type=click.IntRange(2), default=100, show_default=True, help="Draws in which each tactic is tried."
)
@click.option("--workers", type=int, help="Processes that play the ensemble.  [default: one a core]")
@_options.changes
@_options.code
@_options.place
@common
def command(
    *,
    scenario: str,
    runs: int | None,
    seed: int | None,
    case: str | None,
    sobol: int,
    replications: int,
    again: int,
    dropped: int,
    tactics: int,
    workers: int | None,
    changes: tuple[str, ...],
    allow_code: bool,
    out: Path,
    overwrite: bool,
    no_figures: bool,
    as_json: bool,
) -> None:
    """Say which assumption the outcome hangs on, and what would hold under others.

    SCENARIO is a file, the name of a shipped one, or the folder of an ensemble, whose runs are then not played again.
    """
    from dataclasses import replace

    from negosim.cli._documents import say_parts
    from negosim.cli._files import say_where
    from negosim.cli._progress import shown
    from negosim.cli._terminal import paragraph
    from negosim.experiments.ensemble.workers import usable_cores
    from negosim.experiments.paired.runs import EnsembleSettings, common_plan, open_source, source_runs
    from negosim.experiments.sensitivity import StudyOptions, study
    from negosim.experiments.sensitivity.narrative import NOTE, parts
    from negosim.report.publish import Job, study_target, write_study

    source = open_source(scenario, changes)
    plan = replace(common_plan([source], runs, seed, RUNS), allow_code=allow_code)
    if seed is None:
        tell(f"Seed {plan.seed}, since none was given.")
    with shown() as watch:
        settings = EnsembleSettings(out, workers if workers is not None else usable_cores(), watch, sys.argv)
        played = source_runs(source, plan, settings)
    options = StudyOptions(again, dropped, tactics, replications, case, sobol or 0)
    with progress("Asking what it hangs on"):
        found = study(played, options)
    told = parts(found)
    job = Job(not no_figures, overwrite, ["negosim", *sys.argv[1:]])
    with progress("Writing the result"):
        written = write_study(found, study_target(found, out, options), told, job)
    if as_json:
        say(json.dumps(found.to_dict() | {"files": written.paths}, ensure_ascii=False, indent=2))
        return
    say(f"{found.title}: {found.runs:,} {found.design} draws, seed {found.seed}")
    say_parts(told)
    say()
    for sentence in NOTE:
        say(paragraph(sentence))
    say_where(written)
