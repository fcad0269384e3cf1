"""A game begun or gone on with: which scenario, which seats, where it is kept, and what becomes of it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from negosim.errors import UsageError, did_you_mean
from negosim.negotiation.tactics.user_code import is_code
from negosim.registry import lookup
from negosim.report.folder import Job, Target, Written
from negosim.scenario.spec.scenario import Scenario
from negosim.teaching.play.game_table import GameTable
from negosim.teaching.play.result import game_file, game_target, write_game
from negosim.teaching.play.saved import Saved, keep, opened, read_game
from negosim.teaching.play.sealed import load_sealed

__all__ = ["PlayOptions", "Sitting", "begin"]


@dataclass(frozen=True)
class PlayOptions:
    """What game is wanted; `against` is the tactic of all agents, `seed` None where none was given."""

    scenario: str
    seats: tuple[str, ...]
    against: str | None = None
    seed: int | None = None
    run: int = 0
    drawn: bool = False
    changes: tuple[str, ...] = ()
    allow_code: bool = False
    out: Path = Path("results")


class Sitting:
    """A game with its place: `keep` writes it down after an act, `finish` writes its result and lets it go."""

    def __init__(self, saved: Saved, out: Path, *, allow_code: bool = False) -> None:
        self.saved = saved
        self.out = out
        self.allow_code = allow_code
        self.table = opened(saved, allow_code=allow_code)
        self.target: Target = game_target(self.table.record, saved.seats, out)

    @property
    def file(self) -> Path:
        """Where the game is kept."""
        return game_file(self.target)

    @property
    def command(self) -> str:
        """The command that goes on with it."""
        words = ["negosim", "play", self.saved.scenario]
        words += [word for seat in self.saved.seats for word in ("--as", seat)]
        words += ["--seed", str(self.saved.seed)] if self.saved.seed else []
        words += ["--run", str(self.saved.run)] if self.saved.run else []
        words += ["--draw"] if self.saved.drawn else []
        words += [word for change in self.saved.changes for word in ("--set", change)]
        words += ["--allow-code"] if self.allow_code else []
        words += ["--out", str(self.out)] if self.out != Path("results") else []
        return shlex.join([*words, "--resume"])

    def keep(self, table: GameTable) -> None:
        """Write down what people have done by now."""
        keep(self.file, self.saved.after(table))

    def finish(self, job: Job) -> Written:
        """Write the result of a game that is over; the kept game is not needed any more."""
        written = write_game(self.table.record, self.saved.seats, self.target, job)
        self.file.unlink(missing_ok=True)
        return written


def begin(wish: PlayOptions, *, resume: bool = False, overwrite: bool = False) -> Sitting:
    """The game that is wanted: a new one, or with `resume` the one that was kept.

    Errors: those of `load`; `UsageError` for a seat that there is not, where a game is kept or finished already, or
    where there is none to go on with.
    """
    if resume and not wish.seats:
        return Sitting(read_game(_only_kept(wish)), wish.out, allow_code=wish.allow_code)
    sitting = Sitting(_new(wish), wish.out, allow_code=wish.allow_code)
    if resume:
        return Sitting(read_game(sitting.file), wish.out, allow_code=wish.allow_code)
    _check_free(sitting, overwrite)
    sitting.keep(sitting.table)
    return sitting


def _new(wish: PlayOptions) -> Saved:
    """The settings of a new game."""
    scenario = load_sealed(wish.scenario, wish.changes)
    _check_seats(scenario, wish.seats)
    changes = (*wish.changes, *_against(scenario, wish))
    return Saved(
        scenario=wish.scenario,
        digest=load_sealed(wish.scenario, changes).digest,
        changes=changes,
        seed=wish.seed or 0,
        run=wish.run,
        drawn=wish.drawn,
        seats=tuple(key for key in scenario.parties if key in wish.seats),
    )


def _check_seats(scenario: Scenario, seats: tuple[str, ...]) -> None:
    """Seats that there are, each once, and that sit in some meeting."""
    parties, sitting = list(scenario.parties), {key for one in scenario.meetings.values() for key in one.parties}
    if not seats:
        raise UsageError(f"say which seat to take with --as: {', '.join(parties)}")
    for seat in seats:
        if seat not in parties:
            raise UsageError(f"no party {seat!r}: {did_you_mean(seat, parties)}")
        if seat not in sitting:
            raise UsageError(f"{seat} sits in no meeting of this scenario: there is nothing to play")
    if len(set(seats)) < len(seats):
        raise UsageError("a seat is named twice with --as: name each once")


def _against(scenario: Scenario, wish: PlayOptions) -> Iterator[str]:
    """The changes that give all agents one tactic."""
    if wish.against is not None:
        if not is_code(wish.against):
            lookup("tactic", wish.against)
        yield from (f"parties.{key}.tactic.name={wish.against}" for key in scenario.parties if key not in wish.seats)


def _check_free(sitting: Sitting, overwrite: bool) -> None:
    """No game is begun over one that is kept or finished."""
    sitting.target.check(overwrite=overwrite)
    if overwrite:
        return
    if sitting.file.exists():
        raise UsageError(f"a game is kept in {sitting.file}: --resume goes on with it, --overwrite begins anew")
    if sitting.target.folder.exists():
        raise UsageError(
            f"{sitting.target.folder} holds a finished game: --overwrite begins anew, --seed or --out plays another"
        )


def _only_kept(wish: PlayOptions) -> Path:
    """The one game that is kept of a scenario."""
    name = Path(wish.scenario).stem
    kept = sorted((wish.out / name).glob("play-*.game.json"))
    if len(kept) == 1:
        return kept[0]
    if not kept:
        raise UsageError(f"no game of {name} is kept in {wish.out}")
    listed = ", ".join(path.name.removesuffix(".game.json") for path in kept)
    raise UsageError(f"several games of {name} are kept ({listed}): say which with --as, --seed and what else it had")
