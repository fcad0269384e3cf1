"""The saved game: which scenario, seed and seats, and what the people did; whole after every act, or not there at all.

Agents are not saved: they decide the same again. Nor is the scenario's text, which holds every seat's numbers, only
its name and digest; and no act of an agent, which a seat may not have seen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from negosim.domain.rng import RandomSource
from negosim.errors import NegosimError, RunError, UsageError
from negosim.experiments.ensemble.rows import fingerprint
from negosim.files import plain_json, write_whole
from negosim.negotiation.acts import Abstain, Accept, Act, Leave, Offer, Pass, Reject
from negosim.negotiation.record import named_package, package_of
from negosim.scenario.realize.realization import RealizationFactory
from negosim.teaching.play.game_table import GameTable
from negosim.teaching.play.sealed import load_sealed

__all__ = ["ACTS", "SavedGame", "read_game", "restore", "save_game"]

FORMAT = 1

ACTS: Mapping[str, type[Act]] = {kind.kind: kind for kind in (Accept, Reject, Abstain, Pass, Leave)}
"""Acts that say no more than their kind, which is also the command for them."""


@dataclass(frozen=True)
class SavedGame:
    """A game as plain data: `scenario` as the user named it, `acts` of people, `log` the fingerprint of the log after
    the last of them, to tell whether the agents did the same again.
    """

    scenario: str
    digest: str
    changes: tuple[str, ...]
    seed: int
    run: int
    drawn: bool
    seats: tuple[str, ...]
    acts: tuple[Mapping[str, Any], ...] = ()
    log: str = ""

    def __post_init__(self) -> None:
        texts = (self.scenario, self.digest, self.log, *self.changes, *self.seats)
        if not all(isinstance(text, str) for text in texts):
            raise TypeError("expected text")
        if not isinstance(self.seed, int) or not isinstance(self.run, int):
            raise TypeError("expected a whole number")

    def after(self, table: GameTable) -> SavedGame:
        """The same with what people have done by now."""
        space = table.course.realization.space
        acts = tuple(
            {"seat": seat, "act": act.kind}
            | ({"package": named_package(act.package, space)} if isinstance(act, Offer) else {})
            for seat, act in table.acts
        )
        return replace(self, acts=acts, log=fingerprint(table.course.log))


def save_game(path: Path, game: SavedGame) -> None:
    """Write a game so that it is there whole or not at all, whatever happens; `RunError` where it can't be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, plain_json({"format": FORMAT, **asdict(game)}))
    except OSError as error:
        raise RunError(f"the game cannot be kept in {path}: {error.strerror or error}") from error


def read_game(path: Path) -> SavedGame:
    """A saved game; `UsageError` where there is none, or it was changed."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data.pop("format") != FORMAT:
            raise ValueError("another format")
        lists = {key: tuple(data[key]) for key in ("changes", "seats", "acts")}
        return SavedGame(**(data | lists))
    except OSError as error:
        raise UsageError(f"no game is kept in {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path} is not a game of negosim, or it was changed") from error


def restore(game: SavedGame, *, allow_code: bool = False) -> GameTable:
    """The table of a game, where it stood.

    Errors: those of `load_sealed`; `UsageError` where the scenario was changed since, or agents do something else now.
    """
    scenario = load_sealed(game.scenario, game.changes)
    if scenario.digest != game.digest:
        raise UsageError(f"the scenario {game.scenario!r} was changed since the game was begun: it can't go on")
    random, realizations = RandomSource(game.seed, game.run), RealizationFactory(scenario)
    realization = realizations.draw(random) if game.drawn else realizations.central
    table = GameTable(realization, random, game.seats, allow_code=allow_code)
    _replay(table, game.acts)
    if game.acts and fingerprint(table.course.log) != game.log:
        raise UsageError("the game can't go on: the agents decide otherwise now, as another version of negosim may")
    table.advance()
    return table


def _replay(table: GameTable, acts: Sequence[Mapping[str, Any]]) -> None:
    """Do again what people did; the agents go on between their acts, but not after the last."""
    space = table.course.realization.space
    for place, plain in enumerate(acts):
        if place:
            table.advance()
        try:
            if table.turn is None or table.turn.seat.party != plain["seat"]:
                raise UsageError("another seat is asked")
            kind = plain["act"]
            table.submit(Offer(package_of(plain["package"], space)) if kind == Offer.kind else ACTS[kind]())
        except (NegosimError, KeyError, TypeError) as error:
            raise UsageError(f"the game can't go on: its act number {place + 1} does not fit any more") from error
