"""The debrief of one record: its parts, each computed when first asked for, and the whole as plain data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from negosim.analysis.analysis import PostSettlement
from negosim.analysis.measures import measured
from negosim.domain.outcomes import Outcome
from negosim.domain.preferences import Grid
from negosim.errors import UsageError, did_you_mean
from negosim.negotiation.record import Record, named_package
from negosim.scenario.load import read_rubric
from negosim.scenario.spec.rubric import Criterion
from negosim.teaching.debrief.agent_runs import RUNS, AgentRuns, play_agents
from negosim.teaching.debrief.benchmarks import Benchmark, End, end_of_record
from negosim.teaching.debrief.counterfactual_acceptance import CounterfactualAcceptance, if_accepted
from negosim.teaching.debrief.moments import MeetingReview, OfferMoment, meeting_reviews
from negosim.teaching.debrief.rubric_marks import Marks, marks_by_rubric, rubric_of

__all__ = ["GAME", "Debrief", "debrief", "seats_of"]

GAME = "game.json"
"""The file of a result that says which seats people took."""


@dataclass(frozen=True, eq=False)
class Debrief:
    """A run beside what was possible; `seats` are those that people took, or all where it isn't known.

    `agents` are None where no runs of agents were asked for.
    """

    record: Record
    seats: tuple[str, ...]
    rubric: Mapping[str, Criterion]
    agents: AgentRuns | None
    allow_code: bool = False

    @cached_property
    def end(self) -> End:
        """Where the table ended."""
        return end_of_record(self.record)

    @cached_property
    def benchmark(self) -> Benchmark:
        """What it is measured by."""
        return Benchmark(measured(self.record).possible)

    @cached_property
    def marks(self) -> dict[str, Marks]:
        """Marks by party."""
        return marks_by_rubric(self.end, self.benchmark, self.rubric)

    @cached_property
    def left(self) -> PostSettlement | None:
        """What was left on the table."""
        return self.benchmark.left(self.end)

    @cached_property
    def meetings(self) -> tuple[MeetingReview, ...]:
        """The meetings with the moments when a deal was within reach."""
        return meeting_reviews(self.record)

    @cached_property
    def counterfactuals(self) -> dict[str, tuple[CounterfactualAcceptance, ...]]:
        """By seat, what would have come of accepting each offer that it turned down."""
        return {seat: if_accepted(self.record, seat, allow_code=self.allow_code) for seat in self.seats}

    @cached_property
    def agent_worth(self) -> Grid:
        """What the agents' runs come to by the score sheets of this table, shape (parties, runs); no runs without."""
        realization = self.record.realization
        if self.agents is None:
            return np.zeros((len(realization.parties), 0), dtype=np.int64)
        return self.agents.worth(realization)

    @cached_property
    def ranks(self) -> dict[str, float]:
        """By party, the share of the agents' runs in which it had less than here; empty without runs."""
        if self.agents is None:
            return {}
        worse = (self.agent_worth < self.end.column[:, None]).mean(axis=1)
        return dict(zip(self.record.realization.parties, worse.tolist(), strict=True))

    @cached_property
    def quantiles(self) -> dict[str, dict[str, float]]:
        """By party, the points that 5, 50 and 95 % of the agents' runs stay below or reach; empty without runs."""
        if self.agents is None:
            return {}
        worth = self.record.realization.utilities.scales.points(self.agent_worth)
        levels = np.percentile(worth, (5, 50, 95), axis=1).T
        rows = (dict(zip(("5", "50", "95"), row, strict=True)) for row in levels.tolist())
        return dict(zip(self.record.realization.parties, rows, strict=True))

    @cached_property
    def same_outcome(self) -> int:
        """In how many of the agents' runs the same outcome stands at the end."""
        here = self.record.realization.space.index(self.end.outcome)
        return 0 if self.agents is None else self.agents.ends.count(here)

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain data, for JSON."""
        left = self.left
        return {
            "format": 1,
            "scenario": self.record.scenario.name,
            "digest": self.record.scenario.digest,
            "seed": self.record.seed,
            "run": self.record.run,
            "seats": list(self.seats),
            "outcome": self._named(self.end.outcome),
            "points": self.end.points,
            "reservation": self.benchmark.reservation,
            "most": self.benchmark.most,
            "shares": self.benchmark.shares(self.end.points),
            "efficiency": self.benchmark.efficiency(self.end),
            "fairness": self.benchmark.fairness(self.end.points),
            "marks": {party: one.plain() for party, one in self.marks.items()},
            "left_on_the_table": None if left is None else asdict(left) | {"outcome": self._named(left.outcome)},
            "meetings": [self._plain_review(one) for one in self.meetings],
            "accepted_instead": {
                seat: [self._plain_acceptance(one) for one in found] for seat, found in self.counterfactuals.items()
            },
            "agents": None if self.agents is None else self._plain_agents(self.agents),
        }

    def _named(self, outcome: Outcome | None) -> dict[str, Any] | None:
        return None if outcome is None else self.record.realization.space.named(outcome)

    def _plain_review(self, one: MeetingReview) -> dict[str, Any]:
        return {
            "meeting": one.held.meeting.key,
            "zone": asdict(one.zone),
            "reached": None if one.reached is None else one.reached.round,
            "missed": [self._plain_moment(moment) for moment in one.missed],
            "overlooked": self._named(one.overlooked),
        }

    def _plain_moment(self, one: OfferMoment) -> dict[str, Any]:
        package = named_package(one.offer.package, self.record.realization.space)
        by, refused = one.offer.event.seat, list(one.refused_by)
        return {"round": one.round, "by": by, "package": package, "refused_by": refused, "worth": one.offer.worth}

    def _plain_acceptance(self, one: CounterfactualAcceptance) -> dict[str, Any]:
        offer = {"round": one.offer.round, "by": one.offer.seat, "taken": one.took_effect}
        return offer | {"outcome": self._named(one.end.outcome), "points": one.end.points}

    def _plain_agents(self, agents: AgentRuns) -> dict[str, Any]:
        runs = {"runs": len(agents), "seed": agents.seed, "same_outcome": self.same_outcome}
        return runs | {"share_below": self.ranks, "quantiles": self.quantiles}


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
    beside it, none for 0, and cached in the folder `keep` where one is given. `rubric` is a file or the criteria
    themselves, by default the scenario's. Errors: `UsageError` for a folder without a record or an unknown seat.
    """
    record = result if isinstance(result, Record) else Record.load(result)
    played = (() if isinstance(result, Record) else seats_of(result)) if seats is None else tuple(seats)
    for seat in played:
        if seat not in record.scenario.parties:
            raise UsageError(f"no party {seat!r}: {did_you_mean(seat, list(record.scenario.parties))}")
    criteria = read_rubric(rubric) if isinstance(rubric, str | Path) else rubric or rubric_of(record.scenario)
    folder = None if keep is None else Path(keep)
    agents = play_agents(record.scenario, runs, record.seed, folder=folder, allow_code=allow_code) if runs else None
    return Debrief(record, played or tuple(record.scenario.parties), criteria, agents, allow_code)


def seats_of(result: str | Path) -> tuple[str, ...]:
    """The seats that people took, as a game's folder says it; none for the result of a run."""
    try:
        return tuple(json.loads((Path(result) / GAME).read_text(encoding="utf-8"))["seats"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()
