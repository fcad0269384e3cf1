"""More runs of an ensemble's scenario under readings made for a question: some numbers kept, others drawn anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from negosim.domain.rng import uniforms
from negosim.experiments.ensemble.chunk import Player
from negosim.experiments.ensemble.lineups import FRESH
from negosim.experiments.ensemble.rows import row
from negosim.experiments.paired.runs import Runs, arrays
from negosim.scenario.realize.realization import Reading, quantile

__all__ = ["FRESH", "mixed", "play"]


def play(runs: Runs, readings: Iterable[Reading], luck: Iterable[int]) -> Runs:
    """Play readings of the scenario of `runs`, each with the luck of the run of that number."""
    player = Player(runs.scenario, runs.plan)
    plan = runs.plan
    rows = [
        row(player.play(number, one), player.paths, distance=plan.distance)
        for one, number in zip(readings, luck, strict=True)
    ]
    return replace(runs, data=arrays(player, rows))


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
