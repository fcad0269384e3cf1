"""By basis: how much of the outcome's spread comes from assumed, inferred and imported numbers, and how much from luck.

Numbers are also grouped by the basis of the direction that they give points to: a reported refusal of a debt is a
reported direction, and how many points it is worth an assumed number.

Pick-freeze: every run is played again with one group as it was and all else anew; the share that the group explains is
the covariance of both outcomes over the variance (Sobol' 1993; estimator of Janon, Klein, Lagnoux, Nodet & Prieur 2014,
equation 6). For a category, sums over its columns of 0 and 1 (Gamboa, Janon, Klein & Lagnoux 2013): tau of a group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.domain.rng import RandomSource
from negosim.experiments.paired.runs import Runs
from negosim.experiments.sensitivity.replays import FRESH, mixed, play
from negosim.experiments.sensitivity.run_measures import RunMeasure, categories, hot, numbers
from negosim.experiments.statistics.bootstrap import bootstrap

__all__ = ["KINDS", "LUCK", "GroupShare", "by_basis", "by_outcome", "directions", "groups", "shared"]

KINDS = ("assumed", "inferred", "imported")
LUCK = "luck"


@dataclass(frozen=True)
class GroupShare:
    """The share of an outcome's spread that a group of numbers explains by itself, with its 95 % interval.

    `share` is None where the outcome never varies. What groups explain only together is in none of them, but for luck,
    which is all that the numbers leave open.
    """

    group: str
    numbers: int
    outcome: str
    words: str
    share: float | None
    low: float = 0.0
    high: float = 0.0


def groups(runs: Runs) -> dict[str, tuple[str, ...]]:
    """The uncertain numbers by where they come from: kind -> paths."""
    kinds = {at.path: at.kind for at in runs.scenario.numbers()}
    found = {kind: tuple(path for path in runs.realizations.open if kinds[path] == kind) for kind in KINDS}
    return {kind: paths for kind, paths in found.items() if paths}


def directions(runs: Runs) -> dict[str, tuple[str, ...]]:
    """The uncertain numbers by the basis of the direction that they give points to: kind -> paths."""
    based = {at.path: at.basis.kind for at in runs.scenario.based() if not at.what.startswith("numbers of")}
    found: dict[str, tuple[str, ...]] = {}
    for path in runs.realizations.open:
        above = [at for at in based if f"{path}.".startswith(f"{at}.")]
        kind = based[max(above, key=len)] if above else "assumed"
        found[kind] = (*found.get(kind, ()), path)
    return found


def by_basis(runs: Runs, most: int) -> tuple[GroupShare, ...]:
    """Play the first `most` runs again for every group of numbers and for luck, and say what each explains."""
    first = runs.first(most)
    named = {**groups(first), **{f"direction {kind}": paths for kind, paths in directions(first).items()}}
    found = [share for name, paths in named.items() for share in _shares(name, paths, first)]
    everything = _shares(LUCK, tuple(first.realizations.open), first)
    return (*found, *(_rest(share) for share in everything))


def _rest(share: GroupShare) -> GroupShare:
    """Luck: what all numbers together leave open."""
    if share.share is None:
        return replace(share, numbers=0)
    return replace(share, numbers=0, share=1 - share.share, low=1 - share.high, high=1 - share.low)


def _shares(kind: str, paths: Sequence[str], first: Runs) -> list[GroupShare]:
    """Play the runs again with these numbers as they were, all others and luck anew."""
    again = play(first, mixed(first, paths), [FRESH + int(number) for number in first.numbers])
    pairs = [(one, other, True) for one, other in zip(numbers(first), numbers(again), strict=True)]
    pairs += [(one, other, False) for one, other in zip(categories(first), categories(again), strict=True)]
    generator = RandomSource(first.plan.seed).generator(f"basis.{kind}")
    return [_share(kind, len(paths), one, _columns(one, other, plain), generator) for one, other, plain in pairs]


def _columns(one: RunMeasure, other: RunMeasure, plain: bool) -> tuple[NDArray[Any], NDArray[Any]]:
    return (one.values[:, None], other.values[:, None]) if plain else hot(one.values, other.values)


def _share(
    kind: str, count: int, measure: RunMeasure, both: tuple[NDArray[Any], NDArray[Any]], generator: np.random.Generator
) -> GroupShare:
    one, other = both
    if not np.ptp(np.concatenate(both), axis=0).any():
        return GroupShare(kind, count, measure.key, measure.words, None)
    low, high = bootstrap(lambda draws: shared(one[draws], other[draws]), len(one), generator, resamples=400)
    value = shared(one, other)
    return GroupShare(
        kind, count, measure.key, measure.words, *(min(1.0, max(0.0, part)) for part in (value, low, high))
    )


def shared(first: NDArray[Any], again: NDArray[Any]) -> float:
    """The share that what both samples have in common explains; both of shape (runs, columns).

    sum_k (mean(Y Y') - m^2) / sum_k (mean((Y^2 + Y'^2) / 2) - m^2) with m the mean of both (Janon and others 2014).
    """
    middle = (first.mean(axis=0) + again.mean(axis=0)) / 2
    spread = float(np.sum(((first**2 + again**2) / 2).mean(axis=0) - middle**2))
    common = float(np.sum((first * again).mean(axis=0) - middle**2))
    return common / spread if spread > 0 else 0.0


def by_outcome(shares: Sequence[GroupShare]) -> Mapping[str, list[GroupShare]]:
    """The shares of every outcome, under its words."""
    found: dict[str, list[GroupShare]] = {}
    for one in shares:
        found.setdefault(one.words, []).append(one)
    return found
