"""An ensemble from a scenario to its folder: begin or resume, play, and write down how it ended."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from negosim.domain.rng import RandomSource
from negosim.errors import UsageError
from negosim.experiments.ensemble.chunk import ChunkFailure, Player
from negosim.experiments.ensemble.cluster import cluster_workers
from negosim.experiments.ensemble.engine import Engine
from negosim.experiments.ensemble.plan import Plan, parcel
from negosim.experiments.ensemble.progress import Outlook
from negosim.experiments.ensemble.storage import JOURNAL, Manifest, Store
from negosim.experiments.ensemble.tables import CSV, best_form, need
from negosim.experiments.ensemble.workers import Workforce, local
from negosim.files import plain_json
from negosim.negotiation.record import play_realization, versions
from negosim.scenario.spec.scenario import Scenario

__all__ = ["Outlook", "differences", "ensemble_folder", "run_ensemble"]

NAME = re.compile(r"\w([\w .()+-]{0,98}[\w()+-])?")


def ensemble_folder(scenario: Scenario, plan: Plan, out: str | Path = "results") -> Path:
    """`<out>/<scenario>/ensemble-s<seed>-<8 hex digits of scenario and design>`; so too for a tournament."""
    if not NAME.fullmatch(scenario.name):
        raise UsageError(
            f"no folder can be named after {scenario.name!r}: rename the file to letters, digits, '_', '-'"
        )
    return Path(out) / scenario.name / f"{plan.kind}-s{plan.seed}-{plan.mark(scenario.digest)}"


def run_ensemble(
    scenario: Scenario,
    plan: Plan,
    *,
    out: str | Path = "results",
    workers: int = 1,
    cluster: str | None = None,
    resume: bool = False,
    form: str | None = None,
    watch: Callable[[Outlook], None] = lambda _: None,
    command: Sequence[str] = (),
) -> Store:
    """Play an ensemble and give its folder; the state in the manifest says whether it was finished.

    `workers` processes of this machine, or a Dask `cluster` by its address. With `resume` only what the folder lacks is
    played. `form` is `parquet` or `csv`; by default Parquet where duckdb is installed.
    Errors: `UsageError` where the folder is taken, or holds another ensemble; `RunError` where it cannot be written.
    A chunk that fails is none: it stands among the failures of the manifest, and the rest is kept.
    """
    player = Player(scenario, plan)
    folder = ensemble_folder(scenario, plan, out)
    manifest = Manifest.planned(player, form or best_form())
    need(manifest.form)
    force = cluster_workers(cluster, parcel(scenario, plan, CSV), manifest.kernel) if cluster else local(workers)
    if resume and (folder / "manifest.json").exists():
        store = _resumed(Store.open(folder), manifest)
    else:
        realizations, chance = player.realizations, RandomSource(plan.seed)
        central = play_realization(
            realizations.central, chance, versions(), allow_code=plan.allow_code, limit=plan.limit
        )
        store = Store.create(folder, manifest, central)
    need(store.manifest.form)
    try:
        _play(store, parcel(scenario, plan, store.manifest.form), force, watch, command)
    finally:
        force.dismiss()
    return store


def _play(store: Store, text: str, force: Workforce, watch: Callable[[Outlook], None], command: Sequence[str]) -> None:
    began, harmed, done = _now(), _harmed(store), _done(store)
    engine = Engine(store, text, force, watch)
    engine.play([index for index in store.indices if index not in done], done)
    _finish(store, engine)
    entry = {"command": list(command), "workers": force.name, "began": began, "ended": _now(), "harmed": harmed}
    store.put(JOURNAL, plain_json([*store.journal, entry]))


def _harmed(store: Store) -> list[int]:
    """Remove the chunks that were cut short or changed since they were written; their numbers."""
    harmed = [index for index in store.present if not store.whole(index)]
    store.drop(harmed)
    return harmed


def _done(store: Store) -> dict[int, int]:
    """The chunks that are there, with their agreements."""
    return {index: int(store.read(index, ["agreed"])["agreed"].sum()) for index in store.present}


def _finish(store: Store, engine: Engine) -> None:
    """Write down how it ended; what was played beyond the decision to stop is removed."""
    manifest, decision = store.manifest, engine.decision
    runs = manifest.runs if decision is None else int(decision["runs"])
    store.drop([index for index in store.present if index * manifest.plan.chunk >= runs])
    state = "interrupted" if engine.interrupted else "incomplete" if engine.failures else "complete"
    failures = tuple(_failure(one) for one in sorted(engine.failures, key=lambda failure: failure.chunk))
    store.save(replace(manifest, runs=runs, state=state, stopped=decision, failures=failures))


def _failure(failure: ChunkFailure) -> dict[str, Any]:
    return asdict(failure) | {"numbers": dict(failure.numbers)}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _resumed(store: Store, wanted: Manifest) -> Store:
    """The store made ready to go on; `UsageError` where it is another ensemble's."""
    held = store.manifest
    fault = next(differences(held, wanted), None)
    if fault is not None:
        raise UsageError(f"{store.folder} can't be resumed: {fault}. Choose another place with --out")
    short = [held.runs // held.plan.chunk] if held.plan.runs != wanted.plan.runs and held.runs % held.plan.chunk else []
    store.drop(short)
    store.save(replace(wanted, form=held.form))
    return store


def differences(held: Manifest, wanted: Manifest) -> Iterator[str]:
    """What keeps one ensemble from going on as another, in words."""
    theirs, ours = held.plan, wanted.plan
    if held.digest != wanted.digest:
        yield "the scenario was changed since"
    for name in ("seed", "design", "chunk", "distance", "replications", "limit"):
        if getattr(theirs, name) != getattr(ours, name):
            yield f"its {name} is {getattr(theirs, name)}, not {getattr(ours, name)}"
    if theirs.lineups != ours.lineups:
        yield "its tactics or their files are others"
    if ours.runs < held.runs:
        yield f"it has {held.runs} runs, more than {ours.runs}"
    if held.columns != wanted.columns:
        yield "its columns are those of another version of negosim"
    if held.kernel != wanted.kernel:
        made_by = ", ".join(f"{name} {version}" for name, version in held.versions.items())
        yield f"this machine computes other numbers than the one that began it ({made_by})"
