"""The exact frontier and four solutions, negosim against NegMAS: the same domains, each by its own calls.

Both start when they have their preferences: negosim a reading, NegMAS its utility functions. negosim answers
from a table (and once more by merging issues, without one), NegMAS by `pareto_frontier` and by its points of Nash,
Kalai, Kalai-Smorodinsky and most welfare. A call of NegMAS that takes longer than the limit is ended, and the ratio is
then a lower bound. Memory is what Python and numpy allocate at the most (tracemalloc, in a call of its own).

python benchmarks/frontiers.py               # all
python benchmarks/frontiers.py --limit 200   # wait longer for NegMAS
python benchmarks/frontiers.py --growth      # negosim alone, up to 20 issues of 5 options
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
import tracemalloc
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
from domains import Domain, as_scenario, opposed_domain, random_domain
from numpy.typing import NDArray

from negosim.analysis.feasible import FeasibleSet
from negosim.analysis.feasible_by_cliques import FactoredFeasibleSet
from negosim.analysis.feasible_table import enumerate_feasible
from negosim.analysis.run_data import count_frontier
from negosim.negotiation.packages import Standing
from negosim.registry import lookup
from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import Realization, RealizationFactory
from negosim.theory.bargaining.elimination import Factor, FrontierSizeError
from negosim.theory.bargaining.frontier_by_cliques import merged_frontier

SHAPES = {10**3: (10, 10, 10), 10**4: (10,) * 4, 10**5: (10,) * 5, 10**6: (10,) * 6}
SOLUTIONS = ("nash", "egalitarian", "kalai_smorodinsky", "utilitarian")
PEERS = ("nash_points", "kalai_points", "ks_points", "max_welfare_points")
SEED, REPEATS, LIMIT = 0, 3, 60.0
RESERVATION = 0.25
"""Above the least of every party, below which NegMAS takes the least for the disagreement."""

GROWTH = (5, 10, 15, 20)
STEPS = 1 << 20
"""Whole steps a point, where the frontier is measured alone."""

SEEDS = range(3)

Points = list[tuple[float, ...]]


def readings_of(domain: Domain) -> Callable[[], Realization]:
    """A fresh reading at every call: nothing that an earlier call has worked out is kept."""
    realizations = RealizationFactory(from_plain(as_scenario(domain, 10, "boulware"), "benchmark"))
    numbers = {path: number.centre for path, number in realizations.uncertain}
    return lambda: realizations.realization(numbers, drawn=False)


def solved(possible: FeasibleSet) -> tuple[int, Points]:
    """The size of the frontier, and the points of the four solutions on a scale of 1."""
    found = [possible.solve(lookup("solution", name)) for name in SOLUTIONS]
    points = [tuple(possible.scales.points(possible.worth_of(one.outcomes[0])) / 100) for one in found]
    return count_frontier(possible) or 0, points


def best_of(what: Callable[[Any], Any], given: Callable[[], Any] = lambda: None) -> tuple[float, Any]:
    """CPU seconds, the best of the repeats, and the answer to something that is made anew, off the clock."""
    best, answer = float("inf"), None
    for _ in range(REPEATS):
        fresh = given()
        start = time.process_time()
        answer = what(fresh)
        best = min(best, time.process_time() - start)
    return best, answer


def allocated(what: Callable[[], Any]) -> float:
    """Megabytes at the most while something is called."""
    tracemalloc.start()
    what()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def by_negmas(domain: Domain, sink: Connection) -> None:
    """Send the CPU seconds of the frontier with its size, then of the solutions with their points."""
    from negmas.outcomes import make_issue, make_os
    from negmas.preferences import LinearAdditiveUtilityFunction, ops

    names = [[f"o{k}" for k in range(options)] for options in domain.shape]
    space = make_os([make_issue(options, name=f"i{axis}") for axis, options in enumerate(names)])
    utilities = [
        LinearAdditiveUtilityFunction(
            values=[dict(zip(o, map(float, v), strict=True)) for o, v in zip(names, values, strict=True)],
            weights=list(map(float, weights)),
            outcome_space=space,
            reserved_value=domain.reservation,
        )
        for weights, values in zip(domain.weights, domain.values, strict=True)
    ]
    start = time.process_time()
    frontier, _ = ops.pareto_frontier(utilities, issues=space.issues)
    sink.send((time.process_time() - start, len(frontier)))
    start = time.process_time()
    found = [getattr(ops, name)(utilities, frontier, outcome_space=space)[0][0] for name in PEERS]
    sink.send((time.process_time() - start, found))


def limited(domain: Domain, limit: float) -> list[Any]:
    """What NegMAS has answered by the limit, by call."""
    source, sink = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=by_negmas, args=(domain, sink))
    child.start()
    found: list[Any] = []
    while len(found) < 2 and source.poll(limit):
        found.append(source.recv())
    child.terminate()
    child.join()
    return found


def at_first(realization: Realization) -> FeasibleSet:
    """The scenario's own feasible set: one meeting of all parties over all issues from the status quo."""
    axes, first = range(len(realization.space.issues)), Standing.at_first(realization.space)
    return enumerate_feasible(realization, first, axes, realization.parties, realization.horizon)


def beside(title: str, domain: Domain, limit: float) -> str:
    """One line: both sides on one domain."""
    read = readings_of(domain)
    own, (size, points) = best_of(lambda realization: solved(at_first(realization)), read)
    cliques, (merged_size, _) = best_of(lambda realization: solved(FactoredFeasibleSet(realization)), read)
    memory = [allocated(lambda kind=kind: solved(kind(read()))) for kind in (at_first, FactoredFeasibleSet)]
    found = limited(domain, limit)
    late = ("over ", limit) if len(found) < 2 else ("", 0.0)
    peer = sum(seconds for seconds, _ in found) + late[1]
    said = f"{title}: frontier {size}; negosim {own * 1e3:.1f} ms (by cliques {cliques * 1e3:.1f} ms), "
    said += f"{memory[0]:.1f} MB (by cliques {memory[1]:.2f} MB); NegMAS {late[0]}{peer * 1e3:.0f} ms, "
    said += f"ratio {late[0]}{peer / own:.0f} (by cliques {late[0]}{peer / cliques:.0f}); "
    return f"{said}{_agreement(found, size, points) if size == merged_size else 'the two ways of negosim DIFFER'}"


def _agreement(found: list[Any], size: int, points: Points) -> str:
    """Whether both sides found the same."""
    if not found:
        return "NegMAS found no frontier in time"
    said = "same frontier" if found[0][1] == size else f"NegMAS has {found[0][1]} efficient points"
    if len(found) < 2:
        return f"{said}, no solutions in time"
    pairs = zip(SOLUTIONS, points, found[1][1], strict=True)
    other = [name for name, mine, theirs in pairs if not np.allclose(mine, theirs, atol=1e-5)]
    return f"{said}, " + (f"another {', '.join(other)}" if other else "the same solutions")


def rows(limit: float) -> Iterator[str]:
    for parties in (2, 3):
        for outcomes, shape in SHAPES.items():
            domain = random_domain(parties, shape, RESERVATION, SEED)
            yield beside(f"{parties} parties, {outcomes:,} outcomes, random", domain, limit)
            yield beside(
                f"{parties} parties, {outcomes:,} outcomes, opposed",
                opposed_domain(parties, shape, RESERVATION, SEED),
                limit,
            )


def growth() -> Iterator[str]:
    """The merged frontier alone, weights from a Dirichlet distribution and values uniform, or strongly opposed."""
    for parties in (2, 3):
        for issues in GROWTH:
            for seed in SEEDS:
                yield _grown(f"random, seed {seed}", random_domain(parties, (5,) * issues, 0.0, seed))
            yield _grown("opposed, seed 0", opposed_domain(parties, (5,) * issues, 0.0, 0))


def _grown(title: str, domain: Domain) -> str:
    shares = zip(np.array(domain.weights).T, zip(*domain.values, strict=True), strict=True)
    points = [np.rint(weights[:, None] * np.array(values) * 100 * STEPS).astype(np.int64) for weights, values in shares]
    factors = [_issue(place, len(points), part) for place, part in enumerate(points)]
    name = f"{domain.parties} parties, {len(factors)} issues of 5, {title}"
    try:
        seconds, found = best_of(lambda _: merged_frontier(factors))
    except FrontierSizeError as error:
        return f"{name}: {error}"
    each = seconds / len(found) * 1e6
    memory = allocated(lambda: merged_frontier(factors))
    return f"{name}: frontier {len(found)}, {seconds * 1e3:.2f} ms, {each:.1f} µs a point, {memory:.2f} MB"


def _issue(place: int, issues: int, points: NDArray[np.int64]) -> Factor:
    """The factor of an issue of five options."""
    options = np.arange(5, dtype=np.int16)
    return Factor(
        (place,), options[None], points, np.arange(5) * 5 ** (issues - place - 1), np.zeros(5, dtype=np.uint32)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds that NegMAS has for each of its two parts")
    parser.add_argument("--growth", action="store_true", help="only negosim, as the space grows")
    chosen = parser.parse_args()
    print(f"domains from seed {SEED}, best of {REPEATS}, NegMAS once, at most {chosen.limit:.0f} s a part")
    for line in () if chosen.growth else rows(chosen.limit):
        print(line, flush=True)
    for line in growth():
        print(line, flush=True)


if __name__ == "__main__":
    main()
