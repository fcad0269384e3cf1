"""The probabilistic Condorcet election: the probability that each actor's platform prevails over all others.

Actors vote on every pair of platforms with their capability; the stronger coalition is likelier to win, but not certain
to. Source: the spatial model of politics in Wise, Lester & Efird 2015, An Introduction to the KAPSARC Toolkit for
Behavioral Analysis (KTAB), from which the names of votes, victory exponents and elections are taken.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from negosim.errors import UsageError, did_you_mean
from negosim.registry import register
from negosim.theory.forecasting.positions import (
    Agenda,
    Array,
    TheoryForecast,
    check_agenda,
    no_forecast,
)

__all__ = [
    "ELECTIONS",
    "VICTORY",
    "VOTES",
    "chances_to_prevail",
    "coalition_strengths",
    "condorcet",
    "distances",
    "elect",
    "risk_attitudes",
    "utilities",
    "victories",
]

VOTES: dict[str, Callable[[Array], Array]] = {
    "proportional": lambda d: d,
    "prop_cbc": lambda d: 0.5 * d + 0.5 * d**3,
    "cubic": lambda d: d**3,
    "binary": np.sign,
    "prop_bin": lambda d: 0.8 * d + 0.2 * np.sign(d),
    "asym_prosp": lambda d: np.where(d < 0, d, 2 * d / 3),
}
"""Votes for a difference of utility, per unit of capability."""

VICTORY: dict[str, int] = {"linear": 1, "square": 2, "quartic": 4, "octic": 8}
"""Exponent of a coalition's strength in its probability of victory."""

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

    d_ij = sqrt(sum_k (s_ik (x_ik - x_jk))^2 / sum_k s_ik^2) over the issues k, positions as shares of their scale. An
    actor without any salience perceives no distance.
    """
    x = np.array([table.x / table.span for table in agenda.values()]).T
    squares = np.array([table.salience for table in agenda.values()]).T ** 2
    gaps = (x[:, None, :] - x[None, :, :]) ** 2
    total = squares.sum(axis=1, keepdims=True)
    distance: Array = np.sqrt(np.einsum("ik,ijk->ij", squares, gaps) / np.where(total > 0, total, 1))
    return distance


def utilities(distance: Array, risk: Array | float = 0.0) -> Array:
    """Utility u = (1 - d)(1 + d R_i) of each platform (column) to each actor (row); R_i > 0 is risk-seeking."""
    attitude = np.broadcast_to(np.asarray(risk, dtype=np.float64), distance.shape[:1])[:, None]
    return (1 - distance) * (1 + distance * attitude)


def coalition_strengths(utility: Array, capability: Array, vote: str = "prop_cbc") -> Array:
    """Strength S[a, b] of the coalition that votes for platform a over platform b."""
    if vote not in VOTES:
        raise UsageError(f"no vote {vote!r}: {did_you_mean(vote, list(VOTES))}")
    difference = utility[:, :, None] - utility[:, None, :]
    votes = capability[:, None, None] * VOTES[vote](difference)
    strength: Array = np.maximum(votes, 0).sum(axis=0) + FLOOR
    return strength


def victories(strength: Array, victory: str = "linear") -> Array:
    """Probability V[a, b] that platform a beats b: S[a,b]^v / (S[a,b]^v + S[b,a]^v), one half against itself."""
    if victory not in VICTORY:
        raise UsageError(f"no victory {victory!r}: {did_you_mean(victory, list(VICTORY))}")
    raised = strength ** VICTORY[victory]
    chance: Array = raised / (raised + raised.T)
    return chance


def conditional(victory: Array, _strength: Array) -> Array:
    """Probability of being the Condorcet winner, given that one exists: P(a) proportional to prod_b V(a, b)."""
    logs = np.log(victory).sum(axis=1)
    odds = np.exp(logs - logs.max())
    chance: Array = odds / odds.sum()
    return chance


def markov_incentive(victory: Array, strength: Array) -> Array:
    """Stationary probabilities if a challenges platform b in proportion to its incentive S[a,b] V(a,b).

    With pr(a|b) the share of that incentive among all incentives against b:
    P'(a) = sum_b V(a,b) [P(a) pr(b|a) + P(b) pr(a|b)].
    """
    incentive = strength * victory + STAY * np.eye(len(victory))
    challenge = incentive / incentive.sum(axis=0)
    return _stationary(victory * challenge + np.diag((victory * challenge.T).sum(axis=1)))


def markov_uniform(victory: Array, _strength: Array) -> Array:
    """Stationary probabilities if all platforms challenge equally: P'(a) = (1/n) sum_b V(a,b) (P(a) + P(b))."""
    return _stationary((victory + np.diag(victory.sum(axis=1))) / len(victory))


ELECTIONS: dict[str, Callable[[Array, Array], Array]] = {
    "conditional": conditional,
    "markov_incentive": markov_incentive,
    "markov_uniform": markov_uniform,
}
"""Probabilities of the platforms from the pairwise victories V and the coalitions S."""


def _stationary(step: Array) -> Array:
    """The limit of (P + step P)/2 from equal probabilities."""
    p: Array = np.full(len(step), 1 / len(step))
    for _ in range(STEPS):
        change = (step @ p - p) / 2
        p = p + change
        if np.abs(change).max() < SETTLED:
            break
    settled: Array = p / p.sum()
    return settled


def chances_to_prevail(
    utility: Array,
    capability: Array,
    vote: str = "prop_cbc",
    victory: str = "linear",
    election: str = "markov_incentive",
) -> Array:
    """Probability that each platform prevails; `utility` has shape (actors, platforms)."""
    if election not in ELECTIONS:
        raise UsageError(f"no election {election!r}: {did_you_mean(election, list(ELECTIONS))}")
    strength = coalition_strengths(utility, capability, vote)
    return ELECTIONS[election](victories(strength, victory), strength)


def risk_attitudes(neutral: Array) -> Array:
    """Attitudes R_i in [-0.5, 1] from the probabilities under risk neutrality: stronger actors can afford more risk.

    R_i = (3 P_i - (P_max + 2 P_min)) / (2 (P_max - P_min)), KTAB's middle rule; 0 for all if they are equal.
    """
    top, bottom = neutral.max(), neutral.min()
    if top - bottom < FLOOR:
        return np.zeros(len(neutral))
    attitude: Array = (3 * neutral - (top + 2 * bottom)) / (2 * (top - bottom))
    return attitude


def elect(agenda: Agenda, vote: str = "prop_cbc", victory: str = "linear", election: str = "markov_incentive") -> Array:
    """Probabilities of the platforms over all issues; a first, risk-neutral election sets the risk attitudes.

    An actor's capability is its mean over the issues.
    """
    check_agenda(agenda)
    distance = distances(agenda)
    capability = np.mean([table.capability for table in agenda.values()], axis=0)
    neutral = chances_to_prevail(utilities(distance), capability, vote, victory, election)
    return chances_to_prevail(utilities(distance, risk_attitudes(neutral)), capability, vote, victory, election)


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
