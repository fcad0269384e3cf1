"""A chunk: some runs of an ensemble, played by a worker into the bytes of one file.

The bytes depend on scenario, plan and the numbers of the runs alone, not on who plays them, when, or beside what else.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from negosim.experiments.ensemble.plan import Plan
from negosim.experiments.ensemble.player import Player, RunFailedError
from negosim.experiments.ensemble.tables import encode
from negosim.scenario.load import from_plain
from negosim.scenario.spec.scenario import Scenario

__all__ = ["Chunk", "ChunkFailure", "kernel", "parcel", "unpack", "work"]


@dataclass(frozen=True)
class ChunkFailure:
    """Why a chunk failed: the run, if known, the reason, and the numbers drawn for the run."""

    chunk: int
    run: int | None
    reason: str
    numbers: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Chunk:
    """A played chunk: its runs, how many of them ended in agreement, and its bytes; or its failure."""

    index: int
    runs: int
    agreed: int
    content: bytes
    failure: ChunkFailure | None = None


def parcel(scenario: Scenario, plan: Plan, form: str) -> str:
    """Scenario, plan and file format as one text for workers."""
    origin = scenario.origin
    home = {"name": origin.name, "path": origin.path and str(origin.path.resolve()), "changes": list(origin.changes)}
    return json.dumps({"plan": asdict(plan), "form": form, "plain": scenario.plain(), **home})


def unpack(text: str) -> tuple[Scenario, Plan, str]:
    """The inverse of `parcel`."""
    data: Mapping[str, Any] = json.loads(text)
    path = Path(data["path"]) if data["path"] else None
    scenario = from_plain(data["plain"], data["name"], path=path, changes=tuple(data["changes"]))
    return scenario, Plan.from_dict(data["plan"]), data["form"]


@lru_cache(maxsize=1)
def _prepared(parcel: str) -> tuple[Player, str]:
    """The player of a parcel, cached for the next chunk, and the format of its files."""
    scenario, plan, form = unpack(parcel)
    return Player(scenario, plan), form


def work(parcel: str, index: int) -> Chunk:
    """Play a chunk in a worker."""
    player, form = _prepared(parcel)
    try:
        with _one_garbage_collection():
            rows = list(player.rows(player.plan.span(index)))
    except RunFailedError as error:
        numbers = tuple((path, error.realization.numbers[path]) for path in player.paths)
        return Chunk(index, 0, 0, b"", ChunkFailure(index, error.run, str(error), numbers))
    place = [column.name for column in player.columns].index("agreed")
    return Chunk(index, len(rows), sum(bool(one[place]) for one in rows), encode(player.columns, rows, form))


@contextmanager
def _one_garbage_collection() -> Iterator[None]:
    """Run garbage collection once at the end, over what is new: running it all the time costs a tenth.

    Runs make few cycles: none, unless a tactic of a user's does.
    """
    was_on = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        gc.collect()
        gc.unfreeze()


def kernel(parcel: str) -> tuple[str, str]:
    """The version of negosim and the kernel digest in this process."""
    return version("negosim"), _prepared(parcel)[0].kernel()
