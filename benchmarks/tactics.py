"""Tactics of the same name here and in NegMAS, on the same domains in one run: agreements, points, and the difference.

    python benchmarks/tactics.py FOLDER...        each folder a domain in GENIUS XML or GeniusWeb JSON

Every domain is played as it is and with the weights of its profiles scaled by random factors, so that there is a
sample; both sides get the same numbers, and each seat has the same number of turns. A difference is paired: negosim
less NegMAS on the same variant. `--table` writes the rows as a table for the documentation.
"""

from __future__ import annotations

import argparse
import random
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from negmas import SAOMechanism, make_issue
from negmas.outcomes import make_os
from negmas.preferences import LinearAdditiveUtilityFunction
from negmas.sao import negotiators as peers
from numpy.typing import NDArray

from negosim.domain.rng import RandomSource
from negosim.experiments.statistics.intervals import Interval, mean_interval
from negosim.negotiation.acts import NONE
from negosim.negotiation.course import Course
from negosim.negotiation.driving import play
from negosim.negotiation.packages import Package
from negosim.negotiation.tactics.base import Tactic, View
from negosim.negotiation.tactics.time_dependent import TimeDependent
from negosim.registry import lookup
from negosim.scenario.exchange import import_domain
from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import Realization, RealizationFactory

TURNS, VARIANTS, SPREAD = 40, 25, 3.0


class AsThere(TimeDependent):
    """The time-dependent tactic with NegMAS's way to offer and to read the clock.

    It offers the package of the least own worth above the aspiration. Time is (step + 1) / (steps + 1), the same for
    an offer and an answer, where every seat has a turn in a step.
    """

    def aspiration(self, view: View, time: float) -> int:
        seats = len(view.menu.others) + 1
        return super().aspiration(view, ((view.round - 1) // seats + 1) / (view.rounds // seats + 1))

    def offer(self, view: View) -> int:
        level = max(self.aspiration(view, view.time), view.reservation)
        package = _last_above(view, level)
        return NONE if package is None else view.menu.offering.number(package)


def _last_above(view: View, level: int) -> Package | None:
    found = None
    for place in count():
        package = view.menu.ranked(place)
        if package is None or view.menu.worth(package) < level:
            return found
        found = package
    return found


@dataclass(frozen=True)
class Pair:
    """A tactic of negosim and its counterpart in NegMAS, and what is known of how they differ."""

    name: str
    ours: Callable[[], Tactic]
    theirs: Callable[[], Any]
    why: str


def ours(name: str, **parameters: float) -> Callable[[], Tactic]:
    return lambda: lookup("tactic", name).make(**parameters)


SCALE = "where the reservation value lies below the worst outcome, NegMAS's curve ends at that outcome"
NEAREST = (
    "offers what is nearest to the other's last offer, NegMAS the least that is above the aspiration; the clocks differ"
)
MIRROR = (
    "mirrors the rise of the other's offers since its first; NegMAS takes what the last one is worth to itself for the "
    "concession, and makes a first step unasked"
)
MICRO = (
    "the same definition for two; among more it waits for the one with the fewest offers, NegMAS counts all together"
)
LOTS = (
    "offers and accepts no loss; NegMAS accepts with a chance of 0.15 and walks out with one of 0.1, whatever it hears"
)
HEADS = (
    "tactic",
    "share agreed, negosim and NegMAS",
    "mean points",
    "95 % interval of the difference",
    "domains alike",
    "how they differ",
)
PAIRS = (
    Pair("boulware as there", lambda: AsThere(0.25), peers.BoulwareTBNegotiator, SCALE),
    Pair("linear as there", lambda: AsThere(1.0), peers.LinearTBNegotiator, SCALE),
    Pair("conceder as there", lambda: AsThere(4.0), peers.ConcederTBNegotiator, SCALE),
    Pair("boulware (1/4)", ours("boulware", exponent=0.25), peers.BoulwareTBNegotiator, NEAREST),
    Pair("linear", ours("linear"), peers.LinearTBNegotiator, NEAREST),
    Pair("conceder (4)", ours("conceder", exponent=4.0), peers.ConcederTBNegotiator, NEAREST),
    Pair("micro", ours("micro"), peers.MiCRONegotiator, MICRO),
    Pair("hardliner", ours("hardliner"), peers.ToughNegotiator, "not at all"),
    Pair("tit_for_tat", ours("tit_for_tat"), peers.NaiveTitForTatNegotiator, MIRROR),
    Pair("random_walker", ours("random_walker"), peers.RandomNegotiator, LOTS),
)


@dataclass(frozen=True)
class Result:
    """Whether it agreed, and the points of every seat, those of no agreement being the reservation value."""

    agreed: bool
    points: tuple[float, ...]


def variants(folder: Path, number: int) -> Iterator[Realization]:
    """The domain, and the same with weights scaled by factors between 1/SPREAD and SPREAD."""
    realizations = RealizationFactory(from_plain(_with_turns(import_domain(folder)), folder.name))
    for seed in range(number):
        lots = np.random.default_rng(seed)
        numbers = dict(realizations.centres)
        for path in sorted(numbers):
            if seed and path.endswith(".weight"):
                numbers[path] *= SPREAD ** lots.uniform(-1, 1)
        yield realizations.realization(numbers, drawn=False)


def _with_turns(plain: dict[str, Any]) -> dict[str, Any]:
    (meeting,) = plain["meetings"].values()
    meeting["protocol"]["rounds"] = TURNS * len(plain["parties"])
    return plain


def by_negosim(realization: Realization, pair: Pair, run: int) -> Result:
    course = play(Course(realization, RandomSource(0, run)), {party: pair.ours() for party in realization.parties})
    agreed = bool(course.meetings[0].agreements)
    outcome = course.standing.outcome
    points = (
        one.scale.points(one.points(outcome) if agreed else one.reservation_value(outcome, 0))
        for one in realization.preferences.values()
    )
    return Result(agreed, tuple(points))


def by_negmas(realization: Realization, pair: Pair, run: int) -> Result:
    """The same contributions as additive utilities; what stands is left out, as it is no package here."""
    random.seed(run)
    np.random.seed(run)
    names = [[f"o{k}" for k in range(options)] for options in realization.space.shape]
    space = make_os([make_issue(options, name=f"i{axis}") for axis, options in enumerate(names)])
    mechanism = SAOMechanism(outcome_space=space, n_steps=TURNS)
    reserved = [
        one.scale.points(one.reservation_value(realization.space.status_quo, 0))
        for one in realization.preferences.values()
    ]
    for one, least in zip(realization.preferences.values(), reserved, strict=True):
        values = [
            dict(zip(o, map(one.scale.points, part), strict=True))
            for o, part in zip(names, one.contributions, strict=True)
        ]
        utility = LinearAdditiveUtilityFunction(
            values=values, weights=[1.0] * len(values), outcome_space=space, reserved_value=least
        )
        mechanism.add(pair.theirs(), ufun=utility)
    mechanism.run()
    agreement = mechanism.state.agreement
    if agreement is None:
        return Result(False, tuple(reserved))
    outcome = [int(str(option)[1:]) for option in agreement]
    return Result(True, tuple(one.scale.points(one.points(outcome)) for one in realization.preferences.values()))


@dataclass(frozen=True)
class Row:
    """What a pair came to, on both sides and variant by variant: arrays (2, variants) of agreements and mean points."""

    domain: str
    pair: Pair
    agreed: NDArray[np.float64]
    points: NDArray[np.float64]

    @property
    def agreements(self) -> Interval:
        """The difference of the agreement rates, negosim less NegMAS, with its 95 % interval."""
        return mean_interval(self.agreed[0] - self.agreed[1])

    @property
    def difference(self) -> Interval:
        """The same of the mean points."""
        return mean_interval(self.points[0] - self.points[1])

    @property
    def alike(self) -> bool:
        """Whether both intervals of the differences hold 0."""
        return all(one.low <= 0 <= one.high for one in (self.agreements, self.difference))

    @property
    def cells(self) -> tuple[str, ...]:
        """Agreement rates, mean points and the interval of their difference, in words."""
        agreed, points, between = self.agreed.mean(axis=1), self.points.mean(axis=1), self.difference
        return (
            f"{agreed[0]:.2f} and {agreed[1]:.2f}",
            f"{points[0]:.1f} and {points[1]:.1f}",
            f"{between.low:+.1f} to {between.high:+.1f}",
        )


def compared(domain: str, pair: Pair, realizations: list[Realization]) -> Row:
    sides = [
        [play_(realization, pair, run) for run, realization in enumerate(realizations)]
        for play_ in (by_negosim, by_negmas)
    ]
    agreed = np.array([[one.agreed for one in side] for side in sides], dtype=np.float64)
    return Row(domain, pair, agreed, np.array([[np.mean(one.points) for one in side] for side in sides]))


def as_table(rows: list[Row]) -> str:
    """A row a tactic, over all domains, with the number of domains on which the two are alike."""
    lines = [f"| {' | '.join(HEADS)} |", "|---" * len(HEADS) + "|"]
    for pair in PAIRS:
        mine = [row for row in rows if row.pair is pair]
        agreed, points = (np.hstack([getattr(row, part) for row in mine]) for part in ("agreed", "points"))
        alike = f"{sum(row.alike for row in mine)} of {len(mine)}"
        lines.append(f"| {' | '.join((pair.name, *Row('', pair, agreed, points).cells, alike, pair.why))} |")
    return "\n".join(lines)


def main(arguments: Mapping[str, Any]) -> None:
    warnings.simplefilter("ignore")
    print(f"{arguments['variants']} variants a domain, {TURNS} turns a seat, the same tactic in all seats")
    rows = []
    for folder in arguments["folders"]:
        realizations = list(variants(folder, arguments["variants"]))
        for pair in PAIRS:
            rows.append(compared(folder.name, pair, realizations))
            print(folder.name, pair.name, *rows[-1].cells, "alike" if rows[-1].alike else "apart", sep="  ", flush=True)
    print(as_table(rows))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--variants", type=int, default=VARIANTS)
    main(vars(parser.parse_args()))
