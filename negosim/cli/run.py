"""`negosim run`: play a scenario, describe the result, write it."""

from __future__ import annotations

import click

from negosim.cli import _options
from negosim.cli._options import RunOptions
from negosim.cli._output import common, progress
from negosim.cli._result import OutputOptions, say_document

__all__ = ["command"]


@click.command("run")
@click.argument("scenario")
@_options.run_number
@_options.changes
@_options.code
@click.option(
    "--without-event", "event", metavar="KEY", help="Play it with and without that event, and show what it changed."
)
@_options.output
@_options.json_form
@common
@_options.gather(options=RunOptions, output=OutputOptions)
def command(*, scenario: str, event: str | None, options: RunOptions, output: OutputOptions) -> None:
    """Play a scenario, tell what came of it, write the result.

    SCENARIO is a file or the name of a shipped one (negosim list scenarios). That talks end without agreement is a
    result like any other.
    """
    if event is None:
        _run(scenario, options, output)
    else:
        _without_event(scenario, event, options, output)


def _run(scenario: str, options: RunOptions, output: OutputOptions) -> None:
    from negosim.analysis.run_data import summary
    from negosim.analysis.run_narrative import narrate_run
    from negosim.experiments.tournament.dependence import known_dependence
    from negosim.negotiation.mesa_model import run_model
    from negosim.report.results import run_target, write_run
    from negosim.scenario.load import load

    seed, case = options.seed_or_default(), load(scenario, options.changes)
    with progress("Playing the talks"):
        record = run_model(case, seed=seed, run=options.run_number, draw=options.draw, allow_code=options.allow_code)
    run_target(record, output.out).check(overwrite=output.overwrite)
    output.present(
        text=lambda: say_document(narrate_run(record, known_dependence(case, output.out))),
        write=lambda job: write_run(record, output.out, job),
        data=lambda written: summary(record) | {"files": written.paths},
    )


def _without_event(scenario: str, event: str, options: RunOptions, output: OutputOptions) -> None:
    from negosim.cli.whatif import present_whatif
    from negosim.experiments.whatif import without_event

    seed = options.seed_or_default()
    with progress("Playing the talks"):
        found = without_event(
            scenario,
            event,
            options.changes,
            seed=seed,
            run=options.run_number,
            draw=options.draw,
            allow_code=options.allow_code,
        )
    present_whatif(found, output)
