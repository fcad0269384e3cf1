"""What negosim tells, before it is rendered: a document of sections, and how numbers and lists are written in it.

A document knows nothing of columns, tags or markup. Three renderers show it: `negosim.report.terminal`,
`negosim.report.markdown`, and the macros of `negosim.report.pages`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

__all__ = [
    "BulletList",
    "Cell",
    "Content",
    "Definition",
    "Document",
    "Figure",
    "MarkedList",
    "NumberedList",
    "Paragraph",
    "Row",
    "Section",
    "Table",
    "amount",
    "cell_text",
    "clean",
    "counted",
    "day_text",
    "grouped",
    "listed",
    "number",
    "percent",
    "points",
]

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

K = TypeVar("K")
V = TypeVar("V")

Cell = str | int | float | None
"""What stands in a table: a number is aligned as one and written by the renderer, None is empty."""


@dataclass(frozen=True)
class Paragraph:
    """Running text. A single finding is a plain `str` instead: findings form a list where a renderer has lists."""

    text: str


@dataclass(frozen=True)
class BulletList:
    """Items that belong to the finding above them."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class NumberedList:
    """Items that are referred to by their numbers, from 1 on."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class MarkedList:
    """Items of which some are marked, each with whether it is."""

    items: tuple[tuple[bool, str], ...]


@dataclass(frozen=True)
class Definition:
    """A term, and what there is to say of it: each detail a finding or a paragraph."""

    term: str
    details: tuple[str | Paragraph, ...] = ()


@dataclass(frozen=True)
class Row:
    """A row of a table: its name and its cells; an indented one breaks down the row above."""

    name: Cell
    cells: tuple[Cell, ...]
    indented: bool = False


@dataclass(frozen=True)
class Table:
    """A table: the heads of its columns, `corner` above the names of its rows, and `notes` directly below it."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    corner: str = ""
    notes: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, caption: str, heads: Sequence[str], rows: Iterable[tuple[Cell, Sequence[Cell]]], corner: str = ""
    ) -> Table:
        """A table of plain rows, each a name and its cells."""
        return cls(caption, tuple(heads), tuple(Row(name, tuple(cells)) for name, cells in rows), corner)

    @classmethod
    def of_records(cls, caption: str, records: Sequence[Mapping[str, Cell]]) -> Table:
        """A table of mappings under the keys of the first, whose first value names the row."""
        corner, *heads = records[0] if records else ("nothing to show",)
        cells = [tuple(record.values()) for record in records]
        return cls(caption, tuple(heads), tuple(Row(first, tuple(rest)) for first, *rest in cells), corner)


@dataclass(frozen=True)
class Figure:
    """A picture by its name, with what it is, its text alternative, and its numbers."""

    name: str
    title: str
    caption: str
    alternative: str
    numbers: Table


Content = str | Paragraph | BulletList | NumberedList | MarkedList | Definition | Table | Figure


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it; level 2 is a section of the last one of level 1, perhaps with a number."""

    title: str
    content: tuple[Content, ...] = ()
    level: Literal[1, 2] = 1
    number: int | None = None

    @property
    def sentences(self) -> tuple[str, ...]:
        """The text of findings, paragraphs and lists, without tables and figures."""
        return tuple(text for one in self.content for text in _texts(one))


def _texts(content: Content) -> tuple[str, ...]:
    match content:
        case str():
            return (content,)
        case Paragraph(text):
            return (text,)
        case BulletList(items) | NumberedList(items):
            return items
        case MarkedList(items):
            return tuple(item for _, item in items)
        case Definition(term, details):
            return (term, *(text for detail in details for text in _texts(detail)))
        case _:
            return ()


@dataclass(frozen=True)
class Document:
    """Sections under a title; `lead` says what it is about, `notes` how far it can be trusted."""

    title: str
    sections: tuple[Section, ...]
    lead: tuple[Content, ...] = ()
    notes: tuple[str, ...] = ()


def amount(value: float | None) -> str:
    """Points in a table: to a tenth, never a minus zero; a dash where there are none.

    >>> amount(12.345), amount(-0.01), amount(None)
    ('12.3', '0.0', '-')
    """
    return "-" if value is None else f"{round(value, 1) + 0.0:.1f}"


def cell_text(cell: Cell) -> str:
    """A cell as text: points to a tenth, a dash where there is nothing."""
    return amount(cell) if cell is None or isinstance(cell, float) else str(cell)


MOST_DIGITS = 10
"""Digits of the smallest points that are told: a step of the finest scale."""


def number(value: float, digits: int = 1) -> str:
    """A number in a text or a figure: no tail of zeros, no minus zero.

    >>> number(40.25), number(12.0), number(-0.01)
    ('40.2', '12', '0')
    """
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def points(value: float, digits: int = 1) -> str:
    """Points in a sentence, to a tenth; what is small and counted often takes more digits.

    What is not nothing is never told as 0: it takes as many digits as show it, `MOST_DIGITS` at the most.

    >>> points(1.0), points(12.34), points(0.05, 3), points(0.004)
    ('1 point', '12.3 points', '0.05 points', '0.004 points')
    """
    needed = (some for some in range(digits, MOST_DIGITS + 1) if number(value, some) != "0")
    text = number(value, next(needed, digits))
    return f"{text} point" if text == "1" else f"{text} points"


def percent(share: float | None, digits: int = 0) -> str:
    """A share in per cent; a dash where there was nothing to share.

    >>> percent(0.534), percent(-0.07), percent(0.534, 1), percent(None)
    ('53 %', '-7 %', '53.4 %', '-')
    """
    return "-" if share is None else f"{100 * share + 0.0:.{digits}f} %"


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun.

    >>> counted(1, "party", "parties"), counted(2, "error")
    ('1 party', '2 errors')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def day_text(day: date) -> str:
    """A day in words, in English whatever the language of the machine.

    >>> day_text(date(2021, 7, 2))
    '2 July 2021'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def listed(words: Iterable[str], last: str = "and") -> str:
    """A list in words.

    >>> listed(["Ukraine", "Russia", "the United States"])
    'Ukraine, Russia and the United States'
    """
    *first, final = list(words) or [""]
    return f"{', '.join(first)} {last} {final}" if first else final


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """The values of each key, in the order of the pairs: for what has the same text or numbers and stands together.

    >>> grouped([("yes", "A"), ("no", "B"), ("yes", "C")])
    {'yes': ['A', 'C'], 'no': ['B']}
    """
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def clean(text: str) -> str:
    """A text on one line, its unprintable characters replaced.

    >>> clean("red\\n\\x1b[31m")
    'red \N{REPLACEMENT CHARACTER}[31m'
    """
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in " ".join(text.split()))
