"""The same talks by agents alone, a thousand times: each run with its own draw of the uncertain numbers.

A run is condensed to which outcome stood for how many rounds. So it can be valued by anybody's score sheet, that of the
table under debrief too, and one file serves every table that played the same scenario.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from negosim.analysis.offers import entries_with_standing
from negosim.domain.preferences import Grid, Preferences
from negosim.experiments.ensemble.plan import Plan
from negosim.experiments.ensemble.player import Player
from negosim.files import plain_json, write_whole
from negosim.negotiation.log import Kind, LogEntry
from negosim.negotiation.record import Record, versions
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.scenario import Scenario

__all__ = ["RUNS", "AgentRun", "AgentRuns", "RoundSpan", "condense", "play_agents"]

RUNS = 1000
"""Default number of runs."""

FORMAT = 1

RoundSpan = tuple[int, int]
"""For how many rounds an outcome stood, and its index in the outcome space."""

MAPPINGS = ("out", "charges", "numbers")
"""Parts of a run that may be empty, and are then left out of its file."""


@dataclass(frozen=True)
class AgentRun:
    """A condensed run: its spans in order up to the horizon, the last of them what stands at the end.

    `settled` is the round as of which that counts where points are discounted, `out` the round in which a party left
    for its outside option. `charges` are points that events cost parties at once, `numbers` those that events brought
    into force, by path.
    """

    spans: tuple[RoundSpan, ...]
    settled: int
    out: Mapping[str, int]
    charges: Mapping[str, float]
    numbers: Mapping[str, float]

    @property
    def end(self) -> int:
        """The index of what stands at the end."""
        return self.spans[-1][1]

    def value(self, preferences: Preferences, points: Callable[[int], int]) -> int:
        """What a party has at the end, before what delay and events cost, in steps: as `Course.value` has it.

        `preferences` are those in force at the end; `points` gives those of an outcome where no event changed them.
        """
        out = self.out.get(preferences.party)
        if out is not None and preferences.outside is not None:
            return preferences.at(out).value(preferences.outside)
        stands = preferences.points(preferences.space.outcome(self.end)) if self.numbers else points(self.end)
        return preferences.at(self.settled).value(stands)

    def cost(self, preferences: Preferences, charge: Callable[[int], int]) -> int:
        """What rounds and events cost a party, up to the horizon or until it left, in steps."""
        party = preferences.party
        left = self.out[party] - 1 if party in self.out else sum(rounds for rounds, _ in self.spans)
        cost = preferences.scale.steps(self.charges.get(party, 0.0))
        for rounds, index in self.spans:
            cost += min(rounds, left) * charge(index)
            left -= min(rounds, left)
        return cost

    def plain(self) -> dict[str, Any]:
        """The run as plain data; what is empty is left out."""
        more = {key: dict(getattr(self, key)) for key in MAPPINGS}
        always = {"spans": [list(span) for span in self.spans], "settled": self.settled}
        return always | {key: value for key, value in more.items() if value}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> AgentRun:
        """The inverse of `plain`; `ValueError`, `KeyError` or `TypeError` where it is none."""
        spans = tuple((int(rounds), int(index)) for rounds, index in plain["spans"])
        if not spans:
            raise ValueError("a run without an end")
        more = ({str(name): value for name, value in plain.get(key, {}).items()} for key in MAPPINGS)
        return cls(spans, int(plain["settled"]), *more)


@dataclass(frozen=True)
class AgentRuns:
    """Runs of a scenario by its own tactics."""

    digest: str
    seed: int
    runs: tuple[AgentRun, ...]

    def __len__(self) -> int:
        return len(self.runs)

    @property
    def ends(self) -> tuple[int, ...]:
        """The index of what stands at the end of each run."""
        return tuple(run.end for run in self.runs)

    def worth(self, realization: Realization) -> Grid:
        """What every run comes to by the score sheets of a realization, shape (parties, runs), in steps.

        Numbers that events brought into force count for what stands at the end, the cost of rounds is that of the
        realization.
        """
        return np.array([self._row(realization, party) for party in realization.parties], dtype=np.int64)

    def _row(self, realization: Realization, party: str) -> list[int]:
        own, space = realization.preferences[party], realization.space
        points = lru_cache(maxsize=None)(lambda index: own.points(space.outcome(index)))
        charge = lru_cache(maxsize=None)(lambda index: own.charge(space.outcome(index)))
        row = []
        for run in self.runs:
            in_force = realization.after(run.numbers).preferences[party] if run.numbers else own
            row.append(own.scale.of(run.value(in_force, points), in_force.scale) - run.cost(own, charge))
        return row


def condense(record: Record) -> AgentRun:
    """Condense a run to what the debrief needs."""
    charges: dict[str, float] = {}
    numbers: dict[str, float] = {}
    for event in record.log:
        numbers |= event.effect.numbers
        charges |= {party: charges.get(party, 0.0) + points for party, points in event.effect.charges.items()}
    out = {event.seat: event.round for event in record.log if event.kind == Kind.OUTSIDE_OPTION}
    agreed = [event.round for event in record.log if event.kind == Kind.AGREED]
    return AgentRun(_spans(record), agreed[-1] if agreed else record.course.round, out, charges, numbers)


def _spans(record: Record) -> tuple[RoundSpan, ...]:
    space, horizon = record.realization.space, record.realization.horizon
    stood = [(0, space.index(space.status_quo))]
    for event, standing in entries_with_standing(record):
        after = event.applied_to(standing)
        if after.outcome != standing.outcome:
            stood.append((_charged(record, event), space.index(after.outcome)))
    bounds = [*(min(over, horizon) for over, _ in stood), horizon]
    return tuple((end - begin, index) for (begin, end), (_, index) in zip(pairwise(bounds), stood, strict=True))


def _charged(record: Record, event: LogEntry) -> int:
    """Rounds that had been charged for when something changed what stands.

    An agreement counts from the round that it is made in, a move from the next; after the talks all are charged for.
    """
    if event.kind == Kind.AGREED:
        return event.round - 1
    return record.realization.horizon if event.round >= record.course.round and not event.meeting else event.round


def play_agents(
    scenario: Scenario, runs: int = RUNS, seed: int = 0, *, folder: Path | None = None, allow_code: bool = False
) -> AgentRuns:
    """Play a scenario `runs` times by its own tactics; cached in a folder where one is given.

    A file of another scenario, seed, number or version is played anew, and so is a broken one. Errors: those of a run.
    """
    file = None if folder is None else folder / f"agents-s{seed}-n{runs}-{scenario.digest[:8]}.json"
    cached = None if file is None else _read_cache(file, scenario, seed, runs)
    if cached is not None:
        return cached
    player = Player(scenario, Plan(runs=runs, seed=seed, allow_code=allow_code))
    played = AgentRuns(scenario.digest, seed, tuple(map(condense, player.records(range(runs)))))
    if file is not None:
        _write_cache(file, played)
    return played


def _read_cache(file: Path, scenario: Scenario, seed: int, runs: int) -> AgentRuns | None:
    """The runs of a file; None where it is not there, is broken, or holds others."""
    try:
        data: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        head = (data["format"], data["digest"], data["seed"], data["versions"])
        read = tuple(map(AgentRun.from_plain, data["runs"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    same = head == (FORMAT, scenario.digest, seed, versions()) and len(read) == runs
    return AgentRuns(scenario.digest, seed, read) if same else None


def _write_cache(file: Path, played: AgentRuns) -> None:
    data = {"format": FORMAT, "digest": played.digest, "seed": played.seed, "versions": versions()}
    with suppress(OSError):  # runs that cannot be cached are no error
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, plain_json(data | {"runs": [run.plain() for run in played.runs]}))
