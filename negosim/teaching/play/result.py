"""A finished game as a result: the folder of a run, with the seats that people took."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from negosim.files import plain_json
from negosim.negotiation.record import Record
from negosim.report.folder import Job, Target, Written, publish
from negosim.report.results import result_target, run_files, run_suffix
from negosim.teaching.debrief import GAME

__all__ = ["game_file", "game_target", "write_game"]


def game_target(record: Record, seats: Sequence[str], out: str | Path) -> Target:
    """`<out>/<scenario>/play-<seats>-s<seed>-r<run>[-draw][-<8 hex digits of the changes>]`."""
    return result_target(record, f"play-{'-'.join(seats)}-{run_suffix(record)}", out)


def game_file(target: Target) -> Path:
    """Where the game is kept while it is played: beside the folder that its result will have."""
    return target.folder.with_name(f"{target.folder.name}.game.json")


def write_game(record: Record, seats: Sequence[str], target: Target, job: Job) -> Written:
    """Write a finished game as a run is written."""
    return publish(target, _files(record, seats, job.figures), job)


def _files(record: Record, seats: Sequence[str], figures: bool) -> Iterator[tuple[str, bytes]]:
    yield GAME, plain_json({"format": 1, "seats": list(seats)})
    yield from run_files(record, figures)
