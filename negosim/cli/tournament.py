"""`negosim tournament`: every assignment of tactics to seats, which does best, and what hangs on it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from negosim.cli import _options
from negosim.cli._exit import FAILED, INTERRUPTED
from negosim.cli._output import common, progress, say, tell

if TYPE_CHECKING:
    from negosim.experiments.ensemble import Store

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
@click.option("--seed", type=click.IntRange(0, _options.LARGEST), help="Seed of all random numbers.  [default: 0]")
@click.option("--workers", type=int, help="Processes of this machine.  [default: one a core]")
@click.option("--resume", is_flag=True, help="Go on with what stands in the folder, or with more runs.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("results"), show_default=True)
@click.option("--no-figures", is_flag=True, help="Write no figures and no report.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@click.option("--md", "as_markdown", is_flag=True, help="Print the result as Markdown.")
@_options.changes
@_options.code
@common
def command(
    *,
    scenarios: tuple[str, ...],
    tactics: str | None,
    seats: str | None,
    runs: int | None,
    lucks: int,
    most: int | None,
    limit: float | None,
    seed: int | None,
    workers: int | None,
    resume: bool,
    out: Path,
    no_figures: bool,
    as_json: bool,
    as_markdown: bool,
    changes: tuple[str, ...],
    allow_code: bool,
) -> int:
    """Play tactics against one another and tell which does best, and whether the outcome depends on them.

    Every assignment of the tactics to the seats plays the same draws with the same luck. A tactic that takes too long,
    raises or breaks a rule loses its turn. Ctrl-C keeps what is done; --resume goes on.
    """
    from negosim.cli._documents import markdown_of, say_parts
    from negosim.cli._files import say_where
    from negosim.cli._progress import shown
    from negosim.cli._terminal import paragraph
    from negosim.experiments.ensemble.workers import usable_cores
    from negosim.experiments.tournament.narrative import NOTE, parts
    from negosim.experiments.tournament.options import DRAWS, MOST, TACTICS, TournamentOptions
    from negosim.experiments.tournament.tournament import play_tournament, tournament_of
    from negosim.negotiation.time_limits import LIMIT
    from negosim.report.publish import Job
    from negosim.report.tournament import write_tournament
    from negosim.scenario.load import load

    wishes = TournamentOptions(
        tactics=_names(tactics) or TACTICS,
        seats=_names(seats),
        draws=runs or DRAWS,
        replications=lucks,
        seed=_options.seed_or_default(seed),
        most=most or MOST,
        limit=LIMIT if limit is None else limit,
        allow_code=allow_code,
    )
    with shown() as watch:
        stores = play_tournament(
            [load(one, changes) for one in scenarios],
            wishes,
            out=out,
            workers=workers if workers is not None else usable_cores(),
            resume=resume,
            watch=watch,
            command=sys.argv,
        )
    if (code := _ended(stores)) != 0:
        return code
    with progress("Counting"):
        found = tournament_of(stores)
        told = parts(found)
    with progress("Writing the result"):
        written = write_tournament(found, out, Job(not no_figures, command=["negosim", *sys.argv[1:]]))
    if as_json:
        folders = [str(one.folder) for one in written]
        say(json.dumps(found.to_dict() | {"folders": folders}, ensure_ascii=False, indent=2))
    elif as_markdown:
        say(markdown_of(told))
    else:
        say(" / ".join(one.field.title for one in found.events))
        say_parts(told)
        say()
        for sentence in NOTE:
            say(paragraph(sentence))
        say_where(written[0])
    return 0


def _names(text: str | None) -> tuple[str, ...]:
    """The parts of a list by commas."""
    return tuple(one.strip() for one in (text or "").split(",") if one.strip())


def _ended(stores: list[Store]) -> int:
    """The exit code of runs that didn't come to their end, with a word on why; 0 where all did."""
    last = stores[-1].manifest
    for store in stores:
        for failure in store.manifest.failures[:1]:
            tell(f"A run of {store.manifest.scenario} failed: {failure['reason']}")
    if last.state == "interrupted":
        tell(f"Interrupted after {stores[-1].runs:,} of {last.runs:,} runs. What is done is kept; --resume goes on.")
        return INTERRUPTED
    return FAILED if any(one.manifest.state == "incomplete" for one in stores) else 0
