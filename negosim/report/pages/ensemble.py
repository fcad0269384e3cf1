"""The report of an ensemble: how sure one can be of what comes out of a scenario."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from negosim.analysis.phrases import default_words
from negosim.document import Document, Row, Section, Table
from negosim.experiments.ensemble.storage import Manifest, Store
from negosim.experiments.ensemble.summary import OUTCOMES, SHORT, EnsembleSummary, ShareEstimate
from negosim.experiments.paired.runs import read_runs
from negosim.experiments.sensitivity.narrative import narrate_briefly
from negosim.report.figures.picture import Picture, draw_all_findings, drawn_files
from negosim.report.pages.page import render
from negosim.report.pages.page_figures import drawings, page_figures
from negosim.scenario.spec.common import NUMBERS_KINDS
from negosim.scenario.spec.scenario import Scenario

__all__ = ["ensemble_report", "write_ensemble_report"]

AGAIN = 100
"""Runs replayed for each group of numbers: a few seconds."""


def write_ensemble_report(store: Store, found: EnsembleSummary, *, png: bool = False) -> None:
    """Write report and figures into the folder of the ensemble; with `png` each as PNG too."""
    pictures = list(draw_all_findings(found))
    hangs_on = narrate_briefly(read_runs(store, AGAIN), AGAIN)
    page = ensemble_report(store.scenario, store.manifest, found, pictures, hangs_on)
    store.put("report.html", page.encode())
    for name, content in drawn_files(pictures, png=png):
        store.put(name, content)


def ensemble_report(
    scenario: Scenario,
    manifest: Manifest,
    found: EnsembleSummary,
    pictures: Sequence[Picture] | None = None,
    hangs_on: Sequence[Section] = (),
) -> str:
    """The report as one HTML page; `pictures` are its figures where they are drawn already.

    `hangs_on` says what the outcome hangs on (see `narrate_briefly`).
    """
    drawn = list(draw_all_findings(found)) if pictures is None else pictures
    figures = page_figures(drawn)
    data = {
        "scenario": scenario,
        "found": found,
        "kinds": list(_kinds(scenario)),
        "by_default": default_words(scenario),
        "figures": figures,
        "drawings": drawings(drawn, figures, prefix=""),
        "outcomes": _outcomes(found),
        "clusters": _clusters(found),
        "failed": _failed(found),
        "blocked": _blocked(found),
        "short": SHORT,
        "how_to_read_outcomes": OUTCOMES,
        "document": Document(found.title, tuple(hangs_on)),
        "informed": [party.name for party in scenario.parties.values() if party.informed],
        "meetings": len(scenario.meetings),
        "stopped": manifest.stopped,
        "failures": len(manifest.failures),
        "known": _known(manifest, found),
    }
    return render("ensemble.html.j2", data)


def _kinds(scenario: Scenario) -> Iterator[tuple[str, int]]:
    """How many uncertain numbers there are, by where they come from."""
    kinds = [at.kind for at in scenario.numbers() if not at.number.certain]
    yield from ((kind, kinds.count(kind)) for kind in NUMBERS_KINDS if kind in kinds)


def _table(caption: str, corner: str, chances: Sequence[ShareEstimate]) -> Table:
    heads = ("runs", "%", "from %", "to %", "central case")
    return Table(caption, heads, tuple(map(_row, chances)), corner)


def _row(chance: ShareEstimate) -> Row:
    shares = (100 * chance.share, 100 * chance.low, 100 * chance.high)
    return Row(chance.label, (chance.count, *shares, "yes" if chance.central else ""))


def _outcomes(found: EnsembleSummary) -> Table:
    caption = "The commonest outcomes, by what moved"
    return _table(caption, "Outcome", [*(one.chance for one in found.outcomes), found.others])


def _clusters(found: EnsembleSummary) -> Table:
    caption = "Groups of outcomes that resemble one another"
    return _table(caption, "Commonest outcome", [one.chance for one in found.clusters])


def _blocked(found: EnsembleSummary) -> Table:
    rows = tuple(
        Row(chance.label, (100 * chance.share, 100 * chance.low, 100 * chance.high, party.short, party.rejected))
        for chance, party in zip(found.blocked, found.parties, strict=True)
    )
    heads = ("was short, % of runs", "from %", "to %", "by how many points", "offers turned down, each run")
    return Table("Who was short of points, and by how many where it was", heads, rows, corner="Party")


def _failed(found: EnsembleSummary) -> Table:
    return _table("How often a meeting came to nothing", "In the run", [found.failed, found.missed])


def _known(manifest: Manifest, found: EnsembleSummary) -> list[tuple[str, str]]:
    """What the report rests on."""
    versions = ", ".join(f"{name} {version}" for name, version in manifest.versions.items())
    pairs = [
        ("Scenario", f"{manifest.scenario}, SHA-256 {manifest.digest}"),
        ("Changes", ", ".join(manifest.changes)),
        ("Seed", str(manifest.plan.seed)),
        ("Runs", f"{found.runs:,} of {manifest.runs:,}, {manifest.plan.design} draws"),
        ("Versions", versions),
        ("Test digest", manifest.kernel),
    ]
    return [(name, value) for name, value in pairs if value]
