"""A game with its place on disk: begun or resumed by what the user asks for, saved after every act, finished."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from negosim.errors import UsageError, did_you_mean
from negosim.files import plain_json
from negosim.negotiation.tactics.user_code import is_code
from negosim.registry import lookup
from negosim.report.folder import Job, Written, publish
from negosim.report.results import result_target, run_files, run_suffix
from negosim.scenario.spec.scenario import Scenario
from negosim.teaching.debrief.run_debrief import GAME
from negosim.teaching.play.game_table import GameTable
from negosim.teaching.play.saved import SavedGame, read_game, restore, save_game
from negosim.teaching.play.sealed import load_sealed

__all__ = ["GameSession", "PlayOptions", "begin"]


@dataclass(frozen=True)
class PlayOptions:
    """Which game to play; `against` is the tactic of all agents, `seed` None where none was given."""

    scenario: str
    seats: tuple[str, ...]
    against: str | None = None
    seed: int | None = None
    run: int = 0
    drawn: bool = False
    changes: tuple[str, ...] = ()
    allow_code: bool = False
    out: Path = Path("results")


class GameSession:
    """A game at its table, with its save file and the folder of its result.

    The folder is `<out>/<scenario>/play-<seats>-s<seed>-r<run>[-draw][-<8 hex digits of the changes>]`; the save file
    stands beside it.
    """

    def __init__(self, game: SavedGame, out: Path, *, allow_code: bool = False) -> None:
        self.game = game
        self.out = out
        self.allow_code = allow_code
        self.table = restore(game, allow_code=allow_code)
        record = self.table.record
        self.target = result_target(record, f"play-{'-'.join(game.seats)}-{run_suffix(record)}", out)

    @property
    def file(self) -> Path:
        """The save file."""
        return self.target.folder.with_name(f"{self.target.folder.name}.game.json")

    @property
    def resume_command(self) -> str:
        """The command that resumes the game."""
        game = self.game
        words = ["negosim", "play", game.scenario]
        words += [word for seat in game.seats for word in ("--as", seat)]
        words += ["--seed", str(game.seed)] if game.seed else []
        words += ["--run", str(game.run)] if game.run else []
        words += ["--draw"] if game.drawn else []
        words += [word for change in game.changes for word in ("--set", change)]
        words += ["--allow-code"] if self.allow_code else []
        words += ["--out", str(self.out)] if self.out != Path("results") else []
        return shlex.join([*words, "--resume"])

    def save(self, table: GameTable) -> None:
        """Write down what people have done by now."""
        save_game(self.file, self.game.after(table))

    def finish(self, job: Job) -> Written:
        """Write a finished game as a run is written, with the seats of people; the save file goes."""
        seats = plain_json({"format": 1, "seats": list(self.game.seats)})
        written = publish(self.target, chain([(GAME, seats)], run_files(self.table.record, job)), job)
        self.file.unlink(missing_ok=True)
        return written


def begin(options: PlayOptions, *, resume: bool = False, overwrite: bool = False) -> GameSession:
    """A new game, or with `resume` the saved one.

    Errors: those of `load`; `UsageError` for a seat that there is not, where a game is saved or finished already, or
    where there is none to resume.
    """
    if resume and not options.seats:
        return GameSession(read_game(_only_saved(options)), options.out, allow_code=options.allow_code)
    session = GameSession(_new_game(options), options.out, allow_code=options.allow_code)
    if resume:
        return GameSession(read_game(session.file), options.out, allow_code=options.allow_code)
    session.target.check(overwrite=overwrite)
    file, folder = session.file, session.target.folder
    if file.exists() and not overwrite:
        raise UsageError(f"a game is kept in {file}: --resume goes on with it, --overwrite begins anew")
    if folder.exists() and not overwrite:
        raise UsageError(f"{folder} holds a finished game: --overwrite begins anew, --seed or --out plays another")
    session.save(session.table)
    return session


def _new_game(options: PlayOptions) -> SavedGame:
    scenario = load_sealed(options.scenario, options.changes)
    _check_seats(scenario, options.seats)
    changes = options.changes
    if options.against is not None:
        if not is_code(options.against):
            lookup("tactic", options.against)
        agents = (key for key in scenario.parties if key not in options.seats)
        changes += tuple(f"parties.{key}.tactic.name={options.against}" for key in agents)
    return SavedGame(
        scenario=options.scenario,
        digest=load_sealed(options.scenario, changes).digest,
        changes=changes,
        seed=options.seed or 0,
        run=options.run,
        drawn=options.drawn,
        seats=tuple(key for key in scenario.parties if key in options.seats),
    )


def _check_seats(scenario: Scenario, seats: tuple[str, ...]) -> None:
    """Every seat is a party that sits in some meeting, and is named once."""
    parties = list(scenario.parties)
    at_a_table = {key for meeting in scenario.meetings.values() for key in meeting.parties}
    if not seats:
        raise UsageError(f"say which seat to take with --as: {', '.join(parties)}")
    for seat in seats:
        if seat not in parties:
            raise UsageError(f"no party {seat!r}: {did_you_mean(seat, parties)}")
        if seat not in at_a_table:
            raise UsageError(f"{seat} sits in no meeting of this scenario: there is nothing to play")
    if len(set(seats)) < len(seats):
        raise UsageError("a seat is named twice with --as: name each once")


def _only_saved(options: PlayOptions) -> Path:
    name = Path(options.scenario).stem
    files = sorted((options.out / name).glob("play-*.game.json"))
    if len(files) == 1:
        return files[0]
    if not files:
        raise UsageError(f"no game of {name} is kept in {options.out}")
    listed = ", ".join(path.name.removesuffix(".game.json") for path in files)
    raise UsageError(f"several games of {name} are kept ({listed}): say which with --as, --seed and what else it had")
