"""`negosim ensemble`: play many draws of a scenario, tell how sure one can be of what comes out, write the result."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from negosim.cli import _options
from negosim.cli._exit import FAILED, INTERRUPTED
from negosim.cli._options import EnsembleOptions
from negosim.cli._output import common, heading, progress, progress_line, say, tell
from negosim.cli._result import OutputOptions, say_document
from negosim.document import counted
from negosim.report.terminal import paragraph

if TYPE_CHECKING:
    from negosim.experiments.ensemble import Store

__all__ = ["command", "ending"]

LISTED = 3
"""Failures that are listed one by one."""


@click.command("ensemble")
@click.argument("scenario")
@click.option("--runs", type=int, help="Number of runs; with --until the most.  [default: 1000; with --until 100000]")
@click.option("--until", type=float, metavar="POINTS", help="Stop when the chance of a deal is known to +- this: 0.01.")
@_options.seed
@click.option("--design", default="independent", metavar="NAME", help="independent (as run --draw), or sobol.")
@click.option("--workers", type=int, help="Processes of this machine.  [default: one a core]")
@click.option("--cluster", metavar="ADDRESS", help="A Dask scheduler, tcp://host:8786, in place of --workers.")
@click.option("--resume", is_flag=True, help="Go on with what stands in the folder.")
@click.option("--chunk", type=int, help="Runs that are played and written together; changes nothing in the rows.")
@click.option(
    "--distance", is_flag=True, help="Add distances to the frontier and the Nash solution; takes twice as long."
)
@click.option("--csv", "as_csv", is_flag=True, help="Write all runs to export.csv too.")
@_options.folder_option()
@_options.figures
@_options.json_form
@_options.changes
@_options.code
@common
@_options.gather(ensembles=EnsembleOptions, output=OutputOptions)
def command(
    *,
    scenario: str,
    until: float | None,
    design: str,
    cluster: str | None,
    resume: bool,
    chunk: int | None,
    distance: bool,
    as_csv: bool,
    ensembles: EnsembleOptions,
    output: OutputOptions,
) -> int:
    """Play many draws of a scenario and tell how sure one can be of what comes out.

    SCENARIO is a file or the name of a shipped one. Run K of it is negosim run SCENARIO --draw --seed S --run K.
    Ctrl-C ends it and keeps what is done; --resume goes on.
    """
    from negosim.experiments.ensemble import Plan, run_ensemble
    from negosim.experiments.ensemble.plan import CAP, CHUNK
    from negosim.experiments.ensemble.storage import EnsembleState
    from negosim.scenario.load import load

    most = 1000 if until is None else CAP
    plan = Plan(
        runs=ensembles.runs if ensembles.runs is not None else most,
        seed=_options.seed_or_default(ensembles.seed),
        design=design,
        until=until,
        chunk=chunk if chunk is not None else CHUNK,
        distance=distance,
        allow_code=ensembles.allow_code,
    )
    with progress_line() as watch:
        store = run_ensemble(
            load(scenario, ensembles.changes),
            plan,
            out=ensembles.out,
            workers=ensembles.processes,
            cluster=cluster,
            resume=resume,
            watch=watch,
            command=sys.argv,
        )
    for sentence in ending(store, scenario):
        tell(sentence)
    if store.runs:
        _present(store, output, as_csv)
    codes = {EnsembleState.COMPLETE: 0, EnsembleState.INTERRUPTED: INTERRUPTED}
    return codes.get(store.manifest.state, FAILED)


def _present(store: Store, output: OutputOptions, as_csv: bool) -> None:
    """Write what the runs come to beside them, and show it."""
    from negosim.experiments.ensemble import summarise
    from negosim.experiments.ensemble.narrative import narrate_ensemble
    from negosim.experiments.ensemble.summary import write_summary
    from negosim.report.pages.ensemble import write_ensemble_report

    with progress("Writing the result"):
        found = summarise(store)
        if not output.no_figures:
            write_ensemble_report(store, found, png=output.png)
        files = write_summary(store, found, csv=as_csv)
    if output.as_json:
        say(json.dumps(found.to_dict() | {"folder": str(store.folder), "files": files}, indent=2))
    else:
        document = narrate_ensemble(found)
        heading(document.title)
        say_document(document, title=False)
        heading("Where the result is")
        say(f"  In {store.folder}/")
        say(paragraph(", ".join(files), indent=4))


def ending(store: Store, source: str) -> Iterator[str]:
    """How it ended, where it wasn't as planned; and how each run that failed can be played alone."""
    from negosim.analysis.phrases import run_command
    from negosim.experiments.ensemble.design import INDEPENDENT
    from negosim.experiments.ensemble.storage import EnsembleState

    manifest = store.manifest
    harmed = store.journal[-1].get("harmed") if store.journal else None
    if harmed:
        yield f"Cut short or changed on disk, and played again: {counted(len(harmed), 'chunk')}."
    if manifest.state == EnsembleState.INTERRUPTED:
        yield f"Interrupted: {store.runs:,} of {manifest.runs:,} runs are kept; the same command with --resume goes on."
    if manifest.stopped is not None:
        yield f"Stopped after {manifest.runs:,} runs: the chance of a deal is known to +- {manifest.stopped['until']}."
    elif manifest.plan.until is not None and manifest.state == EnsembleState.COMPLETE:
        yield f"The interval is still wider than asked for after {manifest.runs:,} runs: more with --runs and --resume."
    for failure in manifest.failures[:LISTED]:
        yield f"Chunk {failure['chunk']} failed: {failure['reason']}"
        if failure["run"] is not None and manifest.plan.design == INDEPENDENT:
            again = run_command(source, manifest.plan.seed, failure["run"], drawn=True, changes=manifest.changes)
            yield f"  it can be played alone: {again}"
    if len(manifest.failures) > LISTED:
        yield f"and {len(manifest.failures) - LISTED} more, in {store.folder / 'manifest.json'}"
    if manifest.failures:
        yield f"{store.runs:,} of {manifest.runs:,} runs are kept; --resume tries the others again."
