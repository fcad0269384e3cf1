"""Counting outcomes without enumerating them: how many there are, how many are rational, how many are worse.

Blocks are as in `merged`: utilities add across them. Exact by enumeration of up to `ROWS` rows, for one party by
meeting in the middle (Horowitz & Sahni 1974, J. ACM 21:277), for coarse points by a dense table of totals; otherwise
an estimate from random outcomes with Wilson's interval, marked so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

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
"""Rows that are enumerated at the most, and cells of a dense table."""

SAMPLES = 10**5
"""Random outcomes behind an estimate."""

CONFIDENCE = 1.959963984540054
"""Quantile of the normal distribution for 95 per cent between the ends of an interval."""


@dataclass(frozen=True)
class Count:
    """A number of outcomes: `value` between `low` and `high`, all three equal where it is `exact`.

    An estimate's interval is Wilson's, at 95 per cent.
    """

    value: int
    low: int
    high: int
    exact: bool

    def share(self, outcomes: int) -> tuple[float, float, float]:
        """Value, low and high as shares of that many outcomes."""
        return self.value / outcomes, self.low / outcomes, self.high / outcomes


def number_of_outcomes(blocks: Sequence[Integers]) -> int:
    """How many outcomes there are: a Python integer, however large."""
    return math.prod(block.shape[1] for block in blocks)


def count_reaching(blocks: Sequence[Integers], thresholds: Integers, rng: np.random.Generator) -> Count:
    """How many outcomes give every party at least its threshold: with reservation values, the size of the rational set.

    `blocks[k]` has shape (parties, options of block k), `thresholds` (parties,). `rng` is used by an estimate alone.
    """
    parties, outcomes = blocks[0].shape[0], number_of_outcomes(blocks)
    if outcomes <= ROWS:
        return exactly(int((_sums(blocks) >= thresholds[:, None]).all(axis=0).sum()))
    halves = _halves(blocks)
    if parties == 1 and max(map(number_of_outcomes, halves)) <= ROWS:
        return exactly(_met_in_the_middle(*halves, int(thresholds[0])))
    steps = _steps(blocks)
    if math.prod(_table_shape(blocks, steps)) <= ROWS:
        return exactly(_in_table(blocks, thresholds, steps))
    return _estimated(blocks, thresholds, rng)


def count_worse(blocks: Sequence[Integers], party: int, points: int, rng: np.random.Generator) -> Count:
    """How many outcomes give a party less than these points."""
    own = [block[party : party + 1] for block in blocks]
    reaching, outcomes = count_reaching(own, np.array([points]), rng), number_of_outcomes(own)
    return Count(outcomes - reaching.value, outcomes - reaching.high, outcomes - reaching.low, reaching.exact)


def exactly(value: int) -> Count:
    """A count that is known."""
    return Count(value, value, value, exact=True)


def _sums(blocks: Sequence[Integers]) -> Integers:
    """The totals of all combinations of options, the last block fastest: shape (parties, combinations)."""
    return reduce(lambda total, block: (total[:, :, None] + block[:, None, :]).reshape(len(total), -1), blocks)


def _halves(blocks: Sequence[Integers]) -> tuple[list[Integers], list[Integers]]:
    """The blocks in two groups with about as many combinations each, large blocks first."""
    halves: tuple[list[Integers], list[Integers]] = ([], [])
    for block in sorted(blocks, key=lambda b: -b.shape[1]):
        min(halves, key=number_of_outcomes).append(block)
    return halves


def _met_in_the_middle(first: Sequence[Integers], second: Sequence[Integers], threshold: int) -> int:
    """Pairs of one combination of each half that reach the threshold together."""
    ordered = np.sort(_sums(first)[0])
    short = np.searchsorted(ordered, threshold - _sums(second)[0], side="left")
    return int((ordered.size - short).sum())


def _steps(blocks: Sequence[Integers]) -> list[int]:
    """For each party the largest step of which all differences between its options are multiples."""
    differences = np.concatenate([block - block.min(axis=1, keepdims=True) for block in blocks], axis=1)
    return [max(int(np.gcd.reduce(row)), 1) for row in differences]


def _table_shape(blocks: Sequence[Integers], steps: Sequence[int]) -> tuple[int, ...]:
    """Cells that a table of all totals has for each party."""
    ranges = [sum(int(np.ptp(block[party])) for block in blocks) for party in range(len(steps))]
    return tuple(span // step + 1 for span, step in zip(ranges, steps, strict=True))


def _in_table(blocks: Sequence[Integers], thresholds: Integers, steps: Sequence[int]) -> int:
    """Count by a table of how many partial outcomes have which totals; Python integers where 64 bits are too few."""
    kind = np.int64 if number_of_outcomes(blocks) < np.iinfo(np.int64).max else object
    table = np.zeros(_table_shape(blocks, steps), dtype=kind)
    table[(0,) * table.ndim] = 1
    for block in blocks:
        offsets = (block - block.min(axis=1, keepdims=True)) // np.array(steps)[:, None]
        table = np.sum([_shifted(table, offset.tolist()) for offset in offsets.T], axis=0)
    base = sum(block.min(axis=1) for block in blocks)
    least = [max(0, -(-int(gap) // step)) for gap, step in zip(thresholds - base, steps, strict=True)]
    return int(table[tuple(slice(start, None) for start in least)].sum())


def _shifted(table: NDArray[np.generic], offset: Sequence[int]) -> NDArray[np.generic]:
    """The table moved up by an offset; what would leave it is zero."""
    moved = np.zeros_like(table)
    ends = [size - by for size, by in zip(table.shape, offset, strict=True)]
    moved[tuple(slice(by, None) for by in offset)] = table[tuple(slice(None, end) for end in ends)]
    return moved


def _estimated(blocks: Sequence[Integers], thresholds: Integers, rng: np.random.Generator) -> Count:
    """Estimate from `SAMPLES` outcomes drawn uniformly."""
    totals = sum(block[:, rng.integers(block.shape[1], size=SAMPLES)] for block in blocks)
    reached = int((totals >= thresholds[:, None]).all(axis=0).sum())
    return estimated(reached, number_of_outcomes(blocks))


def estimated(hits: int, outcomes: int) -> Count:
    """How many of all outcomes have what `hits` of `SAMPLES` drawn uniformly have (Wilson 1927, JASA 22:209)."""
    share, z = hits / SAMPLES, CONFIDENCE**2 / SAMPLES
    middle, half = share + z / 2, math.sqrt(z * share * (1 - share) + z * z / 4)
    low, high = (max(0.0, (middle - half) / (1 + z)), min(1.0, (middle + half) / (1 + z)))
    return Count(round(share * outcomes), math.floor(low * outcomes), math.ceil(high * outcomes), exact=False)
