"""`negosim debrief`: a table's talks beside what was possible, for class."""

from __future__ import annotations

import click

from negosim.cli import _options
from negosim.cli._output import common, progress
from negosim.cli._result import OutputOptions, say_document

__all__ = ["command"]


@click.command("debrief")
@click.argument("result")
@click.option("--as", "seats", multiple=True, metavar="PARTY", help="A seat that a person took.  [default: as played]")
@_options.agent_runs
@click.option("--rubric", metavar="FILE", help="YAML with the criteria for marks.  [default: the scenario's own]")
@_options.code
@_options.output
@_options.json_form
@_options.markdown_form
@common
@_options.gather(output=OutputOptions)
def command(
    *, result: str, seats: tuple[str, ...], runs: int, rubric: str | None, allow_code: bool, output: OutputOptions
) -> None:
    """Debrief a game or a run: what came of it beside what was possible.

    RESULT is the folder that negosim play or negosim run has written. All score sheets are opened: hand the page out
    when the talks are over. The runs of agents are kept beside it, so that the next debrief of the scenario is quick.
    """
    from negosim.negotiation.record import Record
    from negosim.report.markdown import render_markdown
    from negosim.teaching.debrief.narrative import narrate_debrief
    from negosim.teaching.debrief.run_debrief import debrief
    from negosim.teaching.debrief.write import debrief_target, write_debrief

    with progress("Playing the talks by agents"):
        keep = output.out / Record.load(result).scenario.name
        found = debrief(result, seats=seats or None, runs=runs, rubric=rubric, keep=keep, allow_code=allow_code)
    debrief_target(found, output.out).check(overwrite=output.overwrite)
    document = narrate_debrief(found)
    output.present(
        text=lambda: say_document(document, notes=False),
        write=lambda job: write_debrief(found, output.out, job),
        data=lambda written: found.to_dict() | {"files": written.paths},
        markdown=lambda: render_markdown(document, notes=False),
        writing="Writing the debrief",
    )
