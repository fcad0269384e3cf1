"""`negosim play`: a person takes a seat, or several do, and agents take the rest."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from negosim.cli import _options
from negosim.cli._output import common, progress, say, tell

if TYPE_CHECKING:
    from negosim.cli._console import Terminal
    from negosim.report.folder import Job, Written
    from negosim.teaching.play.session import GameSession

__all__ = ["command"]


@click.command("play")
@click.argument("scenario")
@click.option("--as", "seats", multiple=True, metavar="PARTY", help="The seat to take. Again for several people.")
@click.option("--against", metavar="TACTIC", help="The tactic of all agents.  [default: those of the scenario]")
@click.option("--resume", is_flag=True, help="Go on with the game that was kept.")
@click.option("--runs", type=click.IntRange(0, 100_000), default=1000, show_default=True, help="Runs of the debrief.")
@_options.run_number
@_options.changes
@_options.code
@_options.output
@common
def command(
    *,
    scenario: str,
    seats: tuple[str, ...],
    against: str | None,
    resume: bool,
    runs: int,
    seed: int | None,
    run_number: int,
    draw: bool,
    changes: tuple[str, ...],
    allow_code: bool,
    out: Path,
    overwrite: bool,
    no_figures: bool,
) -> None:
    """Take a seat in the talks; agents take the others.

    SCENARIO is a file or the name of a shipped one. Everything is typed as words; help shows them. The game is kept
    after every act: --resume goes on with it, whatever ended it. What is shown holds nobody's points but your own.
    """
    from negosim.cli._console import Terminal
    from negosim.report.folder import Job
    from negosim.teaching.play.game import Game
    from negosim.teaching.play.session import PlayOptions, begin

    options = PlayOptions(
        scenario=scenario,
        seats=seats,
        against=against,
        seed=seed,
        run=run_number,
        drawn=draw,
        changes=changes,
        allow_code=allow_code,
        out=out,
    )
    session = begin(options, resume=resume, overwrite=overwrite)
    tell(f"The game is kept in {session.file}.")
    terminal = Terminal()
    try:
        over = Game(session.table, terminal, session.save).play()
    except KeyboardInterrupt:
        _say_kept(session)
        raise
    if not over:
        _say_kept(session)
        return
    _finish(session, terminal, Job(not no_figures, overwrite, ["negosim", *sys.argv[1:]]), runs)


def _say_kept(session: GameSession) -> None:
    """How to go on."""
    say(f"\nThe game is kept. To go on: {session.resume_command}")


def _finish(session: GameSession, terminal: Terminal, job: Job, runs: int) -> None:
    """Write the result, and the debrief where it is wanted."""
    from negosim.cli._result import say_where

    with progress("Writing the result"):
        written = session.finish(job)
    say_where(written)
    say(f"\nThe debrief opens what every side wanted. Later: negosim debrief {written.folder}")
    if _wanted(terminal):
        _debrief(written, session.out, job, runs, session.allow_code)


def _wanted(terminal: Terminal) -> bool:
    """Whether the debrief is wanted now; not where nothing is typed any more."""
    try:
        return terminal.ask("Write the debrief now? Type yes or no: ").strip().lower() in ("yes", "y")
    except EOFError:
        return False


def _debrief(written: Written, out: Path, job: Job, runs: int, allow_code: bool) -> None:
    """The debrief of the game, as `negosim debrief` writes it."""
    from negosim.cli._result import say_where
    from negosim.teaching.debrief import debrief
    from negosim.teaching.debrief.write import write_debrief

    with progress("Playing the talks by agents"):
        found = debrief(written.folder, runs=runs, keep=written.folder.parent, allow_code=allow_code)
    with progress("Writing the debrief"):
        say_where(write_debrief(found, out, job))
