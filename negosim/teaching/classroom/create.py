"""From a scenario and a roster to a class."""

from __future__ import annotations

from pathlib import Path

from negosim.scenario.spec.scenario import Scenario
from negosim.teaching.classroom.folder import Class
from negosim.teaching.classroom.roster import OBSERVER, Roster, read_roster
from negosim.teaching.classroom.seating import seated, tables_for

__all__ = ["make_class"]


def make_class(
    scenario: Scenario, roster: str | Path, *, tables: int | None = None, seed: int = 0
) -> tuple[Class, tuple[str, ...]]:
    """The class of a roster's file, and what should be known of the file.

    By default there are as many tables as give everybody a seat. Errors: `UsageError` for a file that can't be read;
    `InputError` with all that is wrong with it, each fault by its row.
    """
    parties = {key: party.name for key, party in scenario.parties.items()}
    read = read_roster(roster, parties, tables)
    plan = seated(read, parties, tables if tables is not None else _tables(read, len(parties)), seed)
    return Class(scenario, plan, seed, read.separator), read.remarks


def _tables(roster: Roster, seats: int) -> int:
    """A seat for everybody, and every table that the roster asks for."""
    playing = sum(one.seat != OBSERVER for one in roster.students)
    return max(tables_for(playing, seats), *(one.table or 1 for one in roster.students))
