"""What a block is: something besides the talks that the course asks at four moments what has happened.

A block answers with entries of the log, and what an entry does stands in it: its package moves what stands (`moved`),
its `effect` brings other numbers into force, charges points, changes deadlines or calls meetings off. So the log alone
rebuilds every state, and the course needs to know nothing of wars or parliaments.

A block also says what came of it, from the log: in words, in numbers of its own, and as lines and marks in time.

A new block is one file: a class with `@register("block", name)`. Its `part` is the key of scenario files that it owns,
with the model and the checks of what stands there (`ScenarioBlock`); the classmethod `of` makes it for a scenario.
Readers of files, the account of a run, its JSON, the table of an ensemble and the figure find it by the registry.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol, Self, TypeVar, cast

from negosim.domain.rng import RandomSource
from negosim.negotiation.facts import Facts
from negosim.negotiation.log import LogEntry, Vocabulary
from negosim.negotiation.packages import Package, Standing
from negosim.registry import entries
from negosim.scenario.blocks import ScenarioBlock
from negosim.scenario.realize.realization import Realization

__all__ = ["Block", "Mark", "Measure", "Names", "Now", "Track", "Value", "make_blocks", "vocabulary"]

Value = int | float | str | bool | None
S = TypeVar("S")


@dataclass(frozen=True)
class Measure:
    """A number of a block's own: its name in tables, what it is in words, its type, and the texts that it can hold.

    Only a `float` or a `text` may be missing (None): tables have no empty whole number.
    """

    name: str
    title: str
    type: Literal["int", "float", "bool", "text"]
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Track:
    """A line in time: pairs (round, value), the value from then on; `party` where it is one party's view."""

    title: str
    points: tuple[tuple[int, float], ...]
    low: float
    high: float
    party: str = ""


@dataclass(frozen=True)
class Mark:
    """Something that happened in a round, in a few words."""

    round: int
    text: str


class Names(Protocol):
    """The names that a scenario gives to its parts."""

    def party(self, key: str) -> str:
        """Name of a party."""

    def issue(self, key: str) -> str:
        """Title of an issue."""

    def package(self, package: Package) -> str:
        """All that a package names."""


@dataclass(frozen=True)
class Now:
    """The course at a moment: the realizations in force at first and now, what stood and stands, rounds, log.

    `chance` are the run's random numbers: a block draws by a purpose of its own and the round.
    """

    opening: Realization
    realization: Realization
    opened: Standing
    standing: Standing
    round: int
    chance: RandomSource
    log: Sequence[LogEntry]


class Block(ScenarioBlock[S]):
    """One thing that happens besides the talks. A course makes its own, so a block may keep state.

    `facts` are the classes of what its entries say, whose kinds are its own, or `Kind.MOVED`.
    """

    facts: ClassVar[tuple[type[Facts], ...]] = ()

    def __init__(self, *_: Any) -> None:
        """`of` makes it with the realization and what stands under its key, unless a block has an `of` of its own."""

    @classmethod
    def of(cls, realization: Realization) -> Self | None:
        """The block of a scenario; None where the scenario leaves it out."""
        spec = cls.spec(realization.scenario)
        return None if spec is None else cls(realization, spec)

    def before_talks(self, now: Now) -> Iterable[LogEntry]:
        """What happens before the first round."""
        return ()

    def between_rounds(self, now: Now) -> Iterable[LogEntry]:
        """What happens when a round is over; `now.round` has just been played."""
        return ()

    def on_signing(self, now: Now, signed: LogEntry) -> Iterable[LogEntry]:
        """What becomes of a package that its parties have just signed: votes on it.

        An `Approval` that is not `ratified` keeps it from taking effect.
        """
        return ()

    def after_talks(self, now: Now) -> Iterable[LogEntry]:
        """What happens once the last meeting is over and the last charge has fallen."""
        return ()

    # What came of it

    def narrate(self, events: Sequence[LogEntry], words: Names) -> Iterable[str]:
        """Its entries among those of a meeting, or of the time before or after the talks, for the account of a run."""
        return ()

    def announce(self, entry: LogEntry, words: Names) -> str | None:
        """One of its entries in a sentence, as seats hear of it; empty where they don't, None for all other entries."""
        return None

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The numbers that `measured` gives, in their order."""
        return ()

    def measured(self, now: Now) -> dict[str, Value]:
        """What came of it, at the end of the talks, by the names of `measures`."""
        return {}

    def tracks(self, now: Now, words: Names) -> Iterable[Track]:
        """Lines in time for the figure of the course."""
        return ()

    def marks(self, now: Now, words: Names) -> Iterable[Mark]:
        """What is to be marked in time there."""
        return ()


def make_blocks(realization: Realization) -> tuple[Block[Any], ...]:
    """The blocks of a scenario, in the order of their names."""
    known = sorted(entries("block"), key=lambda entry: entry.name)
    made = (cast(type[Block[Any]], entry.make).of(realization) for entry in known)
    return tuple(block for block in made if block is not None)


def vocabulary() -> Vocabulary:
    """The kinds of log entry and their facts, those of every block among them."""
    return Vocabulary(facts for entry in entries("block") for facts in cast(type[Block[Any]], entry.make).facts)
