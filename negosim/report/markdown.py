"""A document as Markdown: findings as lists, tables as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from negosim.document import (
    BulletList,
    Cell,
    Content,
    Definition,
    Document,
    Figure,
    MarkedList,
    NumberedList,
    Paragraph,
    Section,
    Table,
    cell_text,
)

__all__ = ["cell", "render_markdown"]


def render_markdown(document: Document, *, notes: bool = True) -> str:
    """The document without its title, its notes last."""
    blocks = [*_blocks(document.lead)]
    blocks += [block for section in document.sections for block in _section(section)]
    return "\n\n".join([*blocks, *map(cell, document.notes if notes else ())])


def _section(section: Section) -> Iterator[str]:
    number = "" if section.number is None else f"{section.number}. "
    yield f"{'#' * (section.level + 1)} {number}{cell(section.title)}"
    yield from _blocks(section.content)


def _blocks(content: Sequence[Content]) -> Iterator[str]:
    """Findings that follow one another are one list; everything else stands by itself."""
    for in_list, group in groupby(content, lambda one: isinstance(one, str | BulletList | Definition)):
        blocks = ["\n".join(_lines(one)) for one in group]
        yield from ["\n".join(blocks)] if in_list else blocks


def _lines(content: Content) -> Iterator[str]:
    match content:
        case str():
            yield f"- {cell(content)}"
        case Paragraph(text):
            yield cell(text)
        case BulletList(items):
            yield from (f"- - {cell(item)}" for item in items)
        case NumberedList(items):
            yield from (f"{place}. {cell(item)}" for place, item in enumerate(items, 1))
        case MarkedList(items):
            yield from (f"- {'**' if marked else ''}{cell(item)}{'**' if marked else ''}" for marked, item in items)
        case Definition(term, details):
            yield f"- {cell(term)}"
            yield from (f"  - {cell(one.text if isinstance(one, Paragraph) else one)}" for one in details)
        case Table():
            yield from _table(content)
        case Figure():
            yield f"![{cell(content.alternative)}]({content.name}.svg)"


def _table(table: Table) -> Iterator[str]:
    if table.caption:
        yield from (f"{cell(table.caption)}:", "")
    lines: list[tuple[Cell, ...]] = [(table.corner, *table.heads), ("---",) * (len(table.heads) + 1)]
    lines += [(row.name, *row.cells) for row in table.rows]
    yield from ("| " + " | ".join(cell(cell_text(one)) for one in line) + " |" for line in lines)
    for note in table.notes:
        yield from ("", cell(note))


def cell(text: str) -> str:
    """A text that stays in its cell and is no markup."""
    for sign, written in (("\\", "\\\\"), ("|", "\\|"), ("<", "&lt;"), ("\n", " ")):
        text = text.replace(sign, written)
    return text
