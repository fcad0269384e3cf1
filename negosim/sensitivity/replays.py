"""More runs of an ensemble's scenario under readings made for a question: some numbers kept, others drawn anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.chance import uniforms
from negosim.ensemble.chunk import Player
from negosim.ensemble.rows import row
from negosim.paired.runs import Runs
from negosim.scenario.draw import Reading, quantile

__all__ = ["FRESH", "mixed", "play"]

FRESH = 1 << 40
"""Numbers of runs from here on belong to no ensemble: draws and luck that are new."""


def play(runs: Runs, readings: Iterable[Reading], luck: Iterable[int]) -> Runs:
    """Play readings of the scenario of `runs`, each with the luck of the run of that number."""
    player = Player(runs.scenario, runs.plan)
    rows = [row(player.play(number, one), player.paths) for one, number in zip(readings, luck, strict=True)]
    lists = zip(*rows, strict=True)
    data = {column.name: _array(values) for column, values in zip(player.columns, lists, strict=False)}
    return replace(runs, data=data)


def _array(values: Iterable[Any]) -> NDArray[Any]:
    kept = list(values)
    text = any(value is None or isinstance(value, str) for value in kept)
    return np.array(kept, dtype=object if text else None)


def mixed(runs: Runs, kept: Iterable[str], fresh: int = FRESH) -> Iterable[Reading]:
    """The readings of `runs` with the numbers of the paths `kept` as they were, and all others drawn anew."""
    readings, same = runs.readings, set(kept)
    new = [path for path in readings.open if path not in same]
    chances = uniforms(runs.plan.seed, [fresh + int(number) for number in runs.numbers], [f"number.{p}" for p in new])
    for place, lots in enumerate(chances.tolist()):
        numbers = {path: float(runs.inputs[path][place]) for path in readings.open if path in same}
        yield readings.reading(readings.centres | numbers | _drawn(runs, dict(zip(new, lots, strict=True))), drawn=True)


def _drawn(runs: Runs, lots: Mapping[str, float]) -> dict[str, float]:
    return {path: quantile(runs.readings.open[path], lot) for path, lot in lots.items()}
