"""The share of an outcome's variance due to assumed, inferred and imported numbers, and to random events.

Numbers are grouped by their own basis, and by that of the direction to which they give points: a refusal of a debt may
be reported while the points it is worth are assumed.

Pick-freeze: every run is replayed with one group of numbers kept and all else redrawn; the group's share is the
covariance of both outcomes over the variance (Sobol' 1993; estimator of Janon, Klein, Lagnoux, Nodet & Prieur 2014,
equation 6). For a category, sums over its indicator columns: the grouped tau (Gamboa, Janon, Klein & Lagnoux 2013).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.domain.rng import RandomSource
from negosim.experiments.paired.runs import Runs
from negosim.experiments.sensitivity.replays import FRESH, redrawn, replay_draws
from negosim.experiments.sensitivity.run_measures import categorical_measures, indicator_columns, numeric_measures
from negosim.experiments.statistics.bootstrap import bootstrap
from negosim.scenario.spec.common import NUMBERS_KINDS, BasisKind

__all__ = [
    "LUCK",
    "GroupShare",
    "by_basis",
    "by_outcome",
    "numbers_by_basis",
    "numbers_by_direction",
    "pick_freeze_share",
]

LUCK = "luck"


@dataclass(frozen=True)
class GroupShare:
    """The share of an outcome's variance explained by a group of numbers alone, with its 95 % interval.

    `share` is None for a constant outcome. Interactions between groups are in no share, except that `LUCK` is all that
    the numbers together leave unexplained.
    """

    group: str
    numbers: int
    outcome: str
    words: str
    share: float | None
    low: float = 0.0
    high: float = 0.0


def numbers_by_basis(runs: Runs) -> dict[str, tuple[str, ...]]:
    """The paths of the uncertain numbers by their basis."""
    kinds = {at.path: at.kind for at in runs.scenario.numbers()}
    found = {kind: tuple(path for path in runs.realizations.open if kinds[path] == kind) for kind in NUMBERS_KINDS}
    return {kind: paths for kind, paths in found.items() if paths}


def numbers_by_direction(runs: Runs) -> dict[str, tuple[str, ...]]:
    """The paths of the uncertain numbers by the basis of the direction to which they give points."""
    based = {at.path: at.basis.kind for at in runs.scenario.based() if not at.what.startswith("numbers of")}
    found: dict[str, tuple[str, ...]] = {}
    for path in runs.realizations.open:
        above = [at for at in based if f"{path}.".startswith(f"{at}.")]
        kind = based[max(above, key=len)] if above else BasisKind.ASSUMED
        found[kind] = (*found.get(kind, ()), path)
    return found


def by_basis(runs: Runs, most: int) -> tuple[GroupShare, ...]:
    """Replay the first `most` runs for every group of numbers and for luck: the share of each in every outcome."""
    first = runs.first(most)
    directions = {f"direction {kind}": paths for kind, paths in numbers_by_direction(first).items()}
    groups = {**numbers_by_basis(first), **directions}
    groups[LUCK] = tuple(first.realizations.open)
    replays = {kept: _with_kept(first, kept) for kept in dict.fromkeys(groups.values())}  # often fewer than groups
    *found, luck = (_shares(name, paths, first, replays[paths]) for name, paths in groups.items())
    return (*itertools.chain(*found), *map(_complement, luck))


def _with_kept(first: Runs, paths: Sequence[str]) -> Runs:
    """Replay the runs with these numbers kept, all others and the random events redrawn."""
    return replay_draws(first, redrawn(first, paths), [FRESH + int(number) for number in first.numbers])


def _complement(share: GroupShare) -> GroupShare:
    """What all numbers together leave unexplained."""
    if share.share is None:
        return replace(share, numbers=0)
    return replace(share, numbers=0, share=1 - share.share, low=1 - share.high, high=1 - share.low)


def _shares(group: str, paths: Sequence[str], first: Runs, again: Runs) -> list[GroupShare]:
    """The share of a group of numbers in every outcome; `again` are the runs replayed with these alone kept."""
    generator = RandomSource(first.plan.seed).generator(f"basis.{group}")
    found = []
    for one, other in zip(numeric_measures(first), numeric_measures(again), strict=True):
        share = _share_with_interval(one.values[:, None], other.values[:, None], generator)
        found.append(GroupShare(group, len(paths), one.key, one.words, *share))
    for one, other in zip(categorical_measures(first), categorical_measures(again), strict=True):
        share = _share_with_interval(*indicator_columns(one.values, other.values), generator)
        found.append(GroupShare(group, len(paths), one.key, one.words, *share))
    return found


def _share_with_interval(
    one: NDArray[Any], other: NDArray[Any], generator: np.random.Generator
) -> tuple[float | None, float, float]:
    """The share, clipped to [0, 1], and its bootstrap interval; None, 0, 0 for a constant outcome."""
    if not np.ptp(np.concatenate([one, other]), axis=0).any():
        return None, 0.0, 0.0
    ends = bootstrap(lambda draws: pick_freeze_share(one[draws], other[draws]), len(one), generator, resamples=400)
    share, low, high = (min(1.0, max(0.0, part)) for part in (pick_freeze_share(one, other), *ends))
    return share, low, high


def pick_freeze_share(first: NDArray[Any], again: NDArray[Any]) -> float:
    """The share of variance explained by what two samples have in common; both of shape (runs, columns).

    sum_k (mean(Y Y') - m^2) / sum_k (mean((Y^2 + Y'^2) / 2) - m^2) with m the mean of both (Janon and others 2014).
    """
    mean = (first.mean(axis=0) + again.mean(axis=0)) / 2
    variance = float(np.sum(((first**2 + again**2) / 2).mean(axis=0) - mean**2))
    covariance = float(np.sum((first * again).mean(axis=0) - mean**2))
    return covariance / variance if variance > 0 else 0.0


def by_outcome(shares: Sequence[GroupShare]) -> Mapping[str, list[GroupShare]]:
    """The shares of every outcome, by its name in words."""
    found: dict[str, list[GroupShare]] = {}
    for one in shares:
        found.setdefault(one.words, []).append(one)
    return found
