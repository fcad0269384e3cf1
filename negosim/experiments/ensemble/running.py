"""Run an ensemble: create or resume its folder, play the missing chunks, and record the result."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from negosim.domain.rng import RandomSource
from negosim.errors import UsageError
from negosim.experiments.ensemble.chunk import parcel
from negosim.experiments.ensemble.engine import Engine
from negosim.experiments.ensemble.plan import Plan
from negosim.experiments.ensemble.player import Player
from negosim.experiments.ensemble.progress import Outlook
from negosim.experiments.ensemble.storage import JOURNAL, EnsembleState, Manifest, Store
from negosim.experiments.ensemble.tables import CSV, best_form, need
from negosim.experiments.ensemble.workers import Workforce, cluster_workers, local_workers
from negosim.files import plain_json
from negosim.negotiation.record import play_realization, versions
from negosim.scenario.spec.scenario import Scenario

__all__ = ["ensemble_folder", "resume_obstacles", "run_ensemble"]


def ensemble_folder(scenario: Scenario, plan: Plan, out: str | Path = "results") -> Path:
    """`<out>/<scenario>/ensemble-s<seed>-<8 hex digits of scenario and design>`; so too for a tournament."""
    if not re.fullmatch(r"\w([\w .()+-]{0,98}[\w()+-])?", scenario.name):
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
    """Play an ensemble and give its folder; the manifest's `state` is whether it is complete.

    `workers` processes of this machine, or a Dask `cluster` by its address. With `resume` only missing chunks are
    played. `form` is `parquet` or `csv`; by default Parquet if duckdb is installed. A failed chunk is recorded among
    the manifest's failures and the others are kept.

    Errors: `UsageError` if the folder is taken or holds another ensemble; `RunError` if it cannot be written.
    """
    player = Player(scenario, plan)
    folder = ensemble_folder(scenario, plan, out)
    manifest = Manifest.planned(player, form or best_form())
    need(manifest.form)
    force = (
        cluster_workers(cluster, parcel(scenario, plan, CSV), manifest.kernel) if cluster else local_workers(workers)
    )
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
    began, damaged = _now(), [index for index in store.present if not store.whole(index)]
    store.drop(damaged)
    done = {index: int(store.read(index, ["agreed"])["agreed"].sum()) for index in store.present}
    engine = Engine(store, text, force, watch)
    engine.play([index for index in store.indices if index not in done], done)
    _finish(store, engine)
    entry = {"command": list(command), "workers": force.name, "began": began, "ended": _now(), "harmed": damaged}
    store.put(JOURNAL, plain_json([*store.journal, entry]))


def _finish(store: Store, engine: Engine) -> None:
    """Record the result in the manifest, and remove runs beyond the decision to stop."""
    manifest, decision = store.manifest, engine.decision
    runs = manifest.runs if decision is None else int(decision["runs"])
    store.drop([index for index in store.present if index * manifest.plan.chunk >= runs])
    ended = EnsembleState.INCOMPLETE if engine.failures else EnsembleState.COMPLETE
    state = EnsembleState.INTERRUPTED if engine.interrupted else ended
    failures = tuple(
        asdict(one) | {"numbers": dict(one.numbers)} for one in sorted(engine.failures, key=lambda one: one.chunk)
    )
    store.save(replace(manifest, runs=runs, state=state, stopped=decision, failures=failures))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _resumed(store: Store, wanted: Manifest) -> Store:
    """The store prepared to resume; `UsageError` if it holds another ensemble."""
    stored = store.manifest
    fault = next(resume_obstacles(stored, wanted), None)
    if fault is not None:
        raise UsageError(f"{store.folder} can't be resumed: {fault}. Choose another place with --out")
    last, partial = divmod(stored.runs, stored.plan.chunk)
    grows = partial and stored.plan.runs != wanted.plan.runs
    store.drop([last] if grows else [])
    store.save(replace(wanted, form=stored.form))
    return store


def resume_obstacles(stored: Manifest, wanted: Manifest) -> Iterator[str]:
    """Why an ensemble cannot be resumed as another, as text."""
    theirs, ours = stored.plan, wanted.plan
    if stored.digest != wanted.digest:
        yield "the scenario was changed since"
    for name in ("seed", "design", "chunk", "distance", "replications", "limit"):
        if getattr(theirs, name) != getattr(ours, name):
            yield f"its {name} is {getattr(theirs, name)}, not {getattr(ours, name)}"
    if theirs.lineups != ours.lineups:
        yield "its tactics or their files are others"
    if ours.runs < stored.runs:
        yield f"it has {stored.runs} runs, more than {ours.runs}"
    if stored.columns != wanted.columns:
        yield "its columns are those of another version of negosim"
    if stored.kernel != wanted.kernel:
        made_by = ", ".join(f"{name} {version}" for name, version in stored.versions.items())
        yield f"this machine computes other numbers than the one that began it ({made_by})"
