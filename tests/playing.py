"""Consoles for games in tests: one that types given lines, and one that types what a tactic does."""

from __future__ import annotations

from collections.abc import Sequence

from negosim.domain.rng import RandomSource
from negosim.negotiation.acts import Act, Offer
from negosim.negotiation.tactics.base import Tactic
from negosim.scenario.realize.realization import Realization, RealizationFactory
from negosim.scenario.spec.scenario import Scenario
from negosim.teaching.play import Game, GameTable

__all__ = ["Imitator", "Script", "played", "seated", "typed"]


class Script:
    """Types the given lines, then comes to the end of the input; `text` is all that was shown."""

    def __init__(self, *lines: str) -> None:
        self.lines = list(lines)
        self.shown: list[str] = []
        self.cleared: list[int] = []

    @property
    def text(self) -> str:
        return "\n".join(self.shown)

    @property
    def words(self) -> str:
        """The text in one line, so that what was wrapped can be looked for."""
        return " ".join(self.text.split())

    def show(self, lines: Sequence[str]) -> None:
        self.shown.extend("\n".join(lines).split("\n"))

    def ask(self, prompt: str) -> str:
        self.shown.append(prompt)
        if not self.lines:
            raise EOFError
        return self.lines.pop(0)

    def clear(self) -> None:
        self.cleared.append(len(self.shown))


class Imitator(Script):
    """A person who does at a keyboard what a tactic does."""

    def __init__(self, tactic: Tactic) -> None:
        super().__init__()
        self.tactic = tactic
        self.table: GameTable | None = None

    def ask(self, prompt: str) -> str:
        if not self.lines:
            assert self.table is not None
            assert self.table.turn is not None
            self.lines = typed(self.tactic.act(self.table.turn.view))
        return super().ask(prompt)


def typed(act: Act) -> list[str]:
    """What a person types for an act."""
    if isinstance(act, Offer):
        terms = [text for axis, option in act.package.terms for text in (str(axis + 1), str(option + 1))]
        return ["offer", *terms, "send"]
    return ["leave", "yes"] if act.kind == "leave" else [act.kind]


def central(of: Scenario) -> Realization:
    return RealizationFactory(of).central


def seated(of: Scenario, *people: str, seed: int = 0) -> GameTable:
    """A table of the central case."""
    return GameTable(central(of), RandomSource(seed), people)


def played(table: GameTable, console: Script) -> bool:
    """Play a game that is not kept anywhere."""
    if isinstance(console, Imitator):
        console.table = table
    return Game(table, console, lambda _: None).play()
