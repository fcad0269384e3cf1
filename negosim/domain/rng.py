"""All random numbers: a counter-based generator keyed by seed, run, purpose and round.

Philox 4x64-10 (Salmon, Moraes, Dror & Shaw 2011) with the seed as key and the counter words (block, purpose, run,
round). A number depends only on its purpose, not on earlier draws, so results do not depend on workers or chunks, and
an additional draw in a variant does not shift the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property, lru_cache
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UsageError

__all__ = ["RandomSource", "SeatRandomSource", "uniforms"]

WORD = 1 << 64
ROUNDS = 10
MULTIPLIERS = (0xD2E7470EE14C6C93, 0xCA5A826395121157)
WEYL = (0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B)
"""Constants of Philox 4x64-10."""

PhiloxWords = NDArray[np.uint64]


@lru_cache(maxsize=65536)
def _word(purpose: str) -> int:
    """A purpose as a word of the counter: the first 64 bits of its BLAKE2b hash."""
    return int.from_bytes(hashlib.blake2b(purpose.encode(), digest_size=8).digest(), "little")


def uniforms(seed: int, runs: Sequence[int], purposes: Sequence[str]) -> NDArray[np.float64]:
    """Numbers in [0, 1) for many runs, shape (runs, purposes): each is `RandomSource(seed, run).uniform(purpose)`."""
    words = np.array([_word(purpose) for purpose in purposes], dtype=np.uint64)
    counters = np.zeros((4, len(runs), len(words)), dtype=np.uint64)
    counters[0] = 1  # numpy's Philox increments before its first block
    counters[1] = words
    counters[2] = np.array(runs, dtype=np.uint64)[:, None]
    return np.asarray((_philox(counters, seed) >> np.uint64(11)) * 2.0**-53)


def _philox(counters: PhiloxWords, seed: int) -> PhiloxWords:
    """The first word of each block of Philox 4x64-10 (Salmon et al. 2011, section 4), counters of shape (4, ...)."""
    zero: PhiloxWords
    zero, one, two, three = counters
    key = (seed, 0)
    for _ in range(ROUNDS):
        (high0, low0), (high1, low1) = _product(zero, MULTIPLIERS[0]), _product(two, MULTIPLIERS[1])
        zero, one, two, three = high1 ^ one ^ np.uint64(key[0]), low1, high0 ^ three ^ np.uint64(key[1]), low0
        key = ((key[0] + WEYL[0]) % WORD, (key[1] + WEYL[1]) % WORD)
    return zero


def _product(words: PhiloxWords, multiplier: int) -> tuple[PhiloxWords, PhiloxWords]:
    """The high and low words of 128-bit products, computed by halves."""
    half, mask = np.uint64(32), np.uint64(0xFFFFFFFF)
    low, high = np.uint64(multiplier & 0xFFFFFFFF), np.uint64(multiplier >> 32)
    lows, highs = words & mask, words >> half
    cross = ((lows * low) >> half) + ((highs * low) & mask) + lows * high
    return highs * high + ((highs * low) >> half) + (cross >> half), words * np.uint64(multiplier)


class RandomSource:
    """The random numbers of run `run` of the ensemble `seed`, both from 0 to 2^64 - 1.

    `used` is whether any was drawn; if not, the outcome does not depend on `run`.
    """

    def __init__(self, seed: int = 0, run: int = 0) -> None:
        for name, value in (("seed", seed), ("run", run)):
            if not isinstance(value, Integral) or not 0 <= value < WORD:
                raise UsageError(f"{name} {value!r} is not a whole number from 0 to {WORD - 1}")
        self.seed = int(seed)
        self.run = int(run)
        self.used = False

    @cached_property
    def _key(self) -> NDArray[np.uint64]:
        return np.array([self.seed, 0], dtype=np.uint64)

    @cached_property
    def _bits(self) -> np.random.Philox:
        """Created at the first draw, since many runs draw nothing."""
        return np.random.Philox(key=self._key)

    @cached_property
    def _fresh(self) -> tuple[Any, PhiloxWords]:
        """The state before the first draw, and its counter, which the next draw sets."""
        state = self._bits.state
        counter: PhiloxWords = state["state"]["counter"]
        counter[2] = self.run
        return state, counter

    def generator(self, purpose: str, round_: int = 0) -> np.random.Generator:
        """A generator for a purpose in a round; equal arguments give equal numbers."""
        self.used = True
        counter = np.array([0, _word(purpose), self.run, round_], dtype=np.uint64)
        return np.random.Generator(np.random.Philox(key=self._key, counter=counter))

    def uniform(self, purpose: str, round_: int = 0) -> float:
        """A number in [0, 1): the first of `generator(purpose, round_)`, without creating one."""
        self.used = True
        state, counter = self._fresh
        counter[1], counter[3] = _word(purpose), round_
        self._bits.state = state
        return float(int(self._bits.random_raw()) >> 11) * 2.0**-53


class SeatRandomSource:
    """The random numbers of one seat in one meeting: its own, and those shared at the table.

    The purposes `tactic.PARTY`, `table.MEETING` and those that start with either and a dot are allowed. Others raise
    `UsageError`, so that a tactic cannot read the draws of another, or of the environment.
    """

    def __init__(self, chance: RandomSource, party: str, meeting: str) -> None:
        self._chance = chance
        self._own = f"tactic.{party}"
        self._open = (self._own, f"table.{meeting}")

    def generator(self, purpose: str, round_: int = 0) -> np.random.Generator:
        """As `RandomSource.generator`."""
        return self._chance.generator(self._checked(purpose), round_)

    def uniform(self, purpose: str, round_: int = 0) -> float:
        """As `RandomSource.uniform`."""
        return self._chance.uniform(self._checked(purpose), round_)

    def _checked(self, purpose: str) -> str:
        if any(purpose == one or purpose.startswith(f"{one}.") for one in self._open):
            return purpose
        raise UsageError(f"random numbers for {purpose!r} are not this seat's: ask for {self._own!r}")
