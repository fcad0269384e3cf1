"""The report of an ensemble: how sure one can be of what comes out of a scenario."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from negosim.analysis.analysis_narrative import Part
from negosim.experiments.ensemble.storage import Manifest, Store
from negosim.experiments.ensemble.summary import SHORT, Findings, ShareEstimate
from negosim.experiments.paired.runs import read_runs
from negosim.experiments.sensitivity.brief import AGAIN, brief
from negosim.report.figures.picture import Picture, draw_all_findings
from negosim.report.pages.analysis import part_of
from negosim.report.pages.inline import inline_svg
from negosim.report.pages.page import render
from negosim.report.pages.parts import PageFigure, PageTable
from negosim.scenario.spec.scenario import Scenario

__all__ = ["ensemble_report", "write_ensemble_report"]

TITLES = {"chances": "Share of runs that end with each option", "points_strips": "What each party has of it"}
CAPTIONS = {
    "chances": "Share of the runs in which each option stands at the end, with its 95 % interval. The interval says "
    "how well the share is known for the assumptions of the scenario, not how well the assumptions fit the world.",
    "points_strips": "Each party's points at the end over all runs. Points are a party's own measure.",
}


def write_ensemble_report(store: Store, found: Findings) -> None:
    """Write report and figures into the folder of the ensemble."""
    pictures = list(draw_all_findings(found))
    page = ensemble_report(store.scenario, store.manifest, found, pictures, brief(read_runs(store, AGAIN)))
    store.put("report.html", page.encode())
    for picture in pictures:
        store.put(f"{picture.name}.svg", picture.svg())
        store.put(f"{picture.name}.png", picture.png())


def ensemble_report(
    scenario: Scenario,
    manifest: Manifest,
    found: Findings,
    pictures: Sequence[Picture] | None = None,
    parts: Sequence[Part] = (),
) -> str:
    """The report as one HTML page; `pictures` are its figures where they are drawn already.

    `parts` say what the outcome hangs on (see `negosim.experiments.sensitivity.brief`).
    """
    drawn = list(draw_all_findings(found)) if pictures is None else pictures
    data = {
        "scenario": scenario,
        "found": found,
        "kinds": list(_kinds(scenario)),
        "figures": [_shown(picture) for picture in drawn],
        "outcomes": _outcomes(found),
        "clusters": _clusters(found),
        "failed": _failed(found),
        "blocked": _blocked(found),
        "short": SHORT,
        "parts": [part_of(number, part) for number, part in enumerate(parts)],
        "informed": [party.name for party in scenario.parties.values() if party.informed],
        "meetings": len(scenario.meetings),
        "stopped": manifest.stopped,
        "failures": len(manifest.failures),
        "known": _known(manifest, found),
    }
    return render("ensemble.html.j2", data)


def _shown(picture: Picture) -> PageFigure:
    title = TITLES.get(picture.name, picture.name.replace("_", " ").capitalize())
    table = PageTable.of(title, picture.table)
    svg = inline_svg(picture, title, picture.name)
    return PageFigure(picture.name, title, CAPTIONS.get(picture.name, ""), svg, picture.alt, table)


def _kinds(scenario: Scenario) -> Iterator[tuple[str, int]]:
    """How many uncertain numbers there are, by where they come from."""
    kinds = [at.kind for at in scenario.numbers() if not at.number.certain]
    yield from ((kind, kinds.count(kind)) for kind in ("assumed", "inferred", "imported") if kind in kinds)


def _row(chance: ShareEstimate) -> tuple[str, int, float, float, float, str]:
    return (
        chance.label,
        chance.count,
        100 * chance.share,
        100 * chance.low,
        100 * chance.high,
        "yes" if chance.central else "",
    )


def _table(caption: str, head: str, chances: Sequence[ShareEstimate]) -> PageTable:
    heads = (head, "runs", "%", "from %", "to %", "central case")
    return PageTable(caption, heads, tuple(_row(chance) for chance in chances))


def _outcomes(found: Findings) -> PageTable:
    caption = "The commonest outcomes, by what moved; the intervals of those listed hold together (Bonferroni)"
    return _table(caption, "Outcome", [*(one.chance for one in found.outcomes), found.others])


def _clusters(found: Findings) -> PageTable:
    caption = "Groups of outcomes that resemble one another, each told by its commonest"
    return _table(caption, "Commonest outcome", [one.chance for one in found.clusters])


def _blocked(found: Findings) -> PageTable:
    rows = tuple(
        (chance.label, 100 * chance.share, 100 * chance.low, 100 * chance.high, party.short, party.rejected)
        for chance, party in zip(found.blocked, found.parties, strict=True)
    )
    heads = ("Party", "was short, % of runs", "from %", "to %", "by how many points", "offers turned down, each run")
    return PageTable("Who was short of points, and by how many where it was", heads, rows)


def _failed(found: Findings) -> PageTable:
    return _table("How often a meeting came to nothing", "In the run", [found.failed, found.missed])


def _known(manifest: Manifest, found: Findings) -> list[tuple[str, str]]:
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
