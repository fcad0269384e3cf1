"""`negosim compare`: play scenarios alike and say what differs, in the files and in what came of them, with chances."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from negosim.cli import _options
from negosim.cli._output import common, progress, say

if TYPE_CHECKING:
    from negosim.cli._compare_ensembles import CompareOptions

__all__ = ["command"]


@click.command("compare")
@click.argument("scenarios", nargs=-1, required=True)
@click.option("--runs", type=click.IntRange(2), help="Play ensembles of that many runs: chances with intervals.")
@click.option("--vary", multiple=True, metavar="PATH=V1,V2", help="Variants of one scenario. Again for a grid.")
@click.option("--yes", is_flag=True, help="Play a grid of more than 20 variants.")
@click.option("--workers", type=int, help="Processes that play ensembles.  [default: one a core]")
@_options.chance
@_options.changes
@_options.code
@_options.place
@_options.markdown
@common
def command(
    *,
    scenarios: tuple[str, ...],
    runs: int | None,
    vary: tuple[str, ...],
    yes: bool,
    workers: int | None,
    seed: int | None,
    run_number: int,
    draw: bool,
    changes: tuple[str, ...],
    allow_code: bool,
    out: Path,
    overwrite: bool,
    no_figures: bool,
    as_json: bool,
    as_markdown: bool,
) -> None:
    """Play scenarios and compare what came of them.

    SCENARIOS are two to twenty files or names of shipped ones, played under the same seed and run; --set changes all of
    them alike. Shown is what differs in the files, how each issue ended, and what each party has of it.

    With --runs, with --vary, or where folders of finished ensembles are given, ensembles are compared: chances with
    intervals, and what differs between them under the same draws and luck.
    """
    from negosim.cli._compare_ensembles import CompareOptions, compare_chances, wants_chances

    _options.one_form(as_json, as_markdown)
    options = CompareOptions(
        sources=scenarios,
        vary=vary,
        runs=runs,
        seed=seed,
        yes=yes,
        workers=workers,
        changes=changes,
        allow_code=allow_code,
        out=out,
        overwrite=overwrite,
        figures=not no_figures,
        as_json=as_json,
        as_markdown=as_markdown,
    )
    if not wants_chances(options):
        _compare_runs(options, run_number, draw)
        return
    if draw or run_number:
        raise click.UsageError("--run and --draw choose a single run: leave them out where ensembles are compared.")
    compare_chances(options)


def _compare_runs(options: CompareOptions, run_number: int, draw: bool) -> None:
    """One run of each scenario."""
    from negosim.analysis.comparison import check_number, compare
    from negosim.cli._comparison_text import markdown, say_comparison
    from negosim.cli._files import say_where
    from negosim.report.results import comparison_target, write_comparison
    from negosim.scenario.load import load

    check_number(options.sources)
    loaded = [load(scenario, options.changes) for scenario in options.sources]
    seed = _options.seed_or_default(options.seed)
    with progress("Playing the talks"):
        found = compare(loaded, seed=seed, run=run_number, draw=draw, allow_code=options.allow_code)
    comparison_target(found, options.out).check(overwrite=options.overwrite)
    if not options.as_json and not options.as_markdown:
        say_comparison(found)
    with progress("Writing the result"):
        written = write_comparison(
            found, options.out, figures=options.figures, overwrite=options.overwrite, command=["negosim", *sys.argv[1:]]
        )
    if options.as_json:
        say(json.dumps(found.to_dict() | {"files": written.paths}, ensure_ascii=False, indent=2))
    elif options.as_markdown:
        say(markdown(found))
    else:
        say_where(written)
