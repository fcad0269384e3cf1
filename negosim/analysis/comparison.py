"""Scenarios side by side: what differs in the files, what each came to, and what it gave every party."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from negosim.analysis.measures import Measures
from negosim.analysis.run_data import summary
from negosim.errors import UsageError
from negosim.negotiation.record import Record
from negosim.negotiation.record import run as play
from negosim.scenario.diff import Difference, differences
from negosim.scenario.load import load
from negosim.scenario.spec.scenario import Scenario

__all__ = [
    "FEWEST",
    "MOST",
    "Comparison",
    "IssueRow",
    "PartyRow",
    "check_number",
    "compare",
    "difference_rows",
    "ending_rows",
    "point_rows",
]

FEWEST, MOST = 2, 20
"""How many scenarios can be compared."""


@dataclass(frozen=True)
class IssueRow:
    """An issue in every scenario: the option that stands at the end, its words, and the meeting that settled it.

    A scenario without the issue has None everywhere; an issue that no agreement named has no meeting.
    """

    key: str
    title: str
    options: tuple[str | int | float | None, ...]
    labels: tuple[str | None, ...]
    settled: tuple[str | None, ...]

    @property
    def differs(self) -> bool:
        """Whether the scenarios ended differently on it."""
        return len(set(self.labels)) > 1

    @property
    def endings(self) -> tuple[str, ...]:
        """How it ended in each scenario, in words, and where it was settled."""
        return tuple(map(_ending, self.labels, self.settled))


def _ending(label: str | None, meeting: str | None) -> str:
    if label is None:
        return "no such issue"
    return f"{label} (settled in “{meeting}”)" if meeting else f"{label} (as it was)"


@dataclass(frozen=True)
class PartyRow:
    """A party in every scenario: points at the end and reservation value; None where it takes no part."""

    key: str
    name: str
    points: tuple[float | None, ...]
    reservation: tuple[float | None, ...]


@dataclass(frozen=True)
class Comparison:
    """The runs of two to twenty scenarios under the same seed and run; the first is the one to compare with."""

    records: tuple[Record, ...]

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios in the order given."""
        return tuple(record.scenario for record in self.records)

    @cached_property
    def measures(self) -> tuple[Measures, ...]:
        """The measures of every run."""
        return tuple(map(Measures, self.records))

    @property
    def letters(self) -> tuple[str, ...]:
        """A short name for each scenario, for tables: A, B, C, ..."""
        return tuple(chr(ord("A") + place) for place in range(len(self.records)))

    @property
    def digest(self) -> str:
        """SHA-256 over the digests of the scenarios in their order, as 64 hex digits."""
        return hashlib.sha256("".join(scenario.digest for scenario in self.scenarios).encode()).hexdigest()

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """What differs in the files."""
        return differences(self.scenarios)

    @cached_property
    def issues(self) -> tuple[IssueRow, ...]:
        """What stands at the end, issue by issue, over all issues of all scenarios."""
        keys = dict.fromkeys(key for scenario in self.scenarios for key in scenario.issues)
        return tuple(map(self._issue, keys))

    def _issue(self, key: str) -> IssueRow:
        labels, options = [], []
        for record in self.records:
            space = record.realization.space
            axis = space.axis(key) if key in record.scenario.issues else None
            option = None if axis is None else record.course.standing.outcome[axis]
            labels.append(None if axis is None or option is None else space.issues[axis].labels[option])
            options.append(None if axis is None or option is None else space.issues[axis].options[option])
        title = next(one.issues[key].title for one in self.scenarios if key in one.issues)
        settled = tuple(self._meeting(one, key) for one in self.measures)
        return IssueRow(key, title, tuple(options), tuple(labels), settled)

    def _meeting(self, measures: Measures, issue: str) -> str | None:
        """Title of the meeting that settled an issue."""
        meeting = measures.settled.get(issue)
        return None if meeting is None else measures.record.scenario.meetings[meeting].title

    @cached_property
    def parties(self) -> tuple[PartyRow, ...]:
        """What each party ended with, over all parties of all scenarios."""
        names: dict[str, str] = {}
        for scenario in self.scenarios:
            names = {key: party.name for key, party in scenario.parties.items()} | names
        return tuple(self._party(key, name) for key, name in names.items())

    def _party(self, key: str, name: str) -> PartyRow:
        points = tuple(one.points.get(key) for one in self.measures)
        return PartyRow(key, name, points, tuple(one.reservation.get(key) for one in self.measures))

    def to_dict(self) -> dict[str, Any]:
        """The comparison as plain data, as `negosim compare --json` prints it."""
        return self.beside() | {"runs": [summary(record) for record in self.records]}

    def beside(self) -> dict[str, Any]:
        """What stands side by side, without what each run is by itself, which takes its solutions to find."""
        first = self.records[0]
        return {
            "format": 1,
            "digest": self.digest,
            "seed": first.seed,
            "run": first.run,
            "drawn": first.drawn,
            "scenarios": [_named(scenario) for scenario in self.scenarios],
            "differences": [
                {"path": one.path, "words": one.words, "values": list(one.values), "basis": list(one.bases)}
                for one in self.differences
            ],
            "outcome": {row.key: list(row.options) for row in self.issues},
            "settled": {row.key: list(row.settled) for row in self.issues},
            "points": {row.key: list(row.points) for row in self.parties},
            "reservation": {row.key: list(row.reservation) for row in self.parties},
        }


def _named(scenario: Scenario) -> Mapping[str, Any]:
    return {
        "name": scenario.name,
        "title": scenario.title,
        "digest": scenario.digest,
        "changes": list(scenario.changes),
    }


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
    """Play two to twenty scenarios under the same seed and run and set them side by side.

    A scenario may be given as a file or a shipped name. Errors: `UsageError` for too few or too many; those of `load`.
    """
    check_number(scenarios)
    loaded = [one if isinstance(one, Scenario) else load(one) for one in scenarios]
    return Comparison(tuple(play(one, seed=seed, run=run, draw=draw, allow_code=allow_code) for one in loaded))


def _by_scenario(comparison: Comparison, values: Sequence[Any], what: str = "") -> dict[str, Any]:
    """Values under a column a scenario: its letter and its name."""
    heads = zip(comparison.letters, comparison.scenarios, strict=True)
    return {f"{what}{letter} {one.name}": value for (letter, one), value in zip(heads, values, strict=True)}


def difference_rows(comparison: Comparison) -> list[dict[str, Any]]:
    """One row a difference of the files: path, words, and value and basis by scenario."""
    return [
        {"path": one.path, "words": one.words}
        | _by_scenario(comparison, one.texts)
        | _by_scenario(comparison, one.bases, "basis ")
        for one in comparison.differences
    ]


def ending_rows(comparison: Comparison) -> list[dict[str, Any]]:
    """One row an issue: the option that stands at the end and the meeting that settled it, by scenario."""
    return [
        {"issue": row.key, "title": row.title}
        | _by_scenario(comparison, row.options)
        | _by_scenario(comparison, row.settled, "settled ")
        for row in comparison.issues
    ]


def point_rows(comparison: Comparison) -> list[dict[str, Any]]:
    """One row a party: points at the end and reservation value, by scenario."""
    return [
        {"party": row.key, "name": row.name}
        | _by_scenario(comparison, row.points)
        | _by_scenario(comparison, row.reservation, "reservation ")
        for row in comparison.parties
    ]
