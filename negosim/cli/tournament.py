"""`negosim tournament`: every assignment of tactics to seats, which does best, and what hangs on it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from negosim.cli import _options
from negosim.cli._exit import FAILED, INTERRUPTED
from negosim.cli._options import EnsembleOptions
from negosim.cli._output import common, progress, progress_line, tell
from negosim.cli._result import OutputOptions, say_document

if TYPE_CHECKING:
    from negosim.experiments.ensemble import Store
    from negosim.report.folder import Job, Written

__all__ = ["command"]


@click.command("tournament")
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO...")
@click.option("--tactics", help="By commas: boulware,tit_for_tat,conceder:exponent=2,mine.py:Mine.  [default: five]")
@click.option("--seats", help="Seats whose tactics change, by commas; the others play their own.  [default: all]")
@click.option("--runs", type=click.IntRange(1), help="Draws, each played by every lineup.  [default: 50]")
@click.option("--lucks", type=click.IntRange(1, 100), default=2, show_default=True, help="Lucks of each draw.")
@click.option("--most", type=click.IntRange(2), help="Lineups at the most; more are sampled.  [default: 300]")
@click.option(
    "--limit", type=float, help="Seconds of processor time for an act of a tactic from elsewhere.  [default: 2]"
)
@_options.seed
@click.option("--workers", type=int, help="Processes of this machine.  [default: one a core]")
@click.option("--resume", is_flag=True, help="Go on with what stands in the folder, or with more runs.")
@_options.folder_option()
@_options.figures
@_options.json_form
@_options.markdown_form
@_options.changes
@_options.code
@common
@_options.gather(ensembles=EnsembleOptions, output=OutputOptions)
def command(
    *,
    scenarios: tuple[str, ...],
    tactics: str | None,
    seats: str | None,
    lucks: int,
    most: int | None,
    limit: float | None,
    resume: bool,
    ensembles: EnsembleOptions,
    output: OutputOptions,
) -> int:
    """Play tactics against one another and tell which does best, and whether the outcome depends on them.

    Every assignment of the tactics to the seats plays the same draws with the same luck. A tactic that takes too long,
    raises or breaks a rule loses its turn. Ctrl-C keeps what is done; --resume goes on.
    """
    from negosim.experiments.tournament.options import DRAWS, MOST, TACTICS, TournamentOptions
    from negosim.experiments.tournament.tournament import play_tournament
    from negosim.negotiation.time_limits import LIMIT
    from negosim.scenario.load import load

    options = TournamentOptions(
        tactics=_names(tactics) or TACTICS,
        seats=_names(seats),
        draws=ensembles.runs or DRAWS,
        replications=lucks,
        seed=_options.seed_or_default(ensembles.seed),
        most=most or MOST,
        limit=LIMIT if limit is None else limit,
        allow_code=ensembles.allow_code,
    )
    with progress_line() as watch:
        stores = play_tournament(
            [load(one, ensembles.changes) for one in scenarios],
            options,
            out=ensembles.out,
            workers=ensembles.processes,
            resume=resume,
            watch=watch,
            command=sys.argv,
        )
    exit_code = _exit_code(stores)
    if exit_code == 0:
        _present(stores, output)
    return exit_code


def _present(stores: list[Store], output: OutputOptions) -> None:
    """Count what the tactics came to, show it and write it."""
    from negosim.experiments.tournament.narrative import narrate_tournament
    from negosim.experiments.tournament.tournament import tournament_of
    from negosim.report.markdown import render_markdown
    from negosim.report.tournament import write_tournament

    with progress("Counting"):
        found = tournament_of(stores)
        document = narrate_tournament(found)

    written: list[Written] = []

    def write(job: Job) -> Written:
        written.extend(write_tournament(found, output.out, job))
        return written[0]

    output.present(
        text=lambda: say_document(document),
        write=write,
        data=lambda _: found.to_dict() | {"folders": [str(one.folder) for one in written]},
        markdown=lambda: render_markdown(document, notes=False),
    )


def _names(text: str | None) -> tuple[str, ...]:
    """The parts of a list by commas."""
    return tuple(one.strip() for one in (text or "").split(",") if one.strip())


def _exit_code(stores: list[Store]) -> int:
    """0 where all runs came to their end; otherwise the exit code, and the reason on stderr."""
    from negosim.experiments.ensemble.storage import EnsembleState

    last = stores[-1].manifest
    for store in stores:
        for failure in store.manifest.failures[:1]:
            tell(f"A run of {store.manifest.scenario} failed: {failure['reason']}")
    if last.state == EnsembleState.INTERRUPTED:
        tell(f"Interrupted after {stores[-1].runs:,} of {last.runs:,} runs. What is done is kept; --resume goes on.")
        return INTERRUPTED
    return FAILED if any(one.manifest.state == EnsembleState.INCOMPLETE for one in stores) else 0
