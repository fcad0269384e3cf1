"""`negosim whatif`: play a scenario with and without a change, and set old and new side by side."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from negosim.cli import _options
from negosim.cli._talk import common, progress, say

if TYPE_CHECKING:
    from negosim.counterfactual import WhatIf

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
    from negosim.cli._files import say_where
    from negosim.cli._parts_text import markdown_of
    from negosim.counterfactual import whatif
    from negosim.counterfactual.told import parts
    from negosim.counterfactual.writing import whatif_target, write_whatif
    from negosim.publishing import Job

    if as_json and as_markdown:
        raise click.UsageError("--json and --md exclude each other.")
    seed = _options.seed_or_default(seed)
    with progress("Playing the talks"):
        found = whatif(scenario, changes, seed=seed, run=run_number, draw=draw, allow_code=allow_code)
    whatif_target(found, out).check(overwrite=overwrite)
    told = parts(found)
    if not as_json and not as_markdown:
        _say(found)
    with progress("Writing the result"):
        written = write_whatif(found, told, out, Job(not no_figures, overwrite, ["negosim", *sys.argv[1:]]))
    if as_json:
        say(json.dumps(found.to_dict() | {"files": written.paths}, ensure_ascii=False, indent=2))
    elif as_markdown:
        say(markdown_of(told))
    else:
        say_where(written)


def _say(found: WhatIf) -> None:
    from negosim.cli._lines import paragraph
    from negosim.cli._parts_text import say_parts
    from negosim.counterfactual.told import NOTE, parts

    first = found.before
    drawn = "the uncertain numbers drawn" if first.drawn else "every uncertain number at its centre"
    say(first.scenario.title)
    say(paragraph(f"Scenario {first.scenario.name}; {drawn}; seed {first.seed}, run {first.run}."))
    say_parts(parts(found))
    say()
    for sentence in NOTE:
        say(paragraph(sentence))
