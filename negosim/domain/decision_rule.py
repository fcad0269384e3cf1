"""The decision rule of a body: whose votes count how much, and how many of them are enough.

A rule is a conjunction of weighted tests (the intersection of weighted majority games; Taylor & Zwicker 1999, Simple
Games) with vetoes. Voters are bits: bit k is the k-th voter. Who is in neither `yes` nor `no` abstains or is away. All
is counted in whole numbers, so that no vote is lost to rounding.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, reduce
from operator import and_, or_
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from negosim.domain.scale import SAFE

__all__ = ["WORDS", "Base", "DecisionRule", "VoteCount", "VoteTest"]

Bits = NDArray[np.uint64]
Mask = NDArray[np.bool_]
Votes = TypeVar("Votes", int, float, NDArray[Any])

BYTE = 8
"""Voters are looked up in tables of eight."""


class Base(StrEnum):
    """What the share of a test is a share of."""

    VOTE = "vote"
    """One vote: the test asks for a number of votes."""
    ALL = "all"
    """All votes, cast or not."""
    CAST = "cast"
    """The votes for and against."""


WORDS = {
    "all": (Fraction(1), Base.ALL, False),
    "consensus": (Fraction(1), Base.CAST, False),
    "majority": (Fraction(1, 2), Base.CAST, True),
    "absolute_majority": (Fraction(1, 2), Base.ALL, True),
}
"""The words for tests: the share, of what, and whether it takes more than that."""


@dataclass(frozen=True)
class VoteTest:
    """At least a share of a base of votes, or `more` than it; of the votes cast at least one must be for it.

    `weights` has the whole votes of each voter, 0 for whoever has none in this test; `unit` of them are one vote as it
    was written.
    """

    weights: tuple[int, ...]
    unit: int
    share: Fraction
    of: Base
    more: bool = False

    @classmethod
    def weighing(
        cls, weights: Iterable[Fraction | int], share: Fraction | int, of: Base, more: bool = False
    ) -> VoteTest:
        """The test with the votes of each voter as they were written, exactly.

        >>> VoteTest.weighing([Fraction("0.5"), Fraction("0.25"), 0], Fraction(2, 3), Base.ALL).weights
        (2, 1, 0)
        """
        written = [Fraction(weight) for weight in weights]
        unit = math.lcm(*(weight.denominator for weight in written))
        return cls(tuple(int(weight * unit) for weight in written), unit, Fraction(share), of, more)

    @classmethod
    def called(cls, word: str, weights: Iterable[Fraction | int]) -> VoteTest:
        """A test by its word in `WORDS`."""
        return cls.weighing(weights, *WORDS[word])

    @property
    def word(self) -> str | None:
        """Its word; None for a number or another share."""
        return next((word for word, one in WORDS.items() if one == (self.share, self.of, self.more)), None)

    @property
    def voters(self) -> int:
        """Who has a vote in it, as bits."""
        return sum(1 << place for place, weight in enumerate(self.weights) if weight)

    @cached_property
    def total(self) -> int:
        """All whole votes."""
        return sum(self.weights)

    @cached_property
    def kind(self) -> type[np.int64] | type[object]:
        """Of arrays of whole votes: 64-bit integers where all that `met` reckons fits into them, else Python's."""
        largest = max(self.share.denominator, self.share.numerator) * (2 * self.total + self.unit)
        return np.int64 if largest < SAFE else object

    def votes(self, voters: int) -> int:
        """The whole votes of some voters."""
        return sum(weight for place, weight in enumerate(self.weights) if voters >> place & 1)

    def votes_over(self, voters: Bits) -> NDArray[Any]:
        """`votes` of many sets, of the test's `kind`."""
        places = voters.view(np.int64)  # as which they are looked up at once
        counts = (table.take(places >> start & ((1 << BYTE) - 1)) for start, table in self._tables)
        return np.asarray(sum(counts, np.zeros(voters.shape, dtype=np.int64)))

    @cached_property
    def _tables(self) -> tuple[tuple[int, NDArray[Any]], ...]:
        """For each eight voters the first one's place and the votes of all 256 sets of them."""
        parts = ((start, self.weights[start : start + BYTE]) for start in range(0, len(self.weights), BYTE))
        return tuple((start, _sums(part).astype(self.kind)) for start, part in parts if any(part))

    def met(self, yes: Votes, no: Votes) -> Any:
        """Whether so many whole votes for and against meet it: of one vote, or of arrays of them."""
        lead = self.share.denominator * yes - self.share.numerator * self._base(yes, no)
        enough = lead > 0 if self.more else lead >= 0
        return enough & (yes > 0) if self.of == Base.CAST else enough

    def count(self, yes: float, no: float) -> VoteCount:
        """What so many whole votes for and against come to."""
        took = self.share * Fraction(self._base(yes, no)) / self.unit
        return VoteCount(self, took, Fraction(yes) / self.unit, bool(self.met(yes, no)))

    def _base(self, yes: Votes, no: Votes) -> Any:
        """The whole votes that the share is a share of."""
        match self.of:
            case Base.VOTE:
                return self.unit
            case Base.ALL:
                return self.total
        return yes + no


def _sums(weights: Sequence[int]) -> NDArray[Any]:
    """The sums of all sets of some weights, by the bits of the set."""
    sums = np.zeros(1, dtype=object)
    for weight in (*weights, *[0] * (BYTE - len(weights))):
        sums = np.concatenate((sums, sums + weight))
    return sums


@dataclass(frozen=True)
class VoteCount:
    """What came of a test, in votes as they were written: it `took` so many, or more than that, and `got` so many."""

    test: VoteTest
    took: Fraction
    got: Fraction
    met: bool


@dataclass(frozen=True)
class DecisionRule:
    """What passes: all tests are met by the votes for it, and nobody in `vetoes` (bits) votes against.

    With `stops` it passes instead unless all tests are met by the votes against (reverse majority). `voters` names the
    bits; who has no vote in any test is no member. One more yes, or one no less, never loses.
    """

    voters: tuple[str, ...]
    tests: tuple[VoteTest, ...]
    stops: bool = False
    vetoes: int = 0

    @cached_property
    def members(self) -> int:
        """Who has a vote or a veto, as bits."""
        return reduce(or_, (test.voters for test in self.tests), self.vetoes)

    @property
    def weighs_no(self) -> bool:
        """Whether it matters how many are against, and not only who has a veto."""
        return self.stops or any(test.of == Base.CAST for test in self.tests)

    @cached_property
    def veto_players(self) -> int:
        """Those without whom, or against whom, nothing passes, as bits (Tsebelis 2002, Veto Players)."""
        alone = (1 << place for place in range(len(self.voters)) if self.members >> place & 1)
        return sum(one for one in alone if not self.decides(self.members & ~one, one))

    def decides(self, yes: int, no: int = 0) -> bool:
        """Whether it passes, with some voters for it and some against.

        >>> council = DecisionRule(("a", "b", "c"), (VoteTest.called("majority", (1, 1, 1)),), vetoes=0b100)
        >>> council.decides(0b011, 0b000), council.decides(0b011, 0b100)
        (True, False)
        """
        counts = ((test.votes(yes), test.votes(no)) for test in self.tests)
        return not no & self.vetoes and bool(self.passed(counts))

    def over(self, yes: Bits, no: Bits) -> Mask:
        """`decides`, for arrays of voters for it and against it."""
        counts = ((test.votes_over(yes), test.votes_over(no) if self.weighs_no else 0) for test in self.tests)
        return np.asarray(np.asarray(self.passed(counts), dtype=np.bool_) & (no & np.uint64(self.vetoes) == 0))

    def passed(self, counts: Iterable[tuple[Any, Any]]) -> Any:
        """Whether the tests let it pass, with whole votes for and against in each of them; of one vote, or of arrays.

        Votes may be floats, where some of a bloc vote for it. Vetoes are apart.
        """
        sides = ((no, yes) if self.stops else (yes, no) for yes, no in counts)
        met = (test.met(*side) for test, side in zip(self.tests, sides, strict=True))
        return reduce(and_, met, True) != self.stops

    def results(self, yes: int, no: int = 0) -> tuple[VoteCount, ...]:
        """What each test took and got; with `stops` the votes against."""
        return self.counted([(test.votes(yes), test.votes(no)) for test in self.tests])

    def counted(self, counts: Iterable[tuple[float, float]]) -> tuple[VoteCount, ...]:
        """`results`, from whole votes for and against in each test."""
        sides = ((no, yes) if self.stops else (yes, no) for yes, no in counts)
        return tuple(test.count(*side) for test, side in zip(self.tests, sides, strict=True))
