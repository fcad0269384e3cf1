"""The cells of a CSV file, each with its place: what a spreadsheet saves, with commas, semicolons or tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from negosim.errors import Diagnostic, InputError, Place, UsageError

__all__ = ["CODES", "CsvCell", "CsvCells", "CsvFile", "read_cells"]

CODES: dict[str, str] = {
    "X004": "A table has the columns actor, issue, position, salience and, if it likes, capability and status_quo.",
    "X005": "A cell of a table holds what its column is for, and every row has a cell for every column.",
    "X006": "What a table says of one actor or issue in several rows agrees, and no row stands twice.",
    "X007": "A table has two actors at least who want different things, and no more than a scenario can hold.",
}
"""Code -> what the rule is, in one sentence."""

SEPARATORS = ",;\t"
MAX_BYTES = 1024 * 1024
MAX_FAULTS = 100


@dataclass(frozen=True)
class CsvCell:
    """The text of a cell, without blanks and quotation marks around it, and its place."""

    text: str
    place: Place


CsvCells = tuple[CsvCell, ...]


@dataclass(frozen=True)
class CsvFile:
    """The rows of a table that are neither empty nor a comment, and its lines as they are shown in messages."""

    name: str
    rows: tuple[CsvCells, ...]
    lines: tuple[str, ...]

    def fault(self, place: Place, code: str, message: str, help: str = "") -> Diagnostic:
        """A fault at a place, with its line."""
        return Diagnostic(code, message, place, text=self.lines[place.line - 1].replace("\t", " "), help=help)


def read_cells(path: Path) -> CsvFile:
    """The cells of a file: `UsageError` if it cannot be read, `InputError` if it is no text of such a table."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"cannot read {str(path)!r}: {error.strerror or error}") from error
    name = str(path)
    if len(data) > MAX_BYTES:
        raise InputError([Diagnostic("X007", "the table is larger than 1 MB", Place(name))])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place(name, data.count(b"\n", 0, error.start) + 1)
        help_ = "save it as 'CSV UTF-8'"
        raise InputError([Diagnostic("X005", "the table is not written in UTF-8", place, help=help_)]) from None
    return _split(name, text)


def _split(name: str, text: str) -> CsvFile:
    lines = tuple(text.splitlines())
    sheet = CsvFile(name, (), lines)
    head = next((line for line in lines if _is_row(line)), "")
    separator = max(SEPARATORS, key=head.count)
    rows: list[CsvCells] = []
    faults: list[Diagnostic] = []
    for number, line in enumerate(lines, start=1):
        if not _is_row(line):
            continue
        try:
            row = tuple(_cells(sheet, number, line, separator))
        except InputError as error:
            faults += error.diagnostics[: MAX_FAULTS - len(faults)]
            continue
        if any(cell.text for cell in row):
            rows.append(row)
    if faults:
        raise InputError(faults)
    return CsvFile(name, tuple(rows), lines)


def _is_row(line: str) -> bool:
    """Whether a line is a row: it may be empty, or a comment that begins with `#`."""
    return bool(line.strip()) and not line.startswith("#")


def _cells(sheet: CsvFile, number: int, line: str, separator: str) -> Iterator[CsvCell]:
    """The cells of a line; a separator between quotation marks is text, and two of these stand for one."""
    cell = re.compile(rf'[ ]*(?:"((?:[^"]|"")*)"[ ]*|([^"{separator}][^{separator}]*)?)(?:{separator}|$)')
    start = 0
    while start <= len(line):
        found = cell.match(line, start)
        if found is None:
            place = Place(sheet.name, number, start + 1, len(line) - start)
            help_ = "close it, or write two for one that is meant"
            raise InputError([sheet.fault(place, "X005", "a quotation mark is not closed", help_)])
        text = found[2] if found[1] is None else found[1].replace('""', '"')
        place = Place(sheet.name, number, start + 1, max(1, len(found[0].rstrip(separator))))
        yield CsvCell((text or "").strip(), place)
        if not found[0].endswith(separator):
            return
        start = found.end()
