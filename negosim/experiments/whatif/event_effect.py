"""What one event changed: a scenario with it and without it, played alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from negosim.analysis.comparison import compare
from negosim.errors import UsageError, did_you_mean
from negosim.experiments.whatif.counterfactual import WhatIf
from negosim.scenario.load import load
from negosim.scenario.spec.scenario import Scenario

__all__ = ["without_event"]


def without_event(
    scenario: str | Path,
    event: str,
    changes: Sequence[str] = (),
    *,
    seed: int = 0,
    run: int = 0,
    draw: bool = False,
    allow_code: bool = False,
) -> WhatIf:
    """Play a scenario with one of its events and without it, under the same seed and run.

    `changes` are made to both. Meetings that only this event calls go with it. Errors: `UsageError` if the scenario has
    no such event; those of `load`.
    """
    case = load(scenario, changes)
    if event not in case.events:
        raise UsageError(f"{case.name} has no event {event!r}: {did_you_mean(event, list(case.events))}")
    without = load(scenario, [*changes, *_removals(case, event)])
    return WhatIf(compare([case, without], seed=seed, run=run, draw=draw, allow_code=allow_code))


def _removals(case: Scenario, event: str) -> Iterator[str]:
    """The changes that take the event out."""
    yield from (f"meetings.{key}=null" for key, meeting in case.meetings.items() if meeting.after == event)
    yield f"events.{event}=null"
