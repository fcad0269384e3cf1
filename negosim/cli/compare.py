"""`negosim compare`: play scenarios alike and say what differs, in the files and in what came of them, with chances."""

from __future__ import annotations

import click

from negosim.cli import _options
from negosim.cli._options import EnsembleOptions, RunOptions
from negosim.cli._output import common, progress
from negosim.cli._result import OutputOptions, say_document

__all__ = ["command"]


@click.command("compare")
@click.argument("scenarios", nargs=-1, required=True)
@click.option("--runs", type=click.IntRange(2), help="Play ensembles of that many runs: chances with intervals.")
@click.option("--vary", multiple=True, metavar="PATH=V1,V2", help="Variants of one scenario. Again for a grid.")
@click.option("--yes", is_flag=True, help="Play a grid of more than 20 variants.")
@click.option("--workers", type=int, help="Processes that play ensembles.  [default: one a core]")
@_options.run_number
@_options.changes
@_options.code
@_options.output
@_options.json_form
@_options.markdown_form
@common
@_options.gather(options=RunOptions, ensembles=EnsembleOptions, output=OutputOptions)
def command(
    *,
    scenarios: tuple[str, ...],
    vary: tuple[str, ...],
    yes: bool,
    options: RunOptions,
    ensembles: EnsembleOptions,
    output: OutputOptions,
) -> None:
    """Play scenarios and compare what came of them.

    SCENARIOS are two to twenty files or names of shipped ones, played under the same seed and run; --set changes all of
    them alike. Shown is what differs in the files, how each issue ended, and what each party has of it.

    With --runs, with --vary, or where folders of finished ensembles are given, ensembles are compared: chances with
    intervals, and what differs between them under the same draws and luck.
    """
    from negosim.experiments.paired.runs import is_ensemble_folder

    if ensembles.runs is None and not vary and not any(map(is_ensemble_folder, scenarios)):
        _compare_runs(scenarios, options, output)
        return
    if options.draw or options.run_number:
        raise click.UsageError("--run and --draw choose a single run: leave them out where ensembles are compared.")
    from negosim.cli._compare_ensembles import present_ensembles

    present_ensembles(scenarios, vary, ensembles, output, large=yes)


def _compare_runs(scenarios: tuple[str, ...], options: RunOptions, output: OutputOptions) -> None:
    """One run of each scenario."""
    from negosim.analysis.comparison import check_number, compare
    from negosim.analysis.comparison_narrative import narrate_comparison, tabulate_comparison
    from negosim.report.markdown import render_markdown
    from negosim.report.results import comparison_target, write_comparison
    from negosim.scenario.load import load

    check_number(scenarios)
    loaded = [load(scenario, options.changes) for scenario in scenarios]
    seed = options.seed_or_default()
    with progress("Playing the talks"):
        found = compare(loaded, seed=seed, run=options.run_number, draw=options.draw, allow_code=options.allow_code)
    comparison_target(found, output.out).check(overwrite=output.overwrite)
    output.present(
        text=lambda: say_document(narrate_comparison(found)),
        write=lambda job: write_comparison(found, output.out, job),
        data=lambda written: found.to_dict() | {"files": written.paths},
        markdown=lambda: render_markdown(tabulate_comparison(found)),
    )
