"""One change to a scenario: the run without it and the run with it, and what it moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from negosim.analysis.comparison import Comparison, IssueRow, compare
from negosim.errors import UsageError
from negosim.negotiation.record import Record
from negosim.scenario.diff import Difference
from negosim.scenario.load import load

__all__ = ["WhatIf", "whatif"]

WANTS = ("stances", "linkages", "cost_of_delay", "reserve")
"""Keys below a party that say what it wants: to change them changes what its points measure."""


@dataclass(frozen=True)
class WhatIf:
    """Two runs under the same seed and run: of a scenario as it is, and with changes."""

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
        """What the changes changed in the file; empty where it said so already."""
        return self.comparison.differences

    @property
    def moved(self) -> tuple[IssueRow, ...]:
        """The issues that ended differently."""
        return tuple(row for row in self.comparison.issues if row.differs)

    @cached_property
    def gains(self) -> dict[str, float]:
        """What each party has more with the changes, in its points; only parties that take part in both."""
        rows = {row.key: row.points for row in self.comparison.parties}
        return {key: new - old for key, (old, new) in rows.items() if old is not None and new is not None}

    @property
    def rescored(self) -> tuple[str, ...]:
        """The parties whose own wants were changed: their points before and after come from two score sheets."""
        paths = [one.path.split(".") for one in self.differences]
        touched = {path[1] for path in paths if path[0] == "parties" and (len(path) == 2 or path[2] in WANTS)}  # noqa: PLR2004  (a whole party)
        return tuple(row.key for row in self.comparison.parties if row.key in touched)

    def to_dict(self) -> dict[str, Any]:
        """As plain data, as `negosim whatif --json` prints it; of each pair of values the first is without changes."""
        found = self.comparison.beside()
        moved, changes = [row.key for row in self.moved], list(self.after.scenario.changes)
        return found | {"changes": changes, "moved": moved, "gains": self.gains, "rescored": list(self.rescored)}


def whatif(
    scenario: str | Path,
    changes: Sequence[str],
    *,
    seed: int = 0,
    run: int = 0,
    draw: bool = False,
    allow_code: bool = False,
) -> WhatIf:
    """Play a scenario without and with changes, under the same seed and run.

    The scenario is a file or a shipped name; `changes` are `path=value`, as `--set` takes them. By default every
    uncertain number stands at its centre; `draw` draws those of the run. Errors: `UsageError` without a change;
    those of `load`.
    """
    if not changes:
        raise UsageError("nothing is changed: say what with --set, e.g. --set horizon=60")
    both = [load(scenario), load(scenario, changes)]
    return WhatIf(compare(both, seed=seed, run=run, draw=draw, allow_code=allow_code))
