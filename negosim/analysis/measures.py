"""Measures of a run: points, what was settled where, and the distance from what was possible."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from negosim.analysis.feasible import FeasibleSet, reservation_values
from negosim.analysis.feasible_by_cliques import feasible_set
from negosim.domain.outcomes import Option, Outcome
from negosim.domain.preferences import Preferences
from negosim.domain.rng import RandomSource
from negosim.domain.scale import Scales
from negosim.negotiation.course import MeetingResult
from negosim.negotiation.environment.base import Value
from negosim.negotiation.log import Kind
from negosim.negotiation.packages import Standing
from negosim.negotiation.record import Record
from negosim.registry import lookup
from negosim.scenario.realize.realization import Realization
from negosim.theory.bargaining.counting import Count

__all__ = ["ByParty", "FeasibleSets", "Measures", "measured"]

ByParty = dict[str, float]
"""Points by key of party."""

Around = tuple[Standing, tuple[int, ...], tuple[str, ...]]
"""What stands, the open issues by axis, and the seats at the table."""

MANY = 4
"""The most feasible sets that are kept: a table may be large."""


class FeasibleSets:
    """Feasible sets that runs of one draw share: what is possible depends on the draw and on what stands alone."""

    def __init__(self) -> None:
        self._sets: dict[Hashable, tuple[Realization, FeasibleSet]] = {}

    def at(self, realization: Realization, rounds: int, chance: RandomSource, *around: *Around) -> FeasibleSet:
        """What was possible when some rounds were over, given what stood, for issues and the seats at the table."""
        key = (*around, rounds, id(realization.utilities), id(realization.effects))
        if key not in self._sets:
            if len(self._sets) >= MANY:
                self._sets.clear()
            left = realization.rounds_left(rounds)
            found = feasible_set(realization.as_of(rounds, around[0], around[1]), *around, left, chance=chance)
            self._sets[key] = (realization, found)  # the realization stands beside it so that the ids stay its own
        return self._sets[key][1]


@dataclass(frozen=True)
class Measures:
    """The measures of one run, in points, from its record alone; runs of one draw may share feasible `sets`."""

    record: Record
    sets: FeasibleSets = field(default_factory=FeasibleSets, repr=False, compare=False)

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
    def suspended(self) -> tuple[str, ...]:
        """The issues that are agreed at the end and not in force."""
        space = self.record.realization.space
        return tuple(space.issues[axis].key for axis in space.in_force.suspended(self.record.course.standing.outcome))

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
        in_force = self.record.course.realization.preferences
        return {party: in_force[party].scale.points(steps) for party, steps in self.record.course.paid.items()}

    @cached_property
    def points(self) -> ByParty:
        """Final points: the value of what stands, or of the outside option taken, less what delay has cost.

        A discount counts the rounds before the one in which talks were settled, or in which the party walked out.
        """
        return {party: float(points) for party, points in self._exact.items()}

    @property
    def value(self) -> ByParty:
        """What `points` count before the cost of delay: where options lapse, the mean over the rounds."""
        scales = {party: one.scale for party, one in self.record.course.realization.preferences.items()}
        paid = self.record.course.paid
        return {party: float(points + scales[party].exact(paid[party])) for party, points in self._exact.items()}

    @cached_property
    def _exact(self) -> dict[str, Fraction]:
        """The same as fractions."""
        course = self.record.course
        return {party: course.exact(party) for party in course.realization.preferences}

    @cached_property
    def final(self) -> dict[str, int]:
        """The same in steps of the scales by which what was possible before the first round is counted.

        Only where an event has changed a party's weights may its points not stand on that scale; they are rounded then.
        """
        return {key: one.scale.nearest(self._exact[key]) for key, one in self._opening.items()}

    @cached_property
    def _opening(self) -> Mapping[str, Preferences]:
        """Preferences before the first round."""
        realization = self.record.realization
        return realization.as_of(0, Standing.at_first(realization.space)).preferences

    @cached_property
    def besides(self) -> dict[str, Value]:
        """The measures of the scenario's blocks, by name."""
        course = self.record.course
        return {name: value for block in course.blocks for name, value in block.measured(course.now).items()}

    @property
    def begin(self) -> ByParty:
        """Every party's points of the status quo, without delay, by the numbers in force at the start."""
        return _points(self.record.realization, self.record.realization.space.status_quo)

    @cached_property
    def reservation(self) -> ByParty:
        """Reservation values before the first round: the points if nothing is ever agreed, plus the reserve."""
        realization = self.record.realization
        return reservation_values(realization, Standing.at_first(realization.space), 0)

    @property
    def surplus(self) -> ByParty:
        """Points above the reservation value; negative for a party that the deals of others have hurt."""
        left, stands = self.record.realization.rounds_left(0), self.record.realization.space.status_quo
        without = {key: one.scale.exact(one.reservation_value(stands, left)) for key, one in self._opening.items()}
        return {party: float(points - without[party]) for party, points in self._exact.items()}

    @cached_property
    def possible(self) -> FeasibleSet:
        """What was possible before the first round, over all issues."""
        realization = self.record.realization
        axes, first = tuple(range(len(realization.space.issues))), Standing.at_first(realization.space)
        return self.sets.at(realization, 0, self.record.chance, first, axes, realization.parties)

    @cached_property
    def worse(self) -> dict[str, Count]:
        """By party, how many outcomes would have been worse for it than the run, had they come at once."""
        return {party: self.possible.worse_than(party, worth) for party, worth in self.final.items()}

    @cached_property
    def distance(self) -> float | None:
        """Euclidean distance in points from the run to the nearest point of the frontier (Baarslag et al. 2013).

        None where the frontier has too many points to find.
        """
        if self.possible.frontier is None:
            return None
        frontier = self._deciding.points(self.possible.frontier.points)
        return float(np.sqrt(((frontier - self._here[:, None]) ** 2).sum(axis=0).min()))

    @cached_property
    def distance_to_nash(self) -> float | None:
        """Euclidean distance in points from the run to the Nash bargaining solution (Baarslag et al. 2013).

        None where there is no such solution, or the frontier has too many points to find.
        """
        nash = self.possible.solve(lookup("solution", "nash"))
        if not nash.outcomes:
            return None
        away = self._deciding.points(np.array(nash.points)) - self._here
        return float(np.sqrt((away**2).sum()))

    @property
    def _deciding(self) -> Scales:
        """The scales of those who decide."""
        return self.possible.scales.only(self.possible.places())

    @property
    def _here(self) -> NDArray[np.float64]:
        """The points of those who decide."""
        return np.array([self.points[party] for party in self.possible.deciders])

    def before(self, result: MeetingResult) -> FeasibleSet:
        """What was possible in a meeting when it opened."""
        around = result.opened, result.meeting.axes, result.meeting.parties
        return self.sets.at(result.opening, result.before, self.record.chance, *around)

    def after(self, result: MeetingResult) -> FeasibleSet | None:
        """What was still possible on the issues that a meeting left open; None if it left none."""
        meeting, log, rounds = result.meeting, self.record.log, result.before + result.rounds
        named = {axis for event in result.agreements if event.package for axis in event.package.axes}
        axes = tuple(axis for axis in meeting.axes if axis not in named)
        if not axes:
            return None
        gone = {event.seat for event in log.of_kind(Kind.LEFT) if event.meeting == meeting.key}
        present = tuple(party for party in meeting.parties if party not in gone)
        return self.sets.at(result.closing, rounds, self.record.chance, result.closed, axes, present)

    def meeting_reservation(self, result: MeetingResult) -> ByParty:
        """The reservation values of a meeting's parties when it opened."""
        values = reservation_values(result.opening, result.opened, result.before)
        return {party: values[party] for party in result.meeting.parties}


def _points(realization: Realization, outcome: Outcome) -> ByParty:
    return {party: one.scale.points(one.points(outcome)) for party, one in realization.preferences.items()}


@lru_cache(maxsize=20)
def measured(record: Record) -> Measures:
    """The measures of a record, cached so that figures, report and text share them; 20 as in the largest comparison."""
    return Measures(record)
