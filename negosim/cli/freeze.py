"""`negosim freeze`: write a forecast down, with hash and time, before the answer exists."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from negosim.cli import _options
from negosim.cli._output import common, say, tell

__all__ = ["command"]

RUNS = 1000


@click.command("freeze")
@click.argument("scenario")
@click.option(
    "-o",
    "--output",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="File of the forecast.",
)
@click.option("--runs", type=click.IntRange(2), help="Runs of the ensemble.  [default: 1000, or all of a folder]")
@click.option("--seed", type=click.IntRange(0, _options.LARGEST), help="Seed of all random numbers.  [default: 0]")
@click.option("--workers", type=int, help="Processes that play the ensemble.  [default: one a core]")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("results"), show_default=True)
@click.option("--overwrite", is_flag=True, help="Replace a forecast that was frozen before.")
@_options.changes
@_options.code
@common
def command(
    *,
    scenario: str,
    file: Path,
    runs: int | None,
    seed: int | None,
    workers: int | None,
    out: Path,
    overwrite: bool,
    changes: tuple[str, ...],
    allow_code: bool,
) -> None:
    """Write the chances of an ensemble down as a forecast, before the answer exists.

    SCENARIO is a file, the name of a shipped one, or the folder of an ensemble. negosim score says later how well the
    forecast did, and whether the scenario was changed since.
    """
    from dataclasses import replace

    from negosim.cli._progress import shown
    from negosim.cli._terminal import paragraph
    from negosim.errors import UsageError
    from negosim.experiments.ensemble.workers import usable_cores
    from negosim.experiments.paired.runs import EnsembleSettings, common_plan, open_source, source_runs
    from negosim.experiments.scoring.forecast import forecast_of, write_forecast

    if file.exists() and not overwrite:
        raise UsageError(f"{file} is there already: a frozen forecast is not replaced without --overwrite")
    source = open_source(scenario, changes)
    plan = replace(common_plan([source], runs, seed, RUNS), allow_code=allow_code)
    if seed is None:
        tell(f"Seed {plan.seed}, since none was given.")
    with shown() as watch:
        settings = EnsembleSettings(out, workers if workers is not None else usable_cores(), watch, sys.argv)
        played = source_runs(source, plan, settings)
    forecast = forecast_of(played, scenario, frozen=True)
    write_forecast(forecast, file, overwrite=overwrite)
    say(f"{forecast.title}: {forecast.runs:,} runs, seed {forecast.seed}, frozen at {forecast.frozen}")
    say(paragraph(f"Scenario {forecast.scenario}, SHA-256 {forecast.digest}"))
    say(paragraph(f"Forecast {file}, SHA-256 {forecast.to_dict()['sha256']}"))
    say(paragraph("Who is to believe the date must have the second hash from you before the answer is known."))
