"""Sobol' indices by their own design: n (inputs + 2) runs for each of some scramblings, on request."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negosim.domain.rng import RandomSource
from negosim.experiments.paired.runs import Runs
from negosim.experiments.sensitivity.replays import FRESH, play
from negosim.experiments.sensitivity.run_measures import numbers
from negosim.experiments.statistics.sobol import Index, design, over_scramblings, total_indices
from negosim.scenario.diff import path_words

__all__ = ["SCRAMBLINGS", "Indices", "sobol"]

SCRAMBLINGS = 4
"""Independent scramblings of the design, over which the intervals are."""


@dataclass(frozen=True)
class Indices:
    """First-order and total indices of every uncertain number for one outcome, the largest total first."""

    outcome: str
    words: str
    indices: tuple[Index, ...]
    named: tuple[str, ...]
    runs: int


def sobol(runs: Runs, points: int) -> tuple[Indices, ...]:
    """Play the design with `points` (a power of two) rows a block; empty where nothing is uncertain.

    Rows that share numbers of block A share its luck too, block B has its own: luck is one more input, of which no
    index is told.
    """
    paths = list(runs.realizations.open)
    if not paths:
        return ()
    samples = [_played(runs, paths, points, which) for which in range(SCRAMBLINGS)]
    tables = zip(*(numbers(one) for one in samples), strict=True)
    number = SCRAMBLINGS * points * (len(paths) + 2)
    found = []
    for same in map(list, tables):
        pooled = over_scramblings([total_indices(one.values, paths) for one in same])
        best = tuple(sorted(pooled, key=lambda one: -one.total))
        named = tuple(path_words(runs.scenario, one.name) for one in best)
        found.append(Indices(same[0].key, same[0].words, best, named, number))
    return tuple(found)


def _played(runs: Runs, paths: list[str], points: int, which: int) -> Runs:
    """One scrambling of the design."""
    seed = RandomSource(runs.plan.seed, which).generator("sensitivity.sobol").integers(1 << 62)
    rows = design(points, len(paths), np.random.default_rng(seed))  # scipy wants a generator that can spawn
    first = (which + 1) * FRESH
    luck = [first + place % points + (points if points <= place < 2 * points else 0) for place in range(len(rows))]
    realizations = (runs.realizations.at(dict(zip(paths, row, strict=True))) for row in rows.tolist())
    return play(runs, realizations, luck)
