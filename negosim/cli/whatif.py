"""`negosim whatif`: play a scenario with and without a change, and set old and new side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from negosim.cli import _options
from negosim.cli._options import RunOptions
from negosim.cli._output import common, progress
from negosim.cli._result import OutputOptions, say_document

if TYPE_CHECKING:
    from negosim.experiments.whatif import WhatIf

__all__ = ["command", "present_whatif"]


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


def present_whatif(found: WhatIf, output: OutputOptions) -> None:
    """Show a what-if in the form that was asked for, and write it."""
    from negosim.experiments.whatif.narrative import narrate_whatif
    from negosim.report.markdown import render_markdown
    from negosim.report.whatif import whatif_target, write_whatif

    whatif_target(found, output.out).check(overwrite=output.overwrite)
    document = narrate_whatif(found)
    output.present(
        text=lambda: say_document(document),
        write=lambda job: write_whatif(found, document, output.out, job),
        data=lambda written: found.to_dict() | {"files": written.paths},
        markdown=lambda: render_markdown(replace(document, lead=()), notes=False),
    )
