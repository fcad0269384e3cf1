"""`negosim whatif`: play a scenario with and without a change, and set old and new side by side."""

from __future__ import annotations

from pathlib import Path

import click

from negosim.cli import _options
from negosim.cli._output import common, progress

__all__ = ["command"]


@click.command("whatif")
@click.argument("scenario")
@_options.chance
@_options.changes
@_options.code
@_options.place
@_options.markdown
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
    as_markdown: bool,
) -> None:
    """Play a scenario with and without a change, and set old and new side by side.

    SCENARIO is a file or the name of a shipped one; --set says what is changed. Both are played under the same seed and
    run.
    """
    from negosim.cli._whatif_text import tell_whatif
    from negosim.experiments.whatif import whatif

    _options.one_form(as_json, as_markdown)
    seed = _options.seed_or_default(seed)
    with progress("Playing the talks"):
        found = whatif(scenario, changes, seed=seed, run=run_number, draw=draw, allow_code=allow_code)
    tell_whatif(found, out, overwrite=overwrite, figures=not no_figures, as_json=as_json, as_markdown=as_markdown)
