"""Read a roster: a CSV file with the people of a class, each fault with its row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from negosim.errors import Diagnostic, InputError, did_you_mean, nearest
from negosim.report.csv import CsvRows, is_formula, read_lines
from negosim.teaching.classroom.faults import fault

__all__ = ["OBSERVER", "Roster", "Student", "read_roster"]

COLUMNS = ("name", "group", "table", "seat")
OBSERVER = "observer"
"""Written under `seat` for somebody who only looks on."""
LONGEST = 100
MOST = 2_000


@dataclass(frozen=True)
class Student:
    """One person: the name, and what the roster asks for: people to sit with, a table, a seat or `observer`."""

    name: str
    row: int
    group: str = ""
    table: int | None = None
    seat: str = ""


@dataclass(frozen=True)
class Roster:
    """Everybody in the order of the file, what should be known of the file, and how its spreadsheet writes CSV."""

    file: str
    students: tuple[Student, ...]
    remarks: tuple[str, ...]
    separator: str


def read_roster(path: str | Path, seats: Mapping[str, str], tables: int | None = None) -> Roster:
    """The roster of a CSV file whose first row names the columns: `name`, and if wanted `group`, `table`, `seat`.

    `seats` are the parties of the scenario by key, with their names; `tables` is the number of tables, where it is
    known. Errors: `UsageError` if the file can't be read; `InputError` with all its faults.
    """
    lines = read_lines(path)
    reader = _Reader(lines, _columns(lines), seats, tables)
    students = [reader.student(row, cells) for row, cells in lines.rows[1:]]
    faults = [*reader.faults, *_faults_of_all(lines.file, students)]
    if faults:
        raise InputError(faults)
    return Roster(lines.file, tuple(students), tuple(_remarks(lines, reader.columns, students)), lines.separator)


def _columns(lines: CsvRows) -> dict[str, int]:
    """Name of a column -> its place; the names are those of the first row."""
    row, heads = lines.rows[0] if lines.rows else (1, ())
    columns = {head.casefold(): place for place, head in reversed(list(enumerate(heads)))}
    if "name" not in columns:
        near = nearest("name", columns)
        help_ = f"rename the column {near!r}" if near else "e.g. name,group,table,seat"
        message = "the first row must name the columns, one of them 'name'"
        raise InputError([fault("C001", lines.file, row, message, help_)])
    return columns


@dataclass
class _Reader:
    """Makes students of rows and collects what is wrong with them."""

    lines: CsvRows
    columns: dict[str, int]
    parties: Mapping[str, str]
    tables: int | None
    faults: list[Diagnostic] = field(default_factory=list)

    @cached_property
    def seats(self) -> dict[str, str]:
        words = {word.casefold(): key for key, name in self.parties.items() for word in (name, key)}
        return {OBSERVER: OBSERVER} | words

    def student(self, row: int, cells: Sequence[str]) -> Student:
        by_name = {name: cells[place] for name, place in self.columns.items() if place < len(cells)}
        name, group, table, seat = (" ".join(by_name.get(column, "").split()) for column in COLUMNS)
        if len(cells) > len(self.columns) and any(cells[len(self.columns) :]):
            help_ = "put a name with a separator in it in quotes"
            self._fault("C002", row, "the row has more cells than the first row has columns", help_)
        return Student(self._name(row, name), row, group, self._table(row, table), self._seat(row, seat))

    def _fault(self, code: str, row: int, message: str, help_: str = "") -> None:
        self.faults.append(fault(code, self.lines.file, row, message, help_))

    def _name(self, row: int, name: str) -> str:
        if not name:
            self._fault("C002", row, "there is no name in this row", "write one, or remove the row")
        elif len(name) > LONGEST or not name.isprintable():
            self._fault("C002", row, f"a name has at most {LONGEST} signs that can be printed")
        return name

    def _table(self, row: int, text: str) -> int | None:
        if not text:
            return None
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0  # noqa: PLR2004  (no table has six digits)
        if number < 1 or (self.tables is not None and number > self.tables):
            what = "from 1" if self.tables is None else f"from 1 to {self.tables}"
            self._fault("C004", row, f"expected a table, a whole number {what}, found {text!r}")
            return None
        return number

    def _seat(self, row: int, text: str) -> str:
        if not text:
            return ""
        seat = self.seats.get(text.casefold())
        if seat is None:
            near = did_you_mean(text.casefold(), [*self.parties, OBSERVER])
            self._fault("C005", row, f"no seat {text!r} in this scenario", near)
        return seat or ""


def _faults_of_all(file: str, students: Sequence[Student]) -> Iterator[Diagnostic]:
    """Names that stand twice, since a brief must find its one reader; nobody, or too many."""
    seen: dict[str, int] = {}
    for student in students:
        first = seen.setdefault(student.name.casefold(), student.row)
        if student.name and first != student.row:
            message = f"the name {student.name!r} stands in row {first} already"
            yield fault("C003", file, student.row, message, "tell two people apart by an initial, or remove the row")
    if not students:
        yield fault("C006", file, 1, "there is nobody in the roster", "one row a person below the first row")
    elif len(students) > MOST:
        yield fault("C006", file, students[MOST].row, f"more than {MOST:,} people")


def _remarks(lines: CsvRows, columns: Mapping[str, int], students: Sequence[Student]) -> Iterator[str]:
    if lines.guessed:
        yield f"{lines.file} is not UTF-8; it was read as Windows-1252: look whether letters with accents are right."
    unused = [repr(name) for name in sorted(columns, key=columns.__getitem__) if name and name not in COLUMNS]
    if unused:
        yield f"{lines.file}, row {lines.rows[0][0]}: not used: {', '.join(unused)}. Known are {', '.join(COLUMNS)}."
    for student in students:
        if is_formula(student.name):
            yield f"{lines.file}, row {student.row}: {student.name!r} begins like a formula; it is kept as text."
