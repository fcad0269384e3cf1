"""`negosim sensitivity`: the most influential assumptions, the part of luck, and what holds whatever is assumed."""

from __future__ import annotations

import click

from negosim.cli import _options
from negosim.cli._options import EnsembleOptions
from negosim.cli._output import common, progress, say
from negosim.cli._result import OutputOptions, say_document

__all__ = ["command"]

RUNS = 1000


@click.command("sensitivity")
@click.argument("scenario")
@_options.runs
@_options.seed
@click.option(
    "--case", metavar="WHAT", help="When does it happen? deal, no_deal or ISSUE=OPTION.  [default: nearest 50 %]"
)
@click.option(
    "--sobol", type=click.IntRange(2), metavar="N", help="Sobol' indices too: N (a power of two) rows a block."
)
@click.option("--replications", type=click.IntRange(2, 100), default=2, show_default=True, help="Lucks of each draw.")
@click.option(
    "--again", type=click.IntRange(2), default=300, show_default=True, help="Draws played again for basis and luck."
)
@click.option(
    "--dropped", type=click.IntRange(0), default=200, show_default=True, help="Draws for each refusal dropped; 0: none."
)
@click.option(
    "--tactics", type=click.IntRange(2), default=100, show_default=True, help="Draws in which each tactic is tried."
)
@_options.workers
@_options.changes
@_options.code
@_options.output
@_options.json_form
@common
@_options.gather(ensembles=EnsembleOptions, output=OutputOptions)
def command(
    *,
    scenario: str,
    case: str | None,
    sobol: int | None,
    replications: int,
    again: int,
    dropped: int,
    tactics: int,
    ensembles: EnsembleOptions,
    output: OutputOptions,
) -> None:
    """Say which assumption the outcome hangs on, and what would hold under others.

    SCENARIO is a file, the name of a shipped one, or the folder of an ensemble, whose runs are then not played again.
    """
    from negosim.experiments.paired.runs import open_source
    from negosim.experiments.sensitivity import StudyOptions, study
    from negosim.experiments.sensitivity.narrative import narrate_study
    from negosim.report.sensitivity import study_target, write_study

    _, [runs] = ensembles.play([open_source(scenario, ensembles.changes)], RUNS)
    asked = StudyOptions(again, dropped, tactics, replications, case, sobol or 0)
    with progress("Asking what it hangs on"):
        found = study(runs, asked)
    document = narrate_study(found)

    def text() -> None:
        say(f"{found.title}: {found.runs:,} {found.design} draws, seed {found.seed}")
        say_document(document, title=False)

    output.present(
        text=text,
        write=lambda job: write_study(found, study_target(found, output.out, asked), document, job),
        data=lambda written: found.to_dict() | {"files": written.paths},
    )
