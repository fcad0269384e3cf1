"""`negosim init`: write a scenario, or a tactic, to begin with."""

from __future__ import annotations

from pathlib import Path

import click

from negosim.cli._talk import common, tell
from negosim.errors import UsageError

__all__ = ["command"]


@click.command("init")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--tactic", is_flag=True, help="Write a tactic, a Python class of about 15 lines, in place of a scenario."
)
@click.option("--overwrite", is_flag=True, help="Replace a file that is there.")
@common
def command(file: Path, tactic: bool, overwrite: bool) -> None:
    """Write a small scenario to begin with, commented; with --tactic a tactic of one's own."""
    from negosim.scenario.starter import STARTER
    from negosim.tactics.template import template

    if file.is_dir() or not file.parent.is_dir():
        raise UsageError(f"{file} is a folder" if file.is_dir() else f"there is no folder {str(file.parent)!r}")
    try:
        with file.open("w" if overwrite else "x", encoding="utf-8", newline="\n") as stream:
            stream.write(template(file.name) if tactic else STARTER)
    except FileExistsError:
        raise UsageError(f"{file} is there already: --overwrite replaces it") from None
    scenario = f"negosim validate {file}, then: negosim run {file}"
    tell(f"Wrote {file}. Next: {f'negosim check-tactic {file} --allow-code' if tactic else scenario}")
