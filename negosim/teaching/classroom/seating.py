"""Who sits where: people at tables and seats by keyed chance, the same for the same seed, and what is left over.

Tables differ by one person at the most. Seats without a person are left to agents, people without a seat look on. What
the roster asks for goes first: a table, a seat, people to sit with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from negosim.analysis.phrases import listed
from negosim.domain.rng import RandomSource
from negosim.errors import Diagnostic, InputError
from negosim.teaching.classroom.faults import fault
from negosim.teaching.classroom.roster import OBSERVER, Roster, Student

__all__ = ["ClassTable", "SeatingPlan", "seated", "tables_for"]


@dataclass(frozen=True)
class ClassTable:
    """One table: the person in each seat, by key of the party; agents where it is None; and who looks on."""

    number: int
    seats: Mapping[str, str | None]
    observers: tuple[str, ...] = ()

    @property
    def agents(self) -> tuple[str, ...]:
        """The seats without a person."""
        return tuple(party for party, name in self.seats.items() if name is None)


@dataclass(frozen=True)
class SeatingPlan:
    """The tables of a class, and what should be known of who sits where."""

    tables: tuple[ClassTable, ...]
    remarks: tuple[str, ...] = ()

    @property
    def people(self) -> int:
        """How many people there are."""
        return sum(sum(name is not None for name in one.seats.values()) + len(one.observers) for one in self.tables)


def tables_for(students: int, seats: int) -> int:
    """As many tables as give everybody a seat.

    >>> tables_for(7, 3), tables_for(6, 3)
    (3, 2)
    """
    return max(1, -(-students // seats))


@dataclass
class _Filling:
    """A table while people are sent to it."""

    number: int
    size: int
    players: list[Student] = field(default_factory=list)
    observers: list[Student] = field(default_factory=list)

    def takes(self, student: Student) -> bool:
        """Whether there is room, and the seat that the student asks for is free."""
        asked = {one.seat for one in self.players if one.seat}
        return len(self.players) < self.size and student.seat not in asked


def seated(roster: Roster, parties: Mapping[str, str], tables: int, seed: int = 0) -> SeatingPlan:
    """Send everybody to a table and a seat; `parties` are the seats of a table by key, with their names.

    Errors: `InputError` where a table has nobody, or two ask for one seat.
    """
    chance = RandomSource(seed)
    players = [one for one in roster.students if one.seat != OBSERVER]
    filling = [_Filling(number, len(parties)) for number in range(1, tables + 1)]
    faults = list(_fixed(roster, players, filling))
    if faults:
        raise InputError(faults)
    _send(filling, _in_order(players, chance))
    _nobody(roster, filling)
    _look_on(filling, [one for one in roster.students if one.seat == OBSERVER])
    made = _seats(filling, tuple(parties), chance)
    return SeatingPlan(made, tuple(_remarks(made, parties, filling)))


def _nobody(roster: Roster, filling: Sequence[_Filling]) -> None:
    """`InputError` where a table has nobody."""
    without = [str(one.number) for one in filling if not one.players]
    if without:
        people = sum(len(one.players) for one in filling)
        message = f"{people} people to play leave nobody for table{'s' if len(without) > 1 else ''} {listed(without)}"
        help_ = "ask for fewer tables with --tables, or let the roster keep fewer people together"
        raise InputError([fault("C006", roster.file, roster.students[-1].row, message, help_)])


def _fixed(roster: Roster, players: Sequence[Student], filling: Sequence[_Filling]) -> Iterator[Diagnostic]:
    """Send those who ask for table or seat; more of them than fit are faults."""
    asking = [one for one in players if one.table is not None or one.seat]
    for student in sorted(asking, key=lambda one: (one.table is None, not one.seat)):
        room = [one for one in filling if one.takes(student) and student.table in (None, one.number)]
        if room:
            _emptiest(room).players.append(student)
        else:
            what = f"the seat {student.seat!r}" if student.seat else "a seat"
            where = f"at table {student.table}" if student.table is not None else "at any table"
            yield fault("C007", roster.file, student.row, f"{what} {where} is no longer free for {student.name!r}")


def _emptiest(tables: Iterable[_Filling]) -> _Filling:
    return min(tables, key=lambda one: (len(one.players), one.number))


def _in_order(players: Sequence[Student], chance: RandomSource) -> list[list[Student]]:
    """Who is still to be sent: groups first, the largest of them first, then the others, each in an order by chance."""
    shuffled = sorted(players, key=lambda one: (chance.uniform(f"classroom {one.name}"), one.name))
    groups: dict[str, list[Student]] = {}
    for student in shuffled:
        groups.setdefault(student.group or f"\n{student.name}", []).append(student)
    return sorted(groups.values(), key=lambda one: -len(one))


def _send(filling: Sequence[_Filling], groups: Sequence[Sequence[Student]]) -> None:
    """Send each group to the table where some of it sit already, else to the emptiest; who finds no seat looks on."""
    sent = {student.name for table in filling for student in table.players}
    for group in groups:
        home = next((one for one in filling if any(student in one.players for student in group)), None)
        for student in (one for one in group if one.name not in sent):
            room = [one for one in filling if one.takes(student)]
            if not room:
                _fewest_observers(filling).observers.append(student)
                continue
            home = home if home in room else _emptiest(room)
            home.players.append(student)


def _fewest_observers(filling: Sequence[_Filling]) -> _Filling:
    return min(filling, key=lambda one: (len(one.observers), one.number))


def _look_on(filling: Sequence[_Filling], observers: Sequence[Student]) -> None:
    """Those who asked to look on."""
    known = {one.number: one for one in filling}
    for student in observers:
        table = known[student.table] if student.table is not None else _fewest_observers(filling)
        table.observers.append(student)


def _seats(filling: Sequence[_Filling], parties: tuple[str, ...], chance: RandomSource) -> tuple[ClassTable, ...]:
    """Give out the seats; parties that have had fewer people so far go first, then chance decides."""
    had: Counter[str] = Counter()
    tables = []
    for one in filling:
        taken = {student.seat: student.name for student in one.players if student.seat}
        free = sorted(
            (party for party in parties if party not in taken),
            key=lambda party: (had[party], chance.uniform(f"classroom table {one.number} {party}")),
        )
        others = [student.name for student in one.players if not student.seat]
        taken |= dict(zip(free, others, strict=False))
        had.update(list(taken))
        observers = tuple(student.name for student in one.observers)
        tables.append(ClassTable(one.number, {party: taken.get(party) for party in parties}, observers))
    return tuple(tables)


def _remarks(tables: Sequence[ClassTable], parties: Mapping[str, str], filling: Sequence[_Filling]) -> Iterator[str]:
    for table in tables:
        for party in table.agents:
            yield f"Table {table.number}: nobody is left for {parties[party]}: an agent plays it."
        for name in table.observers:
            yield f"Table {table.number}: {name} looks on."
    groups: dict[str, set[int]] = {}
    for one in filling:
        for student in (*one.players, *one.observers):
            groups.setdefault(student.group, set()).add(one.number)
    for group, numbers in groups.items():
        if group and len(numbers) > 1:
            where = listed(map(str, sorted(numbers)))
            yield f"The group {group!r} is more than one table seats: it sits at tables {where}."
