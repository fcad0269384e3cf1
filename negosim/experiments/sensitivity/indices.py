"""Sobol' indices of the uncertain numbers, from a design of its own: n (inputs + 2) runs for each scrambling."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negosim.domain.rng import RandomSource
from negosim.experiments.paired.runs import Runs
from negosim.experiments.sensitivity.replays import FRESH, replay_draws
from negosim.experiments.sensitivity.run_measures import numeric_measures
from negosim.experiments.statistics.sobol import Index, design, over_scramblings, total_indices
from negosim.scenario.diff import path_words

__all__ = ["SCRAMBLINGS", "Indices", "sobol"]

SCRAMBLINGS = 4
"""Independent scramblings of the design, from which the intervals come."""


@dataclass(frozen=True)
class Indices:
    """First-order and total indices of every uncertain number for one outcome, the largest total first."""

    outcome: str
    words: str
    indices: tuple[Index, ...]
    named: tuple[str, ...]
    runs: int


def sobol(runs: Runs, points: int) -> tuple[Indices, ...]:
    """Play the design with `points` (a power of two) rows per block; empty where nothing is uncertain.

    Random events are one more input without an index: block B has its own, all other blocks share those of A.
    """
    paths = list(runs.realizations.open)
    if not paths:
        return ()
    samples = [_play_scrambling(runs, points, which) for which in range(SCRAMBLINGS)]
    found = []
    for same in zip(*map(numeric_measures, samples), strict=True):
        pooled = over_scramblings([total_indices(one.values, paths) for one in same])
        best = tuple(sorted(pooled, key=lambda one: -one.total))
        named = tuple(path_words(runs.scenario, one.name) for one in best)
        found.append(Indices(same[0].key, same[0].words, best, named, SCRAMBLINGS * points * (len(paths) + 2)))
    return tuple(found)


def _play_scrambling(runs: Runs, points: int, which: int) -> Runs:
    seed = RandomSource(runs.plan.seed, which).generator("sensitivity.sobol").integers(1 << 62)
    realizations = runs.realizations
    levels = design(
        points, len(realizations.open), np.random.default_rng(seed)
    )  # scipy needs a generator that can spawn
    first = (which + 1) * FRESH
    luck = [first + place % points + (points if points <= place < 2 * points else 0) for place in range(len(levels))]
    return replay_draws(runs, map(realizations.drawn, realizations.draws.at(levels)), luck)
