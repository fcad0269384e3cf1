"""What a block is: something besides the talks that the course asks at four moments what has happened.

A block answers with entries of the log, and what an entry does stands in it: its package moves what stands (`moved`),
its `effect` brings other numbers into force, charges points, changes deadlines or calls meetings off. So the log alone
rebuilds every state, and the course needs to know nothing of wars or parliaments. A new block is one file: a class with
`@register("block", name)` and a classmethod `of` that makes it for a scenario that has it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self, cast

from negosim.chance import Chance
from negosim.protocols.base import Event, Standing
from negosim.registry import entries
from negosim.scenario.draw import Reading

__all__ = ["Block", "Now", "make_blocks"]


@dataclass(frozen=True)
class Now:
    """The course at a moment: the reading in force, what stands, the rounds played, and the log so far.

    `chance` are the run's random numbers: a block draws by a purpose of its own and the round.
    """

    reading: Reading
    standing: Standing
    round: int
    chance: Chance
    log: Sequence[Event]


class Block(ABC):
    """One thing that happens besides the talks. A course makes its own, so a block may keep state.

    Facts of its entries hold only what JSON holds (texts, numbers, true and false, lists and mappings of them).
    """

    @classmethod
    @abstractmethod
    def of(cls, reading: Reading) -> Self | None:
        """The block of a scenario; None where the scenario leaves it out."""

    def before_talks(self, now: Now) -> Iterable[Event]:
        """What happens before the first round."""
        return ()

    def between_rounds(self, now: Now) -> Iterable[Event]:
        """What happens when a round is over; `now.round` has just been played."""
        return ()

    def on_signing(self, now: Now, signed: Event) -> Iterable[Event]:
        """What becomes of a package that its parties have just signed: votes on it.

        An entry whose fact `ratified` is false keeps it from taking effect.
        """
        return ()

    def after_talks(self, now: Now) -> Iterable[Event]:
        """What happens once the last meeting is over and the last charge has fallen."""
        return ()


def make_blocks(reading: Reading) -> tuple[Block, ...]:
    """The blocks of a scenario, in the order of their registration."""
    made = (cast(type[Block], entry.make).of(reading) for entry in entries("block"))
    return tuple(block for block in made if block is not None)
