"""Variance components: between draws and within draws (luck), and of treatments such as tactics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UsageError

__all__ = ["FourWays", "VarianceSplit", "split_four_ways", "split_variance"]


@dataclass(frozen=True)
class VarianceSplit:
    """Variance components of a single run: between draws, and within a draw (luck)."""

    draws: float
    luck: float

    @property
    def share_of_draws(self) -> float:
        """The share of the draws (the intraclass correlation); 0 for a constant outcome."""
        total = self.draws + self.luck
        return self.draws / total if total > 0 else 0.0


def split_variance(values: NDArray[Any]) -> VarianceSplit:
    """Variance components of `values`, shape (draws, replications); a binary outcome is 0 and 1.

    One-way analysis of variance with random effects: luck is MS_within, draws (MS_between - MS_within) / r, at least 0
    (Fisher 1925; Searle, Casella & McCulloch 1992, chapter 3). `UsageError` without replications.
    """
    runs = np.asarray(values, dtype=float)
    if runs.ndim != 2 or min(runs.shape) < 2:  # noqa: PLR2004  (a small count, plain here)
        raise UsageError("to tell draws from luck takes two draws or more, each replicated twice or more")
    within = float(runs.var(axis=1, ddof=1).mean())
    between = float(runs.mean(axis=1).var(ddof=1))
    return VarianceSplit(max(0.0, between - within / runs.shape[1]), within)


@dataclass(frozen=True)
class FourWays:
    """Variance components of a single run: of treatments, of draws, of their interaction (`together`), and of luck.

    `luck` is None without replications and is then part of `together`.
    """

    treatments: float
    draws: float
    together: float
    luck: float | None

    @property
    def shares(self) -> dict[str, float | None]:
        """The shares of the total variance; None for unknown luck, and for all of a constant outcome."""
        total = self.treatments + self.draws + self.together + (self.luck or 0.0)
        return {name: None if value is None or total <= 0 else value / total for name, value in vars(self).items()}


def split_four_ways(values: NDArray[Any]) -> FourWays:
    """Variance components of `values`, shape (treatments, draws, replications[, columns]), summed over columns.

    Two-way analysis of variance with interaction and random effects, each component at least 0 (Fisher 1925; Searle,
    Casella & McCulloch 1992, section 4.7). A category is given as indicator columns; the shares are then those of
    Goodman & Kruskal's tau (Light & Margolin 1971, J. Am. Stat. Assoc. 66:534).
    """
    runs = np.asarray(values, dtype=float)
    runs = runs if runs.ndim > 3 else runs[..., None]  # noqa: PLR2004  (the columns)
    if min(runs.shape[:2]) < 2:  # noqa: PLR2004  (a small count, plain here)
        raise UsageError("to tell treatments from draws takes two or more of each")
    (treated, drawn, both, luck), (some, many, again) = _mean_squares(runs), runs.shape[:3]
    rest = 0.0 if luck is None else luck
    return FourWays(
        treatments=max(0.0, treated - both) / (many * again),
        draws=max(0.0, drawn - both) / (some * again),
        together=max(0.0, both - rest) / again,
        luck=luck,
    )


def _mean_squares(runs: NDArray[np.float64]) -> tuple[float, float, float, float | None]:
    """Mean squares of treatments, draws, interaction, and luck (None without replications)."""
    some, many, again = runs.shape[:3]
    cells = runs.mean(axis=2)
    rows, columns, all_ = cells.mean(axis=1, keepdims=True), cells.mean(axis=0, keepdims=True), cells.mean((0, 1))
    treated = many * again * float(((rows - all_) ** 2).sum()) / (some - 1)
    drawn = some * again * float(((columns - all_) ** 2).sum()) / (many - 1)
    both = again * float(((cells - rows - columns + all_) ** 2).sum()) / ((some - 1) * (many - 1))
    if again == 1:
        return treated, drawn, both, None
    luck = float(((runs - cells[:, :, None]) ** 2).sum()) / (some * many * (again - 1))
    return treated, drawn, both, luck
