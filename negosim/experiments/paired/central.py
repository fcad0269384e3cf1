"""The central cases of the scenarios compared: one run each, every uncertain number at its central value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from negosim.analysis.comparison import Comparison
from negosim.negotiation.record import run
from negosim.scenario.spec.scenario import Scenario

__all__ = ["central_cases", "central_data"]


def central_cases(scenarios: Sequence[Scenario], seed: int, *, allow_code: bool = False) -> Comparison:
    """Play the central case of every scenario."""
    return Comparison(tuple(run(one, seed=seed, allow_code=allow_code) for one in scenarios))


def central_data(central: Comparison) -> dict[str, Any]:
    """Differences of the files, final labels by title of the issue, and points by name of the party, for JSON."""
    ends = {row.title: row.labels for row in central.issues}
    points = {row.name: row.points for row in central.parties}
    return {"differences": central.side_by_side()["differences"], "central": {"ends": ends, "points": points}}
