"""Blocks: what happens besides the talks. The course asks each block at four moments.

A block answers with log entries that state their own effects: a package moves what stands (`moved`), an `effect`
changes numbers, charges points, moves deadlines or calls meetings off. The log alone therefore rebuilds every state,
and the course knows nothing of wars or parliaments. A block also reports its results from the log: in words, as
numbers, and as lines and marks in time.

A new block is one file: a class with `@register("block", name)`. Its `part` is the key of scenario files that it owns,
with its model and checks (`ScenarioBlock`). Readers of files, the account of a run, its JSON, the table of an ensemble
and the figure find it by the registry.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol, Self, TypeVar, cast

from negosim.domain.outcomes import Outcome
from negosim.domain.rng import RandomSource
from negosim.negotiation.facts import Facts
from negosim.negotiation.log import LogEntry, Vocabulary
from negosim.negotiation.log_rows import Log
from negosim.negotiation.packages import Package, Standing
from negosim.registry import entries
from negosim.scenario.blocks import ScenarioBlock
from negosim.scenario.realize.realization import Realization

__all__ = ["Block", "Mark", "Measure", "Names", "Now", "Track", "Value", "make_blocks", "vocabulary"]

Value = int | float | str | bool | None
S = TypeVar("S")


@dataclass(frozen=True)
class Measure:
    """A number that a block reports: its name in tables, its title, its type, and the texts that it can be.

    Only a `float` or a `text` may be missing (None): tables have no empty whole number.
    """

    name: str
    title: str
    type: Literal["int", "float", "bool", "text"]
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Track:
    """A step line in time: pairs (round, value from then on); `party` if it is one party's view."""

    title: str
    points: tuple[tuple[int, float], ...]
    low: float
    high: float
    party: str = ""


@dataclass(frozen=True)
class Mark:
    """An event of a round, in a few words."""

    round: int
    text: str


class Names(Protocol):
    """The names of the parts of a scenario."""

    def party(self, key: str) -> str:
        """Name of a party."""

    def named(self, keys: Iterable[str]) -> list[str]:
        """Names of parties, of a group where all its members are among them."""

    def issue(self, key: str) -> str:
        """Title of an issue."""

    def package(self, package: Package) -> str:
        """The options of a package."""

    def round(self, round_: int) -> str:
        """A round of the course, with its day where there is a calendar."""

    def after(self, round_: int) -> str:
        """The moment after a round, to begin a sentence with."""


@dataclass(frozen=True)
class Now:
    """The state of the course: the first and the current realization and standing outcome, the round, the log.

    `chance` is the run's random source: a block draws by its own purpose and the round.
    """

    opening: Realization
    realization: Realization
    opened: Standing
    standing: Standing
    round: int
    chance: RandomSource
    log: Log

    @property
    def in_force(self) -> Outcome:
        """What is in force of all that stands."""
        return self.realization.space.in_force.of(self.standing.outcome)


class Block(ScenarioBlock[S]):
    """One thing that happens besides the talks. Each course makes its own, so a block may keep state.

    `facts` are the classes of its entries' facts, with kinds of its own or `Kind.MOVED`.
    """

    facts: ClassVar[tuple[type[Facts], ...]] = ()

    def __init__(self, *_: Any) -> None:
        """`of` makes it with the realization and what stands under its key, unless a block has an `of` of its own."""

    @classmethod
    def of(cls, realization: Realization) -> Self | None:
        """The block of a scenario; None if the scenario leaves it out."""
        spec = cls.spec(realization.scenario)
        return None if spec is None else cls(realization, spec)

    def before_talks(self, now: Now) -> Iterable[LogEntry]:
        """Entries before the first round."""
        return ()

    def between_rounds(self, now: Now) -> Iterable[LogEntry]:
        """Entries after a round; `now.round` has just been played."""
        return ()

    def on_signing(self, now: Now, signed: LogEntry) -> Iterable[LogEntry]:
        """Entries on a package that its parties have just signed, such as votes.

        An `Approval` that is not `ratified` keeps the package from taking effect.
        """
        return ()

    def after_talks(self, now: Now) -> Iterable[LogEntry]:
        """Entries after the last meeting and the last charge."""
        return ()

    # Results

    def narrate(self, events: Sequence[LogEntry], words: Names) -> Iterable[str]:
        """Sentences on its entries in a meeting, or before or after the talks, for the account of a run."""
        return ()

    def announce(self, entry: LogEntry, words: Names) -> str | None:
        """A sentence for the seats on one of its entries; empty if they do not learn of it, None for other entries."""
        return None

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What `measured` reports, in order."""
        return ()

    def measured(self, now: Now) -> dict[str, Value]:
        """The values at the end of the talks, by name of measure."""
        return {}

    def tracks(self, now: Now, words: Names) -> Iterable[Track]:
        """Lines in time for the figure of the course."""
        return ()

    def marks(self, now: Now, words: Names) -> Iterable[Mark]:
        """Marks in the figure of the course."""
        return ()


def make_blocks(realization: Realization) -> tuple[Block[Any], ...]:
    """The blocks of a scenario, by name."""
    known = sorted(entries("block"), key=lambda entry: entry.name)
    made = (cast(type[Block[Any]], entry.make).of(realization) for entry in known)
    return tuple(block for block in made if block is not None)


def vocabulary() -> Vocabulary:
    """The kinds of log entry with their facts, including those of every block."""
    return Vocabulary(facts for entry in entries("block") for facts in cast(type[Block[Any]], entry.make).facts)
