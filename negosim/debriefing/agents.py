"""The same talks by agents alone, a thousand times: each run with its own draw of the uncertain numbers.

What is kept of a run is which outcome stood for how many rounds. So the runs can be valued by anybody's score sheet,
those of the table that they are held against, and one file serves every table that played the same scenario.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from negosim.ensemble.chunk import Player
from negosim.ensemble.plan import Plan
from negosim.ensemble.storage import plain_json
from negosim.preferences import Grid
from negosim.record import Record, versions
from negosim.scenario.draw import Reading
from negosim.scenario.model import Scenario
from negosim.timeline import standings

__all__ = ["RUNS", "Agents", "Span", "agents", "spans"]

RUNS = 1000
"""Runs unless told otherwise."""

FORMAT = 1

Span = tuple[int, int]
"""For how many rounds an outcome stood, and its index in the outcome space."""


@dataclass(frozen=True)
class Agents:
    """Runs of a scenario by its own tactics: what stood for how long in each, in order, up to the horizon.

    The last span of a run is what stands at the end, and may be of 0 rounds.
    """

    digest: str
    seed: int
    runs: tuple[tuple[Span, ...], ...]

    def __len__(self) -> int:
        return len(self.runs)

    @property
    def ends(self) -> tuple[int, ...]:
        """The index of what stands at the end of each run."""
        return tuple(run[-1][1] for run in self.runs)

    def worth(self, reading: Reading) -> Grid:
        """What every run comes to by the score sheets of a reading, shape (parties, runs), on the grid."""
        known = {index: _stakes(reading, index) for run in self.runs for _, index in run}
        totals = [
            known[run[-1][1]][0] - sum(rounds * known[index][1] for rounds, index in run) for run in self.runs
        ]
        return np.stack(totals, axis=1)


def _stakes(reading: Reading, index: int) -> Grid:
    """Points and charge of an outcome for every party, shape (2, parties)."""
    outcome = reading.space.outcome(index)
    return np.array([one.stake(outcome) for one in reading.preferences.values()], dtype=np.int64).T


def spans(record: Record) -> tuple[Span, ...]:
    """What stood for how many rounds in a run, up to the horizon; an agreement counts from the round that it ends."""
    space, horizon = record.reading.space, record.reading.horizon
    stood = [(0, space.index(space.status_quo)), *_changes(record)]
    ends = [min(round_, horizon) for round_, _ in stood[1:]] + [horizon]
    begins = [min(round_, horizon) for round_, _ in stood]
    return tuple((end - begin, index) for begin, end, (_, index) in zip(begins, ends, stood, strict=True))


def _changes(record: Record) -> Iterator[Span]:
    """Every change of what stands: rounds that were over by then, and the outcome since."""
    for event, standing in standings(record):
        if event.kind == "agreed" and event.package is not None:
            yield event.round - 1, record.reading.space.index(event.package.on(standing.outcome))


def agents(
    scenario: Scenario, runs: int = RUNS, seed: int = 0, *, folder: Path | None = None, allow_code: bool = False
) -> Agents:
    """Play a scenario `runs` times by its own tactics; kept in a folder where one is given, and found there again.

    A file of another scenario, seed, number or version is played anew, and so is a broken one. Errors: those of a run.
    """
    place = None if folder is None else folder / f"agents-s{seed}-n{runs}-{scenario.digest[:8]}.json"
    kept = None if place is None else _kept(place, scenario, seed, runs)
    if kept is not None:
        return kept
    played = Agents(scenario.digest, seed, tuple(_played(scenario, Plan(runs=runs, seed=seed, allow_code=allow_code))))
    if place is not None:
        _keep(place, played)
    return played


def _played(scenario: Scenario, plan: Plan) -> Iterator[tuple[Span, ...]]:
    player = Player(scenario, plan)
    everything = range(plan.runs)
    for run, reading in zip(everything, player.drawn(everything), strict=True):
        yield spans(player.play(run, reading))


def _kept(place: Path, scenario: Scenario, seed: int, runs: int) -> Agents | None:
    """The runs of a file; None where it is not there, is broken, or holds others."""
    try:
        data: Mapping[str, Any] = json.loads(place.read_text(encoding="utf-8"))
        known = (data["format"], data["digest"], data["seed"], data["versions"])
        found = tuple(_run_of(run) for run in data["runs"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    same = known == (FORMAT, scenario.digest, seed, versions()) and len(found) == runs
    return Agents(scenario.digest, seed, found) if same else None


def _run_of(run: Sequence[Sequence[Any]]) -> tuple[Span, ...]:
    pairs = tuple((int(rounds), int(index)) for rounds, index in run)
    if not pairs:
        raise ValueError("a run without an end")
    return pairs


def _keep(place: Path, played: Agents) -> None:
    """Write the runs so that they are there whole or not at all; that they cannot be kept is no error."""
    data = {"format": FORMAT, "digest": played.digest, "seed": played.seed, "versions": versions()}
    beside = place.with_name(f".{place.name}.{os.getpid()}.tmp")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(plain_json(data | {"runs": [[list(span) for span in run] for run in played.runs]}))
        beside.replace(place)
    except OSError:
        beside.unlink(missing_ok=True)
