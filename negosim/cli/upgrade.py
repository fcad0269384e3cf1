"""`negosim upgrade`: a scenario file of version 1 written anew in version 2."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from negosim.cli import _options
from negosim.cli._output import common, say, say_json, tell
from negosim.document import counted

__all__ = ["command"]


@click.command("upgrade")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", metavar="FILE", type=click.Path(path_type=Path), help="File to write.  [default: FILE_2.yaml]"
)
@_options.new_file
@_options.json_form
@common
def command(file: Path, out: Path | None, overwrite: bool, as_json: bool) -> None:
    """Rewrite a scenario file in version 2 of the format.

    The new file is written beside the old one, with its comments and in its order. What was changed is told, and which
    numbers a seed draws anew, since they have another path.
    """
    from negosim.files import write_new
    from negosim.scenario.load import load
    from negosim.scenario.upgrade.upgrade import beside, upgraded

    found = upgraded(file)
    if found is None:
        if as_json:
            say_json({"format": 1, "file": None, "changes": [], "moved": {}, "kept": 0, "offers": []})
        else:
            tell(f"{file} says negosim: 2 and has no old words: nothing to change.")
        return
    new = out or beside(file)
    write_new(new, found.text, overwrite=overwrite)
    if as_json:
        told = {"changes": list(found.changes), "moved": dict(found.moved), "kept": found.kept}
        say_json({"format": 1, "file": str(new), **told, "offers": list(found.offers)})
    else:
        _tell(found.changes, found.offers)
        _tell_numbers(found.moved, found.kept)
    load(new)
    tell(f"Wrote {new}. Next: negosim validate {new}")


def _tell(changes: tuple[str, ...], offers: tuple[str, ...]) -> None:
    for change in changes:
        say(f"Changed: {change}.")
    for offer in offers:
        say(f"To know: {offer}.")


def _tell_numbers(moved: Mapping[str, str | None], kept: int) -> None:
    """Which numbers keep their paths, and which are drawn anew."""
    if kept:
        say(f"{counted(kept, 'number')} with the path as before: a seed draws the same for each.")
    if moved:
        say(f"{counted(len(moved), 'number')} with another path: a seed draws anew for each (--json lists them).")
