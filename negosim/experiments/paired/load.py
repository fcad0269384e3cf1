"""Where the runs of a comparison come from: a finished ensemble's folder, or a scenario that is played now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from negosim.errors import RunError, UsageError
from negosim.experiments.ensemble import Outlook, Plan, Store, run_ensemble
from negosim.experiments.ensemble.running import ensemble_folder
from negosim.experiments.paired.runs import Runs, read
from negosim.scenario.load import load
from negosim.scenario.spec.scenario import Scenario

__all__ = ["MANIFEST", "Play", "Source", "is_folder", "opened", "plan_of", "runs_of"]

MANIFEST = "manifest.json"

Source = Scenario | Store
"""A scenario, or the folder of an ensemble."""


@dataclass(frozen=True)
class Play:
    """How scenarios are played: where their folders go, by how many workers, and who watches."""

    out: Path
    workers: int = 1
    watch: Callable[[Outlook], None] = lambda _: None
    command: Sequence[str] = ()


def is_folder(source: str) -> bool:
    """Whether a source is an ensemble's folder."""
    return (Path(source) / MANIFEST).is_file()


def opened(source: str, changes: Sequence[str] = ()) -> Source:
    """The folder or scenario of that name; `UsageError` for changes to what was played already."""
    if not is_folder(source):
        return load(source, changes)
    if changes:
        raise UsageError(f"{source} was played already and can't be changed: give the scenario, or leave out --set")
    return Store.open(source)


def plan_of(sources: Sequence[Source], runs: int | None, seed: int | None, default: int) -> Plan:
    """The plan of a comparison: seed and runs as asked for, else those of the first folder, else 0 and `default`."""
    held = next((one.manifest for one in sources if isinstance(one, Store)), None)
    number = runs if runs is not None else default if held is None else held.runs
    return Plan(runs=number, seed=seed if seed is not None else 0 if held is None else held.plan.seed)


def runs_of(source: Source, plan: Plan, play: Play) -> Runs:
    """The runs of a source: read from its folder, or played; what was played before is not played again."""
    if isinstance(source, Store):
        return read(source, plan.runs)
    store = _played(source, plan, play)
    failures = store.manifest.failures
    if failures:
        raise RunError(f"{source.name}: {failures[0]['reason']}. What was done is kept in {store.folder}")
    if store.manifest.state == "interrupted":
        raise KeyboardInterrupt
    return replace(read(store, plan.runs), scenario=source)


def _played(scenario: Scenario, plan: Plan, play: Play) -> Store:
    """The folder of a scenario with as many runs as are wanted."""
    folder, wanted = ensemble_folder(scenario, plan, play.out), plan
    if (folder / MANIFEST).is_file():
        store = Store.open(folder)
        held = store.manifest
        if held.state == "complete" and held.runs >= plan.runs:
            return store
        wanted = replace(held.plan, runs=max(plan.runs, held.runs), until=None, allow_code=plan.allow_code)
    return run_ensemble(
        scenario, wanted, out=play.out, workers=play.workers, resume=True, watch=play.watch, command=play.command
    )
