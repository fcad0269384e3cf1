"""`negosim compare`: play several scenarios alike and say what differs, in the files and in what came of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from negosim.cli import _options
from negosim.cli._talk import common, progress, say

__all__ = ["command"]


@click.command("compare")
@click.argument("scenarios", nargs=-1, required=True)
@_options.chance
@_options.changes
@_options.code
@_options.place
@click.option("--md", "as_markdown", is_flag=True, help="Print the comparison as Markdown.")
@common
def command(
    *,
    scenarios: tuple[str, ...],
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
    """Play scenarios and compare what came of them.

    SCENARIOS are two to twenty files or names of shipped ones, played under the same seed and run. Shown is what differs in the files, how each issue
    ended, and what each party has of it. --set changes all of them alike.
    """
    from negosim.cli._comparison_text import markdown, say_comparison
    from negosim.cli._files import say_where
    from negosim.comparison import check_number, compare
    from negosim.results import comparison_target, write_comparison
    from negosim.scenario.load import load

    if as_json and as_markdown:
        raise click.UsageError("--json and --md exclude each other.")
    check_number(scenarios)
    loaded = [load(scenario, changes) for scenario in scenarios]
    seed = _options.seed_or_default(seed)
    with progress("Playing the talks"):
        found = compare(loaded, seed=seed, run=run_number, draw=draw, allow_code=allow_code)
    comparison_target(found, out).check(overwrite=overwrite)
    if not as_json and not as_markdown:
        say_comparison(found)
    with progress("Writing the result"):
        written = write_comparison(
            found, out, figures=not no_figures, overwrite=overwrite, command=["negosim", *sys.argv[1:]]
        )
    if as_json:
        say(json.dumps(found.to_dict() | {"files": written.paths}, ensure_ascii=False, indent=2))
    elif as_markdown:
        say(markdown(found))
    else:
        say_where(written)
