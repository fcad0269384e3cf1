"""A party's score sheet: the points of every option, its linkages and its costs of delay.

It is made from one party's preferences alone, so that a brief or screen that shows it cannot reveal the others'.
"""

from __future__ import annotations

from dataclasses import dataclass

from negosim.analysis.phrases import condition_words
from negosim.domain.outcomes import Issue
from negosim.domain.preferences import Preferences

__all__ = ["Clause", "Matter", "ScoreLine", "ScoreSheet", "score_sheet"]

SHOWN = 9
"""The most options of an issue that a sheet shows; an amount has more, and is linear in between."""


@dataclass(frozen=True)
class ScoreLine:
    """An option of an issue: its number, label and points; whether it is refused or the status quo."""

    option: int
    label: str
    points: float
    refused: bool
    status_quo: bool


@dataclass(frozen=True)
class Matter:
    """An issue with all its options, and the most and the least points that it can bring."""

    axis: int
    key: str
    title: str
    entries: tuple[ScoreLine, ...]

    @property
    def best(self) -> float:
        """The most points that the issue can bring."""
        return max(entry.points for entry in self.entries)

    @property
    def worst(self) -> float:
        """The least points that the issue can bring."""
        return min(entry.points for entry in self.entries)

    @property
    def shown(self) -> tuple[ScoreLine, ...]:
        """The entries that a page has room for: all, or some evenly spread from end to end."""
        last = len(self.entries) - 1
        if last < SHOWN:
            return self.entries
        return tuple(self.entries[round(k * last / (SHOWN - 1))] for k in range(SHOWN))


@dataclass(frozen=True)
class Clause:
    """Points on a condition: title, condition in words, and points."""

    title: str
    when: str
    points: float


@dataclass(frozen=True)
class ScoreSheet:
    """All that a party's points consist of: `costs` per round, and the `reserve` that a deal must bring on top."""

    party: str
    matters: tuple[Matter, ...]
    linkages: tuple[Clause, ...]
    costs: tuple[Clause, ...]
    reserve: float


def score_sheet(preferences: Preferences) -> ScoreSheet:
    """The score sheet of a party."""
    scale, space = preferences.scale, preferences.space
    matters = tuple(_matter(preferences, axis, issue) for axis, issue in enumerate(preferences.space.issues))
    linkages, costs = (
        tuple(Clause(one.title, condition_words(space, one.when), scale.points(one.points)) for one in terms)
        for terms in (preferences.linkages, preferences.costs)
    )
    return ScoreSheet(preferences.party, matters, linkages, costs, scale.points(preferences.reserve))


def _matter(preferences: Preferences, axis: int, issue: Issue) -> Matter:
    worth, refused = preferences.contributions[axis], preferences.refused[axis]
    entries = tuple(
        ScoreLine(k, label, preferences.scale.points(int(worth[k])), bool(refused[k]), k == issue.status_quo)
        for k, label in enumerate(issue.labels)
    )
    return Matter(axis, issue.key, issue.title, entries)
