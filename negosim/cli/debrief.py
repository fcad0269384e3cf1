"""`negosim debrief`: a table's talks beside what was possible, for class."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from negosim.cli import _options
from negosim.cli._output import common, progress, say

__all__ = ["command"]


@click.command("debrief")
@click.argument("result")
@click.option("--as", "seats", multiple=True, metavar="PARTY", help="A seat that a person took.  [default: as played]")
@click.option(
    "--runs", type=click.IntRange(0, 100_000), default=1000, show_default=True, help="Runs of agents; 0: none."
)
@click.option("--rubric", metavar="FILE", help="YAML with the criteria for marks.  [default: the scenario's own]")
@_options.code
@_options.place
@_options.markdown
@common
def command(
    *,
    result: str,
    seats: tuple[str, ...],
    runs: int,
    rubric: str | None,
    allow_code: bool,
    out: Path,
    overwrite: bool,
    no_figures: bool,
    as_json: bool,
    as_markdown: bool,
) -> None:
    """Debrief a game or a run: what came of it beside what was possible.

    RESULT is the folder that negosim play or negosim run has written. All score sheets are opened: hand the page out
    when the talks are over. The runs of agents are kept beside it, so that the next debrief of the scenario is quick.
    """
    from negosim.cli._documents import markdown_of, say_parts
    from negosim.cli._files import say_where
    from negosim.negotiation.record import Record
    from negosim.report.publish import Job
    from negosim.teaching.debrief import debrief
    from negosim.teaching.debrief.narrative import told
    from negosim.teaching.debrief.write import debrief_target, write_debrief

    _options.one_form(as_json, as_markdown)
    with progress("Playing the talks by agents"):
        keep = out / Record.load(result).scenario.name
        found = debrief(result, seats=seats or None, runs=runs, rubric=rubric, keep=keep, allow_code=allow_code)
    debrief_target(found, out).check(overwrite=overwrite)
    if not as_json and not as_markdown:
        say(found.record.scenario.title)
        say_parts(told(found))
    with progress("Writing the debrief"):
        written = write_debrief(found, out, Job(not no_figures, overwrite, ["negosim", *sys.argv[1:]]))
    if as_json:
        say(json.dumps(found.to_dict() | {"files": written.paths}, ensure_ascii=False, indent=2))
    elif as_markdown:
        say(markdown_of(told(found)))
    else:
        say_where(written)
