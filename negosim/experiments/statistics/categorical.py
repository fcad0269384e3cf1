"""What an outcome that is a category hangs on: which deal, who walked out.

Measures for numbers are wrong here: renumbering the deals moves a Sobol index. Both measures below are sums over
categories, so they do not change when options are renumbered. Both come from the ensemble that was run anyway
("given data").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.experiments.statistics.binning import Codes, bins, codes
from negosim.experiments.statistics.noise import FEWEST, against_noise

__all__ = [
    "BINS",
    "PAIR_BINS",
    "Dependence",
    "Interaction",
    "dependence",
    "goodman_kruskal_tau",
    "interactions",
    "table",
    "total_variation",
]

BINS = 10
"""Bins of a numeric input."""

PAIR_BINS = 4
"""Bins of each of two inputs, so that a pair has 16 cells."""


@dataclass(frozen=True)
class Dependence:
    """How far the outcome depends on one input, both measures less their bias, each beside the floor of noise.

    At or below the floor an input cannot be told from one that does nothing. The bias is that of such an input, so a
    strong dependence comes out a little low: the more so, the more bins and the fewer draws.
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
    """What two inputs explain together beyond what each explains alone, less its bias, beside the floor of noise."""

    names: tuple[str, str]
    tau: float
    floor: float

    @property
    def stands_out(self) -> bool:
        """Whether it is above the floor."""
        return self.tau > self.floor


def table(rows: Codes, columns: Codes) -> NDArray[np.int64]:
    """How often each bin (row) met each outcome (column)."""
    shape = int(rows.max(initial=0)) + 1, int(columns.max(initial=0)) + 1
    counts: NDArray[np.int64] = np.bincount(rows * shape[1] + columns, minlength=shape[0] * shape[1]).reshape(shape)
    return counts


def goodman_kruskal_tau(counts: NDArray[Any]) -> float:
    """The share of the outcome's spread that the bins explain; `counts` has shape (bins, outcomes), no bin empty.

    sum_b w_b sum_k (P_bk - p_k)^2 / sum_k p_k (1 - p_k) (Goodman & Kruskal 1954): the aggregated first-order
    Sobol index of the outcome as a vector of 0 and 1 (Gamboa, Janon, Klein & Lagnoux 2013). 0 where the outcome is
    always the same.
    """
    weights, conditional, overall = _shares(counts)
    spread = float(np.sum(overall * (1 - overall)))
    explained = float(weights @ np.sum((conditional - overall) ** 2, axis=1))
    return explained / spread if spread > 0 else 0.0


def total_variation(counts: NDArray[Any]) -> float:
    """How far, on average, the chances move when the bin is known; `counts` has shape (bins, outcomes), no bin empty.

    sum_b w_b 1/2 sum_k |P_bk - p_k|: Borgonovo's delta for an outcome that is discrete (Borgonovo 2007).
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
    """How far the outcome depends on each input, the strongest (by tau) first.

    Every input has shape (draws,); numbers are put into `number` bins of equal counts. `outcome` holds any labels:
    shape (draws,), or (draws, issues) where a whole package is the category.
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
    """What each pair of inputs explains beyond the two alone, the strongest first; arguments as for `dependence`.

    tau of the pair's cells less both single taus: the second-order index of the outcome as a vector of 0 and 1 for
    independent inputs (Gamboa, Janon, Klein & Lagnoux 2013). The number of pairs grows with the square of the inputs:
    give the strongest, and those that may act only together.
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
    counts = [table(rows, labels) for rows in binned]
    return np.array([[measure(one) for one in counts] for measure in (goodman_kruskal_tau, total_variation)])


def _shares(counts: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Weights of the bins, shares of the outcomes in each bin, and shares overall."""
    sizes, total = counts.sum(axis=1), counts.sum()
    return sizes / total, counts / sizes[:, None], counts.sum(axis=0) / total
