"""Tables as files of spreadsheets: CSV that harms nobody who opens it, and whatever their spreadsheet writes back."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from negosim.errors import UsageError

__all__ = ["BOM", "FORMULA", "CsvRows", "guarded", "is_formula", "read_lines", "table", "unguarded"]

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (OWASP, `CSV Injection`)."""

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Before the text it tells a spreadsheet that this is UTF-8."""

MOST_BYTES = 1_000_000
SEPARATORS = (",", ";", "\t")
DECLARED = "sep="
"""First line with which some spreadsheets say what separates their columns."""
REMARK = "#"
WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How a text of 16 bits a sign begins."""

CsvRow = Mapping[str, Any]


def table(rows: Sequence[CsvRow], separator: str = ",", *, marked: bool = False) -> bytes:
    """Rows as CSV (RFC 4180) under the union of their columns; text that a spreadsheet would run gets an apostrophe.

    `marked` puts a byte order mark in front, without which some spreadsheets garble what isn't English.
    """
    columns = _columns(rows)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(map(_cell, columns))
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return ((BOM if marked else "") + text.getvalue()).encode()


def _columns(rows: Sequence[CsvRow]) -> list[str]:
    """All columns; one that only later rows have stands behind the one before it there."""
    columns: list[str] = []
    for row in rows:
        place = 0
        for column in row:
            if column not in columns:
                columns.insert(place, column)
            place = columns.index(column) + 1
    return columns


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else guarded(value) if isinstance(value, str) else str(value)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run the text.

    >>> is_formula("=1+1"), is_formula("Anna")
    (True, False)
    """
    return text.startswith(FORMULA)


def guarded(text: str) -> str:
    """The text as a cell that a spreadsheet shows and doesn't run."""
    return f"'{text}" if is_formula(text) else text


def unguarded(text: str) -> str:
    """The inverse of `guarded`."""
    return text[1:] if text.startswith("'") and is_formula(text[1:]) else text


@dataclass(frozen=True)
class CsvRows:
    """A spreadsheet's file as it was read: its rows, each with the number of the line it begins on.

    `separator` is what stands between its columns. `guessed` says that the file was no UTF-8 and was taken for
    Windows-1252, so that letters may be wrong.
    """

    file: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    separator: str
    guessed: bool


def read_lines(path: str | Path) -> CsvRows:
    """The rows of a CSV file, whatever spreadsheet wrote it; empty rows, and what begins with # before them, left out.

    Columns may be separated by commas, semicolons or tabs; the text may be UTF-8, with mark or without, UTF-16 with
    mark, or Windows-1252. Errors: `UsageError` for a file that can't be read, is too long, or holds no text.
    """
    data = _bytes(Path(path), str(path))
    text, guessed = _decoded(data, str(path))
    lines = list(io.StringIO(text.removeprefix(BOM), newline=""))
    before = sum(1 for _ in takewhile(lambda line: line.startswith(REMARK), lines))
    declared = lines[before].lower().startswith(DECLARED) if before < len(lines) else False
    separator = _separator(lines[before : before + 1], declared)
    before += declared
    return CsvRows(
        str(path), _rows(csv.reader(lines[before:], delimiter=separator), before, str(path)), separator, guessed
    )


def _bytes(path: Path, name: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{name} can't be read: {error.strerror}") from error
    if len(data) > MOST_BYTES:
        raise UsageError(f"{name} is longer than {MOST_BYTES:,} bytes: is it the right file?")
    return data


def _decoded(data: bytes, name: str) -> tuple[str, bool]:
    """The text, and whether its encoding was guessed."""
    if data.startswith(WIDE):
        return data.decode("utf-16", errors="replace"), False
    if b"\0" in data:
        raise UsageError(f"{name} is no text: save the spreadsheet as CSV")
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), True


def _separator(first: Sequence[str], declared: bool) -> str:
    """What the first line declares, else the separator that stands most often in it."""
    line = "".join(first)
    separator = line.strip()[len(DECLARED) :] if declared else max(SEPARATORS, key=line.count)
    return separator if separator in SEPARATORS else SEPARATORS[0]


def _rows(reader: Any, before: int, name: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    rows, begins = [], before + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((begins, tuple(unguarded(cell.strip()) for cell in cells)))
            begins = before + reader.line_num + 1
    except csv.Error as error:
        raise UsageError(f"{name}, row {begins}: {error}: is it a CSV file?") from error
    return tuple(rows)
