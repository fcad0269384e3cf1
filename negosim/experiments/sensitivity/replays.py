"""Replays of an ensemble's runs with some uncertain numbers kept and the others redrawn, or with new random events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from negosim.experiments.ensemble.plan import FRESH
from negosim.experiments.ensemble.player import Player
from negosim.experiments.ensemble.rows import row
from negosim.experiments.paired.runs import Runs, arrays
from negosim.experiments.sensitivity.run_measures import numeric_measures
from negosim.experiments.statistics.variance import split_variance
from negosim.scenario.realize.realization import Realization

__all__ = ["FRESH", "Split", "draws_and_luck", "redrawn", "replay_draws"]


def replay_draws(runs: Runs, realizations: Iterable[Realization], luck: Sequence[int]) -> Runs:
    """Play realizations of the scenario of `runs`, each with the random events of the run of that number."""
    player, distance = Player(runs.scenario, runs.plan), runs.plan.distance
    rows = [row(record, player.paths, distance=distance) for record in player.play(luck, realizations)]
    return replace(runs, data=arrays(player, rows))


def redrawn(runs: Runs, kept: Iterable[str]) -> Iterator[Realization]:
    """The realizations of `runs` with the numbers at the paths `kept` unchanged and all others redrawn."""
    draws = runs.realizations.draws
    numbers = draws.of_runs(runs.plan.seed, [FRESH + int(number) for number in runs.numbers])
    for path in kept:
        numbers[:, draws.paths.index(path)] = runs.inputs[path]
    return map(runs.realizations.drawn, numbers)


@dataclass(frozen=True)
class Split:
    """The share of an outcome's variance due to the draws rather than to random events; None for a constant outcome."""

    outcome: str
    words: str
    draws: float | None
    runs: int
    replications: int


def draws_and_luck(runs: Runs, most: int, replications: int) -> tuple[Split, ...]:
    """Play the first `most` draws `replications` times in all (one-way analysis of variance with random effects)."""
    first = runs.first(most)
    samples = [first]
    for again in range(1, replications):
        luck = [again * FRESH + int(number) for number in first.numbers]
        samples.append(replay_draws(first, redrawn(first, first.realizations.open), luck))
    found = []
    for same in zip(*map(numeric_measures, samples), strict=True):
        values = np.stack([one.values for one in same], axis=1)
        share = split_variance(values).share_of_draws if np.ptp(values) > 0 else None
        found.append(Split(same[0].key, same[0].words, share, *values.shape))
    return tuple(found)
