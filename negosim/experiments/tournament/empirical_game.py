"""The empirical game of a tournament: players are the seats, strategies the tactics, payoffs mean points.

Empirical game-theoretic analysis: Wellman 2006 (AAAI-06, p. 1552). Payoffs are estimated over draws, so an equilibrium
is reported with the share of bootstrap resamples of the draws in which it is one. A sample of the assignments only
gives the symmetrised game: the standard score of a seat with one tactic when another seat has another, averaged over
all pairs of seats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negosim.domain.rng import RandomSource
from negosim.experiments.statistics.bootstrap import RESAMPLES, resampled_means
from negosim.experiments.statistics.games import PayoffArray, best_gains, equilibrium_share, nash_equilibria
from negosim.experiments.statistics.replicator import Paths, multipopulation, starts, symmetric
from negosim.experiments.tournament.tournament_runs import TournamentRuns

__all__ = ["GONE", "EmpiricalGame", "Equilibrium", "RestPoint", "Symmetrised", "estimate_game", "symmetrised_game"]

Values = NDArray[np.float64]

STARTS = 24
"""Number of starts of the replicator dynamics."""

GONE = 0.01
"""A tactic with a smaller final share has died out."""


@dataclass(frozen=True)
class Equilibrium:
    """A pure equilibrium: tactic and mean points of each seat, and the share of resamples in which it is one."""

    tactics: tuple[str, ...]
    points: tuple[float, ...]
    holds: float


@dataclass(frozen=True)
class RestPoint:
    """A rest point of the dynamics: the tactics left in each population, and the share of starts that lead there.

    `shares` are the mean shares by population and tactic. Paths that do not settle (cycles) are averaged over time.
    """

    tactics: tuple[tuple[str, ...], ...]
    shares: tuple[tuple[float, ...], ...]
    starts: float
    settled: bool


@dataclass(frozen=True, eq=False)
class EmpiricalGame:
    """The empirical game of a scenario: `payoffs` of shape (seats, tactics, ..., tactics) in points.

    `closest` is the profile with the smallest largest gain from switching, that gain in standard deviations of the
    seat's payoffs, and the seat.
    """

    seats: tuple[str, ...]
    texts: tuple[str, ...]
    payoffs: PayoffArray
    equilibria: tuple[Equilibrium, ...]
    closest: tuple[tuple[str, ...], float, str]
    paths: Paths
    ends: tuple[RestPoint, ...]


@dataclass(frozen=True, eq=False)
class Symmetrised:
    """The symmetrised game: standard scores of each tactic (rows) against each (columns), and its replicator paths."""

    texts: tuple[str, ...]
    matrix: Values
    paths: Paths
    ends: tuple[RestPoint, ...]

    @property
    def replies(self) -> tuple[str, ...]:
        """The best reply to each tactic."""
        return tuple(self.texts[place] for place in self.matrix.argmax(axis=0))


def estimate_game(runs: TournamentRuns, chance: RandomSource) -> EmpiricalGame | None:
    """The empirical game of a scenario; None if only a sample of the assignments was played."""
    if not runs.whole:
        return None
    table = np.stack([runs.by_lineup(f"points.{seat}") for seat in runs.seats], axis=1)
    shape = (len(runs.seats), *(len(runs.texts),) * len(runs.seats))
    payoffs = table.mean(axis=0).reshape(shape)
    scale = np.array([own.std() or 1.0 for own in payoffs]).reshape(-1, *(1,) * len(runs.seats))
    initial = starts(shape[1:], STARTS, chance.generator("tournament.replicator"))
    paths = multipopulation(payoffs / scale, initial)
    return EmpiricalGame(
        seats=runs.seats,
        texts=runs.texts,
        payoffs=payoffs,
        equilibria=tuple(_equilibria(runs, table, payoffs, chance)),
        closest=_closest(runs, best_gains(payoffs / scale)),
        paths=paths,
        ends=_rest_points(paths, runs.texts),
    )


def _equilibria(
    runs: TournamentRuns, table: Values, payoffs: PayoffArray, chance: RandomSource
) -> Iterable[Equilibrium]:
    """The pure equilibria of the mean payoffs, and how often they hold in bootstrap resamples of the draws."""
    flat = table.reshape(len(table), -1)
    resamples = max(100, min(RESAMPLES, 2_000_000 // flat.shape[1]))  # larger games are resampled less often
    samples = resampled_means(flat, chance.generator("tournament.game"), resamples).reshape(-1, *payoffs.shape)
    for profile in nash_equilibria(payoffs):
        points = tuple(float(own[profile]) for own in payoffs)
        yield Equilibrium(tuple(runs.texts[one] for one in profile), points, equilibrium_share(samples, profile))


def _closest(runs: TournamentRuns, gains: Values) -> tuple[tuple[str, ...], float, str]:
    """The profile with the smallest largest gain from switching, that gain, and the seat that has it."""
    most = gains.max(axis=0)
    profile = np.unravel_index(int(most.argmin()), most.shape)
    seat = int(gains.reshape(len(gains), -1)[:, int(most.argmin())].argmax())
    return tuple(runs.texts[int(one)] for one in profile), float(most[profile]), runs.seats[seat]


def symmetrised_game(scenarios: Sequence[TournamentRuns], chance: RandomSource) -> Symmetrised | None:
    """The symmetrised game over all scenarios; None if only one seat's tactic varies."""
    tables = [_against(runs) for runs in scenarios if len(runs.seats) > 1]
    if not tables:
        return None
    matrix, texts = np.mean(tables, axis=0), scenarios[0].texts
    initial = starts((len(texts),), STARTS, chance.generator("tournament.population"))[0]
    paths = symmetric(matrix / (matrix.std() or 1.0), initial)
    return Symmetrised(texts, matrix, paths, _rest_points(paths, texts))


def _against(runs: TournamentRuns) -> Values:
    """Mean standard score of a seat with one tactic when another seat has another, shape (tactics, tactics)."""
    seats, number = range(len(runs.seats)), len(runs.texts)
    total, counts = np.zeros((number, number)), np.zeros((number, number))
    for mine in seats:
        scores = runs.scores(runs.seats[mine]).mean(axis=0)
        for theirs in seats:
            if mine != theirs:
                both = runs.cast[mine][:, None, :] & runs.cast[theirs][None, :, :]
                total += both @ scores
                counts += both.sum(axis=2)
    return np.divide(total, counts, out=np.zeros_like(total), where=counts > 0)


def _rest_points(paths: Paths, texts: Sequence[str]) -> tuple[RestPoint, ...]:
    """The rest points of the paths, grouped by the tactics left, the commonest first."""
    shares = [np.where(paths.settled[:, None], end, mean) for end, mean in zip(paths.ends, paths.averages, strict=True)]
    keys = [
        (tuple(tuple(np.flatnonzero(one[start] >= GONE).tolist()) for one in shares), bool(paths.settled[start]))
        for start in range(len(paths.settled))
    ]
    found = []
    for (left, settled), count in Counter(keys).most_common():
        same = [place for place, key in enumerate(keys) if key == (left, settled)]
        names = tuple(tuple(texts[place] for place in population) for population in left)
        means = tuple(tuple(one[same].mean(axis=0).tolist()) for one in shares)
        found.append(RestPoint(names, means, count / len(keys), settled))
    return tuple(found)
