"""Read the field's table: who stands where on which issue, how much it matters to them, and how strong they are.

Columns: actor, issue, position, salience, capability (Bueno de Mesquita & Stokman 1994, European Community Decision
Making). `capability` may be left out, and `status_quo` added: where an issue stands while nothing is agreed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from negosim.errors import Diagnostic, InputError, Place, did_you_mean, nearest
from negosim.scenario.spec.common import MAX_ISSUES, MAX_PARTIES
from negosim.scenario.spec.values import number_text
from negosim.scenario.table.cells import MAX_FAULTS, CsvCell, CsvCells, CsvFile, read_cells

__all__ = ["PositionTable", "Stand", "read_table"]

NEEDED = ("actor", "issue", "position", "salience")
OPTIONAL = ("capability", "status_quo")
COLUMNS = (*NEEDED, *OPTIONAL)
NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?")
FEWEST = 2
"""Actors that it takes to negotiate."""
ALIKE = 0.8
"""How alike two names are, of 1, that are told to be two."""


@dataclass(frozen=True)
class Stand:
    """Where an actor stands on an issue, how much the issue matters to it, and the line that says so."""

    actor: str
    issue: str
    position: float
    salience: float
    line: int


@dataclass(frozen=True)
class PositionTable:
    """What a table says: actors with their capabilities (if it has any), issues with their status quo, and stands.

    `notes` are what should be known though it is no fault.
    """

    name: str
    capabilities: Mapping[str, float | None]
    status_quos: Mapping[str, float | None]
    stands: tuple[Stand, ...]
    notes: tuple[str, ...] = ()

    def on(self, issue: str) -> list[Stand]:
        """The stands on an issue."""
        return [stand for stand in self.stands if stand.issue == issue]

    def of(self, actor: str) -> list[Stand]:
        """The stands of an actor."""
        return [stand for stand in self.stands if stand.actor == actor]


def read_table(path: Path) -> PositionTable:
    """The table of a CSV file; `InputError` with all its faults, each with line and column."""
    sheet = read_cells(path)
    reading = _Reading(sheet)
    reading.columns()
    reading.stop()
    for row in sheet.rows[1:]:
        reading.row(row)
    reading.stop()
    reading.whole()
    reading.stop()
    return reading.table()


@dataclass
class _Reading:
    """The reading of a table: what was read so far, with the place where each thing was first said."""

    sheet: CsvFile
    faults: list[Diagnostic] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    stands: dict[tuple[str, str], Stand] = field(default_factory=dict)
    said: dict[tuple[str, str], CsvCell] = field(default_factory=dict)
    actors: dict[str, Place] = field(default_factory=dict)
    issues: dict[str, Place] = field(default_factory=dict)

    def stop(self) -> None:
        """`InputError` if there are faults."""
        if self.faults:
            raise InputError(self.faults[:MAX_FAULTS])

    def _fault(self, place: Place, code: str, message: str, help: str = "") -> None:
        self.faults.append(self.sheet.fault(place, code, message, help))

    # Columns

    def columns(self) -> None:
        """Find the columns by their heads, in any order."""
        if not self.sheet.rows:
            raise InputError([Diagnostic("X004", "the table is empty", Place(self.sheet.name))])
        heads = [_column(cell.text) for cell in self.sheet.rows[0]]
        for place, (head, cell) in enumerate(zip(heads, self.sheet.rows[0], strict=True)):
            if head in self.places:
                self._fault(cell.place, "X004", f"two columns {head!r}", "take one of them out")
            elif head in COLUMNS:
                self.places[head] = place
            else:
                self._fault(cell.place, "X004", f"unknown column {cell.text!r}", did_you_mean(head, COLUMNS, heads))
        self._needed(heads)

    def _needed(self, heads: Sequence[str]) -> None:
        """Columns that are missing, but for those that are only misspelt."""
        misspelt = [head for head in heads if head not in COLUMNS]
        for column in (column for column in NEEDED if column not in self.places):
            if nearest(column, misspelt) is None:
                place = self.sheet.rows[0][0].place
                self._fault(place, "X004", f"no column {column!r}", f"needed: {', '.join(NEEDED)}")

    # Rows

    def row(self, row: CsvCells) -> None:
        """Read a row."""
        heads = len(self.sheet.rows[0])
        if len(row) > heads and any(cell.text for cell in row[heads:]):
            self._fault(
                row[heads].place, "X005", f"{len(row)} cells, and {heads} columns", "put text with commas in quotes"
            )
            return
        cells = {column: row[place] for column, place in self.places.items() if place < len(row)}
        whole = [self._filled(cells, column, row[-1]) for column in NEEDED]
        position, salience = (self._number(cells, column) for column in ("position", "salience"))
        if all(whole):
            self._stand(cells, position, salience)

    def _filled(self, cells: Mapping[str, CsvCell], column: str, last: CsvCell) -> bool:
        if column in cells and cells[column].text:
            return True
        self._fault(cells.get(column, last).place, "X005", f"no {column}", "every row needs one")
        return False

    def _stand(self, cells: Mapping[str, CsvCell], position: float | None, salience: float | None) -> None:
        actor, issue = cells["actor"], cells["issue"]
        self.actors.setdefault(actor.text, actor.place)
        self.issues.setdefault(issue.text, issue.place)
        self._agreeing("capability", actor, cells)
        self._agreeing("status_quo", issue, cells)
        stand = Stand(actor.text, issue.text, position or 0.0, salience or 0.0, actor.place.line)
        first = self.stands.setdefault((actor.text, issue.text), stand)
        if first is not stand:
            message = f"{actor.text!r} stands on {issue.text!r} twice; first on line {first.line}"
            self._fault(actor.place, "X006", message, "take one row out")

    def _agreeing(self, column: str, of: CsvCell, cells: Mapping[str, CsvCell]) -> None:
        """What a row says of its actor or issue, which no other row may contradict; blank cells say nothing."""
        number = self._number(cells, column)
        if number is None:
            return
        first = self.said.setdefault((column, of.text), cells[column])
        if float(first.text) != number:
            message = f"{column.replace('_', ' ')} of {of.text!r} is {first.text} on line {first.place.line}"
            self._fault(cells[column].place, "X006", message, "write it once, or the same in every row")

    def _number(self, cells: Mapping[str, CsvCell], column: str) -> float | None:
        """The number of a cell; None where it is empty or a fault."""
        cell = cells.get(column)
        if cell is None or not cell.text:
            return None
        if NUMBER.fullmatch(cell.text) is None:
            comma = cell.text.replace(",", ".", 1)
            help_ = f"write {comma}" if NUMBER.fullmatch(comma) else "at most 9 digits, and 6 behind the point"
            self._fault(cell.place, "X005", f"expected a number, found {cell.text[:40]!r}", help_)
            return None
        number = float(cell.text)
        if number < 0 and column in ("salience", "capability"):
            self._fault(cell.place, "X005", f"a {column} below 0: {cell.text}", "0 or more")
            return None
        return number

    # The table as a whole

    def whole(self) -> None:
        """What no single row shows."""
        for what, places, most in (("actors", self.actors, MAX_PARTIES), ("issues", self.issues, MAX_ISSUES)):
            if len(places) > most:
                place = list(places.values())[most]
                self._fault(place, "X007", f"{len(places)} {what}, and a scenario has at most {most}")
        if len(self.actors) < FEWEST:
            place = next(iter(self.actors.values()), self.sheet.rows[0][0].place)
            self._fault(place, "X007", "two actors are needed at least", "a row for each actor and issue")
        for issue, place in self.issues.items():
            self._disputed(issue, place)
        for actor, place in self.actors.items():
            self._engaged(actor, place)

    def _disputed(self, issue: str, place: Place) -> None:
        """On every issue two numbers differ: positions, or one of them and the status quo."""
        ends = {stand.position for stand in self.stands.values() if stand.issue == issue}
        at = self._said("status_quo", issue)
        if len(ends if at is None else ends | {at}) == 1:
            self._fault(place, "X007", f"all stand at {number_text(min(ends))} on {issue!r}", "take it out")

    def _engaged(self, actor: str, place: Place) -> None:
        """To every actor something matters, and where capabilities are given it has one."""
        if not any(stand.salience for stand in self.stands.values() if stand.actor == actor):
            self._fault(place, "X007", f"nothing matters to {actor!r}: all its saliences are 0")
        if "capability" in self.places and self._said("capability", actor) is None:
            self._fault(place, "X005", f"no capability of {actor!r}", "in one of its rows at least")

    def _said(self, column: str, of: str) -> float | None:
        cell = self.said.get((column, of))
        return None if cell is None else float(cell.text)

    def table(self) -> PositionTable:
        """What was read."""
        stands = list(self.stands.values())
        issues_of = {actor: {one.issue for one in stands if one.actor == actor} for actor in self.actors}
        actors_on = {issue: {one.actor for one in stands if one.issue == issue} for issue in self.issues}
        return PositionTable(
            name=self.sheet.name,
            capabilities={actor: self._said("capability", actor) for actor in self.actors},
            status_quos={issue: self._said("status_quo", issue) for issue in self.issues},
            stands=tuple(self.stands.values()),
            notes=(*_alike(self.actors, issues_of), *_alike(self.issues, actors_on)),
        )


def _column(head: str) -> str:
    """The head of a column as it is compared: `Status quo` is `status_quo`."""
    return re.sub(r"[ _-]+", "_", head.strip().lower())


def _alike(places: Mapping[str, Place], beside: Mapping[str, set[str]]) -> Iterator[str]:
    """Names that are nearly the same, and never stand beside the same thing, so that one may be a slip of the other."""
    names = list(places)
    for k, name in enumerate(names):
        others = {other.casefold(): other for other in names[:k] if not beside[other] & beside[name]}
        for near in get_close_matches(name.casefold(), others, n=1, cutoff=ALIKE):
            yield f"{name!r} (line {places[name].line}) is not {others[near]!r} (line {places[others[near]].line})"
