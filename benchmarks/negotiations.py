"""Whole negotiations per CPU second, negosim against NegMAS: the same domains, time-dependent tactics on both sides.

One step of NegMAS gives every seat a turn to offer, so a meeting here has (seats x its steps) rounds. Tables are
included on both sides: negosim starts from the numbers of a reading, NegMAS from its utility functions.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from domains import Domain, as_scenario, random_domain
from negmas import BoulwareTBNegotiator, SAOMechanism, make_issue
from negmas.outcomes import make_os
from negmas.preferences import LinearAdditiveUtilityFunction

from negosim.domain.rng import RandomSource
from negosim.negotiation.course import Course, play
from negosim.negotiation.factories import make_tactics
from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import RealizationFactory

STEPS = 50
CASES = (
    ("2 parties, 3,600 outcomes", 2, (10, 10, 6, 6), 0.0),
    ("3 parties, 3,125 outcomes", 3, (5, 5, 5, 5, 5), 0.0),
    ("2 parties, 3,600 outcomes, no deal possible", 2, (10, 10, 6, 6), 0.97),
)
REPEATS, DOMAINS = 3, 10


def by_negosim(domain: Domain) -> Callable[[], bool]:
    """One negotiation from the numbers of a reading on; the scenario is read once, as in an ensemble."""
    realizations = RealizationFactory(from_plain(as_scenario(domain, STEPS * domain.parties, "boulware"), "benchmark"))
    numbers = {path: number.centre for path, number in realizations.uncertain}

    def negotiate() -> bool:
        realization = realizations.realization(numbers, drawn=False)
        course = play(Course(realization, RandomSource()), make_tactics(realization))
        return bool(course.meetings[0].agreements)

    return negotiate


def by_negmas(domain: Domain) -> Callable[[], bool]:
    """One negotiation from the utility functions on."""

    def negotiate() -> bool:
        names = [[f"o{k}" for k in range(options)] for options in domain.shape]
        space = make_os([make_issue(options, name=f"i{axis}") for axis, options in enumerate(names)])
        mechanism = SAOMechanism(outcome_space=space, n_steps=STEPS)
        for party in range(domain.parties):
            values = [
                dict(zip(o, map(float, v), strict=True)) for o, v in zip(names, domain.values[party], strict=True)
            ]
            utility = LinearAdditiveUtilityFunction(
                values=values,
                weights=list(map(float, domain.weights[party])),
                outcome_space=space,
                reserved_value=domain.reservation,
            )
            mechanism.add(BoulwareTBNegotiator(), ufun=utility)
        mechanism.run()
        return mechanism.state.agreement is not None

    return negotiate


def measured(negotiations: list[Callable[[], bool]]) -> tuple[float, int]:
    """CPU milliseconds a negotiation, the best of the repeats, and how many agreed."""
    best, agreed = float("inf"), 0
    for _ in range(REPEATS):
        start = time.process_time()
        agreed = sum(negotiate() for negotiate in negotiations)
        best = min(best, (time.process_time() - start) / len(negotiations) * 1e3)
    return best, agreed


def rows() -> Iterator[str]:
    for title, parties, shape, reservation in CASES:
        domains = [random_domain(parties, shape, reservation, seed) for seed in range(DOMAINS)]
        own, agreed = measured([by_negosim(domain) for domain in domains])
        peer, peer_agreed = measured([by_negmas(domain) for domain in domains])
        agreements = f"agreed {agreed} and {peer_agreed} of {DOMAINS}"
        yield f"{title}: negosim {own:.2f} ms, NegMAS {peer:.2f} ms, ratio {peer / own:.0f} ({agreements})"


if __name__ == "__main__":
    print(f"domains from seeds 0 to {DOMAINS - 1}, {STEPS} steps, Boulware on both sides, best of {REPEATS}")
    for row in rows():
        print(row)
