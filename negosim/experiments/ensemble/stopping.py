"""When an ensemble has seen enough: Wilson's interval of the settlement rate is narrow enough.

One looks only after whole blocks of `BLOCK` runs, in the order of the runs: looking after every run stops on lucky
streaks, and an order of arrival would make the answer depend on the workers.
"""

from __future__ import annotations

from collections.abc import Mapping

from negosim.experiments.ensemble.plan import BLOCK, Plan
from negosim.experiments.statistics import wilson

__all__ = ["stop"]


def stop(plan: Plan, agreed: Mapping[int, int]) -> dict[str, float] | None:
    """The decision to stop, or None: `agreed` holds the number of runs with an agreement of each chunk done."""
    if plan.until is None:
        return None
    share = BLOCK // plan.chunk
    successes, chunk = 0, 0
    while all(index in agreed for index in range(chunk, chunk + share)):
        successes += sum(agreed[index] for index in range(chunk, chunk + share))
        chunk += share
        decision = _decision(plan.until, successes, chunk * plan.chunk)
        if decision is not None:
            return decision
    return None


def _decision(until: float, successes: int, runs: int) -> dict[str, float] | None:
    interval = wilson(successes, runs)
    if interval.half_width >= until:
        return None
    return {"runs": runs, "agreed": successes, "low": interval.low, "high": interval.high, "until": until}
