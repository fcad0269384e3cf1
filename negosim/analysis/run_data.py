"""A run as one plain object, as `negosim run --json` prints it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from negosim.analysis.bargaining_range import war_ranges
from negosim.analysis.feasible import FeasibleSet
from negosim.analysis.measures import Measures, measured
from negosim.domain.outcomes import OutcomeSpace
from negosim.negotiation.course import MeetingResult
from negosim.negotiation.record import Record, named_package
from negosim.registry import entries
from negosim.theory.bargaining.base import Solution

__all__ = ["count_frontier", "solutions_by_name", "summary", "zone"]


def summary(record: Record) -> dict[str, Any]:
    """The result of a run; points are utility less what delay has cost, solutions are worth before the first round."""
    measures = measured(record)
    course, space, possible = record.course, record.realization.space, measures.possible
    return {
        "format": 1,
        "scenario": record.scenario.name,
        "seed": record.seed,
        "run": record.run,
        "agreed": measures.agreed,
        "outcome": measures.outcome,
        "settled": measures.settled,
        **({"suspended": list(measures.suspended)} if space.in_force.waits else {}),
        "begin": {"outcome": space.named(space.status_quo), "points": measures.begin},
        "utility": measures.value,
        "delay": measures.delay,
        "points": measures.points,
        "reservation": measures.reservation,
        "meetings": [_meeting(measures, held) for held in course.meetings],
        "solutions": solutions_by_name(possible),
        "pairs": [{"parties": list(one), "solutions": solutions_by_name(possible, one)} for one in possible.groups],
        "frontier_size": count_frontier(possible),
        "distance": measures.distance,
        "zone_of_agreement": zone(possible),
        "besides": measures.besides,
        "war_range": {when: found and found.to_dict() for when, found in war_ranges(record).items()},
    }


def count_frontier(possible: FeasibleSet) -> int | None:
    """How many points the frontier has; None where they are too many to find."""
    return None if possible.frontier is None else len(possible.frontier)


def zone(possible: FeasibleSet) -> dict[str, Any]:
    """Size of a zone of agreement and its share of the outcomes.

    Where the space is too large to count, `exact` is false, and `interval` holds the size at 95 per cent.
    """
    count = possible.zone_size
    share, _, _ = count.share(possible.size)
    interval = [count.low, count.high]
    return {"size": count.value, "share": share, "empty": count.value == 0, "exact": count.exact, "interval": interval}


def _meeting(measures: Measures, held: MeetingResult) -> dict[str, Any]:
    space = measures.record.realization.space
    return {
        "key": held.meeting.key,
        "held": held.took_place,
        "agreed": bool(held.agreements),
        "rounds": held.rounds,
        "package": None if held.package is None else named_package(held.package, space),
        "reason": held.reason,
        "reservation": measures.meeting_reservation(held),
        "zone": zone(measures.before(held)) if held.took_place and not held.meeting.prepares else None,
        **({"draft": _draft(held, space)} if held.meeting.prepares else {}),
    }


def _draft(held: MeetingResult, space: OutcomeSpace) -> dict[str, Any] | None:
    """What a meeting initialled for another."""
    package = held.initialled[-1].package if held.initialled else None
    return None if package is None else named_package(package, space)


def solutions_by_name(possible: FeasibleSet, group: Sequence[str] | None = None) -> dict[str, Any]:
    """Every bargaining solution by name, with its outcome and points; None for one that doesn't exist."""
    return {entry.name: _solution_row(possible, possible.solve(entry, group)) for entry in entries("solution")}


def _solution_row(possible: FeasibleSet, solution: Solution) -> dict[str, Any] | None:
    """The first outcome of a solution with the points of every party, those outside the group too.

    `refused_by` lists the parties that refuse it though it needs their consent: solutions ask for worth alone.
    """
    if not solution.outcomes:
        return None
    index = solution.outcomes[0]
    return {
        "outcome": possible.offering.space.named(possible.outcome(index)),
        "points": possible.points_of(index),
        "refused_by": list(possible.refused_by(index)),
    }
