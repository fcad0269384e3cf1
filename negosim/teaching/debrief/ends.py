"""Where a table ended: what stands, and what everybody has of it, from a record or from a deal written on a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from negosim.domain.outcomes import Outcome
from negosim.domain.preferences import Grid, from_grid
from negosim.errors import UsageError
from negosim.negotiation.record import Record
from negosim.scenario.realize.realization import Realization

__all__ = ["End", "end_of_deal", "end_of_record"]


@dataclass(frozen=True)
class End:
    """The end of one table's talks: `worth` by party on the grid, the points of what stands less what delay cost."""

    label: str
    outcome: Outcome
    worth: Mapping[str, int]

    @property
    def points(self) -> dict[str, float]:
        """Points by party."""
        return {party: from_grid(steps) for party, steps in self.worth.items()}

    @property
    def column(self) -> Grid:
        """Worth of the parties in the order of the scenario, shape (parties,)."""
        return np.array(list(self.worth.values()), dtype=np.int64)


def end_of_record(record: Record, label: str = "this table") -> End:
    """The end of a run."""
    course = record.course
    worth = {party: course.value(party) - paid for party, paid in course.paid.items()}
    return End(label, course.standing.outcome, worth)


def end_of_deal(realization: Realization, outcome: Outcome, label: str, rounds: int = 0) -> End:
    """The end of a table of which only the deal is known, and how many rounds were over by then (0: it came at once).

    Delay is charged for what stood at first until then, and for the deal afterwards, up to the horizon. `UsageError`
    for fewer rounds than none; more than the horizon cost no more than it.
    """
    if rounds < 0:
        raise UsageError(f"{label}: a deal takes 0 rounds or more, not {rounds}")
    before = min(rounds, realization.horizon)
    first, left = realization.space.status_quo, realization.horizon - before
    then = realization.at(before + 1).preferences.items()
    worth = {key: one.worth(outcome, left) - before * one.charge(first) for key, one in then}
    return End(label, outcome, worth)
