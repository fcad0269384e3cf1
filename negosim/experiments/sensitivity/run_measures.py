"""Outcome measures of every run: numbers and categories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.experiments.paired.runs import Runs

__all__ = ["RunMeasure", "categorical_measures", "indicator_columns", "numeric_measures"]

COMMON = 30
"""Categories with an indicator of their own; rarer ones are pooled."""


@dataclass(frozen=True, eq=False)
class RunMeasure:
    """One measure of every run: numbers of shape (runs,), or categories of shape (runs,) or (runs, issues)."""

    key: str
    words: str
    values: NDArray[Any]


def numeric_measures(runs: Runs) -> list[RunMeasure]:
    """Whether anything was agreed, and every party's points."""
    found = [RunMeasure("agreed", "a deal of any kind", runs.agreed.astype(float))]
    for key, party in runs.scenario.parties.items():
        found.append(RunMeasure(f"points.{key}", f"points of {party.name}", runs.points(key)))
    return found


def categorical_measures(runs: Runs) -> list[RunMeasure]:
    """The deal (final option of every issue), and the parties short of points where a meeting failed."""
    return [RunMeasure("deal", "which deal", runs.deal), RunMeasure("blocked", "who was short of points", runs.blocked)]


def indicator_columns(first: NDArray[Any], again: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Categories of two samples as indicator columns: one for each of the commonest, one for all others."""
    axis = 0 if first.ndim > 1 else None
    _, codes, counts = np.unique(np.concatenate([first, again]), axis=axis, return_inverse=True, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.minimum(np.arange(len(order)), COMMON)
    columns = np.eye(COMMON + 1)[place[codes.reshape(-1)]]
    return columns[: len(first)], columns[len(first) :]
