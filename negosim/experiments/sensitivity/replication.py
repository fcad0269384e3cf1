"""What is not known and what is luck: some draws played again and again, each time with other luck."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negosim.experiments.paired.runs import Runs
from negosim.experiments.sensitivity.replays import FRESH, mixed, play
from negosim.experiments.sensitivity.run_measures import numbers
from negosim.experiments.statistics.variance import split_variance

__all__ = ["Split", "draws_and_luck"]


@dataclass(frozen=True)
class Split:
    """The spread of an outcome: the share that the draws explain; None where it never varies."""

    outcome: str
    words: str
    draws: float | None
    runs: int
    replications: int


def draws_and_luck(runs: Runs, most: int, replications: int) -> tuple[Split, ...]:
    """Play the first `most` draws `replications` times in all (one-way analysis of variance)."""
    first = runs.first(most)
    samples = [first]
    for again in range(1, replications):
        luck = [again * FRESH + int(number) for number in first.numbers]
        samples.append(play(first, mixed(first, first.realizations.open), luck))
    tables = zip(*(numbers(one) for one in samples), strict=True)
    return tuple(_split([one.values for one in same], same[0].key, same[0].words) for same in map(list, tables))


def _split(values: list[np.ndarray[tuple[int, ...], np.dtype[np.float64]]], key: str, words: str) -> Split:
    runs = np.stack(values, axis=1)
    found = split_variance(runs)
    share = found.share_of_draws if np.ptp(runs) > 0 else None
    return Split(key, words, share, *runs.shape)
