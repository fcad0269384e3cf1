"""Lineups: assignments of tactics to seats, each of which plays every draw.

A plan with lineups orders the runs by draw, then lineup, then replication, so that more draws add runs at the end. All
lineups play the same draws with the same random events (common random numbers).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from negosim.experiments.ensemble.rows import Column, Value
from negosim.negotiation.log import Kind, LogEntry
from negosim.negotiation.tactics.from_text import NamedTactic
from negosim.scenario.realize.realization import Realization

__all__ = ["Lineups", "lineup_columns", "lineup_values", "with_lineup"]


@dataclass(frozen=True)
class Lineups:
    """Assignments of tactics to some seats; the others keep those of the scenario.

    Row k of `rows` is lineup k: for every seat in `seats` the index of its tactic in `choices`.
    """

    seats: tuple[str, ...]
    choices: tuple[NamedTactic, ...]
    rows: tuple[tuple[int, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Lineups:
        """The inverse of `dataclasses.asdict`, also after a round trip through JSON."""
        choices = tuple(NamedTactic(**one) for one in data["choices"])
        return cls(tuple(data["seats"]), choices, tuple(map(tuple, data["rows"])))

    def texts(self, number: int) -> list[str]:
        """The names of the tactics of a lineup, seat by seat."""
        return [self.choices[place].text for place in self.rows[number]]


def with_lineup(realization: Realization, lineups: Lineups, number: int) -> Realization:
    """The realization with the tactics of a lineup; its tables are shared."""
    places = zip(lineups.seats, lineups.rows[number], strict=True)
    return replace(realization, tactics={**realization.tactics, **{k: lineups.choices[p].named for k, p in places}})


def lineup_columns(lineups: Lineups, parties: Sequence[str]) -> tuple[Column, ...]:
    """The columns that a plan with lineups adds: lineup, replication, tactics, and turns lost."""
    texts = tuple(one.text for one in lineups.choices)
    return (
        Column("lineup", "int"),
        Column("luck", "int"),
        *(Column(f"tactic.{seat}", "text", texts) for seat in lineups.seats),
        *(Column(f"lost.{party}", "int") for party in parties),
    )


def lineup_values(lineups: Lineups, number: int, log: Sequence[LogEntry], parties: Sequence[str]) -> list[Value]:
    """The cells of these columns after the first two."""
    lost = [entry.seat for entry in log if entry.kind == Kind.FORFEITED]
    return [*lineups.texts(number), *(lost.count(party) for party in parties)]
