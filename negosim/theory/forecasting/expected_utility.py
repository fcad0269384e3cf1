"""The expected-utility model of Bueno de Mesquita, in the variant that reproduces the published rounds.

Each actor compares, for every rival, the expected utility of challenging and of being challenged; actors that expect to
lose move, simultaneously, round after round. Sources: Bueno de Mesquita 1994 (European Community Decision Making, ch.
4), Scholz, Calbert & Smith 2011 (J. Theoretical Politics 23: 510-531). Where the papers leave choices open, those made
here reproduce their Table 2: the scale R is the range of the initial positions, the status quo is certain (Q = 1), an
actor applies its own risk exponent to both sides, the chance of success is divided by the votes over all pairs of
positions, and among compromises the one with the smallest weighted mean position is chosen.

The model does not converge: positions keep changing, and the round at which to stop is arbitrary. It is reported as a
trajectory, never as a single number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from negosim.theory.forecasting.compromise import weighted_mean
from negosim.theory.forecasting.median import weighted_median
from negosim.theory.forecasting.positions import Array, Positions, TheoryForecast, issue_theory

__all__ = ["PositionShift", "Round", "expected_utility", "risk_exponents", "trajectory"]

WARNING = "the model does not settle: read the trajectory, no round of it is its answer"


@dataclass(frozen=True)
class PositionShift:
    """One actor's move in a round to position `to`: it yields to a challenge by `other` or compromises with it."""

    actor: str
    other: str
    kind: Literal["confrontation", "compromise"]
    to: float


@dataclass(frozen=True)
class Round:
    """Positions after a round (0 is the start), their median and mean weighted by c s, and the moves that led there."""

    x: tuple[float, ...]
    median: float
    mean: float
    risk: tuple[float, ...] = ()
    concessions: tuple[PositionShift, ...] = ()


@dataclass(frozen=True)
class _Table:
    """What is constant over rounds: names, weights c s, salience, and the range R of the initial positions."""

    actors: tuple[str, ...]
    weights: Array
    salience: Array
    R: float


def success_chances(table: _Table, x: Array, r: Array) -> Array:
    """Probability P[i, j] that i's position defeats j's.

    Votes of k for a over b are w_k ((|x_k - b|/R)^r_k - (|x_k - a|/R)^r_k); P is the sum of the votes for i over j
    divided by the absolute votes over all ordered pairs of actors (Scholz et al. 2011, their code; not their eq. 3).
    """
    distance = (np.abs(x[:, None] - x[None, :]) / table.R) ** r[:, None]
    votes = table.weights[:, None, None] * (distance[:, None, :] - distance[:, :, None])
    total = np.abs(votes).sum()
    chance: Array = np.maximum(votes, 0).sum(axis=0) / (total if total > 0 else 1.0)
    return chance


def challenge_utilities(table: _Table, x: Array, p: Array, r: Array) -> Array:
    """Expected utility EU[i, j] to i of challenging j, with exponents r of shape (n, 1), (1, n) or (n, n).

    EU = s_j [P U_s + (1 - P) U_f] + (1 - s_j) U_s - U_sq with U_s, U_f = 2 - 4 (0.5 -/+ 0.5 |x_i - x_j|/R)^r and
    U_sq = 2 - 4 (0.5)^r (Scholz et al. 2011, eqs. 4 to 9, with Q = 1).
    """
    half = 0.5 * np.abs(x[:, None] - x[None, :]) / table.R
    success = 2 - 4 * np.maximum(0.5 - half, 0) ** r
    failure = 2 - 4 * (0.5 + half) ** r
    resisted = p * success + (1 - p) * failure
    return table.salience * resisted + (1 - table.salience) * success - (2 - 4 * 0.5**r)


def risk_exponents(table: _Table, x: Array) -> Array:
    """Risk exponents r_i = (1 - R_i/3)/(1 + R_i/3), from 0.5 to 2, for R_i = (2 D_i - max D - min D)/(max D - min D).

    D_i is the sum of what all others expect from challenging i, with exponents of 1.
    """
    ones = np.ones(len(x))
    eu = challenge_utilities(table, x, success_chances(table, x, ones), ones)
    danger = eu.sum(axis=0) - np.diag(eu)
    spread = np.ptp(danger)
    attitude = (2 * danger - danger.max() - danger.min()) / spread if spread > 0 else 0 * danger
    exponents: Array = (1 - attitude / 3) / (1 + attitude / 3)
    return exponents


def _concession(table: _Table, x: Array, i: int, own: Array, other: Array) -> PositionShift | None:
    """Actor i's move in this round: the nearest lost confrontation, else the lowest compromise; ties by order.

    `own` is EU(i challenges j) and `other` EU(j challenges i), both by j and both as i estimates them.
    """
    rivals = [j for j in range(len(x)) if x[j] != x[i]]
    lost = [j for j in rivals if other[j] > own[j] > 0]
    if lost:
        j = min(lost, key=lambda j: abs(x[j] - x[i]))
        return PositionShift(table.actors[i], table.actors[j], "confrontation", float(x[j]))
    yielding = [j for j in rivals if other[j] > 0 > own[j] and other[j] > -own[j]]
    if not yielding:
        return None
    j = min(yielding, key=lambda j: (-own[j] * x[i] + other[j] * x[j]) / (other[j] - own[j]))
    return PositionShift(
        table.actors[i], table.actors[j], "compromise", float(x[i] - (x[j] - x[i]) * own[j] / other[j])
    )


def _next(table: _Table, x: Array) -> Round:
    """One round: update the risk exponents, then everybody moves at once."""
    r = risk_exponents(table, x)
    p = success_chances(table, x, r)
    own = challenge_utilities(table, x, p, r[:, None])
    other = challenge_utilities(table, x, p, r[None, :]).T
    shifts = [_concession(table, x, i, own[i], other[i]) for i in range(len(x))]
    after = np.array([float(x[i]) if shift is None else shift.to for i, shift in enumerate(shifts)])
    return _round(table, after, tuple(r.tolist()), tuple(shift for shift in shifts if shift))


def _round(table: _Table, x: Array, risk: tuple[float, ...] = (), concessions: tuple[PositionShift, ...] = ()) -> Round:
    middle = weighted_median(x, table.weights), weighted_mean(x, table.weights)
    return Round(tuple(x.tolist()), *middle, risk, concessions)


def trajectory(positions: Positions, rounds: int = 10) -> tuple[Round, ...]:
    """The start and the following rounds."""
    span = float(np.ptp(positions.x))
    table = _Table(positions.actors, positions.weights, positions.salience, span or 1.0)
    states = [_round(table, positions.x)]
    for _ in range(rounds):
        states.append(_next(table, np.array(states[-1].x)))
    return tuple(states)


@issue_theory("expected_utility", source="Bueno de Mesquita 1994; Scholz, Calbert & Smith 2011")
def expected_utility(positions: Positions, rounds: int = 10) -> TheoryForecast:
    """The expected-utility model: the medians of its rounds and their range, never one final value.

    Source: Bueno de Mesquita 1994; Scholz, Calbert & Smith 2011, whose Table 2 it reproduces.
    """
    medians = tuple(state.median for state in trajectory(positions, rounds))
    later = medians[1:] or medians
    return TheoryForecast("expected_utility", None, WARNING, (min(later), max(later)), medians)
