"""A turn with an opponent model: CPU time of one answer and one offer, models fed and estimates made anew each time.

The same talks are played again and again, and of each act the best time counts: what else the machine does leaves it
alone. The mean over the turns of a meeting is told.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from domains import as_scenario, random_domain

from negosim.domain.rng import RandomSource
from negosim.negotiation.acts import Accept, Offer, Pass, Reject
from negosim.negotiation.course import Course
from negosim.negotiation.tactics.base import Tactic, View
from negosim.registry import lookup
from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario

SHAPE, ROUNDS, REPEATS, SEED = (10, 10, 10, 10), 200, 25, 0
CASES = (
    ("mix", {"offering": "time_dependent", "model": "none"}),
    ("mix", {"offering": "time_dependent", "model": "frequency"}),
    ("trade_off", {"model": "frequency"}),
    ("nash_seeking", {"model": "frequency"}),
    ("kalai_seeking", {"model": "frequency"}),
    ("mix", {"offering": "time_dependent", "model": "bayesian"}),
    ("nice_tit_for_tat", {"model": "bayesian"}),
)


class Timed(Tactic):
    """Another tactic, and the CPU seconds of each of its acts."""

    def __init__(self, inner: Tactic) -> None:
        self.inner = inner
        self.spent: list[float] = []

    def act(self, view: View) -> Accept | Offer | Pass | Reject:
        start = time.process_time()
        act = self.inner.act(view)
        self.spent.append(time.process_time() - start)
        return Reject() if isinstance(act, Accept) else act  # to the last round, whatever is offered


def spent(of: Scenario, name: str, parameters: dict[str, str]) -> list[float]:
    """CPU seconds of each act of the first seat against one that concedes."""
    course = Course(RealizationFactory(of).central, RandomSource())
    first, second = course.realization.parties
    tactics = {
        first: Timed(lookup("tactic", name).make(**parameters)),
        second: Timed(lookup("tactic", "linear").make()),
    }
    while course.asked:
        seat = course.asked[0]
        course.submit(seat, tactics[seat].act(course.view(seat)))
    return tactics[first].spent


def microseconds(name: str, parameters: dict[str, str]) -> float:
    """CPU time a turn: an offer and an answer, each act at its best of the repeats."""
    of = from_plain(as_scenario(random_domain(2, SHAPE, 0.0, SEED), ROUNDS, "linear"), "benchmark")
    repeats = [spent(of, name, parameters) for _ in range(REPEATS)]
    return sum(map(min, zip(*repeats, strict=True))) / (ROUNDS / 2) * 1e6


def rows() -> Iterator[str]:
    for name, parameters in CASES:
        told = ", ".join(f"{key}: {value}" for key, value in parameters.items())
        yield f"{name} ({told}): {microseconds(name, parameters):.0f} us a turn"


if __name__ == "__main__":
    print(f"{'x'.join(map(str, SHAPE))} outcomes from seed {SEED}, {ROUNDS} rounds, best of {REPEATS}")
    for row in rows():
        print(row)
