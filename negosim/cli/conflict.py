"""`negosim conflict`: who would stay where in a conflict in option form, and why."""

from __future__ import annotations

import click

from negosim.cli._output import common, progress, say_json
from negosim.cli._result import say_document
from negosim.document import Document

__all__ = ["command"]


@click.command("conflict")
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as one JSON object.")
@common
def command(file: str, as_json: bool) -> None:
    """Analyse a conflict in option form: decision makers, what each can do, and what each prefers.

    FILE is a YAML file or the name of a shipped one, e.g. elmira_groundwater. Told is which states hold (graph model
    for conflict resolution), who would leave the others, who would answer, and what is within reach.
    """
    from negosim.analysis.conflict.conflict_analysis import ConflictAnalysis
    from negosim.analysis.conflict.file import read_conflict
    from negosim.analysis.conflict.narrative import narrate_conflict
    from negosim.analysis.conflict.stability_findings import conflict_findings

    conflict = read_conflict(file)
    with progress("Looking at every state"):
        found = conflict_findings(conflict) if as_json else narrate_conflict(ConflictAnalysis(conflict))
    if isinstance(found, Document):
        say_document(found)
    else:
        say_json(found)
