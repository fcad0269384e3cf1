"""Spoilers: a party that can move an issue by itself does so, if it gains by it and the chance comes.

Stedman 1997 (International Security 22:5): those who lose by a peace use what they can to undo it, at the table or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from negosim.domain.outcomes import Outcome
from negosim.negotiation.environment.base import Block, Mark, Measure, Names, Now, Value
from negosim.negotiation.facts import Facts
from negosim.negotiation.log import Kind, LogEntry
from negosim.negotiation.packages import Package
from negosim.registry import register
from negosim.scenario.realize.realization import Realization

__all__ = ["Spoilers", "Spoiling"]


@dataclass(frozen=True)
class Spoiling(Facts):
    """Which of the lone moves of a scenario was made, by its place among them."""

    kinds = (Kind.MOVED,)
    block = "spoilers"
    move: int


@dataclass(frozen=True)
class LoneMove:
    """A move that a party can make by itself: of which issue, from where to where, and the path of its chance."""

    party: str
    axis: int
    start: frozenset[int]
    package: Package
    path: str
    title: str

    def tempts(self, realization: Realization, outcome: Outcome) -> bool:
        """Whether it can be made where things stand, and its party has more points afterwards."""
        party = realization.preferences[self.party]
        return outcome[self.axis] in self.start and party.points(self.package.on(outcome)) > party.points(outcome)


@register("block", "spoilers", source="Stedman 1997, International Security 22:5")
class Spoilers(Block[None]):
    """Who gains by a move that needs nobody's consent makes it when its chance comes, at the table or not."""

    facts = (Spoiling,)

    def __init__(self, moves: Sequence[LoneMove]) -> None:
        self.moves = tuple(moves)

    @classmethod
    def of(cls, realization: Realization) -> Self | None:
        """The lone moves of a scenario that have a chance."""
        moves = []
        for key, issue in realization.scenario.issues.items():
            axis = realization.space.axis(key)
            for place, move in enumerate(issue.unilateral):
                number = issue.position(move.to)
                if move.chance is not None and number is not None:
                    package, path = Package(((axis, number),)), f"issues.{key}.unilateral.{place}.chance"
                    start = frozenset(issue.selected(move.start)) - {number}
                    moves.append(LoneMove(move.by, axis, start, package, path, move.title or issue.title))
        return cls(moves) if moves else None

    def between_rounds(self, now: Now) -> Iterable[LogEntry]:
        """The first move that tempts its party and whose chance comes."""
        for place, move in enumerate(self.moves):
            comes = now.chance.uniform(f"spoiler.{move.path}", now.round) < now.realization.numbers[move.path]
            if comes and move.tempts(now.realization, now.standing.outcome):
                yield LogEntry(Kind.MOVED, seat=move.party, package=move.package, facts=Spoiling(place))
                return

    def narrate(self, events: Sequence[LogEntry], words: Names) -> Iterable[str]:
        """Every move."""
        for entry, title in self._made(events):
            yield f"{words.after(entry.round)} {words.party(entry.seat)} moved by itself: {title}."

    def _made(self, log: Sequence[LogEntry]) -> Iterator[tuple[LogEntry, str]]:
        """Every move in the log, with its title."""
        return ((entry, self.moves[entry.facts.move].title) for entry in log if isinstance(entry.facts, Spoiling))

    @property
    def measures(self) -> tuple[Measure, ...]:
        """How often each party moved by itself."""
        parties = dict.fromkeys(move.party for move in self.moves)
        return tuple(Measure(f"spoiled.{party}", f"moves of {party} by itself", "int") for party in parties)

    def measured(self, now: Now) -> dict[str, Value]:
        """The measures at the end."""
        made = [entry.seat for entry, _ in self._made(now.log)]
        return {f"spoiled.{move.party}": made.count(move.party) for move in self.moves}

    def marks(self, now: Now, words: Names) -> Iterable[Mark]:
        """Every move."""
        return (Mark(entry.round, title) for entry, title in self._made(now.log))
