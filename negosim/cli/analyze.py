"""`negosim analyze`: what was possible, what blocked it, who gains by going first, and would it hold."""

from __future__ import annotations

import json
from pathlib import Path

import click

from negosim.cli import _options
from negosim.cli._output import common, progress, say

__all__ = ["command"]


@click.command("analyze")
@click.argument("scenario")
@_options.chance
@_options.changes
@_options.code
@_options.place
@click.option("--by", default="nash", show_default=True, metavar="SOLUTION", help="Solution that settles each meeting.")
@click.option("--all", "all_points", is_flag=True, help="List every point of the frontier, not the first 1,000.")
@common
def command(
    *,
    scenario: str,
    seed: int | None,
    run_number: int,
    draw: bool,
    changes: tuple[str, ...],
    allow_code: bool,
    out: Path,
    overwrite: bool,
    no_figures: bool,
    as_json: bool,
    by: str,
    all_points: bool,
) -> None:
    """Show what was possible, what blocked it, and whether what was agreed would hold.

    SCENARIO is a file or the name of a shipped one (negosim list scenarios). It is played once by its own tactics; the
    analysis is of what could have been around that run. --by names one of: negosim list solutions.
    """
    import sys

    from negosim.analysis.analysis import analyze
    from negosim.analysis.analysis_data import findings
    from negosim.cli._analysis_text import say_analysis
    from negosim.cli._files import say_where
    from negosim.report.results import analysis_target, write_analysis
    from negosim.scenario.load import load

    case = load(scenario, changes)
    seed = _options.seed_or_default(seed)
    with progress("Playing the talks"):
        analysis = analyze(case, seed=seed, run_number=run_number, draw=draw, by=by, allow_code=allow_code)
    analysis_target(analysis, out).check(overwrite=overwrite)
    with progress("Looking at what was possible"):
        found = findings(analysis, all_points=all_points)
    if as_json:
        say(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        say_analysis(analysis)
    words = ["negosim", *sys.argv[1:]]
    with progress("Writing the result"):
        written = write_analysis(analysis, found, out, figures=not no_figures, overwrite=overwrite, command=words)
    if not as_json:
        say_where(written)
