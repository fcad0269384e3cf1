"""Whole negotiations beside NegMAS in one process: the same domains, tactics of the same kind, ratios of CPU time.

One step of NegMAS gives every seat a turn to offer, so a meeting here has (seats x its steps) rounds. NegMAS makes its
outcome space and utility functions anew for every negotiation. So does negosim, from the numbers of a scenario; it is
timed twice, without and with what runs of a scenario share (which packages there are, whose consent each needs, how far
they lie from each other). The sides alternate, and of each the best repeat counts.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle

from domains import Domain, as_scenario, random_domain
from negmas import BoulwareTBNegotiator, SAOMechanism, make_issue
from negmas.genius.gboa_negotiators import GBoulware, GHardHeaded
from negmas.outcomes import make_os
from negmas.preferences import LinearAdditiveUtilityFunction
from negmas.sao.negotiators import MiCRONegotiator, NaiveTitForTatNegotiator, SAONegotiator

from negosim.domain.rng import RandomSource
from negosim.negotiation.course import Course
from negosim.negotiation.driving import play
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.protocols import consent, offer_space
from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import RealizationFactory

REPEATS, DOMAINS = 3, 10
SHARED = (offer_space.offering, consent.needed, consent.movable)
"""What runs of a scenario share, whatever numbers they draw."""

Negotiation = Callable[[], bool]
"""Plays a negotiation, and says whether it ended in a deal."""


@dataclass(frozen=True)
class Kind:
    """A tactic as a scenario names it, and its peer."""

    tactic: dict[str, str | float]
    peer: type[SAONegotiator]


MIX: dict[str, str | float] = {"name": "mix", "offering": "time_dependent", "exponent": 0.2, "acceptance": "ac_next"}
BOULWARE = Kind({"name": "boulware"}, BoulwareTBNegotiator)
TIT_FOR_TAT = Kind({"name": "tit_for_tat"}, NaiveTitForTatNegotiator)
MICRO = Kind({"name": "micro"}, MiCRONegotiator)
NO_MODEL = Kind(MIX, GBoulware)
FREQUENCY = Kind(MIX | {"model": "frequency"}, GHardHeaded)

TWO, THREE, FIVE = (10, 10, 6, 6), (5, 5, 5, 5, 5), (4, 4, 4, 4, 4)
NO_DEAL = 0.97
PLAIN, LEAST = "15 to 30", "8 or more"


@dataclass(frozen=True)
class Case:
    """Domains of a shape, and the kinds that sit in their seats, in turn; the goal is a ratio."""

    title: str
    parties: int
    shape: tuple[int, ...]
    kinds: tuple[Kind, ...] = (BOULWARE,)
    goal: str = LEAST
    reservation: float = 0.0
    steps: int = 50

    def seats(self) -> Iterator[Kind]:
        return (kind for kind, _ in zip(cycle(self.kinds), range(self.parties), strict=False))

    @property
    def rounds(self) -> int:
        """The turns to offer of all seats."""
        return self.steps * self.parties

    def domains(self) -> list[Domain]:
        return [random_domain(self.parties, self.shape, self.reservation, seed) for seed in range(DOMAINS)]


CASES = (
    Case("2 parties, 3,600 outcomes", 2, TWO, goal=PLAIN),
    Case("3 parties, 3,125 outcomes", 3, THREE, goal=PLAIN),
    Case("5 parties, 1,024 outcomes", 5, FIVE, goal=PLAIN),
    Case("2 parties, 3,600 outcomes, no deal possible", 2, TWO, goal=PLAIN, reservation=NO_DEAL),
    Case("3 parties, 3,125 outcomes, no deal possible", 3, THREE, goal=PLAIN, reservation=NO_DEAL),
    Case("3 parties, 3,125 outcomes, 1,000 steps", 3, THREE, steps=1000),
    Case("tit for tat against Boulware, 3,600 outcomes", 2, TWO, kinds=(TIT_FOR_TAT, BOULWARE)),
    Case("MiCRO, 2 parties, 3,600 outcomes, 100 steps", 2, TWO, kinds=(MICRO,), steps=100),
    Case("MiCRO, 3 parties, 3,125 outcomes, 100 steps", 3, THREE, kinds=(MICRO,), steps=100),
    Case("components without a model, 2 parties, 3,600 outcomes", 2, TWO, kinds=(NO_MODEL,)),
    Case("the same with HardHeaded's frequency model", 2, TWO, kinds=(FREQUENCY,)),
)


def factory(case: Case, domain: Domain) -> RealizationFactory:
    """The scenario of a domain, with the tactics of the case in its seats."""
    plain = as_scenario(domain, case.rounds, "boulware")
    for party, kind in zip(plain["parties"].values(), case.seats(), strict=True):
        party["tactic"] |= kind.tactic
    return RealizationFactory(from_plain(plain, "benchmark"))


def by_negosim(case: Case, domain: Domain, *, anew: bool) -> Negotiation:
    """From the numbers of the scenario on, which is read once, as in an ensemble."""
    realizations = factory(case, domain)

    def negotiate() -> bool:
        for cache in SHARED if anew else ():
            cache.cache_clear()
        realization = realizations.realization(realizations.centres, drawn=False)
        course = play(Course(realization, RandomSource()), make_tactics(realization))
        return bool(course.meetings[0].agreements)

    return negotiate


def by_negmas(case: Case, domain: Domain) -> Negotiation:
    """From the values and weights on."""
    names = [[f"o{k}" for k in range(options)] for options in domain.shape]

    def negotiate() -> bool:
        space = make_os([make_issue(options, name=f"i{axis}") for axis, options in enumerate(names)])
        mechanism = SAOMechanism(outcome_space=space, n_steps=case.steps)
        for kind, own, weights in zip(case.seats(), domain.values, domain.weights, strict=True):
            utility = LinearAdditiveUtilityFunction(
                values=[dict(zip(o, map(float, v), strict=True)) for o, v in zip(names, own, strict=True)],
                weights=list(map(float, weights)),
                outcome_space=space,
                reserved_value=domain.reservation,
            )
            mechanism.add(kind.peer(), ufun=utility)
        mechanism.run()
        return mechanism.state.agreement is not None

    return negotiate


def timed(negotiations: Iterable[Negotiation]) -> tuple[float, int]:
    """CPU milliseconds a negotiation, and how many agreed.

    Off the clock, each is played once, so that what runs share is there, and what was thrown away is collected.
    """
    every = list(negotiations)
    for negotiate in every:
        negotiate()
    gc.collect()
    start = time.process_time()
    agreed = sum(negotiate() for negotiate in every)
    return (time.process_time() - start) / len(every) * 1e3, agreed


def row(case: Case) -> str:
    """A row of the table: negosim anew, negosim with what is shared, and NegMAS."""
    domains = case.domains()
    sides = [
        [by_negosim(case, domain, anew=True) for domain in domains],
        [by_negosim(case, domain, anew=False) for domain in domains],
        [by_negmas(case, domain) for domain in domains],
    ]
    repeats = [[timed(side) for side in sides] for _ in range(REPEATS)]
    (anew, agreed), (shared, _), (peer, peers_agreed) = (min(side) for side in zip(*repeats, strict=True))
    times = f"{anew:.2f} | {shared:.2f} | {peer:.2f} | {peer / anew:.1f} | {peer / shared:.1f}"
    return f"| {case.title} | {times} | {case.goal} | {agreed} and {peers_agreed} of {DOMAINS} |"


if __name__ == "__main__":
    print(f"Domains from seeds 0 to {DOMAINS - 1}, 50 steps unless said, CPU ms a negotiation, best of {REPEATS}.\n")
    print("| case | negosim, anew | shared | NegMAS | ratio, anew | ratio, shared | goal | agreed |")
    print("|---|---|---|---|---|---|---|---|")
    for one in CASES:
        print(row(one), flush=True)
