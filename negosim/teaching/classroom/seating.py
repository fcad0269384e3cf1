"""Seat people at tables by keyed chance, the same for the same seed.

Tables differ by one person at the most. Seats without a person are left to agents, people without a seat look on. What
the roster asks for goes first: a table, a seat, people to sit with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from negosim.document import listed
from negosim.domain.rng import RandomSource
from negosim.errors import Diagnostic, InputError
from negosim.teaching.classroom.faults import fault
from negosim.teaching.classroom.roster import OBSERVER, Roster, Student

__all__ = ["ClassTable", "Person", "SeatingPlan", "people", "seat_students"]


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


def seat_students(roster: Roster, parties: Mapping[str, str], tables: int | None, seed: int = 0) -> SeatingPlan:
    """Send everybody to a table and a seat; `parties` are the seats of a table by key, with their names.

    Without a number of tables there are as many as give everybody a seat, and every table that the roster asks for.
    Errors: `InputError` where a table has nobody, or two ask for one seat.
    """
    if tables is None:
        playing = sum(one.seat != OBSERVER for one in roster.students)
        tables = max(1, -(-playing // len(parties)), *(one.table or 1 for one in roster.students))
    seating = _Seating(
        roster, [_OpenTable(number, len(parties)) for number in range(1, tables + 1)], RandomSource(seed)
    )
    faults = list(seating.place_requests())
    if faults:
        raise InputError(faults)
    seating.place_groups()
    seating.check_nobody_missing()
    seating.place_observers()
    plan = seating.seats(tuple(parties))
    return SeatingPlan(plan, tuple(_remarks(plan, parties, seating.tables)))


@dataclass
class _OpenTable:
    """A table while people are sent to it."""

    number: int
    size: int
    players: list[Student] = field(default_factory=list)
    observers: list[Student] = field(default_factory=list)

    def takes(self, student: Student) -> bool:
        """Whether there is room, and the seat that the student asks for is free."""
        asked = {one.seat for one in self.players if one.seat}
        return len(self.players) < self.size and student.seat not in asked


@dataclass
class _Seating:
    """The tables of a class while people are sent to them."""

    roster: Roster
    tables: list[_OpenTable]
    random: RandomSource

    @property
    def players(self) -> list[Student]:
        return [one for one in self.roster.students if one.seat != OBSERVER]

    def place_requests(self) -> Iterator[Diagnostic]:
        """Send those who ask for table or seat; more of them than fit are faults."""
        asking = [one for one in self.players if one.table is not None or one.seat]
        for student in sorted(asking, key=lambda one: (one.table is None, not one.seat)):
            room = [one for one in self.tables if one.takes(student) and student.table in (None, one.number)]
            if room:
                _emptiest(room).players.append(student)
                continue
            what = f"the seat {student.seat!r}" if student.seat else "a seat"
            where = f"at table {student.table}" if student.table is not None else "at any table"
            message = f"{what} {where} is no longer free for {student.name!r}"
            yield fault("C007", self.roster.file, student.row, message)

    def place_groups(self) -> None:
        """Send each group to the table where some of it sit already, else to the emptiest.

        Who finds no seat looks on.
        """
        placed = {student.name for table in self.tables for student in table.players}
        for group in self._groups():
            home = next((one for one in self.tables if any(student in one.players for student in group)), None)
            for student in (one for one in group if one.name not in placed):
                room = [one for one in self.tables if one.takes(student)]
                if not room:
                    self._fewest_observers().observers.append(student)
                    continue
                home = home if home in room else _emptiest(room)
                home.players.append(student)

    def _groups(self) -> list[list[Student]]:
        """Groups, the largest first, then the others one by one, each in an order by chance."""
        shuffled = sorted(self.players, key=lambda one: (self.random.uniform(f"classroom {one.name}"), one.name))
        groups: dict[str, list[Student]] = {}
        for student in shuffled:
            groups.setdefault(student.group or f"\n{student.name}", []).append(student)
        return sorted(groups.values(), key=lambda one: -len(one))

    def check_nobody_missing(self) -> None:
        empty = [str(one.number) for one in self.tables if not one.players]
        if empty:
            people = sum(len(one.players) for one in self.tables)
            message = f"{people} people to play leave nobody for table{'s' if len(empty) > 1 else ''} {listed(empty)}"
            help_ = "ask for fewer tables with --tables, or let the roster keep fewer people together"
            raise InputError([fault("C006", self.roster.file, self.roster.students[-1].row, message, help_)])

    def place_observers(self) -> None:
        by_number = {one.number: one for one in self.tables}
        for student in self.roster.students:
            if student.seat == OBSERVER:
                table = self._fewest_observers() if student.table is None else by_number[student.table]
                table.observers.append(student)

    def _fewest_observers(self) -> _OpenTable:
        return min(self.tables, key=lambda one: (len(one.observers), one.number))

    def seats(self, parties: tuple[str, ...]) -> tuple[ClassTable, ...]:
        """Give out the seats; parties that have had fewer people so far go first, then chance decides."""
        counts: Counter[str] = Counter()
        tables = []
        for one in self.tables:
            seats = {student.seat: student.name for student in one.players if student.seat}
            free = sorted(
                (party for party in parties if party not in seats),
                key=lambda party: (counts[party], self.random.uniform(f"classroom table {one.number} {party}")),
            )
            others = [student.name for student in one.players if not student.seat]
            seats |= dict(zip(free, others, strict=False))
            counts.update(list(seats))
            observers = tuple(student.name for student in one.observers)
            tables.append(ClassTable(one.number, {party: seats.get(party) for party in parties}, observers))
        return tuple(tables)


def _emptiest(tables: Iterable[_OpenTable]) -> _OpenTable:
    return min(tables, key=lambda one: (len(one.players), one.number))


def _remarks(plan: Sequence[ClassTable], parties: Mapping[str, str], tables: Sequence[_OpenTable]) -> Iterator[str]:
    """Seats of agents, observers, and groups that sit apart."""
    for table in plan:
        yield from (
            f"Table {table.number}: nobody is left for {parties[key]}: an agent plays it." for key in table.agents
        )
        yield from (f"Table {table.number}: {name} looks on." for name in table.observers)
    groups: dict[str, set[int]] = {}
    for one in tables:
        for student in (*one.players, *one.observers):
            groups.setdefault(student.group, set()).add(one.number)
    for group, numbers in groups.items():
        if group and len(numbers) > 1:
            where = listed(map(str, sorted(numbers)))
            yield f"The group {group!r} is more than one table seats: it sits at tables {where}."


@dataclass(frozen=True)
class Person:
    """Who sits in a seat of a table: `called` is the name, or what stands for it."""

    table: int
    seat: str
    called: str


def people(plan: SeatingPlan, seed: int, *, anonymous: bool) -> tuple[Person, ...]:
    """Everybody in a seat, table by table; with `anonymous` numbered in an order by chance."""
    seats = [(table.number, seat, name) for table in plan.tables for seat, name in table.seats.items()]
    names = [name for _, _, name in seats if name]
    called = {name: name for name in names}
    if anonymous:
        random = RandomSource(seed)
        names.sort(key=lambda name: (random.uniform(f"number of {name}"), name))
        called = {name: f"Person {place}" for place, name in enumerate(names, 1)}
    return tuple(Person(table, seat, called[name] if name else "an agent") for table, seat, name in seats)
