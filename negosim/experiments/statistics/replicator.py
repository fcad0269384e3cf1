"""Replicator dynamics: x'_t = x_t (u_t(x) - average payoff of the population).

One population per player (Taylor 1979, J. Appl. Prob. 16:76), or one in a symmetric game (Taylor & Jonker 1978, Math.
Biosci. 40:145). Integrated in log shares, y'_t = u_t(x) with x = softmax(y), which keeps shares positive, by the
fourth-order Runge-Kutta method.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negosim.experiments.statistics.games import PayoffArray

__all__ = ["Paths", "multipopulation", "starts", "symmetric"]

PopulationShares = NDArray[np.float64]
VectorField = Callable[[Sequence[PopulationShares]], list[PopulationShares]]

STEP = 0.2
"""Time step; the error per step is below 1e-4 for payoffs with a standard deviation around 1."""

STEPS = 2500
KEPT = 250
"""Limit on the stored points of a path, evenly spaced in log time."""

STILL = 1e-4
"""A path has settled if no share changes faster than this per unit of time."""

DONE = 1e-7
"""Integration stops when no share of any path changes faster than this; a path near a saddle is faster."""

LOOK = 50
"""Steps between two checks of that."""


@dataclass(frozen=True)
class Paths:
    """Paths from several starts: for each population `shares` of shape (points, starts, strategies), at `times`.

    `settled`, shape (starts,), is whether a path has converged; `averages` are the shares averaged over the second half
    of the time, which converge to the mixed equilibrium for cycles around it (Hofbauer & Sigmund 1998, section 7.6).
    """

    times: tuple[float, ...]
    shares: tuple[PopulationShares, ...]
    averages: tuple[PopulationShares, ...]
    settled: NDArray[np.bool_]

    @property
    def ends(self) -> tuple[PopulationShares, ...]:
        """The final shares, shape (starts, strategies) each."""
        return tuple(one[-1] for one in self.shares)


def starts(sizes: Sequence[int], count: int, generator: np.random.Generator) -> list[PopulationShares]:
    """Starts uniform on the simplex (Dirichlet): for each population an array of shape (count, strategies)."""
    return [generator.dirichlet(np.ones(size), size=count) for size in sizes]


def multipopulation(payoffs: PayoffArray, initial: Sequence[PopulationShares], steps: int = STEPS) -> Paths:
    """The paths with one population per player; `payoffs` as in `games`, with a standard deviation around 1."""
    players = len(payoffs)
    letters = "abcdefghijklmnop"[:players]
    forms = [f"{letters},{','.join(f'z{x}' for x in letters if x != own)}->z{own}" for own in letters]

    def field(shares: Sequence[PopulationShares]) -> list[PopulationShares]:
        return [_expected(payoffs[own], shares, own, forms[own]) for own in range(players)]

    return _paths(field, initial, steps)


def _expected(own: NDArray[np.float64], shares: Sequence[PopulationShares], player: int, form: str) -> PopulationShares:
    """Expected payoffs of a player's strategies against the others' shares, shape (starts, strategies)."""
    others = [one for place, one in enumerate(shares) if place != player]
    return np.asarray(np.einsum(form, own, *others)) if others else np.broadcast_to(own, shares[player].shape)


def symmetric(matrix: NDArray[np.float64], initial: PopulationShares, steps: int = STEPS) -> Paths:
    """The paths of a single population in a symmetric game; `matrix[t, u]` is the payoff of t against u."""
    return _paths(lambda shares: [shares[0] @ matrix.T], [initial], steps)


def _paths(field: VectorField, initial: Sequence[PopulationShares], steps: int) -> Paths:
    logs = [np.log(np.maximum(one, 1e-300)) for one in initial]
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


def _stepped(field: VectorField, logs: list[PopulationShares]) -> list[PopulationShares]:
    """One step of the fourth-order Runge-Kutta method, shifted so that the largest logarithm is 0."""

    def slopes_at(logs: Sequence[PopulationShares]) -> list[PopulationShares]:
        return field([_softmax(one) for one in logs])

    first = slopes_at(logs)
    second = slopes_at(_moved(logs, first, STEP / 2))
    third = slopes_at(_moved(logs, second, STEP / 2))
    fourth = slopes_at(_moved(logs, third, STEP))
    slopes = [(a + 2 * b + 2 * c + d) / 6 for a, b, c, d in zip(first, second, third, fourth, strict=True)]
    moved = _moved(logs, slopes, STEP)
    return [one - one.max(axis=1, keepdims=True) for one in moved]


def _moved(logs: Sequence[PopulationShares], slopes: Sequence[PopulationShares], time: float) -> list[PopulationShares]:
    return [one + time * slope for one, slope in zip(logs, slopes, strict=True)]


def _softmax(logs: PopulationShares) -> PopulationShares:
    powers = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _speeds(field: VectorField, shares: Sequence[PopulationShares]) -> NDArray[np.float64]:
    """The fastest change of a share on each path, per unit of time."""
    speeds = [
        np.abs(one * (gain - (one * gain).sum(axis=1, keepdims=True))).max(axis=1)
        for one, gain in zip(shares, field(shares), strict=True)
    ]
    return np.asarray(np.max(speeds, axis=0))
