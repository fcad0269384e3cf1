"""The rows of an ensemble as arrays: read from its folder, or played for the purpose and not kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.domain.outcomes import Option
from negosim.errors import UsageError
from negosim.experiments.ensemble import Plan, Store
from negosim.experiments.ensemble.chunk import Player
from negosim.experiments.ensemble.rows import Column, Value
from negosim.experiments.ensemble.tables import Data
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario

__all__ = ["MOST", "Runs", "arrays", "played", "read", "same_runs", "told_apart"]

MOST = 100_000
"""Runs that are read at the most: the first ones, which no larger number makes another sample."""

Values = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Runs:
    """The runs of one scenario; every array has shape (runs,), in the order of `numbers`."""

    scenario: Scenario
    plan: Plan
    data: Data

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def numbers(self) -> Values:
        """The number of each run."""
        return self.data["run"]

    @property
    def agreed(self) -> Values:
        """Whether anything was agreed."""
        return self.data["agreed"].astype(bool)

    @property
    def blocked(self) -> Values:
        """Who was short of points where a meeting came to nothing, joined by `+`; nobody is empty."""
        return np.array([party or "" for party in self.data["blocked"]])

    @cached_property
    def realizations(self) -> RealizationFactory:
        """What the scenario can be read as."""
        return RealizationFactory(self.scenario)

    @cached_property
    def inputs(self) -> dict[str, Values]:
        """Every uncertain number by its path, as drawn."""
        return {path: self.data[path] for path in self.realizations.open}

    @property
    def deal(self) -> Values:
        """What stands at the end as the numbers of the options, shape (runs, issues)."""
        return np.stack([self.option_numbers(issue.key) for issue in self.realizations.space.issues], axis=1)

    def option_numbers(self, issue: str) -> Values:
        """The number of the option on which an issue ended."""
        options = self.realizations.space.issues[self.realizations.space.axis(issue)].options
        places = {option: place for place, option in enumerate(options)}
        return np.array([places[option] for option in self.data[f"option.{issue}"].tolist()], dtype=np.int64)

    def ended(self, issue: str, option: Option) -> Values:
        """Whether an issue ended on an option."""
        ends: Values = self.data[f"option.{issue}"] == option
        return ends

    def points(self, party: str) -> Values:
        """A party's points at the end."""
        return self.data[f"points.{party}"]

    def surplus(self, party: str) -> Values:
        """A party's points above its reservation value before the first round."""
        return self.data[f"surplus.{party}"]

    def only(self, numbers: Values) -> Runs:
        """These runs alone."""
        kept = np.isin(self.numbers, numbers)
        return replace(self, data={name: values[kept] for name, values in self.data.items()})

    def first(self, number: int) -> Runs:
        """The first runs."""
        return self if number >= len(self) else self.only(self.numbers[:number])


def read(store: Store, most: int = MOST) -> Runs:
    """The first runs of an ensemble's folder; `UsageError` where it holds none."""
    parts: list[Data] = []
    for part in store.chunks():
        parts.append(part)
        if sum(len(one["run"]) for one in parts) >= most:
            break
    if not parts:
        raise UsageError(f"{store.folder} holds no runs yet: negosim ensemble --resume plays them")
    data = {name: np.concatenate([part[name] for part in parts])[:most] for name in parts[0]}
    return Runs(store.scenario, store.manifest.plan, data)


def played(scenario: Scenario, plan: Plan) -> Runs:
    """Play an ensemble that nobody keeps, in this process; `RunFailedError` names a run that cannot be played."""
    player = Player(scenario, plan)
    return Runs(scenario, plan, arrays(player, player.rows(range(plan.runs))))


def arrays(player: Player, rows: Iterable[Sequence[Value]]) -> Data:
    """Rows of a player as arrays by column."""
    columns = zip(*rows, strict=True)
    return {column.name: _array(column, values) for column, values in zip(player.columns, columns, strict=True)}


def _array(column: Column, values: Sequence[Value]) -> Values:
    return np.array(values, dtype=object if column.type == "text" else None)


def same_runs(cases: Sequence[Runs]) -> list[Runs]:
    """The runs that all have; `UsageError` where they don't share seed and design, so that nothing pairs them."""
    first = cases[0].plan
    for case in cases:
        if (case.plan.seed, case.plan.design) != (first.seed, first.design):
            raise UsageError(
                f"runs are paired by seed and number: {case.scenario.name} has seed {case.plan.seed} and "
                f"{case.plan.design} draws, {cases[0].scenario.name} has seed {first.seed} and {first.design} draws"
            )
    if first.design != "independent":
        raise UsageError("only independent draws can be compared run by run: play the ensembles without --design")
    shared = cases[0].numbers
    for case in cases[1:]:
        shared = np.intersect1d(shared, case.numbers)
    if len(shared) < 2:  # noqa: PLR2004  (one pair says nothing of the spread)
        raise UsageError("the ensembles have fewer than two runs in common, so that nothing can be compared")
    return [case.only(shared) for case in cases]


def told_apart(scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    """A title for each scenario; equal ones are told apart by name and changes, then by digest."""
    for name in (_title, _changed, _digested):
        names = tuple(map(name, scenarios))
        if len(set(names)) == len(names):
            return names
    return tuple(f"{_digested(one)} ({place})" for place, one in enumerate(scenarios, 1))


def _title(scenario: Scenario) -> str:
    return scenario.title


def _changed(scenario: Scenario) -> str:
    return ", ".join([scenario.name, *scenario.changes])


def _digested(scenario: Scenario) -> str:
    return f"{_changed(scenario)} [{scenario.digest[:8]}]"
