"""`negosim ensemble`: play many draws of a scenario, tell how sure one can be of what comes out, write the result."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from negosim.cli import _options
from negosim.cli._exit import FAILED, INTERRUPTED
from negosim.cli._output import common, progress, say, tell

__all__ = ["command"]


@click.command("ensemble")
@click.argument("scenario")
@click.option("--runs", type=int, help="Number of runs; with --until the most.  [default: 1000; with --until 100000]")
@click.option("--until", type=float, metavar="POINTS", help="Stop when the chance of a deal is known to +- this: 0.01.")
@click.option("--seed", type=click.IntRange(0, _options.LARGEST), help="Seed of all random numbers.  [default: 0]")
@click.option("--design", default="independent", metavar="NAME", help="independent (as run --draw), or sobol.")
@click.option("--workers", type=int, help="Processes of this machine.  [default: one a core]")
@click.option("--cluster", metavar="ADDRESS", help="A Dask scheduler, tcp://host:8786, in place of --workers.")
@click.option("--resume", is_flag=True, help="Go on with what stands in the folder.")
@click.option("--chunk", type=int, help="Runs that are played and written together; changes nothing in the rows.")
@click.option(
    "--distance", is_flag=True, help="Add distances to the frontier and the Nash solution; takes twice as long."
)
@click.option("--csv", "as_csv", is_flag=True, help="Write all runs to export.csv too.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("results"), show_default=True)
@click.option("--no-figures", is_flag=True, help="Write no figures and no report.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@_options.changes
@_options.code
@common
def command(
    *,
    scenario: str,
    runs: int | None,
    until: float | None,
    seed: int | None,
    design: str,
    workers: int | None,
    cluster: str | None,
    resume: bool,
    chunk: int | None,
    distance: bool,
    as_csv: bool,
    out: Path,
    no_figures: bool,
    as_json: bool,
    changes: tuple[str, ...],
    allow_code: bool,
) -> int:
    """Play many draws of a scenario and tell how sure one can be of what comes out.

    SCENARIO is a file or the name of a shipped one. Run K of it is negosim run SCENARIO --draw --seed S --run K.
    Ctrl-C ends it and keeps what is done; --resume goes on.
    """
    from negosim.cli._ensemble_text import ending, say_findings
    from negosim.cli._progress import shown
    from negosim.experiments.ensemble import Plan, findings, run_ensemble
    from negosim.experiments.ensemble.plan import CAP, CHUNK
    from negosim.experiments.ensemble.workers import usable_cores
    from negosim.experiments.ensemble.writing import write_findings
    from negosim.report.pages.ensemble import write_ensemble_report
    from negosim.scenario.load import load

    plan = Plan(
        runs=runs if runs is not None else 1000 if until is None else CAP,
        seed=_options.seed_or_default(seed),
        design=design,
        until=until,
        chunk=chunk if chunk is not None else CHUNK,
        distance=distance,
        allow_code=allow_code,
    )
    with shown() as watch:
        store = run_ensemble(
            load(scenario, changes),
            plan,
            out=out,
            workers=workers if workers is not None else usable_cores(),
            cluster=cluster,
            resume=resume,
            watch=watch,
            command=sys.argv,
        )
    for sentence in ending(store, scenario):
        tell(sentence)
    if store.runs:
        with progress("Writing the result"):
            found = findings(store)
            if not no_figures:
                write_ensemble_report(store, found)
            files = write_findings(store, found, csv=as_csv)
        if as_json:
            say(json.dumps(found.to_dict() | {"folder": str(store.folder), "files": files}, indent=2))
        else:
            say_findings(found, store.folder, files)
    return {"complete": 0, "interrupted": INTERRUPTED}.get(store.manifest.state, FAILED)
