"""Describe an ensemble: chances with intervals, points, the commonest outcomes, who was short."""

from __future__ import annotations

from collections.abc import Iterator

from negosim.document import Content, Document, MarkedList, Paragraph, Section, Table, amount, counted, percent
from negosim.experiments.ensemble.summary import OUTCOMES, SHORT, EnsembleSummary, IssueChances, ShareEstimate

__all__ = ["narrate_ensemble"]


def narrate_ensemble(found: EnsembleSummary) -> Document:
    """The whole summary; the central case is marked."""
    outcomes = [(one.chance, one.chance.label) for one in found.outcomes] + [(found.others, found.others.label)]
    clusters = [(one.chance, one.chance.label) for one in found.clusters]
    options = [(one.title, _ways(one)) for one in found.issues]
    sections = (
        Section("Share of runs that end with each option", (_shares([(found.agreed, "Something is agreed")]),)),
        *(Section(title, (_shares([(way, way.label) for way in ways]),), level=2) for title, ways in options),
        Section(
            "What each party has of it, in points",
            (_points(found), Paragraph("Points of two parties cannot be compared.")),
        ),
        Section(
            "The commonest outcomes",
            (_shares(outcomes), Paragraph(OUTCOMES)),
        ),
        Section("Groups of outcomes that resemble one another", (_shares(clusters), Paragraph(found.groups_note))),
        Section("Who was short of points, where a meeting came to nothing", tuple(_short(found))),
        Section(
            "How to read this",
            (Paragraph("A share of runs is a share of assumed ranges, never a chance of something in the world."),),
        ),
    )
    lead = (
        Paragraph(f"Scenario {found.scenario}; {counted(found.runs, 'run')}, {found.design} draws, seed {found.seed}."),
        Paragraph("In brackets: 95 % interval of a share. * marks the central case, every number at its centre."),
    )
    return Document(found.title, sections, lead)


def _ways(issue: IssueChances) -> list[ShareEstimate]:
    """How an issue ended in some run or in the central case, and how often it was not in force where it waits."""
    ways = [way for way in issue.options if way.count or way.central]
    return ways if issue.suspended is None else [*ways, issue.suspended]


def _shares(shares: list[tuple[ShareEstimate, str]]) -> MarkedList:
    texts = [f"{percent(one.share, 1)} ({100 * one.low:.1f} to {100 * one.high:.1f})  {label}" for one, label in shares]
    return MarkedList(tuple((one.central, text) for (one, _), text in zip(shares, texts, strict=True)))


def _points(found: EnsembleSummary) -> Table:
    parties = found.parties
    rows = {
        "Mean": [party.mean for party in parties],
        "5 % of the runs are below": [party.quantiles["5"] for party in parties],
        "Median": [party.quantiles["50"] for party in parties],
        "5 % of the runs are above": [party.quantiles["95"] for party in parties],
        "Central case": [party.central for party in parties],
        "Share of runs below that, in %": [100 * party.central_rank for party in parties],
        "Offers turned down, in each run": [party.rejected for party in parties],
    }
    heads = [party.name for party in parties]
    return Table.of("", heads, [(name, [*map(amount, values)]) for name, values in rows.items()])


def _short(found: EnsembleSummary) -> Iterator[Content]:
    """How often meetings came to nothing, and who was short of points then."""
    shares = [(one, one.label) for one in (found.failed, found.missed)]
    for one, party in zip(found.blocked, found.parties, strict=True):
        by = f", by {amount(party.short)} points on average" if one.count else ""
        shares.append((one, f"{one.label}: short of points{by}"))
    yield _shares(shares)
    yield Paragraph(SHORT)
