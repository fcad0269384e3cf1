"""Every random number: a counter-based generator keyed by seed, run, purpose and round.

Philox 4x64-10 (Salmon, Moraes, Dror & Shaw 2011) with the seed as key and the counter words (block, purpose, run,
round). Streams are never shared: a number depends on what it is for and on nothing that was drawn before, so workers
and chunks change nothing, and one more draw in a variant doesn't shift all the others.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from numbers import Integral

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UsageError

__all__ = ["Chance"]

WORD = 1 << 64


@lru_cache(maxsize=65536)
def _word(purpose: str) -> int:
    """A purpose as a word of the counter: the first 64 bits of BLAKE2b, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(purpose.encode(), digest_size=8).digest(), "little")


class Chance:
    """The random numbers of one run: `seed` names the ensemble, `run` the run in it; both 0 to 2^64 - 1."""

    def __init__(self, seed: int = 0, run: int = 0) -> None:
        for name, value in (("seed", seed), ("run", run)):
            if not isinstance(value, Integral) or not 0 <= value < WORD:
                raise UsageError(f"{name} {value!r} is not a whole number from 0 to {WORD - 1}")
        self.seed = int(seed)
        self.run = int(run)
        self._key = np.array([seed, 0], dtype=np.uint64)
        self._bits = np.random.Philox(key=self._key)
        self._fresh = self._bits.state

    def generator(self, purpose: str, round_: int = 0) -> np.random.Generator:
        """A generator of its own for a purpose in a round; equal keys give equal numbers."""
        return np.random.Generator(np.random.Philox(key=self._key, counter=self._counter(purpose, round_)))

    def uniform(self, purpose: str, round_: int = 0) -> float:
        """One number in [0, 1): the first of `generator(purpose, round_)`, without making one."""
        state = self._fresh
        state["state"]["counter"][:] = self._counter(purpose, round_)
        self._bits.state = state
        return float(int(self._bits.random_raw()) >> 11) * 2.0**-53

    def _counter(self, purpose: str, round_: int) -> NDArray[np.uint64]:
        return np.array([0, _word(purpose), self.run, round_], dtype=np.uint64)
