"""`negosim run`: play a scenario, tell what came of it, write the result."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from negosim.cli import _options
from negosim.cli._output import common, progress, say

__all__ = ["command"]


@click.command("run")
@click.argument("scenario")
@_options.chance
@_options.changes
@_options.code
@click.option(
    "--without-event", "event", metavar="KEY", help="Play it with and without that event, and show what it changed."
)
@_options.place
@common
def command(
    *,
    scenario: str,
    seed: int | None,
    run_number: int,
    draw: bool,
    changes: tuple[str, ...],
    allow_code: bool,
    event: str | None,
    out: Path,
    overwrite: bool,
    no_figures: bool,
    as_json: bool,
) -> None:
    """Play a scenario, tell what came of it, write the result.

    SCENARIO is a file or the name of a shipped one (negosim list scenarios). That talks end without agreement is a
    result like any other.
    """
    from negosim.analysis.run_data import summary
    from negosim.cli._files import say_where
    from negosim.cli._run_text import say_run
    from negosim.experiments.tournament.past_results import known_dependence
    from negosim.negotiation.mesa_model import run_model
    from negosim.report.results import run_target, write_run
    from negosim.scenario.load import load

    seed = _options.seed_or_default(seed)
    if event is not None:
        from negosim.cli._whatif_text import tell_whatif
        from negosim.experiments.whatif import without_event

        with progress("Playing the talks"):
            found = without_event(scenario, event, changes, seed=seed, run=run_number, draw=draw, allow_code=allow_code)
        tell_whatif(found, out, overwrite=overwrite, figures=not no_figures, as_json=as_json)
        return
    case = load(scenario, changes)
    with progress("Playing the talks"):
        record = run_model(case, seed=seed, run=run_number, draw=draw, allow_code=allow_code)
    run_target(record, out).check(overwrite=overwrite)
    if not as_json:
        say_run(record, known_dependence(case, out))
    with progress("Writing the result"):
        written = write_run(
            record, out, figures=not no_figures, overwrite=overwrite, command=["negosim", *sys.argv[1:]]
        )
    if as_json:
        say(json.dumps(summary(record) | {"files": written.paths}, ensure_ascii=False, indent=2))
    else:
        say_where(written)
