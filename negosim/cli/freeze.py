"""`negosim freeze`: write a forecast down, with hash and time, before the answer exists."""

from __future__ import annotations

from pathlib import Path

import click

from negosim.cli import _options
from negosim.cli._options import EnsembleOptions
from negosim.cli._output import common, say
from negosim.report.terminal import paragraph

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
@_options.runs
@_options.seed
@_options.workers
@_options.folder_option()
@click.option("--overwrite", is_flag=True, help="Replace a forecast that was frozen before.")
@_options.changes
@_options.code
@common
@_options.gather(ensembles=EnsembleOptions)
def command(*, scenario: str, file: Path, overwrite: bool, ensembles: EnsembleOptions) -> None:
    """Write the chances of an ensemble down as a forecast, before the answer exists.

    SCENARIO is a file, the name of a shipped one, or the folder of an ensemble. negosim score says later how well the
    forecast did, and whether the scenario was changed since.
    """
    from negosim.errors import UsageError
    from negosim.experiments.paired.runs import open_source
    from negosim.experiments.scoring.forecast import forecast_of, write_forecast

    if file.exists() and not overwrite:
        raise UsageError(f"{file} is there already: a frozen forecast is not replaced without --overwrite")
    _, [played] = ensembles.play([open_source(scenario, ensembles.changes)], RUNS)
    forecast = forecast_of(played, scenario, frozen=True)
    write_forecast(forecast, file, overwrite=overwrite)
    say(f"{forecast.title}: {forecast.runs:,} runs, seed {forecast.seed}, frozen at {forecast.frozen}")
    say(paragraph(f"Scenario {forecast.scenario}, SHA-256 {forecast.digest}"))
    say(paragraph(f"Forecast {file}, SHA-256 {forecast.to_dict()['sha256']}"))
    say(paragraph("Who is to believe the date must have the second hash from you before the answer is known."))
