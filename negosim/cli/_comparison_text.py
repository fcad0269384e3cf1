"""A comparison on the terminal and as Markdown: what differs in the files, how each issue ended, who has what of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from negosim.analysis.comparison import Comparison
from negosim.cli._output import heading, say
from negosim.cli._run_text import SCALE
from negosim.cli._terminal import number, numbers, paragraph

__all__ = ["cell", "markdown", "say_comparison", "table"]


def say_comparison(comparison: Comparison) -> None:
    """Tell a comparison in plain words."""
    first = comparison.records[0]
    drawn = "the uncertain numbers drawn" if first.drawn else "every uncertain number at its centre"
    say(f"{len(comparison.records)} scenarios; {drawn}; seed {first.seed}, run {first.run}")
    for letter, scenario in zip(comparison.letters, comparison.scenarios, strict=True):
        say(paragraph(f"{letter}  {scenario.title} ({scenario.name})", hang=3))
    heading("What differs in the files")
    say("\n".join(_differences(comparison)))
    heading("How each issue ended")
    say("\n".join(_issues(comparison)))
    heading("What each party has of it, in points")
    say(paragraph(f"{SCALE} In brackets: the reservation value, what it would have without a deal."))
    say()
    rows = [(row.name, _cells(row.points, row.reservation)) for row in comparison.parties]
    say("\n".join(numbers(comparison.letters, rows)).rstrip())


def _cells(points: Sequence[float | None], reservation: Sequence[float | None]) -> list[str]:
    """Points with the reservation value in brackets."""
    pairs = zip(points, reservation, strict=True)
    return ["-" if one is None else f"{number(one)} ({number(other)})" for one, other in pairs]


def _grouped(letters: Iterable[str], texts: Iterable[str]) -> dict[str, str]:
    """Letters that share a text, by the text."""
    groups: dict[str, list[str]] = {}
    for letter, text in zip(letters, texts, strict=True):
        groups.setdefault(text, []).append(letter)
    return {text: ", ".join(group) for text, group in groups.items()}


def _differences(comparison: Comparison) -> Iterator[str]:
    if not comparison.differences:
        yield paragraph("Nothing: they say the same.")
    for one in comparison.differences:
        yield paragraph(one.words, hang=4)
        for text, letters in _grouped(comparison.letters, one.cited).items():
            yield paragraph(f"{letters}: {text}", indent=6, hang=2)


def _issues(comparison: Comparison) -> Iterator[str]:
    """The issues that ended differently, then those that ended alike."""
    for row in comparison.issues:
        if row.differs:
            yield paragraph(row.title, hang=4)
            for text, letters in _grouped(comparison.letters, row.endings).items():
                yield paragraph(f"{letters}: {text}", indent=6, hang=2)
    alike = [f"{row.title}: {row.labels[0]}" for row in comparison.issues if not row.differs]
    if alike:
        yield paragraph("The same in all")
        yield from (paragraph(text, indent=6, hang=2) for text in alike)


def markdown(comparison: Comparison) -> str:
    """The same as Markdown tables."""
    names = [
        f"- {letter}: {cell(scenario.title)} (`{scenario.name}`)"
        for letter, scenario in zip(comparison.letters, comparison.scenarios, strict=True)
    ]
    differ = [[one.words, *one.cited] for one in comparison.differences]
    ended = [[row.title, *row.endings] for row in comparison.issues]
    has = [[row.name, *_cells(row.points, row.reservation)] for row in comparison.parties]
    parts = [
        "\n".join(names),
        "## What differs in the files",
        table(["", *comparison.letters], differ),
        "## How each issue ended",
        table(["Issue", *comparison.letters], ended),
        "## Points (reservation value)",
        table(["Party", *comparison.letters], has),
    ]
    return "\n\n".join(parts)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(cell, line)) + " |" for line in lines)


def cell(text: str) -> str:
    """A text that stays in its cell and is no markup."""
    for sign, written in (("\\", "\\\\"), ("|", "\\|"), ("<", "&lt;"), ("\n", " ")):
        text = text.replace(sign, written)
    return text
