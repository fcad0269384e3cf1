"""An ensemble on the terminal: chances with intervals, points, the commonest outcomes, who was short."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from negosim.cli._output import heading, say
from negosim.document import amount, counted
from negosim.experiments.ensemble.design import INDEPENDENT
from negosim.experiments.ensemble.storage import Store
from negosim.experiments.ensemble.summary import SHORT, EnsembleSummary, ShareEstimate
from negosim.report.terminal import paragraph, table_lines

__all__ = ["ending", "percent", "say_findings"]

TOLD = 3
"""Failures that are told one by one."""


def percent(chance: ShareEstimate) -> str:
    """A share with its interval."""
    return f"{100 * chance.share:.1f} % ({100 * chance.low:.1f} to {100 * chance.high:.1f})"


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
    for failure in manifest.failures[:TOLD]:
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
    if len(manifest.failures) > TOLD:
        yield f"and {len(manifest.failures) - TOLD} more, in {store.folder / 'manifest.json'}"
    if manifest.failures:
        yield f"{store.runs:,} of {manifest.runs:,} runs are kept; --resume tries the others again."


def say_findings(found: EnsembleSummary, folder: Path, files: Sequence[str]) -> None:
    """Tell what an ensemble comes to."""
    heading(found.title)
    say(paragraph(f"Scenario {found.scenario}; {counted(found.runs, 'run')}, {found.design} draws, seed {found.seed}."))
    say(paragraph("In brackets: 95 % interval of a share. * marks the central case, every number at its centre."))
    heading("Share of runs that end with each option")
    say(_chance(found.agreed, "Something is agreed"))
    for issue in found.issues:
        say(paragraph(issue.title))
        say("\n".join(_chance(option, option.label, 4) for option in issue.options if option.count or option.central))
    heading("What each party has of it, in points")
    say("\n".join(_points(found)).rstrip())
    heading("The commonest outcomes")
    say("\n".join(_chance(one.chance, one.chance.label) for one in (*found.outcomes,)))
    say(_chance(found.others, found.others.label))
    say(paragraph("The intervals of those listed hold together (Bonferroni)."))
    heading("Groups of outcomes that resemble one another")
    say("\n".join(_chance(one.chance, one.chance.label) for one in found.clusters))
    heading("Who was short of points, where a meeting came to nothing")
    say("\n".join(_chance(one, one.label) for one in (found.failed, found.missed)))
    for chance, party in zip(found.blocked, found.parties, strict=True):
        by = f", by {amount(party.short)} points on average" if chance.count else ""
        say(_chance(chance, f"{chance.label} was short of points{by}"))
    say(paragraph(SHORT, indent=2))
    heading("How to read this")
    say(paragraph("A share of runs is a share of assumed ranges, never a chance of something in the world.", indent=2))
    heading("Where the result is")
    say(f"  In {folder}/")
    say(paragraph(", ".join(files), indent=4))


def _chance(chance: ShareEstimate, label: str, indent: int = 2) -> str:
    mark = "*" if chance.central else " "
    return paragraph(f"{mark} {percent(chance)}  {label}", indent=indent, hang=4)


def _points(found: EnsembleSummary) -> Iterator[str]:
    head = [party.name for party in found.parties]
    rows = [
        ("Mean", [amount(party.mean) for party in found.parties]),
        ("5 % of the runs are below", [amount(party.quantiles["5"]) for party in found.parties]),
        ("Median", [amount(party.quantiles["50"]) for party in found.parties]),
        ("5 % of the runs are above", [amount(party.quantiles["95"]) for party in found.parties]),
        ("Central case", [amount(party.central) for party in found.parties]),
        ("Share of runs below that, in %", [amount(100 * party.central_rank) for party in found.parties]),
        ("Offers turned down, in each run", [amount(party.rejected) for party in found.parties]),
    ]
    yield from table_lines(head, rows)
