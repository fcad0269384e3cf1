"""What a tournament writes: data, tables, figures and a report, beside its runs, and of several scenarios together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from negosim.experiments.ensemble.storage import Store
from negosim.experiments.statistics.replicator import Paths
from negosim.experiments.tournament.dependence import FILE
from negosim.experiments.tournament.narrative import narrate_tournament, seat_name
from negosim.experiments.tournament.standings import TacticRanking
from negosim.experiments.tournament.tournament import Tournament, tournament_of
from negosim.files import plain_json
from negosim.report.csv import table
from negosim.report.folder import Job, Target, Written, digest_of, page_files, publish, versions_row

if TYPE_CHECKING:
    from negosim.report.figures.picture import Picture
    from negosim.report.figures.replicator_paths import Population
    from negosim.report.figures.tactic_ranking import RankedMean, Ranking

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
    yield "tactics.csv", table([row for one in _all_standings(of) for row in _lines(*one)])
    yield "leads.csv", table([vars(one) | {"sure": one.sure} for one in of.leads])
    yield "dependence.csv", table([{"scenario": e.runs.name} | vars(one) for e in of.scenarios for one in e.dependence])
    if job.figures:
        from negosim.report.pages.document import Page  # noqa: PLC0415  (heavy: imported where used)

        scenarios = [(f"Scenario {one.runs.name} (SHA-256)", one.runs.digest) for one in of.scenarios]
        page = Page(
            kind="Tournament of tactics",
            document=narrate_tournament(of),
            pictures=list(_pictures(of)),
            known=[*scenarios, ("Seed", str(of.seed)), ("Runs", f"{of.runs:,}"), versions_row()],
            command=job.typed,
        )
        yield from page_files(page)


def _all_standings(of: Tournament) -> Iterator[tuple[str, TacticRanking]]:
    yield from (("", one) for one in of.standings)
    yield from ((event.runs.name, one) for event in of.scenarios for one in event.standings)


def _lines(scenario: str, one: TacticRanking) -> Iterator[Mapping[str, Any]]:
    """A row a measure."""
    known = {"scenario": scenario, "seat": one.seat, "tactic": one.tactic}
    for measure, estimate in one.estimates.items():
        yield known | {"measure": measure} | ({} if estimate is None else vars(estimate))
    yield known | {"measure": "lost", "mean": one.lost}


def _pictures(of: Tournament) -> Iterator[Picture]:
    from negosim.report.figures import draw  # noqa: PLC0415  (matplotlib takes half a second: only where it draws)

    yield draw("tactic_ranking", *_rankings(of))
    if of.symmetrised is not None:
        from negosim.report.figures.tactic_matrix import Duels  # noqa: PLC0415  (as above)

        rows = tuple(map(tuple, of.symmetrised.matrix.tolist()))
        yield draw("tactic_matrix", Duels("Each tactic against each", "mean score", of.tactics, rows))
    populations = list(_populations(of))
    if populations:
        yield draw("replicator_paths", *populations)


def _rankings(of: Tournament) -> Iterator[Ranking]:
    from negosim.report.figures.tactic_ranking import Ranking  # noqa: PLC0415  (as above)

    yield Ranking("Over all seats", "score", tuple(_places(of.standings, "score")))
    for event in of.scenarios:
        for seat in event.runs.seats:
            mine = [one for one in event.standings if one.seat == seat]
            where = seat_name(event, seat) + (f", {event.runs.title}" if len(of.scenarios) > 1 else "")
            yield Ranking(where, "points", tuple(_places(mine, "points")))


def _places(standings: Sequence[TacticRanking], measure: str) -> Iterator[RankedMean]:
    """The tactics that have a number; one without is no zero."""
    from negosim.report.figures.tactic_ranking import RankedMean  # noqa: PLC0415  (as above)

    for one in standings:
        found = one.estimates[measure]
        if found is not None:
            yield RankedMean(one.tactic, found.mean, found.low, found.high)


def _populations(of: Tournament) -> Iterator[Population]:
    """The seats of a single scenario's game, else the one population of the symmetrised game."""
    game = of.scenarios[0].game if len(of.scenarios) == 1 else None
    if game is not None:
        names = [seat_name(of.scenarios[0], seat) for seat in game.seats]
        yield from _panels(game.paths, names, game.texts)
    elif of.symmetrised is not None:
        yield from _panels(of.symmetrised.paths, ["All seats together"], of.symmetrised.texts)


def _panels(paths: Paths, names: Sequence[str], texts: tuple[str, ...]) -> Iterator[Population]:
    from negosim.report.figures.replicator_paths import Population  # noqa: PLC0415  (as above)

    for name, shares in zip(names, paths.shares, strict=True):
        yield Population(name, texts, np.asarray(paths.times), 100 * shares)
