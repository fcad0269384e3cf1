"""What a run came to: points, what was settled where, and how far it stayed from what was possible."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, TypeVar

import numpy as np

from negosim.analysis.feasible import FeasibleSet, reservation_values
from negosim.analysis.feasible_by_blocks import feasible_set
from negosim.domain.outcomes import Option, Outcome
from negosim.domain.preferences import GRID, from_grid
from negosim.negotiation.course import MeetingResult
from negosim.negotiation.environment.base import Value
from negosim.negotiation.log import Kind
from negosim.negotiation.packages import Standing
from negosim.negotiation.record import Record
from negosim.registry import lookup
from negosim.scenario.realize.realization import Realization
from negosim.theory.bargaining.counting import Count

__all__ = ["ByParty", "Kept", "Measures", "measured"]

T = TypeVar("T")

ByParty = dict[str, float]
"""Points by key of party."""

Kept = dict[Hashable, tuple[Realization, Any]]
"""What was found for a reading, by the question; the reading stands beside it, so that its parts keep their ids."""

MANY = 4
"""What is kept at the most: a table may be large."""


@dataclass(frozen=True)
class Measures:
    """The measures of one run, in points; taken from its record, never from live agents.

    Runs of the same draw may share what they have `kept`: what was possible hangs on the draw and on what stood alone.
    """

    record: Record
    kept: Kept = field(default_factory=dict, repr=False, compare=False)

    @property
    def outcome(self) -> dict[str, Option]:
        """What stands at the end."""
        return self.record.realization.space.named(self.record.course.standing.outcome)

    @cached_property
    def settled(self) -> dict[str, str]:
        """Issue -> the meeting whose agreement named it last."""
        space = self.record.realization.space
        return {
            space.issues[axis].key: held.meeting.key
            for held in self.record.course.meetings
            for event in held.agreements
            if event.package is not None
            for axis, _ in event.package.terms
        }

    @property
    def agreed(self) -> bool:
        """Whether any package was agreed."""
        return bool(self.settled)

    def utility(self, outcome: Outcome) -> ByParty:
        """Every party's points of an outcome, without delay, by the numbers in force at the end."""
        return _points(self.record.course.realization, outcome)

    @property
    def delay(self) -> ByParty:
        """What delay has cost every party up to the horizon."""
        return {party: from_grid(steps) for party, steps in self.record.course.paid.items()}

    @cached_property
    def points(self) -> ByParty:
        """What the run came to: the value of what stands, or of the outside option taken, less what delay has cost.

        A discount counts the rounds before the one in which talks were settled, or in which the party walked out.
        """
        return {party: from_grid(steps) for party, steps in self._came_to.items()}

    @cached_property
    def _came_to(self) -> dict[str, int]:
        """The same on the grid."""
        course = self.record.course
        return {party: course.value(party) - paid for party, paid in course.paid.items()}

    @cached_property
    def besides(self) -> dict[str, Value]:
        """What came of war, ratification and whatever else the scenario has besides the talks, by name."""
        course = self.record.course
        return {name: value for block in course.blocks for name, value in block.measured(course.now).items()}

    @property
    def begin(self) -> ByParty:
        """Every party's points of the status quo, without delay, by the numbers in force at the begin."""
        return _points(self.record.realization, self.record.realization.space.status_quo)

    @cached_property
    def reservation(self) -> ByParty:
        """Reservation values before the first round: what a party ends with if nothing is ever agreed, plus reserve."""
        realization = self.record.realization
        return reservation_values(realization, Standing.at_first(realization.space), 0)

    @property
    def surplus(self) -> ByParty:
        """Points above the reservation value; below 0 for a party that the deals of others have hurt."""
        return {party: points - self.reservation[party] for party, points in self.points.items()}

    @cached_property
    def possible(self) -> FeasibleSet:
        """What was possible before the first round, over all issues."""
        realization = self.record.realization
        everything, first = tuple(range(len(realization.space.issues))), Standing.at_first(realization.space)
        return self._possible(realization, first, everything, realization.parties, 0)

    @cached_property
    def worse(self) -> dict[str, Count]:
        """By party, how many outcomes, had they come at once, would have been worse for it than the run."""
        return {party: self.possible.worse_than(party, worth) for party, worth in self._came_to.items()}

    @cached_property
    def distance(self) -> float | None:
        """Euclidean distance in points from the run to the nearest point of the frontier (Baarslag et al. 2013).

        None where the frontier has too many points to find.
        """
        if self.possible.frontier is None:
            return None
        frontier = self.possible.frontier.points.astype(np.float64)
        here = np.array(list(self.points.values()))[:, None]
        return float(np.sqrt(((frontier / GRID - here) ** 2).sum(axis=0).min()))

    @cached_property
    def distance_to_nash(self) -> float | None:
        """Euclidean distance in points from the run to the Nash bargaining solution (Baarslag et al. 2013).

        None where there is no such solution, or the frontier has too many points to find.
        """
        nash = self.possible.solve(lookup("solution", "nash"))
        if not nash.outcomes:
            return None
        away = np.array(nash.points) / GRID - np.array(list(self.points.values()))
        return float(np.sqrt((away**2).sum()))

    def before(self, held: MeetingResult) -> FeasibleSet:
        """What was possible in a meeting when it opened."""
        return self._around(held.meeting.parties, held.meeting.axes, held, opened=True)

    def after(self, held: MeetingResult) -> FeasibleSet | None:
        """What was still possible on the issues that a meeting left open; None if it left none."""
        named = {axis for event in held.agreements if event.package for axis in event.package.axes}
        left = tuple(axis for axis in held.meeting.axes if axis not in named)
        return self._around(self._present(held), left, held, opened=False) if left else None

    def _present(self, held: MeetingResult) -> tuple[str, ...]:
        """The seats of a meeting that had not walked out by its end."""
        log = self.record.log
        gone = {event.seat for event in log if event.kind == Kind.LEFT and event.meeting == held.meeting.key}
        return tuple(party for party in held.meeting.parties if party not in gone)

    def _around(self, seats: Sequence[str], axes: Sequence[int], held: MeetingResult, *, opened: bool) -> FeasibleSet:
        realization = held.opening if opened else held.closing
        standing, played = (held.opened, 0) if opened else (held.closed, held.rounds)
        return self._possible(realization, standing, tuple(axes), tuple(seats), held.before + played)

    def _possible(
        self, realization: Realization, standing: Standing, axes: tuple[int, ...], seats: tuple[str, ...], over: int
    ) -> FeasibleSet:
        """What was possible when so many rounds were over."""
        left, chance = realization.rounds_left(over), self.record.chance
        return self.once(
            ("feasible_set", standing, axes, seats, over),
            realization,
            lambda: feasible_set(realization.at(over), standing, axes, seats, left, chance=chance),
        )

    def once(self, question: Hashable, realization: Realization, find: Callable[[], T]) -> T:
        """What is found for a reading, whoever plays it: kept for the next run that asks the same."""
        key = (question, id(realization.utilities), id(realization.effects))
        if key not in self.kept:
            if len(self.kept) >= MANY:
                self.kept.clear()
            self.kept[key] = (realization, find())
        found: T = self.kept[key][1]
        return found

    def meeting_reservation(self, held: MeetingResult) -> ByParty:
        """The reservation values of a meeting's parties when it opened."""
        values = reservation_values(held.opening, held.opened, held.before)
        return {party: values[party] for party in held.meeting.parties}


def _points(realization: Realization, outcome: Outcome) -> ByParty:
    return {party: from_grid(steps) for party, steps in realization.utilities.points(outcome).items()}


@lru_cache(maxsize=20)
def measured(record: Record) -> Measures:
    """The measures of a record, cached so that figures, report and text share them; 20 as in the largest comparison."""
    return Measures(record)
