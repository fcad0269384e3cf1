"""Describe the central cases of the scenarios compared, beside the chances."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from negosim.analysis.comparison import Comparison
from negosim.document import Section, Table

__all__ = ["narrate_central"]


def narrate_central(central: Comparison) -> tuple[Section, Section]:
    """Differences of the files with their basis, and the results of the central cases."""
    differ = [f"{one.words}. {_by_text(central.letters, one.cited)}." for one in central.differences]
    rows = [(row.name, ["-" if one is None else f"{one:.1f}" for one in row.points]) for row in central.parties]
    table = Table.of("Points of each party", central.letters, rows)
    return (
        Section("What differs in the files", tuple(differ) or ("Nothing: they say the same.",)),
        Section("The central case, every uncertain number at its centre", (*_ends(central), table)),
    )


def _ends(central: Comparison) -> Iterator[str]:
    """The issues that ended differently, then those that ended alike."""
    for row in central.issues:
        if row.differs:
            yield f"{row.title}. {_by_text(central.letters, [label or 'no such issue' for label in row.labels])}."
    alike = [f"{row.title}: {row.labels[0]}" for row in central.issues if not row.differs]
    if alike:
        yield "The same in all: " + "; ".join(alike) + "."


def _by_text(heads: Iterable[str], texts: Iterable[str]) -> str:
    """Texts with the letters of the scenarios that share them: `A, C: yes; B: no`."""
    groups: dict[str, list[str]] = {}
    for head, text in zip(heads, texts, strict=True):
        groups.setdefault(text, []).append(head)
    return "; ".join(f"{', '.join(group)}: {text}" for text, group in groups.items())
