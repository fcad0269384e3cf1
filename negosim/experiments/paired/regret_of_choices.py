"""Regret of a choice between scenarios, such as the order of meetings, a deadline, or who is invited.

Every choice is played under common random numbers; in each draw a party's regret of a choice is the points of its best
choice there less its own (Savage 1951). Regret is given by party and never added up: there is no single decision maker.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from negosim.experiments.paired.runs import Runs
from negosim.experiments.statistics.regret import regret

__all__ = ["ChoiceRegret", "choice_regrets"]

NOT_PREFERENCES = frozenset({"tactic", "name", "briefing", "informed", "title", "basis", "numbers"})
"""Keys below a party that do not affect its points."""


@dataclass(frozen=True)
class ChoiceRegret:
    """A party's worst and mean regret of each choice, in points.

    `best` is the share of draws in which no choice gives the party more; `least` are the choices with the smallest
    worst regret (minimax regret), by place.
    """

    key: str
    name: str
    worst: tuple[float, ...]
    mean: tuple[float, ...]
    best: tuple[float, ...]
    least: tuple[int, ...]


def choice_regrets(cases: Sequence[Runs]) -> tuple[ChoiceRegret, ...]:
    """The regret of every party with the same preferences in all scenarios; `cases` hold the same runs in order."""
    return tuple(_regret(key, cases) for key in cases[0].scenario.parties if _same_preferences(key, cases))


def _same_preferences(party: str, cases: Sequence[Runs]) -> bool:
    """Whether the scenarios say the same of all that a party's points depend on."""
    first, *others = (_preferences(case.scenario.full()["parties"].get(party)) for case in cases)
    return first is not None and all(one == first for one in others)


def _preferences(plain: Any) -> Any:
    if not isinstance(plain, Mapping):
        return plain
    return {key: _preferences(value) for key, value in plain.items() if key not in NOT_PREFERENCES}


def _regret(party: str, cases: Sequence[Runs]) -> ChoiceRegret:
    points = np.stack([case.points(party) for case in cases], axis=1)
    found = regret(points)
    best = (points == points.max(axis=1, keepdims=True)).mean(axis=0)
    name = cases[0].scenario.parties[party].name
    return ChoiceRegret(party, name, found.worst, found.mean, tuple(best.tolist()), found.least)
