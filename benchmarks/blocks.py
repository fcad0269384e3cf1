"""CPU time of a run with every block on beside one without any; the goal is three times at the most.

The runs are draws 0 to 19 of the report's scenario in full, with war, truce, parliament, events and promises undone,
and of the same with these taken out, so that both have the same outcomes. Of each run the best time of three counts.
A course with blocks may have more rounds or fewer, so the time a round is told too.
"""

from __future__ import annotations

import time

from negosim.negotiation.record import run
from negosim.scenario.load import load
from negosim.scenario.spec.scenario import Scenario

NAME = "february_in_full"
OFF = (
    *(f"{block}=null" for block in ("war", "commitments", "bodies", "events")),
    *(f"issues.{issue}.unilateral=null" for issue in ("minerals", "guarantees")),
)
DRAWS, REPEATS = 20, 3


def timed(scenario: Scenario, draw: int) -> tuple[float, int]:
    """CPU seconds of one run, and how many rounds it had."""
    start = time.process_time()
    record = run(scenario, run=draw, draw=True)
    rounds = record.course.round
    return time.process_time() - start, rounds


def spent(*changes: str) -> tuple[float, int]:
    """CPU seconds of all draws, each at its best, and their rounds."""
    scenario = load(NAME, changes)
    timed(scenario, 0)
    best = [min(timed(scenario, draw) for _ in range(REPEATS)) for draw in range(DRAWS)]
    return sum(seconds for seconds, _ in best), sum(rounds for _, rounds in best)


if __name__ == "__main__":
    (plain, plain_rounds), (full, full_rounds) = spent(*OFF), spent()
    for name, seconds, rounds in (("without", plain, plain_rounds), ("with every block", full, full_rounds)):
        print(f"{name}: {seconds / DRAWS * 1e3:.1f} ms a run, {seconds / rounds * 1e3:.2f} ms a round")
    print(f"{full / plain:.2f} times as long, a round {full / full_rounds / plain * plain_rounds:.2f} times")
