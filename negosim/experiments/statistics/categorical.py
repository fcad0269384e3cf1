"""Sensitivity of a categorical outcome: the deal, or who was short of points.

Both measures are sums over categories and so invariant under renumbering, unlike Sobol' indices. Both are estimated
from the ensemble itself ("given data"), corrected for bias, and compared with a noise floor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UsageError
from negosim.experiments.statistics.binning import Codes, bins, codes

__all__ = [
    "Dependence",
    "Interaction",
    "against_noise",
    "contingency_table",
    "dependence",
    "goodman_kruskal_tau",
    "interactions",
    "total_variation",
]

BINS = 10
"""Default number of bins of a numeric input."""

PAIR_BINS = 4
"""Default number of bins of each input of a pair, which so has 16 cells."""

FEWEST = 200
"""Least number of permutations; with fewer the 95 % quantile rests on a handful of values."""

LEVEL = 0.95
"""Level of the noise floor."""


@dataclass(frozen=True)
class Dependence:
    """Dependence of the outcome on one input: both measures corrected for bias, each with its noise floor.

    At or below the floor an input is indistinguishable from an inert one. The bias is that of an inert input, so strong
    dependence is slightly underestimated, the more so the more bins and the fewer draws.
    """

    name: str
    tau: float
    tau_floor: float
    total_variation: float
    total_variation_floor: float

    @property
    def stands_out(self) -> bool:
        """Whether either measure is above its floor."""
        return self.tau > self.tau_floor or self.total_variation > self.total_variation_floor


@dataclass(frozen=True)
class Interaction:
    """What two inputs explain jointly beyond each alone, corrected for bias, with its noise floor."""

    names: tuple[str, str]
    tau: float
    floor: float

    @property
    def stands_out(self) -> bool:
        """Whether it is above the floor."""
        return self.tau > self.floor


def contingency_table(rows: Codes, columns: Codes) -> NDArray[np.int64]:
    """Counts by bin (row) and outcome (column)."""
    shape = int(rows.max(initial=0)) + 1, int(columns.max(initial=0)) + 1
    counts: NDArray[np.int64] = np.bincount(rows * shape[1] + columns, minlength=shape[0] * shape[1]).reshape(shape)
    return counts


def goodman_kruskal_tau(counts: NDArray[Any]) -> float:
    """Goodman & Kruskal's tau; `counts` has shape (bins, outcomes), no bin empty. 0 for a constant outcome.

    sum_b w_b sum_k (P_bk - p_k)^2 / sum_k p_k (1 - p_k) (Goodman & Kruskal 1954): the aggregated first-order Sobol'
    index of the outcome's indicators (Gamboa, Janon, Klein & Lagnoux 2013).
    """
    weights, conditional, overall = _shares(counts)
    spread = float(np.sum(overall * (1 - overall)))
    explained = float(weights @ np.sum((conditional - overall) ** 2, axis=1))
    return explained / spread if spread > 0 else 0.0


def total_variation(counts: NDArray[Any]) -> float:
    """Mean total variation distance between conditional and overall distribution; `counts` as for tau.

    sum_b w_b 1/2 sum_k |P_bk - p_k|: Borgonovo's delta for a discrete outcome (Borgonovo 2007).
    """
    weights, conditional, overall = _shares(counts)
    return float(weights @ np.sum(np.abs(conditional - overall), axis=1)) / 2


def dependence(
    inputs: Mapping[str, NDArray[Any]],
    outcome: NDArray[Any],
    generator: np.random.Generator,
    permutations: int = FEWEST,
    number: int = BINS,
) -> tuple[Dependence, ...]:
    """Dependence of the outcome on each input, the strongest (by tau) first.

    Every input has shape (draws,); numbers are binned into `number` equal counts. `outcome` holds labels of shape
    (draws,), or (draws, issues) if a whole package is the category.
    """
    binned = [bins(values, number) for values in inputs.values()]
    found = against_noise(lambda labels: _measures(binned, labels), codes(outcome), generator, permutations)
    tau_floor, moved_floor = found.floor.tolist()
    each = [
        Dependence(name, tau, tau_floor, moved, moved_floor)
        for name, (tau, moved) in zip(inputs, found.values.T.tolist(), strict=True)
    ]
    return tuple(sorted(each, key=lambda one: -one.tau))


def interactions(
    inputs: Mapping[str, NDArray[Any]],
    outcome: NDArray[Any],
    generator: np.random.Generator,
    permutations: int = FEWEST,
    number: int = PAIR_BINS,
) -> tuple[Interaction, ...]:
    """Interaction of each pair of inputs, the strongest first; arguments as for `dependence`.

    tau of the pair's cells less both single taus: the second-order index of the outcome's indicators for independent
    inputs (Gamboa, Janon, Klein & Lagnoux 2013).
    """
    binned = [bins(values, number) for values in inputs.values()]
    pairs = list(combinations(range(len(binned)), 2))
    cells = [codes(np.stack([binned[one], binned[other]], axis=1)) for one, other in pairs]

    def beyond(labels: NDArray[Any]) -> NDArray[np.float64]:
        alone, together = _measures(binned, labels)[0], _measures(cells, labels)[0]
        return np.array([tau - alone[list(pair)].sum() for tau, pair in zip(together, pairs, strict=True)])

    found = against_noise(beyond, codes(outcome), generator, permutations)
    named = zip(combinations(inputs, 2), found.values.tolist(), strict=True)
    each = [Interaction(names, tau, float(found.floor)) for names, tau in named]
    return tuple(sorted(each, key=lambda one: -one.tau))


def _measures(binned: Sequence[Codes], labels: Codes) -> NDArray[np.float64]:
    """tau and total variation of each binned input, shape (2, inputs)."""
    counts = [contingency_table(rows, labels) for rows in binned]
    return np.array([[measure(one) for one in counts] for measure in (goodman_kruskal_tau, total_variation)])


def _shares(counts: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Weights of the bins, conditional distributions, and the overall distribution."""
    sizes, total = counts.sum(axis=1), counts.sum()
    return sizes / total, counts / sizes[:, None], counts.sum(axis=0) / total


class Corrected(NamedTuple):
    """Measures corrected for bias, shape (..., inputs), and the noise floor, shape (...)."""

    values: NDArray[np.float64]
    floor: NDArray[np.float64]


def against_noise(
    measure: Callable[[NDArray[Any]], NDArray[np.float64]],
    outcome: NDArray[Any],
    generator: np.random.Generator,
    permutations: int = FEWEST,
) -> Corrected:
    """`measure(outcome)`, shape (..., inputs), less its mean over permutations of the outcome, and the noise floor.

    The floor is the 95 % quantile, over the permutations, of the largest corrected value of any input, so that inert
    inputs rise above it in one ensemble out of twenty, all taken together (Westfall & Young 1993 on the maximum over
    tests; Plischke, Borgonovo & Smith 2013 on the bias of given data).
    """
    if permutations < FEWEST:
        raise UsageError(f"{permutations} permutations are too few for a noise floor: take {FEWEST} or more")
    noise = np.array([measure(generator.permutation(outcome)) for _ in range(permutations)])
    bias = noise.mean(axis=0)
    floor = np.quantile((noise - bias).max(axis=-1, initial=0.0), LEVEL, axis=0)
    return Corrected(measure(outcome) - bias, np.asarray(floor))
