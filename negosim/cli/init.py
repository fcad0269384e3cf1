"""`negosim init`: write a scenario to begin with."""

from __future__ import annotations

from pathlib import Path

import click

from negosim.cli import _options
from negosim.cli._output import common, tell
from negosim.errors import UsageError
from negosim.files import find, write_new

__all__ = ["command"]


@click.command("init")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--tactic", is_flag=True, help="Write a tactic, a Python class of about 15 lines, in place of a scenario."
)
@click.option("--from", "name", metavar="NAME", help="Begin with a variant of this shipped scenario.")
@_options.new_file
@common
def command(file: Path, tactic: bool, name: str | None, overwrite: bool) -> None:
    """Write a small scenario to begin with, commented; with --tactic a tactic of one's own."""
    from negosim.negotiation.tactics.template import template

    if tactic and name is not None:
        raise UsageError("--from begins a scenario and --tactic a tactic: take one of them")
    text = template(file.name) if tactic else _scenario(name)
    write_new(file, text, overwrite=overwrite)
    scenario = f"negosim validate {file}, then: negosim run {file}"
    tell(f"Wrote {file}. Next: {f'negosim check-tactic {file} --allow-code' if tactic else scenario}")


def _scenario(name: str | None) -> str:
    """The starter, or a variant of the shipped scenario of that name."""
    from negosim.scenario.load import load
    from negosim.scenario.starter import STARTER, variant_of

    return STARTER if name is None else variant_of(load(find("scenarios", name)))
