"""The panel of the figure `before_after`."""

from __future__ import annotations

from negosim.experiments.whatif.counterfactual import WhatIf
from negosim.report.figures.before_after import Change, Moved, Shift

__all__ = ["panel"]

NONE = "no such issue"


def panel(found: WhatIf) -> Change:
    """What a change came to, for the figure."""
    shifts = tuple(
        Shift(row.key, row.name, _pair(row.points), _pair(row.reservation)) for row in found.comparison.parties
    )
    labels = ((row.title, row.labels) for row in found.moved)
    return Change(shifts, tuple(Moved(title, old or NONE, new or NONE) for title, (old, new) in labels))


def _pair(values: tuple[float | None, ...]) -> tuple[float | None, float | None]:
    before, after = values
    return before, after
