"""`negosim export`: a scenario as a GENIUS domain."""

from __future__ import annotations

from pathlib import Path

import click

from negosim.cli._output import common, tell

__all__ = ["command"]


@click.command("export")
@click.argument("scenario")
@click.option("-o", "--out", required=True, metavar="DIR", type=click.Path(path_type=Path), help="Folder to write to.")
@click.option("--overwrite", is_flag=True, help="Replace files that are there.")
@common
def command(scenario: str, out: Path, overwrite: bool) -> None:
    """Write a scenario as GENIUS XML: a domain, and a profile for each party."""
    from negosim.scenario.exchange import export_genius
    from negosim.scenario.load import load

    exported = export_genius(load(scenario), out, overwrite=overwrite)
    for note in exported.notes:
        tell(f"Note: {note}.")
    tell(f"Wrote {', '.join(file.name for file in exported.files)} in {out}")
