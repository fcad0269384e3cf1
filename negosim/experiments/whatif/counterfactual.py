"""The effect of one change: a scenario played with and without it.

The run with the change is the counterfactual of the run without it (Fearon 1991, World Politics 43, 169-195).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from negosim.analysis.comparison import Comparison, IssueRow, compare
from negosim.errors import UsageError, did_you_mean
from negosim.negotiation.environment.events import Events
from negosim.negotiation.record import Record
from negosim.scenario.diff import Difference
from negosim.scenario.load import load

__all__ = ["WhatIf", "whatif", "without_event"]

PREFERENCE_KEYS = ("stances", "linkages", "cost_of_delay", "reserve")
"""Keys of a party that define its preferences: a change to them changes what its points measure."""


@dataclass(frozen=True)
class WhatIf:
    """A comparison of two runs under the same seed and run number: the scenario as it is, then with the changes."""

    comparison: Comparison

    @property
    def before(self) -> Record:
        """The run of the scenario as it is."""
        return self.comparison.records[0]

    @property
    def after(self) -> Record:
        """The run with the changes."""
        return self.comparison.records[1]

    @property
    def differences(self) -> tuple[Difference, ...]:
        """The effect of the changes on the scenario file; empty where it said so already."""
        return self.comparison.differences

    @property
    def moved(self) -> tuple[IssueRow, ...]:
        """The issues that ended differently."""
        return tuple(row for row in self.comparison.issues if row.differs)

    @cached_property
    def gains(self) -> dict[str, float]:
        """Points with the changes less points without, for each party that takes part in both runs."""
        rows = {row.key: row.points for row in self.comparison.parties}
        return {key: new - old for key, (old, new) in rows.items() if old is not None and new is not None}

    @property
    def rescored(self) -> tuple[str, ...]:
        """The parties whose own preferences were changed, so that the two runs score them differently."""
        paths = [one.path.split(".") for one in self.differences]
        parties = [path for path in paths if path[0] == "parties"]
        touched = {key for _, key, *rest in parties if not rest or rest[0] in PREFERENCE_KEYS}
        return tuple(row.key for row in self.comparison.parties if row.key in touched)

    def to_dict(self) -> dict[str, Any]:
        """As plain data, as `negosim whatif --json` prints it; each pair of values is without and with the changes."""
        return self.comparison.side_by_side() | {
            "changes": list(self.after.scenario.changes),
            "moved": [row.key for row in self.moved],
            "gains": self.gains,
            "rescored": list(self.rescored),
        }


def whatif(
    scenario: str | Path,
    changes: Sequence[str],
    *,
    seed: int = 0,
    run: int = 0,
    draw: bool = False,
    allow_code: bool = False,
) -> WhatIf:
    """Play a scenario without and with changes, under the same seed and run number.

    The scenario is a file or the name of a shipped one; `changes` are `path=value`, as for `--set`. By default every
    uncertain number is at its central value; with `draw` they are drawn for the run. Errors: `UsageError` without a
    change; those of `load`.
    """
    if not changes:
        raise UsageError("nothing is changed: say what with --set, e.g. --set horizon=60")
    both = [load(scenario), load(scenario, changes)]
    return WhatIf(compare(both, seed=seed, run=run, draw=draw, allow_code=allow_code))


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
    """Play a scenario with and without one of its events, under the same seed and run number.

    `changes` apply to both. Meetings that only this event calls are removed with it. Errors: `UsageError` if the
    scenario has no such event; those of `load`.
    """
    full = load(scenario, changes)
    events = Events.spec(full) or {}
    if event not in events:
        raise UsageError(f"{full.name} has no event {event!r}: {did_you_mean(event, list(events))}")
    meetings = [f"meetings.{key}=null" for key, meeting in full.meetings.items() if meeting.after == event]
    reduced = load(scenario, [*changes, *meetings, f"events.{event}=null"])
    return WhatIf(compare([full, reduced], seed=seed, run=run, draw=draw, allow_code=allow_code))
