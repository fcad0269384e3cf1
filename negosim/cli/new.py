"""`negosim new`: a scenario from a table of actors, issues, positions, saliences and capabilities."""

from __future__ import annotations

from pathlib import Path

import click

from negosim.cli import _options
from negosim.cli._output import common, say_json, tell

__all__ = ["command"]


@click.command("new")
@click.argument("table", type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", metavar="FILE", type=click.Path(path_type=Path), help="Scenario to write.  [default: TABLE.yaml]"
)
@_options.new_file
@_options.json_form
@common
def command(table: Path, out: Path | None, overwrite: bool, as_json: bool) -> None:
    """Write a scenario from the field's table.

    TABLE is a CSV file with the columns actor, issue, position, salience and, where they are known, capability and
    status_quo: a row for each actor and issue.
    """
    from negosim.files import write_new
    from negosim.scenario.load import from_plain
    from negosim.scenario.table.read import read_table
    from negosim.scenario.table.write import table_scenario

    file = out or table.with_suffix(".yaml")
    made = table_scenario(read_table(table))
    scenario = from_plain(made.plain, file.stem)
    write_new(file, made.text, overwrite=overwrite)
    if as_json:
        counts = {"parties": len(scenario.parties), "issues": len(scenario.issues)}
        say_json({"format": 1, "file": str(file), **counts, "notes": list(made.notes)})
        return
    for note in made.notes:
        tell(f"Note: {note}.")
    tell(f"Wrote {file}. Next: negosim validate {file}, then: negosim analyze {file}")
