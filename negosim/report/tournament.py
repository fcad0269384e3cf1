"""What a tournament writes: data, tables, figures and a report, beside its runs, and of several scenarios together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from negosim.experiments.ensemble.storage import Store
from negosim.experiments.tournament.dependence import FILE
from negosim.experiments.tournament.narrative import narrate_tournament
from negosim.experiments.tournament.tournament import Tournament, tournament_of
from negosim.files import plain_json
from negosim.report.csv import table
from negosim.report.folder import Job, Target, Written, digest_of, page_files, publish

if TYPE_CHECKING:
    from negosim.report.figures.picture import Picture

__all__ = ["tournament_target", "write_tournament"]


def tournament_target(of: Tournament, out: str | Path) -> Target:
    """`<out>/tournaments/<first>-and-<how many>-more-s<seed>-<8 hex digits of all>`: of several scenarios together."""
    digest = digest_of(f"{[one.runs.store.folder.name for one in of.scenarios]} {of.draws}")
    name = f"{of.scenarios[0].runs.name}-and-{len(of.scenarios) - 1}-more-s{of.seed}-{digest[:8]}"
    return Target(Path(out) / "tournaments" / name, digest)


def write_tournament(of: Tournament, out: str | Path, job: Job) -> list[Written]:
    """Write each scenario's part beside its runs and, where there are several, all together in a folder of its own."""
    stores = [one.runs.store for one in of.scenarios]
    if len(stores) == 1:
        return [_beside_runs(of, stores[0], job)]
    target = tournament_target(of, out)
    target.check(overwrite=True)
    written = [_beside_runs(tournament_of([store]), store, job) for store in stores]
    return [publish(target, _files(of, target.digest, job), replace(job, overwrite=True)), *written]


def _beside_runs(of: Tournament, store: Store, job: Job) -> Written:
    for name, content in _files(of, of.scenarios[0].runs.digest, job):
        store.put(name, content)
    names = (path.name + "/" * path.is_dir() for path in store.folder.iterdir())
    return Written(store.folder, tuple(sorted(names)))


def _files(of: Tournament, digest: str, job: Job) -> Iterator[tuple[str, bytes]]:
    yield FILE, plain_json({"digest": digest, **of.to_dict()})
    yield "tactics.csv", table(list(_standings(of)))
    yield "leads.csv", table([vars(one) | {"sure": one.sure} for one in of.leads])
    yield "dependence.csv", table([{"scenario": e.runs.name} | vars(one) for e in of.scenarios for one in e.dependence])
    if job.figures:
        scenarios = [(f"Scenario {one.runs.name} (SHA-256)", one.runs.digest) for one in of.scenarios]
        known, pictures = [*scenarios, ("Seed", str(of.seed)), ("Runs", f"{of.runs:,}")], list(_pictures(of))
        yield from page_files(narrate_tournament(of), "Tournament of tactics", job, known=known, pictures=pictures)


def _standings(of: Tournament) -> Iterator[Mapping[str, Any]]:
    """A row a measure, over all scenarios and in each."""
    every = [("", one) for one in of.standings]
    every += [(event.runs.name, one) for event in of.scenarios for one in event.standings]
    for scenario, one in every:
        known = {"scenario": scenario, "seat": one.seat, "tactic": one.tactic}
        for measure, estimate in one.estimates.items():
            yield known | {"measure": measure} | ({} if estimate is None else vars(estimate))
        yield known | {"measure": "lost", "mean": one.lost}


def _pictures(of: Tournament) -> Iterator[Picture]:
    from negosim.report.figures import draw  # noqa: PLC0415  (matplotlib takes half a second: only where it draws)
    from negosim.report.figures.replicator_paths import populations  # noqa: PLC0415  (as above)
    from negosim.report.figures.tactic_matrix import Duels  # noqa: PLC0415  (as above)
    from negosim.report.figures.tactic_ranking import rankings  # noqa: PLC0415  (as above)

    yield draw("tactic_ranking", *rankings(of))
    if of.symmetrised is not None:
        rows = tuple(map(tuple, of.symmetrised.matrix.tolist()))
        yield draw("tactic_matrix", Duels("Each tactic against each", "mean score", of.tactics, rows))
    paths = list(populations(of))
    if paths:
        yield draw("replicator_paths", *paths)
