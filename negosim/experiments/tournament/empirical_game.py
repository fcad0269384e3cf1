"""The empirical game of a tournament: its players are the seats, their strategies the tactics, payoffs mean points.

Empirical game-theoretic analysis: Wellman 2006 (AAAI-06, p. 1552). Payoffs are estimates over draws, so an equilibrium
is told with the share of bootstrap resamples of the draws in which it is one. Where only a sample of the assignments
was played there is no such game, but the symmetrised one: what a seat that plays a tactic gets, in standard scores,
when some other seat plays another, averaged over all pairs of seats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negosim.domain.rng import RandomSource
from negosim.experiments.statistics.bootstrap import RESAMPLES, resampled_means
from negosim.experiments.statistics.games import Payoffs, best_gains, equilibria, holding
from negosim.experiments.statistics.replicator import Paths, populations, starts, symmetric
from negosim.experiments.tournament.payoffs import Field

__all__ = ["GONE", "STARTS", "EmpiricalGame", "Equilibrium", "RestPoint", "Symmetrised", "game_of", "symmetrised"]

Values = NDArray[np.float64]

STARTS = 24
"""Starts of the replicator dynamics."""

GONE = 0.01
"""A tactic with less than this share at the end of a path has died out."""

BIGGEST = 2_000_000
"""Numbers of the resampled games at the most: with more, fewer resamples are taken."""


@dataclass(frozen=True)
class Equilibrium:
    """A pure equilibrium: the tactic of each seat, mean points by seat, and in how many resamples it is one."""

    tactics: tuple[str, ...]
    points: tuple[float, ...]
    holds: float


@dataclass(frozen=True)
class RestPoint:
    """Where paths end: the tactics left in each population, in what share of the starts, and whether they rest there.

    `shares` are the mean shares by population and tactic; averages over time where the paths go round.
    """

    tactics: tuple[tuple[str, ...], ...]
    shares: tuple[tuple[float, ...], ...]
    starts: float
    settled: bool


@dataclass(frozen=True, eq=False)
class EmpiricalGame:
    """The empirical game of a scenario: `payoffs` of shape (seats, tactics, ..., tactics) in points.

    `closest` is the profile in which the most that anybody gains by switching is the least, with that gain, in standard
    deviations of the seat that would gain.
    """

    seats: tuple[str, ...]
    texts: tuple[str, ...]
    payoffs: Payoffs
    equilibria: tuple[Equilibrium, ...]
    closest: tuple[tuple[str, ...], float, str]
    paths: Paths
    ends: tuple[RestPoint, ...]


@dataclass(frozen=True, eq=False)
class Symmetrised:
    """What each tactic (rows) gets against each (columns) in standard scores, and where one population ends."""

    texts: tuple[str, ...]
    matrix: Values
    paths: Paths
    ends: tuple[RestPoint, ...]

    @property
    def replies(self) -> tuple[str, ...]:
        """The best reply to each tactic: what whoever faces it would switch to."""
        return tuple(self.texts[place] for place in self.matrix.argmax(axis=0))


def game_of(field: Field, chance: RandomSource) -> EmpiricalGame | None:
    """The empirical game of a scenario; None where only a sample of the assignments was played."""
    if not field.whole:
        return None
    table = np.stack([field.by_lineup(f"points.{seat}") for seat in field.seats], axis=1)
    shape = (len(field.seats), *(len(field.texts),) * len(field.seats))
    payoffs = table.mean(axis=0).reshape(shape)
    scale = np.array([own.std() or 1.0 for own in payoffs]).reshape(-1, *(1,) * len(field.seats))
    begin = starts(shape[1:], STARTS, chance.generator("tournament.replicator"))
    paths = populations(payoffs / scale, begin)
    return EmpiricalGame(
        seats=field.seats,
        texts=field.texts,
        payoffs=payoffs,
        equilibria=tuple(_equilibria(field, payoffs, _resampled(table, chance).reshape(-1, *shape))),
        closest=_closest(field, best_gains(payoffs / scale)),
        paths=paths,
        ends=ends(paths, field.texts),
    )


def _resampled(table: Values, chance: RandomSource) -> Values:
    """The payoffs in resamples of the draws, shape (resamples, seats x lineups)."""
    flat = table.reshape(len(table), -1)
    resamples = max(100, min(RESAMPLES, BIGGEST // flat.shape[1]))
    return resampled_means(flat, chance.generator("tournament.game"), resamples)


def _equilibria(field: Field, payoffs: Payoffs, samples: Values) -> Iterable[Equilibrium]:
    for profile in equilibria(payoffs):
        points = tuple(float(own[profile]) for own in payoffs)
        yield Equilibrium(tuple(field.texts[one] for one in profile), points, holding(samples, profile))


def _closest(field: Field, gains: Values) -> tuple[tuple[str, ...], float, str]:
    """The profile from which switching gains least, that gain, and the seat that would have it."""
    most = gains.max(axis=0)
    profile = np.unravel_index(int(most.argmin()), most.shape)
    seat = int(gains.reshape(len(gains), -1)[:, int(most.argmin())].argmax())
    return tuple(field.texts[int(one)] for one in profile), float(most[profile]), field.seats[seat]


def symmetrised(fields: Sequence[Field], chance: RandomSource) -> Symmetrised | None:
    """The symmetrised game over all scenarios; None where only one seat's tactic changes."""
    tables = [_against(field) for field in fields if len(field.seats) > 1]
    if not tables:
        return None
    matrix, texts = np.mean(tables, axis=0), fields[0].texts
    begin = starts((len(texts),), STARTS, chance.generator("tournament.population"))[0]
    paths = symmetric(matrix / (matrix.std() or 1.0), begin)
    return Symmetrised(texts, matrix, paths, ends(paths, texts))


def _against(field: Field) -> Values:
    """Mean standard score of a seat that plays one tactic while another seat plays another."""
    seats, number = range(len(field.seats)), len(field.texts)
    total, counts = np.zeros((number, number)), np.zeros((number, number))
    for mine in seats:
        scores = field.scores(field.seats[mine]).mean(axis=0)
        for theirs in seats:
            if mine != theirs:
                both = field.cast[mine][:, None, :] & field.cast[theirs][None, :, :]
                total += both @ scores
                counts += both.sum(axis=2)
    return np.divide(total, counts, out=np.zeros_like(total), where=counts > 0)


def ends(paths: Paths, texts: Sequence[str]) -> tuple[RestPoint, ...]:
    """Where the paths end, those with the same tactics left together, the commonest first."""
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
