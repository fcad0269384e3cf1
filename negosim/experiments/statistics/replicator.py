"""Replicator dynamics: strategies that do better than the average of their population grow.

One population for every player (Taylor 1979, J. Appl. Prob. 16:76), or one that plays a symmetric game with itself
(Taylor & Jonker 1978, Math. Biosci. 40:145): x'_t = x_t (u_t(x) - average). In logarithms of the shares that is
y'_t = u_t(x), x = softmax(y), which keeps shares positive; it is integrated by Runge & Kutta's fourth order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negosim.experiments.statistics.games import Payoffs

__all__ = ["Paths", "populations", "starts", "symmetric"]

Shares = NDArray[np.float64]
Field = Callable[[Sequence[Shares]], list[Shares]]

STEP = 0.2
"""Time of one step; with payoffs of a spread around 1 the error of a step is below 1e-4."""

STEPS = 2500
KEPT = 250
"""Points of a path that are kept for figures at the most, evenly in the logarithm of time."""

STILL = 1e-4
"""A path whose shares change less than this in a unit of time has settled."""


DONE = 1e-7
"""Where all paths change less than this, they are followed no further; so slow is no path that only passes by."""

LOOK = 50
"""Steps between two looks whether all are done."""


@dataclass(frozen=True)
class Paths:
    """Paths from several starts, one entry a population: `shares` of shape (points, starts, strategies), at `times`.

    `settled` says of each start whether its path has come to rest; `averages` are shares averaged over the second half
    of the time, which for cycles around a mixed equilibrium come to it (Hofbauer & Sigmund 1998, section 7.6).
    """

    times: tuple[float, ...]
    shares: tuple[Shares, ...]
    averages: tuple[Shares, ...]
    settled: NDArray[np.bool_]

    @property
    def ends(self) -> tuple[Shares, ...]:
        """Where the paths end, shape (starts, strategies) each."""
        return tuple(one[-1] for one in self.shares)


def starts(sizes: Sequence[int], count: int, generator: np.random.Generator) -> list[Shares]:
    """Starts spread evenly over all shares (Dirichlet, all 1): for each population an array (count, strategies)."""
    return [generator.dirichlet(np.ones(size), size=count) for size in sizes]


def populations(payoffs: Payoffs, begin: Sequence[Shares], steps: int = STEPS) -> Paths:
    """The paths of one population for each player; `payoffs` as in `games`, best with a spread around 1."""
    players = len(payoffs)
    letters = "abcdefghijklmnop"[:players]
    forms = [f"{letters},{','.join(f'z{x}' for x in letters if x != own)}->z{own}" for own in letters]

    def field(shares: Sequence[Shares]) -> list[Shares]:
        return [_expected(payoffs[own], shares, own, forms[own]) for own in range(players)]

    return _paths(field, begin, steps)


def _expected(own: NDArray[np.float64], shares: Sequence[Shares], player: int, form: str) -> Shares:
    """What each strategy of a player earns against the others' shares, shape (starts, strategies)."""
    others = [one for place, one in enumerate(shares) if place != player]
    return np.asarray(np.einsum(form, own, *others)) if others else np.broadcast_to(own, shares[player].shape)


def symmetric(matrix: NDArray[np.float64], begin: Shares, steps: int = STEPS) -> Paths:
    """The paths of one population that plays with itself: `matrix[t, u]` is what t earns against u."""
    return _paths(lambda shares: [shares[0] @ matrix.T], [begin], steps)


def _paths(field: Field, begin: Sequence[Shares], steps: int) -> Paths:
    logs = [np.log(np.maximum(one, 1e-300)) for one in begin]
    points = {round(steps ** (k / KEPT)) for k in range(KEPT + 1)}
    kept = {0: [_softmax(one) for one in logs]}
    sums = [np.zeros_like(one) for one in logs]
    for step in range(1, steps + 1):
        logs = _stepped(field, logs)
        shares = [_softmax(one) for one in logs]
        sums = [total + one * (2 * step > steps) for total, one in zip(sums, shares, strict=True)]
        done = step % LOOK == 0 and bool((_speeds(field, shares) < DONE).all())
        if step in points or done:
            kept[step] = shares
        if done:
            break
    times = tuple(STEP * step for step in kept)
    averages = tuple(total / (steps - steps // 2) for total in sums)
    settled = _speeds(field, shares) < STILL
    return Paths(times, tuple(map(np.stack, zip(*kept.values(), strict=True))), averages, settled)


def _stepped(field: Field, logs: list[Shares]) -> list[Shares]:
    """One step of Runge & Kutta's fourth order, shifted so that the largest logarithm is 0."""
    first = _slopes(field, logs)
    second = _slopes(field, _moved(logs, first, STEP / 2))
    third = _slopes(field, _moved(logs, second, STEP / 2))
    fourth = _slopes(field, _moved(logs, third, STEP))
    slopes = [(a + 2 * b + 2 * c + d) / 6 for a, b, c, d in zip(first, second, third, fourth, strict=True)]
    moved = _moved(logs, slopes, STEP)
    return [one - one.max(axis=1, keepdims=True) for one in moved]


def _slopes(field: Field, logs: Sequence[Shares]) -> list[Shares]:
    return field([_softmax(one) for one in logs])


def _moved(logs: Sequence[Shares], slopes: Sequence[Shares], time: float) -> list[Shares]:
    return [one + time * slope for one, slope in zip(logs, slopes, strict=True)]


def _softmax(logs: Shares) -> Shares:
    powers = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _speeds(field: Field, shares: Sequence[Shares]) -> NDArray[np.float64]:
    """The fastest change of a share on each path, in a unit of time."""
    speeds = [
        np.abs(one * (gain - (one * gain).sum(axis=1, keepdims=True))).max(axis=1)
        for one, gain in zip(shares, field(shares), strict=True)
    ]
    return np.asarray(np.max(speeds, axis=0))
