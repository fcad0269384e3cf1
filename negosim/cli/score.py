"""`negosim score`: how well a forecast did once the answer is known, beside simple baselines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from negosim.cli import _options
from negosim.cli._output import common, progress
from negosim.cli._result import OutputOptions, say_document

if TYPE_CHECKING:
    from negosim.experiments.scoring.forecast import Forecast

__all__ = ["command"]


@click.command("score")
@click.argument("result")
@click.option("--against", required=True, metavar="FILE", help="YAML of questions with their answers.")
@click.option("--scenario", help="The scenario as it is now.  [default: the one that was played, where it is found]")
@_options.output
@_options.json_form
@_options.markdown_form
@common
@_options.gather(output=OutputOptions)
def command(*, result: str, against: str, scenario: str | None, output: OutputOptions) -> None:
    """Score a forecast by what happened.

    RESULT is a forecast of negosim freeze, or the folder of an ensemble. Shown are Brier, log, ranked and continuous
    scores beside the uniform guess, the status quo and static theories, and whether the scenario was changed since.
    """
    from negosim.experiments.scoring import read_resolutions, score
    from negosim.experiments.scoring.narrative import narrate_score
    from negosim.report.markdown import render_markdown
    from negosim.report.scoring import score_target, write_score

    with progress("Reading the forecast"):
        forecast = _forecast(result)
    scored = score(forecast, read_resolutions(against))
    since = _changed(forecast, scenario)
    document = narrate_score(scored, since)
    output.present(
        text=lambda: say_document(document, title=False),
        write=lambda job: write_score(scored, score_target(scored, output.out), document, job),
        data=lambda written: scored.to_dict() | {"scenario_since": since, "files": written.paths},
        markdown=lambda: render_markdown(document),
    )


def _forecast(result: str) -> Forecast:
    """A frozen forecast, or that of an ensemble's folder."""
    from negosim.experiments.ensemble import Store
    from negosim.experiments.paired.runs import is_ensemble_folder, read_runs
    from negosim.experiments.scoring.forecast import forecast_of, read_forecast

    if not is_ensemble_folder(result):
        return read_forecast(result)
    store = Store.open(result)
    return forecast_of(read_runs(store), store.manifest.scenario)


def _changed(forecast: Forecast, scenario: str | None) -> str:
    """Whether the scenario was changed since, in a sentence; one that isn't found is no error unless it was named."""
    from negosim.errors import NegosimError
    from negosim.experiments.paired.runs import is_ensemble_folder
    from negosim.scenario.load import load

    source = scenario or forecast.source
    if scenario is None and is_ensemble_folder(source):
        return "The forecast is of an ensemble's folder: --scenario says whether its scenario was changed since."
    try:
        now = load(source, forecast.changes)
    except NegosimError:
        if scenario is not None:
            raise
        return f"The scenario {source!r} is not found here as it was, so whether it was changed since can't be said."
    same = now.digest == forecast.digest
    return f"The scenario {source!r} {'was not changed' if same else 'WAS CHANGED'} since the forecast was made."
