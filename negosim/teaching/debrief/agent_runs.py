"""The same talks by agents alone, a thousand times: each run with its own draw of the uncertain numbers.

What is kept of a run is which outcome stood for how many rounds. So the runs can be valued by anybody's score sheet,
those of the table that they are held against, and one file serves every table that played the same scenario.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from negosim.analysis.offers import standings
from negosim.domain.preferences import Grid, Preferences, to_grid
from negosim.experiments.ensemble.chunk import Player
from negosim.experiments.ensemble.plan import Plan
from negosim.files import plain_json, write_whole
from negosim.negotiation.log import LogEntry
from negosim.negotiation.record import Record, versions
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.scenario import Scenario

__all__ = ["RUNS", "Agents", "Run", "Span", "agents", "kept"]

RUNS = 1000
"""Runs unless told otherwise."""

FORMAT = 1

Span = tuple[int, int]
"""For how many rounds an outcome stood, and its index in the outcome space."""


@dataclass(frozen=True)
class Run:
    """What is kept of a run: its spans in order up to the horizon, the last of them what stands at the end.

    `settled` is the round as of which that counts where points are discounted, `out` the round in which a party walked
    out to its outside option. `charges` are points that events cost parties at once, `numbers` those that events
    brought into force, by path.
    """

    spans: tuple[Span, ...]
    settled: int
    out: Mapping[str, int]
    charges: Mapping[str, float]
    numbers: Mapping[str, float]

    @property
    def end(self) -> int:
        """The index of what stands at the end."""
        return self.spans[-1][1]


@dataclass(frozen=True)
class Agents:
    """Runs of a scenario by its own tactics."""

    digest: str
    seed: int
    runs: tuple[Run, ...]

    def __len__(self) -> int:
        return len(self.runs)

    @property
    def ends(self) -> tuple[int, ...]:
        """The index of what stands at the end of each run."""
        return tuple(run.end for run in self.runs)

    def worth(self, realization: Realization) -> Grid:
        """What every run comes to by the score sheets of a reading, shape (parties, runs), on the grid.

        Numbers that events brought into force count for what stands at the end, the cost of rounds is the reading's.
        """
        rows = [self._row(preferences, realization) for preferences in realization.preferences.values()]
        return np.array(rows, dtype=np.int64)

    def _row(self, preferences: Preferences, realization: Realization) -> list[int]:
        """The runs for one party; what an outcome is worth to it is worked out once."""
        space = realization.space
        points = lru_cache(maxsize=None)(lambda index: preferences.points(space.outcome(index)))
        charge = lru_cache(maxsize=None)(lambda index: preferences.charge(space.outcome(index)))
        party = preferences.party
        return [_ends(run, _in_force(run, party, realization), points) - _paid(run, party, charge) for run in self.runs]


def _in_force(run: Run, party: str, realization: Realization) -> Preferences:
    """A party's preferences at the end of a run."""
    return (realization.after(run.numbers) if run.numbers else realization).preferences[party]


def _ends(run: Run, preferences: Preferences, points: Callable[[int], int]) -> int:
    """What a party has at the end of a run, before what delay and events cost: as `Course.value` has it."""
    out = run.out.get(preferences.party)
    if out is not None and preferences.outside is not None:
        return preferences.at(out).value(preferences.outside)
    changed = bool(run.numbers)
    stands = preferences.points(preferences.space.outcome(run.end)) if changed else points(run.end)
    return preferences.at(run.settled).value(stands)


def _paid(run: Run, party: str, charge: Callable[[int], int]) -> int:
    """What rounds and events cost a party, up to the horizon or until it walked out."""
    left, paid = run.out[party] - 1 if party in run.out else sum(rounds for rounds, _ in run.spans), 0
    for rounds, index in run.spans:
        paid += min(rounds, left) * charge(index)
        left -= min(rounds, left)
    return paid + to_grid(run.charges.get(party, 0.0))


def kept(record: Record) -> Run:
    """What is kept of a run that was played."""
    charges: dict[str, float] = {}
    numbers: dict[str, float] = {}
    for event in record.log:
        numbers |= event.effect.numbers
        charges |= {party: charges.get(party, 0.0) + points for party, points in event.effect.charges.items()}
    out = {event.seat: event.round for event in record.log if event.kind == "outside_option"}
    agreed = [event.round for event in record.log if event.kind == "agreed"]
    return Run(_spans(record), agreed[-1] if agreed else record.course.round, out, charges, numbers)


def _spans(record: Record) -> tuple[Span, ...]:
    """What stood for how many rounds in a run, up to the horizon."""
    space, horizon = record.realization.space, record.realization.horizon
    stood = [(0, space.index(space.status_quo)), *_changes(record)]
    begins = [min(over, horizon) for over, _ in stood]
    ends = [*begins[1:], horizon]
    return tuple((end - begin, index) for begin, end, (_, index) in zip(begins, ends, stood, strict=True))


def _changes(record: Record) -> Iterator[Span]:
    """Every change of what stands: the rounds that had been charged for by then, and the outcome since."""
    for event, standing in standings(record):
        after = event.applied_to(standing)
        if after.outcome != standing.outcome:
            yield _charged(record, event), record.realization.space.index(after.outcome)


def _charged(record: Record, event: LogEntry) -> int:
    """Rounds that had been charged for when something changed what stands.

    An agreement counts from the round that it is made in, a move from the next; after the talks all are charged for.
    """
    if event.kind == "agreed":
        return event.round - 1
    return record.realization.horizon if event.round >= record.course.round and not event.meeting else event.round


def agents(
    scenario: Scenario, runs: int = RUNS, seed: int = 0, *, folder: Path | None = None, allow_code: bool = False
) -> Agents:
    """Play a scenario `runs` times by its own tactics; kept in a folder where one is given, and found there again.

    A file of another scenario, seed, number or version is played anew, and so is a broken one. Errors: those of a run.
    """
    place = None if folder is None else folder / f"agents-s{seed}-n{runs}-{scenario.digest[:8]}.json"
    found = None if place is None else _read(place, scenario, seed, runs)
    if found is not None:
        return found
    played = Agents(scenario.digest, seed, tuple(_played(scenario, Plan(runs=runs, seed=seed, allow_code=allow_code))))
    if place is not None:
        _keep(place, played)
    return played


def _played(scenario: Scenario, plan: Plan) -> Iterator[Run]:
    return map(kept, Player(scenario, plan).records(range(plan.runs)))


def _read(place: Path, scenario: Scenario, seed: int, runs: int) -> Agents | None:
    """The runs of a file; None where it is not there, is broken, or holds others."""
    try:
        data: Mapping[str, Any] = json.loads(place.read_text(encoding="utf-8"))
        known = (data["format"], data["digest"], data["seed"], data["versions"])
        found = tuple(_run_of(run) for run in data["runs"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    same = known == (FORMAT, scenario.digest, seed, versions()) and len(found) == runs
    return Agents(scenario.digest, seed, found) if same else None


def _run_of(run: Mapping[str, Any]) -> Run:
    spans = tuple((int(rounds), int(index)) for rounds, index in run["spans"])
    if not spans:
        raise ValueError("a run without an end")
    more = ({str(name): value for name, value in run.get(key, {}).items()} for key in ("out", "charges", "numbers"))
    return Run(spans, int(run["settled"]), *more)


def _plain(run: Run) -> dict[str, Any]:
    """A run as plain data; what is empty is left out."""
    more = {"out": dict(run.out), "charges": dict(run.charges), "numbers": dict(run.numbers)}
    known = {"spans": [list(span) for span in run.spans], "settled": run.settled}
    return known | {key: value for key, value in more.items() if value}


def _keep(place: Path, played: Agents) -> None:
    """Write the runs so that they are there whole or not at all; that they cannot be kept is no error."""
    data = {"format": FORMAT, "digest": played.digest, "seed": played.seed, "versions": versions()}
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, plain_json(data | {"runs": [_plain(run) for run in played.runs]}))
