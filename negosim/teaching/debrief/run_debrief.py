"""The debrief of one record: what its parts are made of, and the whole as plain data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from negosim.analysis.analysis import Better
from negosim.analysis.measures import measured
from negosim.domain.preferences import from_grid
from negosim.errors import UsageError, did_you_mean
from negosim.negotiation.record import Record, named_package
from negosim.scenario.load import read_rubric
from negosim.scenario.spec.rubric import Criterion
from negosim.teaching.debrief.agent_runs import RUNS, Agents, agents
from negosim.teaching.debrief.benchmarks import Benchmark
from negosim.teaching.debrief.counterfactual_acceptance import CounterfactualAcceptance, if_accepted
from negosim.teaching.debrief.ends import End, end_of_record
from negosim.teaching.debrief.marking import Marks, mark, rubric_of
from negosim.teaching.debrief.moments import MeetingReview, OfferMoment, talks

__all__ = ["GAME", "Debrief", "debrief", "seats_of"]

GAME = "game.json"
"""The file of a result that says which seats people took."""


@dataclass(frozen=True, eq=False)
class Debrief:
    """What there is to say of a run in class; `seats` are those that people took, or all where it isn't known.

    `agents` are None where no runs of agents were asked for.
    """

    record: Record
    seats: tuple[str, ...]
    rubric: Mapping[str, Criterion]
    agents: Agents | None
    allow_code: bool = False

    @cached_property
    def end(self) -> End:
        """Where the table ended."""
        return end_of_record(self.record)

    @cached_property
    def yardstick(self) -> Benchmark:
        """What it is measured by."""
        return Benchmark(measured(self.record).possible)

    @cached_property
    def marks(self) -> dict[str, Marks]:
        """Marks by party."""
        return mark(self.end, self.yardstick, self.rubric)

    @cached_property
    def left(self) -> Better | None:
        """What was left on the table."""
        return self.yardstick.left(self.end)

    @cached_property
    def talks(self) -> tuple[MeetingReview, ...]:
        """The meetings with the moments when a deal was within reach."""
        return talks(self.record)

    @cached_property
    def instead(self) -> dict[str, tuple[CounterfactualAcceptance, ...]]:
        """By seat, what would have come of accepting each offer that it turned down."""
        return {seat: if_accepted(self.record, seat, allow_code=self.allow_code) for seat in self.seats}

    @cached_property
    def ranks(self) -> dict[str, float]:
        """By party, the share of the agents' runs in which it had less than here; empty without runs."""
        if self.agents is None:
            return {}
        worse = (self.agents.worth(self.record.realization) < self.end.column[:, None]).mean(axis=1)
        return dict(zip(self.record.realization.parties, worse.tolist(), strict=True))

    @cached_property
    def quantiles(self) -> dict[str, dict[str, float]]:
        """By party, the points that 5, 50 and 95 % of the agents' runs stay below or reach; empty without runs."""
        if self.agents is None:
            return {}
        worth = self.agents.worth(self.record.realization)
        levels = {level: np.percentile(worth, level, axis=1) for level in (5, 50, 95)}
        parties = enumerate(self.record.realization.parties)
        return {
            party: {str(level): from_grid(float(found[row])) for level, found in levels.items()}
            for row, party in parties
        }

    @cached_property
    def same(self) -> int:
        """In how many of the agents' runs the same outcome stands at the end."""
        here = self.record.realization.space.index(self.end.outcome)
        return 0 if self.agents is None else self.agents.ends.count(here)

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain data, for JSON."""
        space = self.record.realization.space
        return {
            "format": 1,
            "scenario": self.record.scenario.name,
            "digest": self.record.scenario.digest,
            "seed": self.record.seed,
            "run": self.record.run,
            "seats": list(self.seats),
            "outcome": space.named(self.end.outcome),
            "points": self.end.points,
            "reservation": self.yardstick.reservation,
            "most": self.yardstick.most,
            "shares": self.yardstick.shares(self.end.points),
            "efficiency": self.yardstick.efficiency(self.end),
            "fairness": self.yardstick.fairness(self.end.points),
            "marks": {party: _marks(one) for party, one in self.marks.items()},
            "left_on_the_table": self._left(),
            "meetings": [self._talks(one) for one in self.talks],
            "accepted_instead": {seat: [self._instead(one) for one in found] for seat, found in self.instead.items()},
            "agents": self._agents(),
        }

    def _left(self) -> dict[str, Any] | None:
        left, space = self.left, self.record.realization.space
        if left is None:
            return None
        outcome = None if left.outcome is None else space.named(left.outcome)
        return {"count": asdict(left.count), "outcome": outcome, "gains": dict(left.gains), "most": dict(left.most)}

    def _talks(self, one: MeetingReview) -> dict[str, Any]:
        space = self.record.realization.space
        return {
            "meeting": one.held.meeting.key,
            "zone": asdict(one.zone),
            "reached": None if one.reached is None else one.reached.round,
            "missed": [self._moment(moment) for moment in one.missed],
            "overlooked": None if one.overlooked is None else space.named(one.overlooked),
        }

    def _moment(self, one: OfferMoment) -> dict[str, Any]:
        package = named_package(one.offer.package, self.record.realization.space)
        by, refused = one.offer.event.seat, list(one.refused_by)
        return {"round": one.round, "by": by, "package": package, "refused_by": refused, "worth": one.offer.worth}

    def _instead(self, one: CounterfactualAcceptance) -> dict[str, Any]:
        outcome = self.record.realization.space.named(one.end.outcome)
        return {"round": one.offer.round, "by": one.offer.seat, "taken": one.taken} | {
            "outcome": outcome,
            "points": one.end.points,
        }

    def _agents(self) -> dict[str, Any] | None:
        if self.agents is None:
            return None
        known = {"runs": len(self.agents), "seed": self.agents.seed, "same_outcome": self.same}
        return known | {"share_below": self.ranks, "quantiles": self.quantiles}


def _marks(one: Marks) -> dict[str, Any]:
    return {"total": one.total, "most": one.most, "criteria": [asdict(criterion) for criterion in one.criteria]}


def debrief(
    result: Record | str | Path,
    *,
    seats: Sequence[str] | None = None,
    runs: int = RUNS,
    rubric: Mapping[str, Criterion] | str | Path | None = None,
    keep: str | Path | None = None,
    allow_code: bool = False,
) -> Debrief:
    """The debrief of a record, or of a result's folder.

    `seats` are those that people took (by default those of a game's folder, else all). `runs` of agents are played
    beside it, none for 0, and kept in the folder `keep` where one is given. `rubric` is a file or the criteria
    themselves, by default the scenario's. Errors: `UsageError` for a folder without a record or an unknown seat.
    """
    record = result if isinstance(result, Record) else Record.load(result)
    played = (() if isinstance(result, Record) else seats_of(result)) if seats is None else tuple(seats)
    for seat in played:
        if seat not in record.scenario.parties:
            raise UsageError(f"no party {seat!r}: {did_you_mean(seat, list(record.scenario.parties))}")
    criteria = read_rubric(rubric) if isinstance(rubric, str | Path) else rubric or rubric_of(record.scenario)
    folder = None if keep is None else Path(keep)
    known = agents(record.scenario, runs, record.seed, folder=folder, allow_code=allow_code) if runs else None
    return Debrief(record, played or tuple(record.scenario.parties), criteria, known, allow_code)


def seats_of(result: str | Path) -> tuple[str, ...]:
    """The seats that people took, as a game's folder says it; none for the result of a run."""
    try:
        return tuple(json.loads((Path(result) / GAME).read_text(encoding="utf-8"))["seats"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()
