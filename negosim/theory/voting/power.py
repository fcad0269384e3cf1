"""Power indices: how often a voter's yes decides.

Shapley and Shubik 1954 (American Political Science Review 48:787): the chance to be pivotal where all orders in which
voters join are as likely. Banzhaf 1965 (Rutgers Law Review 19:317): a voter's share of all swings.

Coalitions are counted by what they have in every test, by dynamic programming over these tuples (Brams & Affuso 1976,
Theory and Decision 7:29; of several tests Algaba, Bilbao, Fernández García & López 2003, European Journal of
Operational Research 150:333). A tuple is written as one whole number, digit by digit, so that joining is addition.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from operator import mul
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.domain.decision_rule import DecisionRule
from negosim.domain.scale import SAFE

__all__ = ["MOST_TUPLES", "Power", "power"]

MOST_TUPLES = 1 << 20
"""Different tuples of votes at the most: beyond it no index is computed."""

Tuples = NDArray[np.int64]


@dataclass(frozen=True)
class Power:
    """Both indices by voter; each sums to 1 where anything can pass and be stopped, else all are 0."""

    shapley_shubik: Mapping[str, Fraction]
    banzhaf: Mapping[str, Fraction]


def power(rule: DecisionRule) -> Power | None:
    """The power of each member; None where their votes come to more than `MOST_TUPLES` different tuples."""
    tuples = _Digits(rule)
    if tuples.size > SAFE:
        return None
    swings: dict[int, list[int]] = {}
    for voter in set(tuples.of.values()):
        others = [*tuples.of.values()]
        others.remove(voter)
        counted = _coalitions(others)
        if counted is None:
            return None
        swings[voter] = tuples.swings(voter, *counted)
    return _indices({rule.voters[place]: swings[voter] for place, voter in tuples.of.items()})


def _indices(swings: Mapping[str, list[int]]) -> Power:
    """Both indices from each voter's swings by the size of the coalition that it joins."""
    n = len(swings)
    orders = [math.factorial(size) * math.factorial(n - 1 - size) for size in range(n)]
    pivots = {voter: sum(map(mul, orders, by_size)) for voter, by_size in swings.items()}
    total = sum(map(sum, swings.values())) or 1
    return Power(
        {voter: Fraction(count, math.factorial(n)) for voter, count in pivots.items()},
        {voter: Fraction(sum(by_size), total) for voter, by_size in swings.items()},
    )


class _Digits:
    """What a coalition has, as one whole number: its size, its vetoes, and its votes in every test."""

    def __init__(self, rule: DecisionRule) -> None:
        self.rule = rule
        members = [place for place in range(len(rule.voters)) if rule.members >> place & 1]
        vetoes = tuple(rule.vetoes >> place & 1 for place in range(len(rule.voters)))
        self.columns = ((1,) * len(rule.voters), vetoes, *(test.weights for test in rule.tests))
        self.radices = [sum(column[place] for place in members) + 1 for column in self.columns]
        self.places = [math.prod(self.radices[:k]) for k in range(len(self.radices))]
        self.size = math.prod(self.radices)
        self.of = {
            place: sum(column[place] * unit for column, unit in zip(self.columns, self.places, strict=True))
            for place in members
        }
        """Member -> its number."""

    def swings(self, voter: int, coalitions: Tuples, counts: Tuples) -> list[int]:
        """How many coalitions win with a voter and not without it, by their size."""
        decisive = self._wins(coalitions + voter) & ~self._wins(coalitions)
        sizes = coalitions[decisive] % self.radices[0]
        by_size = np.zeros(self.radices[0] - 1, dtype=np.int64)
        np.add.at(by_size, sizes, counts[decisive])
        return [int(count) for count in by_size]

    def _wins(self, coalitions: Tuples) -> NDArray[np.bool_]:
        """Whether coalitions pass something that all others vote against."""
        _, vetoes, *votes = (
            coalitions // place % radix for place, radix in zip(self.places, self.radices, strict=True)
        )
        passed: Any = self.rule.passed(
            (yes.astype(test.kind), (test.total - yes).astype(test.kind))
            for yes, test in zip(votes, self.rule.tests, strict=True)
        )
        return np.asarray(np.asarray(passed, dtype=np.bool_) & (vetoes == self.radices[1] - 1))


def _coalitions(voters: Iterable[int]) -> tuple[Tuples, Tuples] | None:
    """The different numbers of all coalitions of some voters, and how many have each; None beyond `MOST_TUPLES`."""
    sums, counts = np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.int64)
    for voter in voters:
        sums, where = np.unique(np.concatenate((sums, sums + voter)), return_inverse=True)
        if len(sums) > MOST_TUPLES:
            return None
        joined = np.zeros(len(sums), dtype=np.int64)
        np.add.at(joined, where, np.concatenate((counts, counts)))
        counts = joined
    return sums, counts
