"""What was possible before the first round: reservation values, the zone, the frontier, solutions, what blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from negosim.domain.outcomes import Option
from negosim.errors import UsageError
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.consent import needed
from negosim.negotiation.protocols.offer_space import offering
from negosim.registry import Parameter, lookup
from negosim.teaching.exercises.quantities.base import ISSUE, OUTCOME, PARTY, outcome_of, quantity
from negosim.teaching.exercises.subject import Subject

SOLUTION = Parameter("solution", "text", None, "the solution, as in: negosim list solutions")


@quantity(PARTY)
def reservation_value(subject: Subject, party: str) -> float:
    """Reservation value: the worth below which a party does not agree, before the first round."""
    return subject.measures.reservation[party]


@quantity(PARTY, OUTCOME)
def worth(subject: Subject, party: str, outcome: Mapping[str, Option]) -> float:
    """Worth: the points of an outcome that comes at once, less the delay that would still be charged."""
    preferences = subject.realization.preferences[party]
    return preferences.scale.points(preferences.worth(outcome_of(subject, outcome), subject.realization.horizon))


@quantity(PARTY, OUTCOME)
def gain(subject: Subject, party: str, outcome: Mapping[str, Option]) -> float:
    """Gain: the worth of an outcome that comes at once over a party's reservation value."""
    return worth(subject, party, outcome) - reservation_value(subject, party)


@quantity()
def zone_size(subject: Subject) -> float:
    """Size of the zone of agreement: of one meeting of all parties over all issues, at first."""
    return float(subject.possible.zone_size.value)


@quantity()
def zone_empty(subject: Subject) -> bool:
    """Empty zone: whether no package could be agreed in one meeting of all parties over all issues, at first."""
    return zone_size(subject) == 0


@quantity(Parameter("meeting", "meeting", None, "the meeting, as it opened in the run"))
def meeting_zone_size(subject: Subject, meeting: str) -> float:
    """Size of a meeting's zone of agreement when it opened in the run."""
    held = next(one for one in subject.record.course.meetings if one.meeting.key == meeting)
    if not held.took_place:
        raise UsageError(f"the meeting {meeting!r} does not take place in the run of {subject.scenario.name}")
    return float(subject.measures.before(held).zone_size.value)


@quantity(ISSUE)
def zone_options(subject: Subject, issue: str) -> tuple[str, ...]:
    """Options in the zone: those of an issue that some package of the zone of agreement comes to."""
    table = subject.table
    axis = subject.realization.space.axis(issue)
    found = {table.outcome(int(index))[axis] for index in np.flatnonzero(table.zone)}
    return tuple(str(subject.realization.space.issues[axis].options[number]) for number in sorted(found))


@quantity(PARTY)
def best_in_zone(subject: Subject, party: str) -> float:
    """Best in the zone: the most that any package of the zone of agreement is worth to a party."""
    table = subject.table
    if not table.zone.any():
        raise UsageError(f"{subject.scenario.name} has an empty zone of agreement")
    return table.by_party(table.worth[:, table.zone].max(axis=1))[party]


@quantity()
def frontier_size(subject: Subject) -> float:
    """Size of the frontier: outcomes that nobody can improve on without another party losing."""
    return float(len(subject.table.efficient))


@quantity(OUTCOME)
def better_for_all(subject: Subject, outcome: Mapping[str, Option]) -> float:
    """Better for all: how many outcomes leave no party worse off than a given one, and some party better."""
    worths, permitted = subject.table.worth, subject.table.permitted
    here = worths[:, subject.realization.space.index(outcome_of(subject, outcome))][:, None]
    return float((permitted & (worths >= here).all(axis=0) & (worths > here).any(axis=0)).sum())


@quantity(OUTCOME)
def efficient(subject: Subject, outcome: Mapping[str, Option]) -> bool:
    """Efficient: whether nobody can have more than at an outcome without another party having less."""
    return better_for_all(subject, outcome) == 0


@quantity(SOLUTION, ISSUE)
def solution_option(subject: Subject, solution: str, issue: str) -> str:
    """Option of a solution: where a bargaining solution settles an issue, the first of its ties."""
    space, outcome = subject.realization.space, subject.possible.outcome(_solved(subject, solution))
    axis = space.axis(issue)
    return str(space.issues[axis].options[outcome[axis]])


@quantity(SOLUTION, PARTY)
def solution_points(subject: Subject, solution: str, party: str) -> float:
    """Points of a solution: what a bargaining solution is worth to a party, the first of its ties."""
    return subject.possible.by_party(subject.possible.worth_of(_solved(subject, solution)))[party]


def _solved(subject: Subject, solution: str) -> int:
    """The index of a solution's outcome."""
    found = subject.possible.solve(lookup("solution", solution))
    if not found.outcomes:
        raise UsageError(f"{subject.scenario.name} has no {solution} solution: {found.reason}")
    return found.outcomes[0]


@quantity(OUTCOME)
def consenting(subject: Subject, outcome: Mapping[str, Option]) -> tuple[str, ...]:
    """Consenting: the parties that must agree to move from the status quo to an outcome."""
    space, package = subject.realization.space, Package.of(dict(enumerate(outcome_of(subject, outcome))))
    who = needed(space, Standing.at_first(space), package)
    return tuple(party for party in subject.realization.parties if party in who)


@quantity(OUTCOME)
def blockers(subject: Subject, outcome: Mapping[str, Option]) -> tuple[str, ...]:
    """Blockers: the parties whose consent an outcome needs, and that veto it or would get less than they keep.

    A party vetoes what it refuses, and what its ratifiers would rather turn down than pass.
    """
    return subject.possible.blockers(subject.realization.space.index(outcome_of(subject, outcome)))


@quantity(Parameter("group", "parties", None, "the parties that act without the rest"))
def movable_by(subject: Subject, group: Sequence[str]) -> tuple[str, ...]:
    """Movable by a group: the issues that some parties can move from the status quo without the rest."""
    space, axes = subject.realization.space, range(len(subject.realization.space.issues))
    offered = offering(space, subject.realization.requirements, Standing.at_first(space), tuple(axes), tuple(group))
    return tuple(space.issues[axis].key for axis in axes if offered.can_move(axis))


@quantity(PARTY)
def concession(subject: Subject, party: str) -> float:
    """Concession: the fewest points below its reservation value by which one party alone would open a deal."""
    blocking = subject.analysis.blocking
    found = None if blocking is None else blocking.concession(party)
    if found is None:
        raise UsageError(f"{party} cannot open a deal of {subject.scenario.name} alone")
    return found.points.get(party, 0.0)


@quantity(OUTCOME)
def agreeable(subject: Subject, outcome: Mapping[str, Option]) -> bool:
    """Agreeable: whether nobody whose consent an outcome needs would block it, and no constraint rules it out."""
    package = Package.of(dict(enumerate(outcome_of(subject, outcome))))
    return not blockers(subject, outcome) and not subject.possible.offering.broken_by(package)


@quantity(PARTY, OUTCOME)
def better_off(subject: Subject, party: str, outcome: Mapping[str, Option]) -> bool:
    """Better off: whether an outcome that comes at once is worth more to a party than its reservation value."""
    return gain(subject, party, outcome) > 0
