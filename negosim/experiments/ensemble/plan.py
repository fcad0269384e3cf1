"""What an ensemble is to play, as plain data: it stands in the manifest, and goes to workers as text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from negosim.errors import UsageError
from negosim.experiments.ensemble.design import INDEPENDENT, SOBOL, check_design
from negosim.experiments.ensemble.lineups import Lineups
from negosim.scenario.load import from_plain
from negosim.scenario.spec.scenario import Scenario

__all__ = ["BLOCK", "CAP", "CHUNK", "Plan", "parcel", "unpacked"]

CHUNK = 500
"""Runs that are played and written together: about a second's work."""

BLOCK = 1000
"""Runs between two looks of the stop rule; no fewer, or the interval covers less than it says."""

CAP = 100_000
"""Runs after which `until` gives up."""

MOST = 10**9


@dataclass(frozen=True)
class Plan:
    """How many runs of which design; `runs` is the most there will be where `until` may stop earlier.

    `until` is the half-width that the interval of the settlement rate is to come below. `chunk` changes nothing in the
    rows. `distance` adds columns that cost as much as the run.

    With `lineups` every draw is played `each` times: by each lineup, and by each lineup `replications` times with other
    luck. With a `limit`, seconds for each act, a tactic that fails loses its turn.
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
        if self.until is not None:
            self._check_until(self.until)

    def _check_until(self, until: float) -> None:
        if not 0.0001 <= until < 0.5:  # noqa: PLR2004  (half-width of a share: narrower takes 10^8 runs)
            raise UsageError(f"until must be a half-width from 0.0001 to 0.5, such as 0.01, not {until}")
        if self.runs < BLOCK:
            raise UsageError(f"until looks every {BLOCK} runs, so it needs that many at least, not {self.runs}")
        if BLOCK % self.chunk:
            raise UsageError(f"with until the chunk must divide {BLOCK}, which {self.chunk} doesn't")

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Plan:
        """The inverse of `dataclasses.asdict`, also of what JSON made of it."""
        lineups = data.get("lineups")
        return cls(**{**data, "lineups": None if lineups is None else Lineups.from_dict(lineups)})

    @property
    def kind(self) -> str:
        """What it is called: a tournament where tactics are tried, else an ensemble."""
        return "ensemble" if self.lineups is None else "tournament"

    @property
    def each(self) -> int:
        """How many runs play the same draw."""
        return self.replications * (1 if self.lineups is None else len(self.lineups))

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return -(-self.runs // self.chunk)

    def span(self, index: int) -> range:
        """The runs of a chunk."""
        return range(index * self.chunk, min(self.runs, (index + 1) * self.chunk))

    def mark(self, digest: str) -> str:
        """8 hex digits of scenario and design, for the folder's name."""
        size = self.runs if self.design == SOBOL else 0
        cast = "" if self.lineups is None else f" {asdict(self.lineups)} {self.replications} {self.limit}"
        return hashlib.sha256(f"{digest} {self.design} {size}{cast}".encode()).hexdigest()[:8]


def parcel(scenario: Scenario, plan: Plan, form: str) -> str:
    """All that a worker needs, as one text."""
    origin = scenario.origin
    home = {"name": origin.name, "path": origin.path and str(origin.path.resolve()), "changes": list(origin.changes)}
    return json.dumps({"plan": asdict(plan), "form": form, "plain": scenario.plain(), **home})


def unpacked(text: str) -> tuple[Scenario, Plan, str]:
    """The inverse of `parcel`."""
    data: Mapping[str, Any] = json.loads(text)
    path = Path(data["path"]) if data["path"] else None
    scenario = from_plain(data["plain"], data["name"], path=path, changes=tuple(data["changes"]))
    return scenario, Plan.from_dict(data["plan"]), data["form"]
