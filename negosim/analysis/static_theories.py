"""Forecasts of the static theories for a scenario, all from one table of positions and saliences.

A party's position on an ordered issue is that of the option it values most, its salience its share of weight on the
issue. A scenario says nothing of capabilities, so all are assumed to be equal.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from negosim.domain.outcomes import Issue
from negosim.scenario.realize.realization import Realization
from negosim.theory.forecasting import Positions, TheoryForecast, forecasts

__all__ = ["issue_positions", "theory_forecasts"]


def issue_positions(realization: Realization) -> dict[str, Positions]:
    """Positions on every ordered issue on which two options are valued differently by somebody, scaled 0 to 100."""
    return {
        issue.key: _positions(realization, axis, issue)
        for axis, issue in enumerate(realization.space.issues)
        if issue.positions is not None and any(np.ptp(p.contributions[axis]) for p in realization.preferences.values())
    }


def _positions(realization: Realization, axis: int, issue: Issue) -> Positions:
    line = np.asarray(issue.positions, dtype=np.float64)
    scaled = 100.0 * (line - line.min()) / (np.ptp(line) or 1.0)
    parties = realization.preferences.values()
    ideals = np.array([scaled[int(np.argmax(party.contributions[axis]))] for party in parties])
    spans = (party.scale.points(float(np.ptp(party.contributions[axis]))) for party in parties)
    salience = np.array([min(1.0, span / 100.0) for span in spans])
    equal, status_quo = np.ones(len(ideals)), float(scaled[issue.status_quo])
    return Positions(issue.key, realization.parties, ideals, salience, equal, status_quo=status_quo)


def theory_forecasts(realization: Realization) -> Mapping[str, Mapping[str, TheoryForecast]]:
    """Theory -> issue -> forecast on a scale of 0 to 100; empty where no issue is ordered."""
    table = issue_positions(realization)
    return forecasts(table) if table else {}
