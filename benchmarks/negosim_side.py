"""Whole negotiations in CPU time, negosim beside NegMAS in one process, on the same random domains.

    python benchmarks/negosim_side.py

One step of NegMAS gives every seat a turn to offer, so a meeting here has (seats x its steps) rounds. Both sides
start from numbers: negosim from those of a realization, NegMAS from utility functions. negosim is timed twice: with
tables made anew for every negotiation, and with what runs of one scenario share (which packages there are, whose
consent each needs, how far they lie from each other). Repeats of the sides alternate, and the best of each counts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domains import Domain, as_scenario, random_domain
from negmas import BoulwareTBNegotiator, MiCRONegotiator, NaiveTitForTatNegotiator, SAOMechanism, make_issue
from negmas.outcomes import make_os
from negmas.preferences import LinearAdditiveUtilityFunction
from negmas.sao import SAONegotiator

from negosim.domain.rng import RandomSource
from negosim.negotiation.course import Course, play
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.protocols.offer_space import offering
from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import RealizationFactory

GOAL = 8
"""No case takes less than so many times as long in NegMAS; the plain ones 15 to 30."""
PLAIN = 15
REPEATS, DOMAINS = 3, 8


@dataclass(frozen=True)
class Case:
    """A tactic on both sides, and the domains that it plays on."""

    title: str
    parties: int
    shape: tuple[int, ...]
    tactic: str
    peer: type[SAONegotiator]
    steps: int = 50
    reservation: float = 0.0
    goal: int = GOAL


B = BoulwareTBNegotiator
CASES = (
    Case("2 parties, 3,600 outcomes", 2, (10, 10, 6, 6), "boulware", B, goal=PLAIN),
    Case("2 parties, 3,600 outcomes, no deal", 2, (10, 10, 6, 6), "boulware", B, reservation=0.97, goal=PLAIN),
    Case("3 parties, 3,125 outcomes", 3, (5,) * 5, "boulware", B, goal=PLAIN),
    Case("3 parties, 3,125 outcomes, no deal", 3, (5,) * 5, "boulware", B, reservation=0.9, goal=PLAIN),
    Case("3 parties, 3,125 outcomes, 1,000 steps", 3, (5,) * 5, "boulware", B, steps=1000),
    Case("5 parties, 1,024 outcomes", 5, (4,) * 5, "boulware", B),
    Case("tit for tat, 2 parties, 3,600 outcomes", 2, (10, 10, 6, 6), "tit_for_tat", NaiveTitForTatNegotiator),
    Case("MiCRO, 2 parties, 3,600 outcomes, 100 steps", 2, (10, 10, 6, 6), "micro", MiCRONegotiator, steps=100),
    Case("MiCRO, 3 parties, 3,125 outcomes, 100 steps", 3, (5,) * 5, "micro", MiCRONegotiator, steps=100),
)


def by_negosim(case: Case, domain: Domain, *, anew: bool) -> Callable[[], bool]:
    """One negotiation from the numbers of a realization on; the scenario is read once, as in an ensemble."""
    plain = as_scenario(domain, case.steps * case.parties, case.tactic)
    realizations = RealizationFactory(from_plain(plain, "benchmark"))
    numbers = {path: number.centre for path, number in realizations.uncertain}

    def negotiate() -> bool:
        if anew:
            offering.cache_clear()
        realization = realizations.realization(numbers, drawn=False)
        course = play(Course(realization, RandomSource()), make_tactics(realization))
        return bool(course.meetings[0].agreements)

    return negotiate


def by_negmas(case: Case, domain: Domain) -> Callable[[], bool]:
    """One negotiation from the utility functions on."""
    names = [[f"o{k}" for k in range(options)] for options in domain.shape]

    def negotiate() -> bool:
        space = make_os([make_issue(options, name=f"i{axis}") for axis, options in enumerate(names)])
        mechanism = SAOMechanism(outcome_space=space, n_steps=case.steps)
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
            mechanism.add(case.peer(), ufun=utility)
        mechanism.run()
        return mechanism.state.agreement is not None

    return negotiate


def once(negotiations: list[Callable[[], bool]]) -> tuple[float, int]:
    """CPU milliseconds a negotiation, and how many agreed."""
    start = time.process_time()
    agreed = sum(negotiate() for negotiate in negotiations)
    return (time.process_time() - start) / len(negotiations) * 1e3, agreed


def rows() -> Iterator[str]:
    for case in CASES:
        domains = [random_domain(case.parties, case.shape, case.reservation, seed) for seed in range(DOMAINS)]
        sides = [
            [by_negosim(case, domain, anew=True) for domain in domains],
            [by_negosim(case, domain, anew=False) for domain in domains],
            [by_negmas(case, domain) for domain in domains],
        ]
        repeats = [[once(side) for side in sides] for _ in range(REPEATS)]
        anew, shared, peer = (min(side) for side in zip(*repeats, strict=True))
        yield (
            f"{case.title}: anew {anew[0]:.2f} ms, shared {shared[0]:.2f} ms, NegMAS {peer[0]:.2f} ms, "
            f"ratios {peer[0] / anew[0]:.1f} and {peer[0] / shared[0]:.1f}, goal {case.goal} "
            f"(agreed {shared[1]} and {peer[1]} of {DOMAINS})"
        )


if __name__ == "__main__":
    print(f"domains from seeds 0 to {DOMAINS - 1}, the same tactic on both sides, best of {REPEATS}")
    for row in rows():
        print(row, flush=True)
