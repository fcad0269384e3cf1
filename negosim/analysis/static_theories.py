"""Forecasts of the static theories for a scenario, all from one table of positions, saliences and capabilities.

A party's position on an ordered issue is the one that its stance states, or that of the option it values most. Its
salience is its share of weight on the issue; but where all stances on ordered issues state positions, the file is the
field's table (Bueno de Mesquita & Stokman 1994), whose saliences compare between actors: then it is the weight, as a
share of the largest one. Where no party has a capability, all are taken as equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.parties import Stance
from negosim.scenario.spec.scenario import Scenario
from negosim.theory.forecasting import Positions, TheoryForecast, forecasts

__all__ = ["issue_positions", "rests_on", "theory_forecasts"]


def issue_positions(realization: Realization) -> dict[str, Positions]:
    """Positions on every ordered issue on which two options are valued differently by somebody, scaled 0 to 100."""
    ordered = [
        _OrderedIssue(realization, axis)
        for axis, issue in enumerate(realization.space.issues)
        if issue.positions is not None and any(np.ptp(p.contributions[axis]) for p in realization.preferences.values())
    ]
    largest = _largest_weight(ordered)
    return {one.key: one.positions(largest) for one in ordered}


def theory_forecasts(realization: Realization) -> Mapping[str, Mapping[str, TheoryForecast]]:
    """Theory -> issue -> forecast on a scale of 0 to 100; empty where no issue is ordered."""
    table = issue_positions(realization)
    return forecasts(table) if table else {}


def rests_on(scenario: Scenario) -> str:
    """What the forecasts rest on, in words."""
    if any(party.capability is not None for party in scenario.parties.values()):
        return "positions, weights and capabilities alone"
    return "positions and weights alone, all parties taken as equally strong"


@dataclass(frozen=True)
class _OrderedIssue:
    """An ordered issue by its axis, and what the parties want on it."""

    realization: Realization
    axis: int

    @property
    def key(self) -> str:
        """Key of the issue."""
        return self.realization.space.issues[self.axis].key

    @property
    def stances(self) -> dict[str, Stance]:
        """The stances on it, by party."""
        parties = self.realization.scenario.parties.items()
        return {party: spec.stances[self.key] for party, spec in parties if self.key in spec.stances}

    def weight(self, party: str) -> float:
        """The weight of a party on it, as written or drawn; 0 without a stance."""
        return self.realization.numbers.get(f"parties.{party}.stances.{self.key}.weight", 0.0)

    def positions(self, largest: float | None) -> Positions:
        """Its table: saliences are shares of the largest weight of all, or of each party's own weights."""
        issue, parties = self.realization.space.issues[self.axis], self.realization.parties
        line = np.asarray(issue.positions, dtype=np.float64)
        low, span = float(line.min()), float(np.ptp(line)) or 1.0
        stands = [(self._stand(party, line) - low) * 100.0 / span for party in parties]
        salience = [self.weight(party) / largest if largest else self._share(party) for party in parties]
        capability = [self.realization.numbers.get(f"parties.{party}.capability", 1.0) for party in parties]
        status_quo = float(line[issue.status_quo] - low) * 100.0 / span
        return Positions.of(self.key, parties, stands, salience, capability, status_quo=status_quo)

    def _stand(self, party: str, line: NDArray[np.float64]) -> float:
        """Where a party stands on the line: at its position, or at the option that it values most."""
        stated = self.realization.numbers.get(f"parties.{party}.stances.{self.key}.position")
        if stated is not None:
            return float(np.clip(stated, line.min(), line.max()))
        return float(line[np.argmax(self.realization.preferences[party].contributions[self.axis])])

    def _share(self, party: str) -> float:
        """The share of a party's weights; of values that differ by less than 100, as much less."""
        stance, wants = self.stances.get(party), self.realization.preferences[party]
        if stance is None or stance.position is None:
            return min(1.0, wants.scale.points(float(np.ptp(wants.contributions[self.axis]))) / 100.0)
        numbers, own = self.realization.numbers, self.realization.scenario.parties[party].stances
        total = sum(numbers[f"parties.{party}.stances.{key}.weight"] for key in own)
        return self.weight(party) / total if total else 0.0


def _largest_weight(issues: Sequence[_OrderedIssue]) -> float | None:
    """The largest weight on some issues, where all stances on them state positions."""
    if any(stance.position is None for issue in issues for stance in issue.stances.values()):
        return None
    return max((issue.weight(party) for issue in issues for party in issue.stances), default=0.0) or None
