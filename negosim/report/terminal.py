"""A document as plain text of 80 columns; a table that is too wide goes on below."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from negosim.document import (
    BulletList,
    Content,
    Definition,
    Figure,
    MarkedList,
    NumberedList,
    Paragraph,
    Section,
    Table,
    cell_text,
)

__all__ = ["WIDTH", "paragraph", "render_content", "render_section", "table_lines"]

WIDTH = 80
FIRST = 34
"""Columns that the names of rows may take."""


def paragraph(text: str, indent: int = 2, hang: int = 0) -> str:
    """A text in lines, all indented, all but the first by `hang` more."""
    first, later = " " * indent, " " * (indent + hang)
    return textwrap.fill(text, WIDTH, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)


def render_section(section: Section) -> str:
    """What stands below the heading of a section of level 1; all of one of level 2."""
    if section.level == 1:
        return "\n".join(render_content(section.content))
    number = "" if section.number is None else f"{section.number}. "
    indent = 5 if number else 4
    return "\n".join([paragraph(f"{number}{section.title}"), *render_content(section.content, indent)])


def render_content(content: Sequence[Content], indent: int = 2) -> Iterator[str]:
    """The lines of some content, with an empty line around tables."""
    for place, one in enumerate(content):
        before = content[place - 1] if place else None
        if isinstance(before, Table) or (isinstance(one, Table) and (before is not None or one.caption)):
            yield ""
        yield from _lines(one, indent)


def _lines(content: Content, indent: int) -> Iterator[str]:
    match content:
        case str():
            yield paragraph(content, indent, hang=2)
        case Paragraph(text):
            yield paragraph(text, indent)
        case BulletList(items):
            yield from (paragraph(f"- {item}", indent, hang=2) for item in items)
        case NumberedList(items):
            yield from (paragraph(f"{place:>3}  {item}", indent, hang=5) for place, item in enumerate(items, 1))
        case MarkedList(items):
            yield from (paragraph(f"{'*' if marked else ' '} {item}", indent, hang=4) for marked, item in items)
        case Definition(term, details):
            yield paragraph(term, indent, hang=4)
            yield from (line for detail in details for line in _lines(detail, indent + 4))
        case Table():
            yield from _table(content, indent)
        case Figure():
            yield paragraph(f"{content.title}: {content.alternative}", indent, hang=2)


def _table(table: Table, indent: int) -> Iterator[str]:
    if table.caption:
        yield paragraph(f"{table.caption}:", indent)
    rows = [("  " * row.indented + cell_text(row.name), tuple(map(cell_text, row.cells))) for row in table.rows]
    *lines, _ = table_lines(table.heads, rows)
    yield from lines
    yield from (paragraph(note, indent) for note in table.notes)


def table_lines(heads: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]) -> Iterator[str]:
    """A name and right-aligned cells a row, under their heads; an empty line after each part of a table too wide."""
    cells = [max(len(text) for text in column) + 2 for column in zip(heads, *(row for _, row in rows), strict=True)]
    for columns in _parts(cells):
        yield _line("", heads, cells, columns)
        for name, row in rows:
            indent = " " * (len(name) - len(name.lstrip()))
            *before, last = textwrap.wrap(name, FIRST, subsequent_indent=indent) or [""]
            yield from (f"  {line}" for line in before)
            yield _line(last, row, cells, columns)
        yield ""


def _parts(widths: Sequence[int]) -> Iterator[range]:
    """Runs of columns that fit beside the names."""
    start, used = 0, 0
    for place, width in enumerate(widths):
        if used + width > WIDTH - FIRST - 2 and place > start:
            yield range(start, place)
            start, used = place, 0
        used += width
    yield range(start, len(widths))


def _line(name: str, row: Sequence[str], widths: Sequence[int], columns: range) -> str:
    return (f"  {name:<{FIRST}}" + "".join(row[place].rjust(widths[place]) for place in columns)).rstrip()
