"""The people of a class in what is handed on: by name, or by numbers that say nothing of them."""

from __future__ import annotations

from dataclasses import dataclass

from negosim.domain.rng import RandomSource
from negosim.teaching.classroom.seating import SeatingPlan

__all__ = ["Person", "people"]

AGENT = "an agent"


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
    return tuple(Person(table, seat, called[name] if name else AGENT) for table, seat, name in seats)
