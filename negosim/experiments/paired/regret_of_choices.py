"""Regret of a choice: scenarios as what a mediator (or whoever sets the table) can choose between.

The order of meetings, a deadline, who is invited: each choice is played under the same draws and the same luck, and
every party loses, in each draw, what the best choice for it there would have given it more (Savage 1951). There is no
single decision maker and no sum over parties: a choice is told for each party by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from negosim.experiments.paired.runs import Runs
from negosim.experiments.statistics.regret import regret

__all__ = ["ChoiceRegret", "choice_regrets"]

BESIDE = frozenset({"tactic", "name", "briefing", "informed", "title", "basis", "numbers"})
"""Keys of a party and its parts that give no points: who differs in these alone wants the same."""


@dataclass(frozen=True)
class ChoiceRegret:
    """A party's loss of each choice against the best in each draw: worst and mean, in points.

    `best` is the share of the draws in which the choice is the best, or as good as the best; `least` holds the places
    of the choices with the smallest worst loss.
    """

    key: str
    name: str
    worst: tuple[float, ...]
    mean: tuple[float, ...]
    best: tuple[float, ...]
    least: tuple[int, ...]


def choice_regrets(cases: Sequence[Runs]) -> tuple[ChoiceRegret, ...]:
    """The regret of every party that wants the same in all scenarios; runs of the same draws, in the same order."""
    shared = [key for key in cases[0].scenario.parties if _wants_the_same(key, cases)]
    return tuple(_regret(key, cases) for key in shared)


def _wants_the_same(party: str, cases: Sequence[Runs]) -> bool:
    wants = [_wants(party, case) for case in cases]
    return wants[0] is not None and all(one == wants[0] for one in wants)


def _wants(party: str, case: Runs) -> Any:
    """What the scenario says of a party that its points hang on; None where it takes no part."""
    return _without_words(case.scenario.plain()["parties"].get(party))


def _without_words(said: Any) -> Any:
    if not isinstance(said, Mapping):
        return said
    return {key: _without_words(value) for key, value in said.items() if key not in BESIDE}


def _regret(party: str, cases: Sequence[Runs]) -> ChoiceRegret:
    points = np.stack([case.points(party) for case in cases], axis=1)
    found = regret(points)
    best = (points == points.max(axis=1, keepdims=True)).mean(axis=0)
    name = cases[0].scenario.parties[party].name
    return ChoiceRegret(party, name, found.worst, found.mean, tuple(best.tolist()), found.least)
