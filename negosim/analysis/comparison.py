"""Compare runs of several scenarios: differences of the files, final options, and points of every party."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from negosim.analysis.measures import Measures, measured
from negosim.analysis.run_data import summary
from negosim.domain.outcomes import Option
from negosim.errors import UsageError
from negosim.negotiation.record import Record
from negosim.negotiation.record import run as play
from negosim.scenario.diff import Difference, scenario_differences
from negosim.scenario.load import load
from negosim.scenario.spec.scenario import Scenario

__all__ = [
    "FEWEST",
    "MOST",
    "NO_ISSUE",
    "Comparison",
    "IssueRow",
    "PartyRow",
    "check_number",
    "compare",
    "difference_rows",
    "ending_rows",
    "letters",
    "point_rows",
]

FEWEST, MOST = 2, 20
"""Limits on the number of scenarios."""

NO_ISSUE = "no such issue"
"""What stands where another scenario has the final option of an issue."""


@dataclass(frozen=True)
class IssueRow:
    """The final option of an issue in every scenario: its key, its label, and the title of the meeting that settled it.

    All three are None where a scenario has no such issue; the meeting is None where no agreement named the issue.
    """

    key: str
    title: str
    options: tuple[Option | None, ...]
    labels: tuple[str | None, ...]
    settled: tuple[str | None, ...]

    @property
    def differs(self) -> bool:
        """Whether the scenarios ended differently on this issue."""
        return len(set(self.labels)) > 1

    @property
    def texts(self) -> tuple[str, ...]:
        """The label of the final option in each scenario, or that there is no such issue."""
        return tuple(NO_ISSUE if label is None else label for label in self.labels)

    @property
    def endings(self) -> tuple[str, ...]:
        """The final option in each scenario and where it was settled, as text."""
        how = (f"settled in “{meeting}”" if meeting else "as it was" for meeting in self.settled)
        pairs = zip(self.labels, how, strict=True)
        return tuple(NO_ISSUE if label is None else f"{label} ({settled})" for label, settled in pairs)


@dataclass(frozen=True)
class PartyRow:
    """One party's final points and reservation value in every scenario; None where it takes no part."""

    key: str
    name: str
    points: tuple[float | None, ...]
    reservation: tuple[float | None, ...]


@dataclass(frozen=True)
class Comparison:
    """Runs of several scenarios under the same seed and run number; the first is the reference."""

    records: tuple[Record, ...]

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios in the order given."""
        return tuple(record.scenario for record in self.records)

    @cached_property
    def measures(self) -> tuple[Measures, ...]:
        """The measures of every run."""
        return tuple(map(measured, self.records))

    @property
    def letters(self) -> tuple[str, ...]:
        """A short name for each scenario."""
        return letters(len(self.records))

    @property
    def digest(self) -> str:
        """SHA-256 of the scenarios' digests in their order, as 64 hex digits."""
        return hashlib.sha256("".join(scenario.digest for scenario in self.scenarios).encode()).hexdigest()

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Where the scenario files differ."""
        return scenario_differences(self.scenarios)

    @cached_property
    def issues(self) -> tuple[IssueRow, ...]:
        """The final options, one row for each issue of any scenario."""
        titles: dict[str, str] = {}
        for scenario in self.scenarios:
            titles |= {key: issue.title for key, issue in scenario.issues.items() if key not in titles}
        ends = {key: zip(*(_end(one, key) for one in self.measures), strict=True) for key in titles}
        return tuple(IssueRow(key, title, *map(tuple, ends[key])) for key, title in titles.items())

    @cached_property
    def parties(self) -> tuple[PartyRow, ...]:
        """The final points, one row for each party of any scenario."""
        names: dict[str, str] = {}
        for scenario in self.scenarios:
            names = {key: party.name for key, party in scenario.parties.items()} | names
        points = {key: tuple(one.points.get(key) for one in self.measures) for key in names}
        least = {key: tuple(one.reservation.get(key) for one in self.measures) for key in names}
        return tuple(PartyRow(key, name, points[key], least[key]) for key, name in names.items())

    def to_dict(self) -> dict[str, Any]:
        """The comparison as plain data, as `negosim compare --json` prints it."""
        return self.side_by_side() | {"runs": [summary(record) for record in self.records]}

    def side_by_side(self) -> dict[str, Any]:
        """`to_dict` without the summary of each run, which has to find the bargaining solutions."""
        first = self.records[0]
        return {
            "format": 1,
            "digest": self.digest,
            "seed": first.seed,
            "run": first.run,
            "drawn": first.drawn,
            "scenarios": [
                {"name": one.name, "title": one.title, "digest": one.digest, "changes": list(one.changes)}
                for one in self.scenarios
            ],
            "differences": [
                {"path": one.path, "words": one.words, "values": list(one.values), "basis": list(one.bases)}
                for one in self.differences
            ],
            "outcome": {row.key: list(row.options) for row in self.issues},
            "settled": {row.key: list(row.settled) for row in self.issues},
            "points": {row.key: list(row.points) for row in self.parties},
            "reservation": {row.key: list(row.reservation) for row in self.parties},
        }


def _end(measures: Measures, key: str) -> tuple[Option | None, str | None, str | None]:
    """Final option of an issue, its label, and the title of the meeting that settled it."""
    record = measures.record
    space, meeting = record.realization.space, measures.settled.get(key)
    if key not in space.axes:
        return None, None, None
    axis = space.axis(key)
    issue, option = space.issues[axis], record.course.standing.outcome[axis]
    title = None if meeting is None else record.scenario.meetings[meeting].title
    return issue.options[option], issue.labels[option], title


def letters(number: int) -> tuple[str, ...]:
    """Short names for scenarios: A, B, ..., Z, A1, B1, ...

    >>> letters(28)[-3:]
    ('Z', 'A1', 'B1')
    """
    return tuple(chr(ord("A") + place % 26) + (str(place // 26) if place >= 26 else "") for place in range(number))  # noqa: PLR2004  (letters)


def check_number(scenarios: Sequence[object]) -> None:
    """`UsageError` unless there are two to twenty."""
    if not FEWEST <= len(scenarios) <= MOST:
        raise UsageError(f"expected {FEWEST} to {MOST} scenarios to compare, found {len(scenarios)}")


def compare(
    scenarios: Sequence[Scenario | str | Path],
    *,
    seed: int = 0,
    run: int = 0,
    draw: bool = False,
    allow_code: bool = False,
) -> Comparison:
    """Play two to twenty scenarios under the same seed and run number and compare the runs.

    A scenario may be given as a file or as the name of a shipped one. Errors: `UsageError` for too few or too many;
    those of `load`.
    """
    check_number(scenarios)
    loaded = [one if isinstance(one, Scenario) else load(one) for one in scenarios]
    return Comparison(tuple(play(one, seed=seed, run=run, draw=draw, allow_code=allow_code) for one in loaded))


def _by_scenario(comparison: Comparison, values: Sequence[Any], what: str = "") -> dict[str, Any]:
    """Values in one column per scenario, headed by its letter and name."""
    heads = zip(comparison.letters, comparison.scenarios, strict=True)
    return {f"{what}{letter} {one.name}": value for (letter, one), value in zip(heads, values, strict=True)}


def difference_rows(comparison: Comparison) -> list[dict[str, Any]]:
    """One row per difference of the files: path, description, and value and basis by scenario."""
    return [
        {"path": one.path, "words": one.words}
        | _by_scenario(comparison, one.texts)
        | _by_scenario(comparison, one.bases, "basis ")
        for one in comparison.differences
    ]


def ending_rows(comparison: Comparison) -> list[dict[str, Any]]:
    """One row per issue: the final option and the meeting that settled it, by scenario."""
    return [
        {"issue": row.key, "title": row.title}
        | _by_scenario(comparison, row.options)
        | _by_scenario(comparison, row.settled, "settled ")
        for row in comparison.issues
    ]


def point_rows(comparison: Comparison) -> list[dict[str, Any]]:
    """One row per party: final points and reservation value, by scenario."""
    return [
        {"party": row.key, "name": row.name}
        | _by_scenario(comparison, row.points)
        | _by_scenario(comparison, row.reservation, "reservation ")
        for row in comparison.parties
    ]
