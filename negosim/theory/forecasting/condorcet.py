"""The probabilistic Condorcet election: the probability that each actor's platform prevails over all others.

Actors vote on every pair of platforms with their capability; the stronger coalition is likelier to win, but not certain
to. Source: the spatial model of politics in Wise, Lester & Efird 2015, An Introduction to the KAPSARC Toolkit for
Behavioral Analysis (KTAB), with its defaults: votes "prop_cbc", victory "linear", election "markov_incentive".
"""

from __future__ import annotations

import numpy as np

from negosim.registry import register
from negosim.theory.forecasting.positions import Agenda, Array, TheoryForecast, check_agenda, no_forecast

__all__ = ["condorcet", "distances", "elect", "risk_attitudes", "utilities", "win_probabilities"]

FLOOR = 1e-8
"""Added to every coalition so that none is empty."""

STAY = 1e-10
"""Added to the incentive to stay, for actors without any incentive."""

SETTLED = 1e-13
"""Largest change of a probability at convergence."""

STEPS = 10_000
"""The largest number of iterations."""


def distances(agenda: Agenda) -> Array:
    """Distance d_ij from 0 to 1 of platform j from platform i by actor i's saliences, shape (actors, actors).

    d_ij = sqrt(sum_k (s_ik (x_ik - x_jk))^2 / sum_k s_ik^2) over the issues k, with positions as shares of their scale.
    An actor without any salience perceives no distance.
    """
    x = np.array([table.x / table.span for table in agenda.values()]).T
    squares = np.array([table.salience for table in agenda.values()]).T ** 2
    gaps = (x[:, None, :] - x[None, :, :]) ** 2
    total = squares.sum(axis=1, keepdims=True)
    return np.asarray(np.sqrt(np.einsum("ik,ijk->ij", squares, gaps) / np.where(total > 0, total, 1)))


def utilities(distance: Array, risk: Array | float = 0.0) -> Array:
    """Utility u = (1 - d)(1 + d R_i) of each platform (column) to each actor (row); R_i > 0 is risk-seeking."""
    attitude = np.broadcast_to(np.asarray(risk, dtype=np.float64), distance.shape[:1])[:, None]
    return (1 - distance) * (1 + distance * attitude)


def win_probabilities(utility: Array, capability: Array) -> Array:
    """Probability that each platform prevails; `utility` has shape (actors, platforms).

    Platform a gets the strength S[a,b] = sum of c_i v(u_ia - u_ib) over the actors that prefer it to b, with the votes
    v(d) = (d + d^3)/2, and beats b with probability V[a,b] = S[a,b] / (S[a,b] + S[b,a]). Platform b is challenged by a
    in proportion to the incentive S[a,b] V[a,b]; with pr(a|b) its share among all incentives against b, the result is
    stationary: P(a) = sum_b V[a,b] [P(a) pr(b|a) + P(b) pr(a|b)].
    """
    difference = utility[:, :, None] - utility[:, None, :]
    votes = capability[:, None, None] * (0.5 * difference + 0.5 * difference**3)
    strength = np.maximum(votes, 0).sum(axis=0) + FLOOR
    victory = strength / (strength + strength.T)
    incentive = strength * victory + STAY * np.eye(len(victory))
    challenge = incentive / incentive.sum(axis=0)
    return _stationary(victory * challenge + np.diag((victory * challenge.T).sum(axis=1)))


def _stationary(step: Array) -> Array:
    """The limit of (P + step P)/2 from equal probabilities."""
    p: Array = np.full(len(step), 1 / len(step))
    for _ in range(STEPS):
        change = (step @ p - p) / 2
        p = p + change
        if np.abs(change).max() < SETTLED:
            break
    return np.asarray(p / p.sum())


def risk_attitudes(neutral: Array) -> Array:
    """Attitudes R_i in [-0.5, 1] from the probabilities under risk neutrality: stronger actors can afford more risk.

    R_i = (3 P_i - (P_max + 2 P_min)) / (2 (P_max - P_min)), KTAB's middle rule; 0 for all if they are equal.
    """
    top, bottom = neutral.max(), neutral.min()
    if top - bottom < FLOOR:
        return np.zeros(len(neutral))
    return np.asarray((3 * neutral - (top + 2 * bottom)) / (2 * (top - bottom)))


def elect(agenda: Agenda) -> Array:
    """Probabilities of the platforms over all issues; a first, risk-neutral election sets the risk attitudes.

    An actor's capability is its mean over the issues.
    """
    check_agenda(agenda)
    distance = distances(agenda)
    capability = np.mean([table.capability for table in agenda.values()], axis=0)
    neutral = win_probabilities(utilities(distance), capability)
    return win_probabilities(utilities(distance, risk_attitudes(neutral)), capability)


@register("theory", "condorcet", source="Wise, Lester & Efird 2015 (KTAB)")
def condorcet(agenda: Agenda) -> dict[str, TheoryForecast]:
    """The probabilistic Condorcet election over whole platforms: the positions weighted by their chances to prevail.

    The probabilities are the answer; the value is only their mean, which may be nobody's position.
    """
    p = elect(agenda)
    note = "mean of the platforms over their chances to prevail"
    return {
        issue: TheoryForecast("condorcet", float(p @ table.x), note, chances=tuple(p.tolist()))
        if table.weights.any()
        else no_forecast("condorcet", "no actor has both salience and capability")
        for issue, table in agenda.items()
    }
