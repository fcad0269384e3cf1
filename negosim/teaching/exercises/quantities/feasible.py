"""What was possible before the first round: reservation values, the zone, the frontier, solutions, what blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from negosim.domain.outcomes import Option, Outcome
from negosim.domain.preferences import from_grid
from negosim.errors import UsageError
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.consent import movable, needed
from negosim.registry import Parameter, lookup
from negosim.teaching.exercises.quantities.base import ISSUE, OUTCOME, PARTY, SOLUTION, outcome_of, quantity
from negosim.teaching.exercises.subject import Subject

MEETING = Parameter("meeting", "meeting", None, "the meeting, as it opened in the run")
GROUP = Parameter("group", "parties", None, "the parties that act without the rest")


@quantity(PARTY)
def reservation_value(case: Subject, party: str) -> float:
    """Reservation value: the worth below which a party does not agree, before the first round."""
    return case.measures.reservation[party]


@quantity(PARTY, OUTCOME)
def worth(case: Subject, party: str, outcome: Mapping[str, Option]) -> float:
    """Worth: the points of an outcome that comes at once, less the delay that would still be charged."""
    return _worth(case, party, outcome_of(case, outcome))


def _worth(case: Subject, party: str, outcome: Outcome) -> float:
    return from_grid(case.realization.preferences[party].worth(outcome, case.realization.horizon))


@quantity(PARTY, OUTCOME)
def gain(case: Subject, party: str, outcome: Mapping[str, Option]) -> float:
    """Gain: the worth of an outcome that comes at once over a party's reservation value."""
    return worth(case, party, outcome) - reservation_value(case, party)


@quantity()
def zone_size(case: Subject) -> float:
    """Size of the zone of agreement: of one meeting of all parties over all issues, at first."""
    return float(case.possible.zone_size.value)


@quantity()
def zone_empty(case: Subject) -> bool:
    """Empty zone: whether no package could be agreed in one meeting of all parties over all issues, at first."""
    return zone_size(case) == 0


@quantity(MEETING)
def meeting_zone_size(case: Subject, meeting: str) -> float:
    """Size of a meeting's zone of agreement when it opened in the run."""
    held = next(one for one in case.record.course.meetings if one.meeting.key == meeting)
    if not held.took_place:
        raise UsageError(f"the meeting {meeting!r} does not take place in the run of {case.scenario.name}")
    return float(case.measures.before(held).zone_size.value)


@quantity(ISSUE)
def zone_options(case: Subject, issue: str) -> tuple[str, ...]:
    """Options in the zone: those of an issue that some package of the zone of agreement comes to."""
    table = case.table
    axis = case.realization.space.axis(issue)
    found = {table.outcome(int(index))[axis] for index in np.flatnonzero(table.zone)}
    return tuple(str(case.realization.space.issues[axis].options[number]) for number in sorted(found))


@quantity(PARTY)
def best_in_zone(case: Subject, party: str) -> float:
    """Best in the zone: the most that any package of the zone of agreement is worth to a party."""
    table = case.table
    if not table.zone.any():
        raise UsageError(f"{case.scenario.name} has an empty zone of agreement")
    return from_grid(int(table.worth[table.parties.index(party), table.zone].max()))


@quantity()
def frontier_size(case: Subject) -> float:
    """Size of the frontier: outcomes that nobody can improve on without another party losing."""
    return float(len(case.table.efficient))


@quantity(OUTCOME)
def better_for_all(case: Subject, outcome: Mapping[str, Option]) -> float:
    """Better for all: how many outcomes leave no party worse off than a given one, and some party better."""
    worths = case.table.worth
    here = worths[:, case.realization.space.index(outcome_of(case, outcome))][:, None]
    return float(((worths >= here).all(axis=0) & (worths > here).any(axis=0)).sum())


@quantity(OUTCOME)
def efficient(case: Subject, outcome: Mapping[str, Option]) -> bool:
    """Efficient: whether nobody can have more than at an outcome without another party having less."""
    return better_for_all(case, outcome) == 0


@quantity(SOLUTION, ISSUE)
def solution_option(case: Subject, solution: str, issue: str) -> str:
    """Option of a solution: where a bargaining solution settles an issue, the first of its ties."""
    axis = case.realization.space.axis(issue)
    return str(case.realization.space.issues[axis].options[case.possible.outcome(_solved(case, solution))[axis]])


@quantity(SOLUTION, PARTY)
def solution_points(case: Subject, solution: str, party: str) -> float:
    """Points of a solution: what a bargaining solution is worth to a party, the first of its ties."""
    worths = case.possible.worth_of(_solved(case, solution))
    return from_grid(int(worths[case.possible.parties.index(party)]))


def _solved(case: Subject, solution: str) -> int:
    """The index of a solution's outcome."""
    found = case.possible.solve(lookup("solution", solution))
    if not found.outcomes:
        raise UsageError(f"{case.scenario.name} has no {solution} solution: {found.reason}")
    return found.outcomes[0]


@quantity(OUTCOME)
def consenting(case: Subject, outcome: Mapping[str, Option]) -> tuple[str, ...]:
    """Consenting: the parties that must agree to move from the status quo to an outcome."""
    who = needed(case.realization.space, Standing.at_first(case.realization.space), _package(case, outcome))
    return tuple(party for party in case.realization.parties if party in who)


@quantity(OUTCOME)
def blockers(case: Subject, outcome: Mapping[str, Option]) -> tuple[str, ...]:
    """Blockers: the parties whose consent an outcome needs, and that veto it or would get less than they keep.

    A party vetoes what it refuses, and what its ratifiers would rather turn down than pass.
    """
    return case.possible.blockers(case.realization.space.index(outcome_of(case, outcome)))


def _package(case: Subject, outcome: Mapping[str, Option]) -> Package:
    """The package that leads from the status quo to an outcome."""
    stands = case.realization.space.status_quo
    chosen = outcome_of(case, outcome)
    return Package.of({axis: new for axis, (new, old) in enumerate(zip(chosen, stands, strict=True)) if new != old})


@quantity(GROUP)
def movable_by(case: Subject, group: Sequence[str]) -> tuple[str, ...]:
    """Movable by a group: the issues that some parties can move from the status quo without the rest."""
    space = case.realization.space
    axes = movable(space, Standing.at_first(space), frozenset(range(len(space.issues))), tuple(group))
    return tuple(space.issues[axis].key for axis in sorted(axes))


@quantity(PARTY)
def concession(case: Subject, party: str) -> float:
    """Concession: the fewest points below its reservation value by which one party alone would open a deal."""
    blocking = case.analysis.blocking
    found = None if blocking is None else blocking.concession(party)
    if found is None:
        raise UsageError(f"{party} cannot open a deal of {case.scenario.name} alone")
    return found.points.get(party, 0.0)


@quantity(OUTCOME)
def agreeable(case: Subject, outcome: Mapping[str, Option]) -> bool:
    """Agreeable: whether nobody whose consent an outcome needs would block it."""
    return not blockers(case, outcome)


@quantity(PARTY, OUTCOME)
def better_off(case: Subject, party: str, outcome: Mapping[str, Option]) -> bool:
    """Better off: whether an outcome that comes at once is worth more to a party than its reservation value."""
    return gain(case, party, outcome) > 0
