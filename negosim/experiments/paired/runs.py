"""The runs of one scenario as arrays: read from an ensemble's folder, or played now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.domain.outcomes import Option
from negosim.errors import RunError, UsageError
from negosim.experiments.ensemble import EnsembleState, Outlook, Plan, Store, run_ensemble
from negosim.experiments.ensemble.design import INDEPENDENT
from negosim.experiments.ensemble.player import Player
from negosim.experiments.ensemble.running import ensemble_folder
from negosim.experiments.ensemble.tables import Data
from negosim.negotiation.environment.base import Value
from negosim.negotiation.record import Record, run
from negosim.scenario.load import load
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario

__all__ = [
    "CaseSource",
    "EnsembleSettings",
    "Runs",
    "arrays",
    "common_plan",
    "common_runs",
    "distinct_titles",
    "is_ensemble_folder",
    "open_source",
    "play_runs",
    "read_runs",
    "source_runs",
]

MOST = 100_000
"""Runs that are read at most: always the first ones, so that a larger ensemble gives the same sample."""

MANIFEST = "manifest.json"

RunArray = NDArray[Any]

CaseSource = Scenario | Store
"""A scenario, or the folder of an ensemble."""


@dataclass(frozen=True, eq=False)
class Runs:
    """The runs of one scenario; every array has shape (runs,), in the order of `numbers`."""

    scenario: Scenario
    plan: Plan
    data: Data

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def numbers(self) -> RunArray:
        """The number of each run."""
        return self.data["run"]

    @property
    def agreed(self) -> RunArray:
        """Whether anything was agreed."""
        return self.data["agreed"].astype(bool)

    @property
    def blocked(self) -> RunArray:
        """The parties short of points where a meeting failed, joined by `+`; empty for none."""
        return np.array([party or "" for party in self.data["blocked"]])

    @cached_property
    def realizations(self) -> RealizationFactory:
        """The realizations of the scenario."""
        return RealizationFactory(self.scenario)

    @cached_property
    def central(self) -> Record:
        """The record of the central case."""
        return run(self.scenario, seed=self.plan.seed, allow_code=self.plan.allow_code)

    @cached_property
    def inputs(self) -> dict[str, RunArray]:
        """The value drawn for each uncertain number, by path."""
        return {path: self.data[path] for path in self.realizations.open}

    @property
    def deal(self) -> RunArray:
        """The final option numbers of all issues, shape (runs, issues)."""
        return np.stack([self.option_numbers(issue.key) for issue in self.realizations.space.issues], axis=1)

    def option_numbers(self, issue: str) -> RunArray:
        """The number of the final option of an issue."""
        options = self.realizations.space.issue(issue).options
        places = {option: place for place, option in enumerate(options)}
        return np.array([places[option] for option in self.data[f"option.{issue}"].tolist()], dtype=np.int64)

    def ended(self, issue: str, option: Option) -> RunArray:
        """Whether an issue ended on an option."""
        ends: RunArray = self.data[f"option.{issue}"] == option
        return ends

    def points(self, party: str) -> RunArray:
        """A party's final points."""
        return self.data[f"points.{party}"]

    def surplus(self, party: str) -> RunArray:
        """A party's final points less its reservation value before the first round."""
        return self.data[f"surplus.{party}"]

    def only(self, numbers: RunArray) -> Runs:
        """The runs of these numbers."""
        kept = np.isin(self.numbers, numbers)
        return replace(self, data={name: values[kept] for name, values in self.data.items()})

    def first(self, number: int) -> Runs:
        """The first `number` runs."""
        return self if number >= len(self) else self.only(self.numbers[:number])


def read_runs(store: Store, most: int = MOST) -> Runs:
    """The first `most` runs in an ensemble's folder; `UsageError` if it holds none."""
    parts: list[Data] = []
    for part in store.chunks():
        parts.append(part)
        if sum(len(one["run"]) for one in parts) >= most:
            break
    if not parts:
        raise UsageError(f"{store.folder} holds no runs yet: negosim ensemble --resume plays them")
    data = {name: np.concatenate([part[name] for part in parts])[:most] for name in parts[0]}
    return Runs(store.scenario, store.manifest.plan, data)


def play_runs(scenario: Scenario, plan: Plan) -> Runs:
    """Play an ensemble in this process without storing it; `RunFailedError` names a run that cannot be played."""
    player = Player(scenario, plan)
    return Runs(scenario, plan, arrays(player, player.rows(range(plan.runs))))


def arrays(player: Player, rows: Iterable[Sequence[Value]]) -> Data:
    """Rows of a player as arrays by column."""
    columns = zip(player.columns, zip(*rows, strict=True), strict=True)
    return {one.name: np.array(values, dtype=object if one.type == "text" else None) for one, values in columns}


@dataclass(frozen=True)
class EnsembleSettings:
    """Where ensembles are stored, how many processes play them, and who is told of their progress."""

    out: Path
    workers: int = 1
    watch: Callable[[Outlook], None] = lambda _: None
    command: Sequence[str] = ()


def is_ensemble_folder(source: str) -> bool:
    """Whether a source is an ensemble's folder."""
    return (Path(source) / MANIFEST).is_file()


def open_source(source: str, changes: Sequence[str] = ()) -> CaseSource:
    """The folder or scenario of that name; `UsageError` for changes to a folder, whose runs were played already."""
    if not is_ensemble_folder(source):
        return load(source, changes)
    if changes:
        raise UsageError(f"{source} was played already and can't be changed: give the scenario, or leave out --set")
    return Store.open(source)


def common_plan(sources: Sequence[CaseSource], runs: int | None, seed: int | None, default: int) -> Plan:
    """The plan for all sources: seed and runs as given, else those of the first folder, else 0 and `default`."""
    stored = next((one.manifest for one in sources if isinstance(one, Store)), None)
    number = runs if runs is not None else default if stored is None else stored.runs
    return Plan(runs=number, seed=seed if seed is not None else 0 if stored is None else stored.plan.seed)


def source_runs(source: CaseSource, plan: Plan, settings: EnsembleSettings) -> Runs:
    """The runs of a source, read from its folder or played; stored runs are never played again."""
    if isinstance(source, Store):
        return read_runs(source, plan.runs)
    store = _store_of(source, plan, settings)
    failures = store.manifest.failures
    if failures:
        raise RunError(f"{source.name}: {failures[0]['reason']}. What was done is kept in {store.folder}")
    if store.manifest.state == EnsembleState.INTERRUPTED:
        raise KeyboardInterrupt
    return replace(read_runs(store, plan.runs), scenario=source)


def _store_of(scenario: Scenario, plan: Plan, settings: EnsembleSettings) -> Store:
    """The folder of a scenario, extended to the runs of `plan` where it has fewer."""
    folder = ensemble_folder(scenario, plan, settings.out)
    if (folder / MANIFEST).is_file():
        store = Store.open(folder)
        stored = store.manifest
        if stored.state == EnsembleState.COMPLETE and stored.runs >= plan.runs:
            return store
        plan = replace(stored.plan, runs=max(plan.runs, stored.runs), until=None, allow_code=plan.allow_code)
    return run_ensemble(
        scenario,
        plan,
        out=settings.out,
        workers=settings.workers,
        resume=True,
        watch=settings.watch,
        command=settings.command,
    )


def common_runs(cases: Sequence[Runs]) -> list[Runs]:
    """The runs that all have in common; `UsageError` where different seeds or designs keep them from being pairs."""
    first = cases[0].plan
    for case in cases:
        if (case.plan.seed, case.plan.design) != (first.seed, first.design):
            raise UsageError(
                f"runs are paired by seed and number: {case.scenario.name} has seed {case.plan.seed} and "
                f"{case.plan.design} draws, {cases[0].scenario.name} has seed {first.seed} and {first.design} draws"
            )
    if first.design != INDEPENDENT:
        raise UsageError("only independent draws can be compared run by run: play the ensembles without --design")
    shared = cases[0].numbers
    for case in cases[1:]:
        shared = np.intersect1d(shared, case.numbers)
    if len(shared) < 2:  # noqa: PLR2004  (one pair shows no variance)
        raise UsageError("the ensembles have fewer than two runs in common, so that nothing can be compared")
    return [case.only(shared) for case in cases]


def distinct_titles(scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    """The scenarios' titles; where some are equal, names and changes instead, then digests, then places."""
    changed = [", ".join([one.name, *one.changes]) for one in scenarios]
    digests = [f"{name} [{one.digest[:8]}]" for name, one in zip(changed, scenarios, strict=True)]
    for names in ([one.title for one in scenarios], changed, digests):
        if len(set(names)) == len(names):
            return tuple(names)
    return tuple(f"{name} ({place})" for place, name in enumerate(digests, 1))
