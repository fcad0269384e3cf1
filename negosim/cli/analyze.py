"""`negosim analyze`: what was possible, what blocked it, who gains by going first, and would it hold."""

from __future__ import annotations

from dataclasses import replace

import click

from negosim.cli import _options
from negosim.cli._options import RunOptions
from negosim.cli._output import common, progress
from negosim.cli._result import OutputOptions, say_document
from negosim.document import Paragraph, Section

__all__ = ["command"]

LIMITS = "This is what these numbers lead to, most of them assumed; it is no forecast."


@click.command("analyze")
@click.argument("scenario")
@_options.run_number
@_options.changes
@_options.code
@_options.output
@_options.json_form
@click.option("--by", default="nash", show_default=True, metavar="SOLUTION", help="Solution that settles each meeting.")
@click.option("--all", "all_points", is_flag=True, help="List every point of the frontier, not the first 1,000.")
@common
@_options.gather(options=RunOptions, output=OutputOptions)
def command(*, scenario: str, by: str, all_points: bool, options: RunOptions, output: OutputOptions) -> None:
    """Show what was possible, what blocked it, and whether what was agreed would hold.

    SCENARIO is a file or the name of a shipped one (negosim list scenarios). It is played once by its own tactics; the
    analysis is of what could have been around that run. --by names one of: negosim list solutions.
    """
    from negosim.analysis.analysis import analyze
    from negosim.analysis.analysis_data import findings
    from negosim.analysis.analysis_narrative import narrate_analysis
    from negosim.report.results import analysis_target, write_analysis
    from negosim.scenario.load import load

    case, seed = load(scenario, options.changes), options.seed_or_default()
    with progress("Playing the talks"):
        analysis = analyze(
            case, seed=seed, run_number=options.run_number, draw=options.draw, by=by, allow_code=options.allow_code
        )
    analysis_target(analysis, output.out).check(overwrite=output.overwrite)
    with progress("Looking at what was possible"):
        found = findings(analysis, all_points=all_points)
    limits = Section("How to read this", (Paragraph(LIMITS),))

    def text() -> None:
        document = narrate_analysis(analysis)
        say_document(replace(document, sections=(*document.sections, limits)))

    output.present(text=text, write=lambda job: write_analysis(analysis, found, output.out, job), data=lambda _: found)
