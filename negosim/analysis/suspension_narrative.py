"""What agreements waited for, and since when they were in force, in plain language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from negosim.analysis.phrases import condition_words, package_words
from negosim.domain.outcomes import OutcomeSpace
from negosim.negotiation.log import Kind, LogEntry, Waiting

__all__ = ["narrate_suspensions", "suspension_words", "waiting_words"]


def narrate_suspensions(events: Iterable[LogEntry], space: OutcomeSpace) -> Iterator[str]:
    """Every suspension and its end."""
    for event in events:
        if event.kind in (Kind.SUSPENDED, Kind.RESUMED):
            yield suspension_words(event, space)


def waiting_words(space: OutcomeSpace) -> Iterator[str]:
    """Which issues wait for what: `Oil counts only while this holds: Plant: Shut`."""
    for axis, condition in space.in_force.waits.items():
        yield f"{space.issues[axis].title} counts only while this holds: {condition_words(space, condition)}"


def suspension_words(event: LogEntry, space: OutcomeSpace) -> str:
    """What was signed and waits, what is suspended, or what has come into force."""
    assert event.package is not None  # noqa: S101  (it names the issue)
    ((axis, _),) = event.package.terms
    what, condition = package_words(space, event.package), condition_words(space, space.in_force.waits[axis])
    if event.kind == Kind.RESUMED:
        return f"From round {event.round} on “{what}” was in force: what it waited for holds ({condition})."
    if isinstance(event.facts, Waiting) and event.facts.at_once:
        return f"“{what}” is signed, and waits for {condition}."
    return f"From round {event.round} on “{what}” was suspended: it waits for {condition}."
