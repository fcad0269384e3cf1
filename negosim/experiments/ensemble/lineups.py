"""Lineups: who plays which tactic, as a change of every reading; each draw is played by all of them.

A plan with lineups plays the runs in this order: the draws, of each draw the lineups, of each lineup the replications,
which differ in luck alone. So more draws are more runs at the end, and all lineups meet the same draws with the same
luck (common random numbers).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from negosim.experiments.ensemble.rows import Column, Value
from negosim.negotiation.log import Kind, LogEntry
from negosim.negotiation.tactics.from_text import NamedTactic
from negosim.scenario.realize.realization import Realization

__all__ = ["FRESH", "Lineups", "lineup_columns", "lineup_values", "with_lineup"]

FRESH = 1 << 40
"""Numbers of runs from here on belong to no ensemble: draws and luck that are new."""


@dataclass(frozen=True)
class Lineups:
    """Assignments of tactics to some seats, the others as the scenario says.

    Row k of `rows` is lineup k: for every seat of `seats` the place of its tactic among `choices`.
    """

    seats: tuple[str, ...]
    choices: tuple[NamedTactic, ...]
    rows: tuple[tuple[int, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Lineups:
        """The inverse of `dataclasses.asdict`, also of what JSON made of it."""
        choices = tuple(NamedTactic(**one) for one in data["choices"])
        return cls(tuple(data["seats"]), choices, tuple(map(tuple, data["rows"])))

    def texts(self, number: int) -> list[str]:
        """What the tactics of a lineup are called, seat by seat."""
        return [self.choices[place].text for place in self.rows[number]]


def with_lineup(realization: Realization, lineups: Lineups, number: int) -> Realization:
    """The reading with the tactics of a lineup; its tables are shared."""
    places = zip(lineups.seats, lineups.rows[number], strict=True)
    return replace(realization, tactics={**realization.tactics, **{k: lineups.choices[p].named for k, p in places}})


def lineup_columns(lineups: Lineups, parties: Sequence[str]) -> tuple[Column, ...]:
    """The columns that a plan with lineups adds: which lineup, whose tactic, which luck, and turns lost."""
    texts = tuple(one.text for one in lineups.choices)
    return (
        Column("lineup", "int"),
        Column("luck", "int"),
        *(Column(f"tactic.{seat}", "text", texts) for seat in lineups.seats),
        *(Column(f"lost.{party}", "int") for party in parties),
    )


def lineup_values(lineups: Lineups, number: int, log: Sequence[LogEntry], parties: Sequence[str]) -> list[Value]:
    """The cells of these columns behind the first two."""
    lost = [entry.seat for entry in log if entry.kind == Kind.FORFEITED]
    return [*lineups.texts(number), *(lost.count(party) for party in parties)]
