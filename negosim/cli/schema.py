"""`negosim schema`: the JSON Schema of scenario files, for editors."""

from __future__ import annotations

import click

from negosim.cli._output import common, say

__all__ = ["command"]


@click.command("schema")
@common
def command() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from negosim.scenario.json_schema import schema_text

    say(schema_text().rstrip())
