"""Parts, that is headings with sentences and tables, on the terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from negosim.analysis.analysis_narrative import Part
from negosim.cli._analysis_text import say_part
from negosim.cli._comparison_text import cell, table

__all__ = ["markdown_of", "say_parts"]


def say_parts(parts: Sequence[Part]) -> None:
    """Tell every part in plain words."""
    for part in parts:
        say_part(part)


def markdown_of(parts: Sequence[Part], notes: Sequence[str] = ()) -> str:
    """The same as Markdown, with paragraphs of notes after it."""
    return "\n\n".join([*(block for part in parts for block in _blocks(part)), *map(cell, notes)])


def _blocks(part: Part) -> list[str]:
    tables = [
        f"{cell(one.caption)}:\n\n{table(['', *one.heads], [[name.strip(), *cells] for name, cells in one.rows])}"
        for one in part.tables
    ]
    lines = [[f"- {cell(text)}" for text in texts] for texts in (part.sentences, part.after)]
    said, after = ("\n".join(texts) for texts in lines)
    return [block for block in (f"## {cell(part.title)}", said, *tables, after) if block]
