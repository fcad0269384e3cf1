"""Whose agreement there is to ask for: parties, each for itself, and bodies, each by the votes of its members.

A set of requirements is a whole number of 64 bits: the parties of the scenario first, then its bodies. The yes of a
party meets its own requirement, and may help to meet those of the bodies in which it sits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from negosim.domain.decision_rule import DecisionRule

__all__ = ["Body", "Masks", "Requirements", "as_bits", "has", "within", "within_each"]

Masks = NDArray[np.uint64]
"""Sets of requirements."""


def has(masks: Masks, requirements: int) -> NDArray[np.bool_]:
    """Which of some sets have any of some requirements."""
    return np.asarray((masks & np.uint64(requirements)) != 0)


def within(masks: Masks, satisfied: int) -> NDArray[np.bool_]:
    """Which of some sets hold nothing but what is satisfied."""
    return np.asarray((masks & ~np.uint64(satisfied)) == 0)


def within_each(masks: Masks, satisfied: Masks) -> NDArray[np.bool_]:
    """`within`, where for each set something else is satisfied."""
    return np.asarray((masks & ~satisfied) == 0)


def as_bits(rows: Iterable[tuple[int, NDArray[np.bool_]]]) -> Masks:
    """The set of those whose row holds, for each column; rows of several are pairs of a place and its row."""
    shifted = (row.astype(np.uint64) << np.uint64(place) for place, row in rows)
    return np.asarray(reduce(np.bitwise_or, shifted))


@dataclass(frozen=True)
class Body:
    """A body that decides; its `rule` counts the votes of parties, bit k that of the k-th.

    Without a rule its voters sit at no table: they vote on what has been signed, so that nothing there is kept by it.
    """

    key: str
    title: str
    rule: DecisionRule | None = None

    @property
    def members(self) -> int:
        """The parties that have a vote in it, as bits."""
        return 0 if self.rule is None else self.rule.members


@dataclass(frozen=True)
class Requirements:
    """The parties and the bodies of a scenario, each a bit."""

    parties: tuple[str, ...]
    bodies: tuple[Body, ...] = ()

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Kept, since offer spaces are looked up by it."""
        return hash((self.parties, self.bodies))

    @cached_property
    def bit(self) -> dict[str, int]:
        """The bit of each party and each body, by its key."""
        return {key: 1 << place for place, key in enumerate((*self.parties, *(body.key for body in self.bodies)))}

    @cached_property
    def seated(self) -> tuple[tuple[int, DecisionRule], ...]:
        """The bodies whose members sit at tables: bit and rule of each."""
        return tuple((self.bit[body.key], body.rule) for body in self.bodies if body.rule is not None)

    @cached_property
    def elsewhere(self) -> int:
        """The bodies whose voters sit at no table."""
        return self.mask(body.key for body in self.bodies if body.rule is None)

    def mask(self, keys: Iterable[str]) -> int:
        """The set of some parties and bodies."""
        return reduce(or_, (self.bit[key] for key in keys), 0)

    def keys(self, mask: int) -> frozenset[str]:
        """The parties and bodies of a set."""
        return frozenset(key for key, bit in self.bit.items() if bit & mask)

    def satisfied(self, yes: int, no: int = 0) -> int:
        """What some parties for it and some against it fulfil at the table: their own, and each body that passes.

        >>> from negosim.domain.decision_rule import VoteTest
        >>> rule = DecisionRule(("a", "b", "c"), (VoteTest.called("majority", (1, 1, 1)),))
        >>> Requirements(("a", "b", "c"), (Body("council", "The council", rule),)).satisfied(0b011, 0b100)
        11
        """
        passed = (bit for bit, rule in self.seated if rule.decides(yes, no))
        return reduce(or_, passed, yes | self.elsewhere)

    def satisfied_alone(self, yes: int) -> int:
        """What some parties fulfil with all others against it."""
        return self.satisfied(yes, ((1 << len(self.parties)) - 1) & ~yes)

    def satisfied_over(self, yes: Masks, no: Masks) -> Masks:
        """`satisfied`, for arrays of parties for it and against it."""
        total = yes | np.uint64(self.elsewhere)
        for bit, rule in self.seated:
            total = total | np.where(rule.over(yes, no), np.uint64(bit), np.uint64(0))
        return np.asarray(total)

    def voters(self, need: int) -> int:
        """The parties that have a vote in the bodies of a set."""
        return reduce(or_, (body.members for body in self.bodies if self.bit[body.key] & need), 0)

    def voice(self, party: int) -> int:
        """The requirements that a party has a word in: its own, and those of the bodies in which it votes."""
        return reduce(or_, (self.bit[body.key] for body in self.bodies if body.members & party), party)

    def veto_players(self, need: int) -> int:
        """The parties without whom, or against whom, some requirements cannot be met: their own, or a body's."""
        rules = [body.rule for body in self.bodies if body.rule is not None and self.bit[body.key] & need]
        return reduce(or_, (rule.veto_players for rule in rules), need & ((1 << len(self.parties)) - 1))

    def voices(self, need: int) -> int:
        """The parties whose word a set of requirements takes: those in it, and the voters of the bodies in it."""
        return need & ((1 << len(self.parties)) - 1) | self.voters(need)
