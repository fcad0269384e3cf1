"""A turn with an opponent model: CPU time of one answer and one offer, models fed and estimates made anew each time."""

from __future__ import annotations

import time
from collections.abc import Iterator

from domains import as_scenario, random_domain

from negosim.chance import Chance
from negosim.course import Course
from negosim.protocols.base import Accept, Offer, Pass, Reject
from negosim.registry import lookup
from negosim.scenario.draw import Readings
from negosim.scenario.load import from_plain
from negosim.tactics.base import Tactic, View

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
    """Another tactic, and the CPU seconds that its turns took."""

    def __init__(self, inner: Tactic) -> None:
        self.inner, self.spent, self.turns = inner, 0.0, 0

    def act(self, view: View) -> Accept | Offer | Pass | Reject:
        start = time.process_time()
        act = self.inner.act(view)
        self.spent += time.process_time() - start
        self.turns += view.offer is None
        return Reject() if isinstance(act, Accept) else act  # to the last round, whatever is offered


def microseconds(name: str, parameters: dict[str, str]) -> float:
    """CPU time a turn of one seat, its answer included, against a seat that concedes; the best of the repeats."""
    domain = random_domain(2, SHAPE, 0.0, SEED)
    of = from_plain(as_scenario(domain, ROUNDS, "linear"), "benchmark")
    best = float("inf")
    for _ in range(REPEATS):
        course = Course(Readings(of).central, Chance())
        seats = course.reading.parties
        timed = Timed(lookup("tactic", name).make(**parameters))
        tactics = {seats[0]: timed, seats[1]: Timed(lookup("tactic", "linear").make())}
        while course.asked:
            seat = course.asked[0]
            course.submit(seat, tactics[seat].act(course.view(seat)))
        best = min(best, timed.spent / timed.turns * 1e6)
    return best


def rows() -> Iterator[str]:
    for name, parameters in CASES:
        told = ", ".join(f"{key}: {value}" for key, value in parameters.items())
        yield f"{name} ({told}): {microseconds(name, parameters):.0f} us a turn"


if __name__ == "__main__":
    print(f"{'x'.join(map(str, SHAPE))} outcomes from seed {SEED}, {ROUNDS} rounds, best of {REPEATS}")
    for row in rows():
        print(row)
