"""The plan of an ensemble as plain data, for the manifest and for workers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from negosim.errors import UsageError
from negosim.experiments.ensemble.design import INDEPENDENT, SOBOL, check_design
from negosim.negotiation.tactics.from_text import NamedTactic

__all__ = ["BLOCK", "CAP", "CHUNK", "FRESH", "Lineups", "Plan"]

CHUNK = 500
"""Default number of runs in a chunk: about a second's work."""

BLOCK = 1000
"""Runs between two checks of the stop rule; with fewer the interval would cover less than its level."""

CAP = 100_000
"""Default limit on the runs with `until`."""

FRESH = 1 << 40
"""Run numbers from here on belong to no ensemble: they give new draws and new random events."""

MOST = 10**9


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


@dataclass(frozen=True)
class Plan:
    """The number of runs and their design.

    With `until`, the ensemble stops once the half-width of the settlement rate's interval is below it; `runs` is then
    the limit. `chunk` does not affect the rows. `distance` adds columns that cost as much as the run itself.

    With `lineups` every draw is played by each lineup, `replications` times with different random events. Runs are
    ordered by draw, then lineup, then replication, so that more draws add runs at the end; all lineups play the same
    draws with the same random events. With a `limit` in seconds for each act, a tactic that fails or takes longer loses
    its turn.
    """

    runs: int = 1000
    seed: int = 0
    design: str = INDEPENDENT
    until: float | None = None
    chunk: int = CHUNK
    distance: bool = False
    allow_code: bool = False
    lineups: Lineups | None = None
    replications: int = 1
    limit: float | None = None

    def __post_init__(self) -> None:
        for name, value in (("runs", self.runs), ("chunk", self.chunk), ("replications", self.replications)):
            if not 1 <= value <= MOST:
                raise UsageError(f"{name} must be from 1 to {MOST}, not {value}")
        check_design(self.design, self.runs, self.until)
        if self.until is None:
            return
        if not 0.0001 <= self.until < 0.5:  # noqa: PLR2004  (half-width of a share: narrower takes 10^8 runs)
            raise UsageError(f"until must be a half-width from 0.0001 to 0.5, such as 0.01, not {self.until}")
        if self.runs < BLOCK:
            raise UsageError(f"until looks every {BLOCK} runs, so it needs that many at least, not {self.runs}")
        if BLOCK % self.chunk:
            raise UsageError(f"with until the chunk must divide {BLOCK}, which {self.chunk} doesn't")

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Plan:
        """The inverse of `dataclasses.asdict`, also after a round trip through JSON."""
        lineups = data.get("lineups")
        return cls(**{**data, "lineups": None if lineups is None else Lineups.from_dict(lineups)})

    @property
    def kind(self) -> str:
        """`tournament` with lineups, else `ensemble`: the first part of the folder's name."""
        return "ensemble" if self.lineups is None else "tournament"

    @property
    def each(self) -> int:
        """The number of runs of the same draw."""
        return self.replications * (1 if self.lineups is None else len(self.lineups))

    def span(self, index: int) -> range:
        """The runs of a chunk."""
        return range(index * self.chunk, min(self.runs, (index + 1) * self.chunk))

    def mark(self, digest: str) -> str:
        """8 hex digits of scenario and design, for the folder's name."""
        size = self.runs if self.design == SOBOL else 0
        cast = "" if self.lineups is None else f" {asdict(self.lineups)} {self.replications} {self.limit}"
        return hashlib.sha256(f"{digest} {self.design} {size}{cast}".encode()).hexdigest()[:8]
