"""A class and its folder: made from a roster, written by `class new`, opened again by its manifest."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from negosim.document import Table
from negosim.errors import UsageError
from negosim.files import plain_json
from negosim.negotiation.record import versions
from negosim.report.csv import table as to_csv
from negosim.report.folder import Job, Target, Written, publish
from negosim.report.pages.page import render
from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import Realization, RealizationFactory
from negosim.scenario.spec.scenario import Scenario
from negosim.teaching.classroom.agenda import agenda
from negosim.teaching.classroom.briefs import brief_page, briefs
from negosim.teaching.classroom.roster import read_roster
from negosim.teaching.classroom.seating import ClassTable, SeatingPlan, seat_students
from negosim.teaching.classroom.table_sheets import sheet_csv, sheet_file

__all__ = ["MANIFEST", "Classroom", "make_class", "open_class", "write_class"]

MANIFEST = "class.json"
FORMAT = 1


@dataclass(frozen=True, eq=False)
class Classroom:
    """A class: the scenario that it plays, who sits where, the seed of the seating, how its spreadsheet writes CSV."""

    scenario: Scenario
    plan: SeatingPlan
    seed: int
    separator: str

    @cached_property
    def realization(self) -> Realization:
        """The central case: every table plays the same numbers."""
        return RealizationFactory(self.scenario).central

    def to_dict(self) -> dict[str, Any]:
        """The manifest as plain data; the scenario stands in it, so that a file changed later changes no class."""
        return {
            "format": FORMAT,
            "scenario": self.scenario.name,
            "digest": self.scenario.digest,
            "changes": list(self.scenario.changes),
            "seed": self.seed,
            "separator": self.separator,
            "versions": versions(),
            "tables": [
                {"table": one.number, "seats": dict(one.seats), "observers": list(one.observers)}
                for one in self.plan.tables
            ],
            "remarks": list(self.plan.remarks),
            "plain": self.scenario.plain(),
        }


def make_class(
    scenario: Scenario, roster: str | Path, *, tables: int | None = None, seed: int = 0
) -> tuple[Classroom, tuple[str, ...]]:
    """The class of a roster's file, and what should be known of the file.

    By default there are as many tables as give everybody a seat. Errors: `UsageError` for a file that can't be read;
    `InputError` with all that is wrong with it, each fault by its row.
    """
    parties = {key: party.name for key, party in scenario.parties.items()}
    people = read_roster(roster, parties, tables)
    plan = seat_students(people, parties, tables, seed)
    return Classroom(scenario, plan, seed, people.separator), people.remarks


def open_class(folder: str | Path) -> Classroom:
    """The class of a folder that `class new` wrote; `UsageError` where there is none, or it was changed."""
    path = Path(folder) / MANIFEST
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise UsageError(f"expected a class of format {FORMAT}, found {data['format']!r}")
        scenario = from_plain(data["plain"], data["scenario"], changes=tuple(data["changes"]))
        if scenario.digest != data["digest"]:
            raise ValueError("its scenario has another digest")
        tables = (ClassTable(one["table"], dict(one["seats"]), tuple(one["observers"])) for one in data["tables"])
        plan = SeatingPlan(tuple(tables), tuple(data["remarks"]))
        return Classroom(scenario, plan, data["seed"], data["separator"])
    except OSError as error:
        raise UsageError(f"{folder} is no folder of a class: {path} can't be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path} is not what negosim wrote, or it was changed: {error}") from error


def write_class(classroom: Classroom, folder: str | Path, command: Sequence[str] = ()) -> Written:
    """Write the folder of a class, whole or not at all.

    Errors: `UsageError` where something stands there already, since sheets that were filled must not be lost;
    `RunError` where it cannot be written.
    """
    target = Target(Path(folder), classroom.scenario.digest)
    if target.folder.exists() or target.folder.is_symlink():
        raise UsageError(f"{folder} is there already and is kept: choose another place with --out, or remove it")
    return publish(target, _files(classroom), Job(command=command))


def _files(classroom: Classroom) -> Iterator[tuple[str, bytes]]:
    realization, scenario = classroom.realization, classroom.scenario
    items = agenda(realization)
    written = list(briefs(realization, classroom.plan))
    yield MANIFEST, plain_json(classroom.to_dict())
    yield "seats.html", _seats_page(classroom)
    yield "seats.csv", to_csv(list(_seat_rows(classroom)), classroom.separator, marked=True)
    yield "briefs-to-print.html", render("briefs.html.j2", {"scenario": scenario, "briefs": written}).encode()
    yield from ((f"briefs/{brief.file}", brief_page(realization, brief)) for brief in written)
    for table in classroom.plan.tables:
        yield f"{sheet_file(table.number)}.csv", sheet_csv(realization, classroom.separator)
        page = render("sheet.html.j2", {"scenario": scenario, "table": table, "items": items})
        yield f"{sheet_file(table.number)}.html", page.encode()


def _seat_rows(classroom: Classroom) -> Iterator[dict[str, Any]]:
    """Who sits where: one row a table, one column a seat."""
    parties = classroom.scenario.parties
    for table in classroom.plan.tables:
        seats = {parties[party].name: person or "an agent" for party, person in table.seats.items()}
        yield {"table": table.number, **seats, "observers": ", ".join(table.observers)}


def _seats_page(classroom: Classroom) -> bytes:
    scenario = classroom.scenario
    rows = [row | {"table": str(row["table"])} for row in _seat_rows(classroom)]
    data = {
        "scenario": scenario,
        "tables": classroom.plan.tables,
        "seats": Table.of_records("Tables and seats", rows),
        "remarks": classroom.plan.remarks,
        "agents": [(one.number, _command(classroom, one)) for one in classroom.plan.tables if one.agents],
        "known": [
            ("Scenario", scenario.name),
            ("Digest (SHA-256)", scenario.digest),
            ("Seed of the seating", str(classroom.seed)),
        ],
    }
    return render("seats.html.j2", data).encode()


def _command(classroom: Classroom, table: ClassTable) -> str:
    """What plays the agents of a table: a game of the people's seats, of the scenario as it was given."""
    scenario, people = classroom.scenario, [party for party in table.seats if party not in table.agents]
    home = scenario.origin
    words = ["negosim", "play", home.name if home.shipped or home.path is None else str(home.path)]
    words += [word for party in people for word in ("--as", party)]
    return shlex.join(words + [word for change in scenario.changes for word in ("--set", change)])
