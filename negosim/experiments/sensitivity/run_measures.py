"""What an ensemble came to, as numbers and as categories, each under a key and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.experiments.paired.runs import Runs

__all__ = ["RunMeasure", "categories", "hot", "numbers"]

COMMON = 30
"""Categories that are kept apart when a spread is measured; rarer ones are pooled."""


@dataclass(frozen=True, eq=False)
class RunMeasure:
    """A measure of every run: numbers of shape (runs,), or categories, which may have a second axis."""

    key: str
    words: str
    values: NDArray[Any]


def numbers(runs: Runs) -> list[RunMeasure]:
    """Whether anything was agreed, and every party's points."""
    found = [RunMeasure("agreed", "a deal of any kind", runs.agreed.astype(float))]
    for key, party in runs.scenario.parties.items():
        found.append(RunMeasure(f"points.{key}", f"points of {party.name}", runs.points(key)))
    return found


def categories(runs: Runs) -> list[RunMeasure]:
    """Which deal (what stands on every issue), and who was short of points where a meeting came to nothing."""
    return [RunMeasure("deal", "which deal", runs.deal), RunMeasure("blocked", "who was short of points", runs.blocked)]


def hot(first: NDArray[Any], again: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Categories of two samples as columns of 0 and 1, the commonest apart and the rest pooled."""
    axis = 0 if first.ndim > 1 else None
    _, codes, counts = np.unique(np.concatenate([first, again]), axis=axis, return_inverse=True, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.minimum(np.arange(len(order)), COMMON)
    columns = np.eye(COMMON + 1)[place[codes.reshape(-1)]]
    return columns[: len(first)], columns[len(first) :]
