"""`negosim list`: what there is to choose from, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from negosim import registry
from negosim.cli._options import NearestChoice
from negosim.cli._output import common, say, say_json
from negosim.report.terminal import paragraph

if TYPE_CHECKING:
    from negosim.registry import Entry, Parameter

__all__ = ["command"]

SCENARIOS = "scenarios"
KINDS = {registry.plural(kind): kind for kind in registry.KINDS}


@click.command("list")
@click.argument("what", type=NearestChoice([SCENARIOS, *KINDS]), metavar="WHAT")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@common
def command(what: str, as_json: bool) -> None:
    """List what there is to choose from.

    WHAT is scenarios, or what a scenario or a report can name: tactics and their parts (offerings, acceptances,
    opponent_models), protocols, solutions, theories, figures.
    """
    rows = _scenarios() if what == SCENARIOS else [_row(entry) for entry in registry.entries(KINDS[what])]
    if as_json:
        say_json(rows)
    else:
        say("\n".join(map(_line, rows)))


def _scenarios() -> list[dict[str, Any]]:
    """The shipped scenarios by name."""
    from negosim.files import shipped_names
    from negosim.scenario.load import load

    loaded = {name: load(name) for name in shipped_names("scenarios")}
    return [{"name": name, "summary": one.title, "about": one.summary or ""} for name, one in loaded.items()]


def _row(entry: Entry) -> dict[str, Any]:
    """An entry of the registry as plain data."""
    parameters = [_parameter(one) for one in entry.parameters]
    return {"name": entry.name, "summary": entry.summary, "parameters": parameters, "source": entry.source}


def _parameter(one: Parameter) -> dict[str, Any]:
    limits = {"low": one.low, "high": one.high, "choices": list(one.choices) or None, "of": one.of or None}
    given = {key: value for key, value in limits.items() if value is not None}
    return {"name": one.name, "kind": one.kind, "default": one.default, "help": one.help} | given


def _line(row: dict[str, Any]) -> str:
    """A name with its summary, then what belongs to it."""
    lines = [paragraph(f"{row['name']}: {row['summary']}", indent=0, hang=4)]
    for one in row.get("parameters", ()):
        default = "" if one["default"] is None else f" (default {one['default']})"
        lines.append(paragraph(f"{one['name']}: {one['help']}{default}", indent=4, hang=4))
    if row.get("source"):
        lines.append(paragraph(f"Source: {row['source']}", indent=4, hang=4))
    return "\n".join(lines)
