"""What is not known and what is luck: the spread of an outcome split into draws and chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UsageError

__all__ = ["VarianceSplit", "split_variance"]


@dataclass(frozen=True)
class VarianceSplit:
    """Two variances that add up to that of a single run: between draws, and within one (luck)."""

    draws: float
    luck: float

    @property
    def share_of_draws(self) -> float:
        """The share that the draws explain (the intraclass correlation); 0 where nothing varies."""
        total = self.draws + self.luck
        return self.draws / total if total > 0 else 0.0


def split_variance(values: NDArray[Any]) -> VarianceSplit:
    """Split the spread of `values`, shape (draws, replications), each replication with luck of its own.

    One-way analysis of variance with random effects: luck is MS_within, draws (MS_between - MS_within) / r, not below
    0 (Fisher 1925; Searle, Casella & McCulloch 1992, chapter 3). For an outcome that is yes or no, give 0 and 1.
    """
    runs = np.asarray(values, dtype=float)
    if runs.ndim != 2 or min(runs.shape) < 2:  # noqa: PLR2004  (a small count, plain here)
        raise UsageError("to tell draws from luck takes two draws or more, each replicated twice or more")
    within = float(runs.var(axis=1, ddof=1).mean())
    between = float(runs.mean(axis=1).var(ddof=1))
    return VarianceSplit(max(0.0, between - within / runs.shape[1]), within)
