"""`negosim play`: a person takes a seat, or several do, and agents take the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from negosim.cli import _options
from negosim.cli._options import RunOptions
from negosim.cli._output import common, progress, say, tell
from negosim.cli._result import OutputOptions, say_where

if TYPE_CHECKING:
    from pathlib import Path

    from negosim.cli._console import Terminal
    from negosim.report.folder import Job
    from negosim.teaching.play.game_session import GameSession

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
@_options.gather(options=RunOptions, output=OutputOptions)
def command(
    *,
    scenario: str,
    seats: tuple[str, ...],
    against: str | None,
    resume: bool,
    runs: int,
    options: RunOptions,
    output: OutputOptions,
) -> None:
    """Take a seat in the talks; agents take the others.

    SCENARIO is a file or the name of a shipped one. Everything is typed as words; help shows them. The game is kept
    after every act: --resume goes on with it, whatever ended it. What is shown holds nobody's points but your own.
    """
    from negosim.cli._console import Terminal
    from negosim.teaching.play.game import Game
    from negosim.teaching.play.game_session import PlayOptions, begin

    game = PlayOptions(
        scenario=scenario,
        seats=seats,
        against=against,
        seed=options.seed,
        run=options.run_number,
        drawn=options.draw,
        changes=options.changes,
        allow_code=options.allow_code,
        out=output.out,
    )
    session = begin(game, resume=resume, overwrite=output.overwrite)
    tell(f"The game is kept in {session.file}.")
    terminal = Terminal()
    try:
        over = Game(session.table, terminal, session.save).play()
    except KeyboardInterrupt:
        _say_kept(session)
        raise
    if over:
        _finish(session, terminal, output.job, runs)
    else:
        _say_kept(session)


def _say_kept(session: GameSession) -> None:
    """How to go on."""
    say(f"\nThe game is kept. To go on: {session.resume_command}")


def _finish(session: GameSession, terminal: Terminal, job: Job, runs: int) -> None:
    """Write the result, and the debrief where it is wanted; not where nothing is typed any more."""
    with progress("Writing the result"):
        written = session.finish(job)
    say_where(written)
    say(f"\nThe debrief opens what every side wanted. Later: negosim debrief {written.folder}")
    try:
        answer = terminal.ask("Write the debrief now? Type yes or no: ")
    except EOFError:
        return
    if answer.strip().lower() in ("yes", "y"):
        _debrief(session, written.folder.parent, job, runs)


def _debrief(session: GameSession, folder: Path, job: Job, runs: int) -> None:
    """The debrief of the game, as `negosim debrief` writes it; the runs of agents are cached in a folder."""
    from negosim.teaching.debrief.run_debrief import debrief
    from negosim.teaching.debrief.write import write_debrief

    record, seats = session.table.record, session.game.seats
    with progress("Playing the talks by agents"):
        found = debrief(record, seats=seats, runs=runs, keep=folder, allow_code=session.allow_code)
    with progress("Writing the debrief"):
        say_where(write_debrief(found, session.out, job))
