"""Describe a comparison: what differs in the files, how each issue ended, who has what of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from negosim.analysis.comparison import Comparison, PartyRow
from negosim.analysis.phrases import SCALE, draw_words
from negosim.document import Content, Definition, Document, Paragraph, Section, Table, amount, grouped

__all__ = ["narrate_comparison", "point_cells", "same_endings", "shared_texts", "tabulate_comparison"]


def narrate_comparison(comparison: Comparison) -> Document:
    """The comparison with one line for all scenarios that say the same, for where columns of text have no room."""
    points = Table.of("", comparison.letters, _points(comparison))
    brackets = Paragraph(f"{SCALE} In brackets: the reservation value, what it would have without a deal.")
    return Document(
        f"{len(comparison.records)} scenarios; {draw_words(comparison.records[0])}",
        (
            Section("What differs in the files", tuple(_differences(comparison))),
            Section("How each issue ended", tuple(_issues(comparison))),
            Section("What each party has of it, in points", (brackets, points)),
        ),
        lead=tuple(
            Definition(f"{letter}  {scenario.title} ({scenario.name})")
            for letter, scenario in zip(comparison.letters, comparison.scenarios, strict=True)
        ),
    )


def tabulate_comparison(comparison: Comparison) -> Document:
    """The comparison as tables with a column a scenario."""
    letters = comparison.letters
    differ = [(one.words, one.cited) for one in comparison.differences]
    ended = Table.of("", letters, [(row.title, row.endings) for row in comparison.issues], corner="Issue")
    return Document(
        f"{len(comparison.records)} scenarios",
        (
            Section("What differs in the files", (Table.of("", letters, differ),)),
            Section("How each issue ended", (ended,)),
            Section("Points (reservation value)", (Table.of("", letters, _points(comparison), corner="Party"),)),
        ),
        lead=tuple(
            f"{letter}: {scenario.title} (`{scenario.name}`)"
            for letter, scenario in zip(letters, comparison.scenarios, strict=True)
        ),
    )


def _points(comparison: Comparison) -> list[tuple[str, tuple[str, ...]]]:
    return [(row.name, point_cells(row)) for row in comparison.parties]


def _differences(comparison: Comparison) -> Iterator[Content]:
    if not comparison.differences:
        yield Paragraph("Nothing: they say the same.")
    for one in comparison.differences:
        yield Definition(one.words, shared_texts(comparison.letters, one.cited))


def _issues(comparison: Comparison) -> Iterator[Content]:
    """The issues that ended differently, then those that ended alike."""
    for row in comparison.issues:
        if row.differs:
            yield Definition(row.title, shared_texts(comparison.letters, row.endings))
    if alike := same_endings(comparison):
        yield Definition("The same in all", alike)


def point_cells(row: PartyRow) -> tuple[str, ...]:
    """A party's final points in each scenario, its reservation value in brackets; a dash where it takes no part."""
    pairs = zip(row.points, row.reservation, strict=True)
    return tuple("-" if points is None else f"{amount(points)} ({amount(least)})" for points, least in pairs)


def same_endings(comparison: Comparison) -> tuple[str, ...]:
    """The issues that ended alike in all scenarios, each with its final option."""
    return tuple(f"{row.title}: {row.labels[0]}" for row in comparison.issues if not row.differs)


def shared_texts(letters: Iterable[str], texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, after the letters of the scenarios that share it.

    >>> shared_texts("ABC", ["yes", "no", "yes"])
    ('A, C: yes', 'B: no')
    """
    groups = grouped(zip(texts, letters, strict=True))
    return tuple(f"{', '.join(sharing)}: {text}" for text, sharing in groups.items())
