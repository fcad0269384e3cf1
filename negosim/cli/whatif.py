"""`negosim whatif`: play a scenario with and without a change, and set old and new side by side."""

from __future__ import annotations

import click

from negosim.cli import _options
from negosim.cli._options import RunOptions
from negosim.cli._output import common, progress
from negosim.cli._result import OutputOptions

__all__ = ["command"]


@click.command("whatif")
@click.argument("scenario")
@_options.run_number
@_options.changes
@_options.code
@_options.output
@_options.json_form
@_options.markdown_form
@common
@_options.gather(options=RunOptions, output=OutputOptions)
def command(*, scenario: str, options: RunOptions, output: OutputOptions) -> None:
    """Play a scenario with and without a change, and set old and new side by side.

    SCENARIO is a file or the name of a shipped one; --set says what is changed. Both are played under the same seed and
    run.
    """
    from negosim.cli._whatif_text import present_whatif
    from negosim.experiments.whatif import whatif

    seed = options.seed_or_default()
    with progress("Playing the talks"):
        found = whatif(
            scenario,
            options.changes,
            seed=seed,
            run=options.run_number,
            draw=options.draw,
            allow_code=options.allow_code,
        )
    present_whatif(found, output)
