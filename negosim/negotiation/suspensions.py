"""Which agreements an entry of the log has suspended, or brought into force."""

from __future__ import annotations

from collections.abc import Iterator

from negosim.domain.outcomes import Outcome, OutcomeSpace
from negosim.negotiation.log import Kind, LogEntry, Waiting
from negosim.negotiation.packages import Package

__all__ = ["suspensions"]


def suspensions(space: OutcomeSpace, before: Outcome, after: Outcome) -> Iterator[LogEntry]:
    """The entries that follow from what is agreed after something happened, compared with what was before."""
    waited, waits = (set(space.in_force.suspended(outcome)) for outcome in (before, after))
    for axis, condition in space.in_force.waits.items():
        kept = before[axis] == after[axis]
        others = tuple(space.issues[one].key for one in condition.options)
        package = Package(((axis, after[axis]),))
        if axis in waits and not (kept and axis in waited):
            yield LogEntry(Kind.SUSPENDED, package=package, facts=Waiting(others, at_once=not kept))
        elif axis in waited - waits and kept:
            yield LogEntry(Kind.RESUMED, package=package, facts=Waiting(others))
