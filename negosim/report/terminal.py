"""Plain text of 80 columns: paragraphs, and tables of numbers that go on below where they are too wide."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

__all__ = ["WIDTH", "counted", "number", "numbers", "paragraph"]

WIDTH = 80
FIRST = 34
"""Columns that the names of rows may take."""


def counted(number: int, one: str, many: str = "") -> str:
    """A count with its noun.

    >>> counted(1, "party", "parties"), counted(2, "error")
    ('1 party', '2 errors')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def number(value: float | None) -> str:
    """Points to a tenth; a dash where there are none.

    >>> number(12.345), number(-0.01), number(None)
    ('12.3', '0.0', '-')
    """
    return "-" if value is None else f"{round(value, 1) + 0.0:.1f}"


def paragraph(text: str, indent: int = 2, hang: int = 0) -> str:
    """A text in lines, all indented, all but the first by `hang` more."""
    first, later = " " * indent, " " * (indent + hang)
    return textwrap.fill(text, WIDTH, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)


def numbers(head: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]) -> Iterator[str]:
    """A table: a name and right-aligned cells a row, under a head; in several blocks where it is too wide."""
    cells = [max(len(text) for text in column) + 2 for column in zip(head, *(row for _, row in rows), strict=True)]
    for block in _blocks(cells):
        yield _line("", head, cells, block)
        for name, row in rows:
            indent = " " * (len(name) - len(name.lstrip()))
            *before, last = textwrap.wrap(name, FIRST, subsequent_indent=indent) or [""]
            yield from (f"  {line}" for line in before)
            yield _line(last, row, cells, block)
        yield ""


def _blocks(widths: Sequence[int]) -> Iterator[range]:
    """Runs of columns that fit beside the names."""
    start, used = 0, 0
    for place, width in enumerate(widths):
        if used + width > WIDTH - FIRST - 2 and place > start:
            yield range(start, place)
            start, used = place, 0
        used += width
    yield range(start, len(widths))


def _line(name: str, row: Sequence[str], widths: Sequence[int], block: range) -> str:
    return (f"  {name:<{FIRST}}" + "".join(row[place].rjust(widths[place]) for place in block)).rstrip()
