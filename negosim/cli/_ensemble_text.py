"""How the runs of an ensemble ended, where not as planned, and how one that failed can be played alone."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from negosim.document import counted
from negosim.experiments.ensemble.design import INDEPENDENT
from negosim.experiments.ensemble.storage import Store

__all__ = ["ending"]

LISTED = 3
"""Failures that are listed one by one."""


def ending(store: Store, source: str) -> Iterator[str]:
    """How it ended, where it wasn't as planned; and how each run that failed can be played alone."""
    manifest = store.manifest
    harmed = store.journal[-1].get("harmed") if store.journal else None
    if harmed:
        yield f"Cut short or changed on disk, and played again: {counted(len(harmed), 'chunk')}."
    if manifest.state == "interrupted":
        yield f"Interrupted: {store.runs:,} of {manifest.runs:,} runs are kept; the same command with --resume goes on."
    if manifest.stopped is not None:
        yield f"Stopped after {manifest.runs:,} runs: the chance of a deal is known to +- {manifest.stopped['until']}."
    elif manifest.plan.until is not None and manifest.state == "complete":
        yield f"The interval is still wider than asked for after {manifest.runs:,} runs: more with --runs and --resume."
    for failure in manifest.failures[:LISTED]:
        yield f"Chunk {failure['chunk']} failed: {failure['reason']}"
        if failure["run"] is not None and manifest.plan.design == INDEPENDENT:
            words = [
                "negosim",
                "run",
                source,
                "--draw",
                "--seed",
                str(manifest.plan.seed),
                "--run",
                str(failure["run"]),
            ]
            changes = [word for change in manifest.changes for word in ("--set", change)]
            yield f"  it can be played alone: {shlex.join([*words, *changes])}"
    if len(manifest.failures) > LISTED:
        yield f"and {len(manifest.failures) - LISTED} more, in {store.folder / 'manifest.json'}"
    if manifest.failures:
        yield f"{store.runs:,} of {manifest.runs:,} runs are kept; --resume tries the others again."
