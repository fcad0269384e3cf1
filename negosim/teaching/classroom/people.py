"""The people of a class in what is handed on: by name, or by numbers that say nothing of them."""

from __future__ import annotations

from collections.abc import Iterator
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
    seats = list(_seats(plan))
    if not anonymous:
        return tuple(Person(table, seat, name or AGENT) for table, seat, name in seats)
    chance = RandomSource(seed)
    names = sorted((name for _, _, name in seats if name), key=lambda name: (chance.uniform(f"number of {name}"), name))
    numbers = {name: f"Person {place}" for place, name in enumerate(names, 1)}
    return tuple(Person(table, seat, numbers[name] if name else AGENT) for table, seat, name in seats)


def _seats(plan: SeatingPlan) -> Iterator[tuple[int, str, str | None]]:
    for table in plan.tables:
        yield from ((table.number, seat, name) for seat, name in table.seats.items())
