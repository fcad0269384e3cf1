"""Count the outcomes that reach given thresholds without enumerating them.

Utilities add across cliques of issues, as in `elimination`. Exact by enumeration of up to `ROWS` rows, for one party by
meet in the middle (Horowitz & Sahni 1974, J. ACM 21:277), and for coarse points by a dense table of totals; otherwise,
or where more than `ROWS` outcomes are tied together, an estimate from random outcomes with Wilson's interval.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from negosim.theory.bargaining.elimination import Factor, completions, drawn, shared_with_parents, trees

__all__ = [
    "ROWS",
    "SAMPLES",
    "Count",
    "count_reaching",
    "count_worse",
    "estimated",
    "exactly",
    "number_of_outcomes",
]

Integers = NDArray[np.int64]

ROWS = 10**6
"""The largest number of rows enumerated, and of cells of a dense table."""

SAMPLES = 10**5
"""Random outcomes drawn for an estimate."""

CONFIDENCE = 1.959963984540054
"""Normal quantile of a two-sided 95 per cent interval."""


@dataclass(frozen=True)
class Count:
    """A number of outcomes: `value` between `low` and `high` (Wilson's 95 per cent interval), all equal if `exact`."""

    value: int
    low: int
    high: int
    exact: bool

    def share(self, outcomes: int) -> tuple[float, float, float]:
        """`value`, `low` and `high` as shares of all outcomes."""
        return self.value / outcomes, self.low / outcomes, self.high / outcomes


def number_of_outcomes(factors: Sequence[Factor]) -> int:
    """The number of outcomes, a Python integer of any size."""
    family = zip(completions(factors), shared_with_parents(factors), strict=True)
    return math.prod(int(ways.sum()) for ways, (parent, _) in family if parent is None)


def count_reaching(factors: Sequence[Factor], thresholds: Integers, rng: np.random.Generator) -> Count:
    """The number of outcomes that give every party at least its threshold.

    The factors' sums are points, an array (parties, rows), and `thresholds` has shape (parties,). `rng` is used only
    for an estimate.
    """
    if not all(map(len, factors)):
        return exactly(0)
    whole = trees(factors, ROWS)
    count = None if whole is None else _exact_count([tree.sums for tree in whole], thresholds)
    if count is not None:
        return exactly(count)
    chosen = zip(factors, drawn(factors, SAMPLES, rng), strict=True)
    totals = reduce(np.add, (factor.sums[:, rows] for factor, rows in chosen))
    return estimated(int((totals >= thresholds[:, None]).all(axis=0).sum()), number_of_outcomes(factors))


def count_worse(factors: Sequence[Factor], party: int, points: int, rng: np.random.Generator) -> Count:
    """The number of outcomes that give a party less than these points."""
    own = [replace(factor, sums=factor.sums[[party]]) for factor in factors]
    reaching, outcomes = count_reaching(own, np.array([points]), rng), number_of_outcomes(own)
    return Count(outcomes - reaching.value, outcomes - reaching.high, outcomes - reaching.low, reaching.exact)


def _exact_count(parts: Sequence[Integers], thresholds: Integers) -> int | None:
    """How many combinations of columns, one of each part, reach the thresholds; None where that takes too long."""
    if _combinations(parts) <= ROWS:
        return int((_sums(parts) >= thresholds[:, None]).all(axis=0).sum())
    halves = _halves(parts)
    if len(thresholds) == 1 and max(map(_combinations, halves)) <= ROWS:
        return _meet_in_the_middle(*halves, int(thresholds[0]))
    steps = _steps(parts)
    if math.prod(_table_shape(parts, steps)) <= ROWS:
        return _count_by_table(parts, thresholds, steps)
    return None


def _combinations(parts: Sequence[Integers]) -> int:
    """The number of combinations of columns, one of each part."""
    return math.prod(part.shape[1] for part in parts)


def exactly(value: int) -> Count:
    """An exact count."""
    return Count(value, value, value, exact=True)


def _sums(parts: Sequence[Integers]) -> Integers:
    """The totals of all combinations of options, the last part changing fastest: shape (parties, combinations)."""
    return reduce(lambda total, part: (total[:, :, None] + part[:, None, :]).reshape(len(total), -1), parts)


def _halves(parts: Sequence[Integers]) -> tuple[list[Integers], list[Integers]]:
    """The parts in two groups of about equally many combinations, assigned largest first."""
    halves: tuple[list[Integers], list[Integers]] = ([], [])
    for part in sorted(parts, key=lambda b: -b.shape[1]):
        min(halves, key=_combinations).append(part)
    return halves


def _meet_in_the_middle(first: Sequence[Integers], second: Sequence[Integers], threshold: int) -> int:
    """The number of pairs of combinations, one of each half, whose sum reaches the threshold."""
    ordered = np.sort(_sums(first)[0])
    short = np.searchsorted(ordered, threshold - _sums(second)[0], side="left")
    return int((ordered.size - short).sum())


def _steps(parts: Sequence[Integers]) -> list[int]:
    """For each party the greatest common divisor of the differences between its options."""
    differences = np.concatenate([part - part.min(axis=1, keepdims=True) for part in parts], axis=1)
    return [max(int(np.gcd.reduce(row)), 1) for row in differences]


def _table_shape(parts: Sequence[Integers], steps: Sequence[int]) -> tuple[int, ...]:
    """The number of possible totals of each party."""
    ranges = [sum(int(np.ptp(part[party])) for part in parts) for party in range(len(steps))]
    return tuple(span // step + 1 for span, step in zip(ranges, steps, strict=True))


def _count_by_table(parts: Sequence[Integers], thresholds: Integers, steps: Sequence[int]) -> int:
    """Count by a table of the number of partial outcomes with each total; Python integers if 64 bits do not suffice."""
    kind = np.int64 if _combinations(parts) < np.iinfo(np.int64).max else object
    table = np.zeros(_table_shape(parts, steps), dtype=kind)
    table[(0,) * table.ndim] = 1
    for part in parts:
        offsets = (part - part.min(axis=1, keepdims=True)) // np.array(steps)[:, None]
        table = np.sum([_shifted(table, offset.tolist()) for offset in offsets.T], axis=0)
    base = sum(part.min(axis=1) for part in parts)
    least = [max(0, -(-int(gap) // step)) for gap, step in zip(thresholds - base, steps, strict=True)]
    return int(table[tuple(slice(start, None) for start in least)].sum())


def _shifted(table: NDArray[np.generic], offset: Sequence[int]) -> NDArray[np.generic]:
    """The table shifted up by an offset, with zeros filled in."""
    moved = np.zeros_like(table)
    ends = [size - by for size, by in zip(table.shape, offset, strict=True)]
    moved[tuple(slice(by, None) for by in offset)] = table[tuple(slice(None, end) for end in ends)]
    return moved


def estimated(hits: int, outcomes: int) -> Count:
    """The count estimated from `hits` of `SAMPLES` uniform draws, with its interval (Wilson 1927, JASA 22:209)."""
    share, z = hits / SAMPLES, CONFIDENCE**2 / SAMPLES
    middle, half = share + z / 2, math.sqrt(z * share * (1 - share) + z * z / 4)
    low, high = (max(0.0, (middle - half) / (1 + z)), min(1.0, (middle + half) / (1 + z)))
    return Count(round(share * outcomes), math.floor(low * outcomes), math.ceil(high * outcomes), exact=False)
