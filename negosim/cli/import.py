"""`negosim import`: a domain of GENIUS or GeniusWeb as a scenario file."""

# ruff: noqa: N999  (a file of this folder bears the name of its command)

from __future__ import annotations

from pathlib import Path

import click

from negosim.cli import _options
from negosim.cli._output import common, tell
from negosim.errors import UsageError
from negosim.files import write_new

__all__ = ["command"]


@click.command("import")
@click.argument("sources", nargs=-1, required=True, metavar="DIR_OR_FILE...", type=click.Path(path_type=Path))
@click.option("-o", "--out", required=True, metavar="FILE", type=click.Path(path_type=Path), help="Scenario to write.")
@_options.new_file
@common
def command(sources: tuple[Path, ...], out: Path, overwrite: bool) -> None:
    """Read a domain of others: GENIUS XML or GeniusWeb JSON, a folder or the files of domain and profiles."""
    from negosim.scenario.exchange import read_domain
    from negosim.scenario.yaml.reader import MAX_BYTES
    from negosim.scenario.yaml.writer import dump

    imported = read_domain(*sources)
    text = dump(imported.scenario)
    if len(text.encode()) > MAX_BYTES:
        raise UsageError(f"the domain is too large: a scenario file has at most {MAX_BYTES // 1024} kB")
    write_new(out, text, overwrite=overwrite)
    for note in imported.notes:
        tell(f"Note: {note}.")
    tell(f"Wrote {out}. Next: negosim validate {out}, then: negosim run {out}")
