"""More runs of an ensemble's scenario under readings made for a question: some numbers kept, others drawn anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from negosim.domain.rng import uniforms
from negosim.experiments.ensemble.chunk import Player
from negosim.experiments.ensemble.lineups import FRESH
from negosim.experiments.ensemble.rows import row
from negosim.experiments.paired.runs import Runs, arrays
from negosim.scenario.realize.realization import Realization, quantile

__all__ = ["FRESH", "mixed", "play"]


def play(runs: Runs, realizations: Iterable[Realization], luck: Iterable[int]) -> Runs:
    """Play readings of the scenario of `runs`, each with the luck of the run of that number."""
    player = Player(runs.scenario, runs.plan)
    plan = runs.plan
    rows = [
        row(player.play(number, one), player.paths, distance=plan.distance)
        for one, number in zip(realizations, luck, strict=True)
    ]
    return replace(runs, data=arrays(player, rows))


def mixed(runs: Runs, kept: Iterable[str], fresh: int = FRESH) -> Iterable[Realization]:
    """The readings of `runs` with the numbers of the paths `kept` as they were, and all others drawn anew."""
    realizations, same = runs.realizations, set(kept)
    new = [path for path in realizations.open if path not in same]
    chances = uniforms(runs.plan.seed, [fresh + int(number) for number in runs.numbers], [f"number.{p}" for p in new])
    for place, lots in enumerate(chances.tolist()):
        numbers = {path: float(runs.inputs[path][place]) for path in realizations.open if path in same}
        yield realizations.realization(
            realizations.centres | numbers | _drawn(runs, dict(zip(new, lots, strict=True))), drawn=True
        )


def _drawn(runs: Runs, lots: Mapping[str, float]) -> dict[str, float]:
    return {path: quantile(runs.realizations.open[path], lot) for path, lot in lots.items()}
