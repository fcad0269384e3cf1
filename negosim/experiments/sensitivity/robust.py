"""Robustness: facts that hold in nearly all draws, and each party's regret of its tactic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from negosim.errors import NegosimError
from negosim.experiments.ensemble.design import INDEPENDENT
from negosim.experiments.paired.ensemble_comparison import Share
from negosim.experiments.paired.runs import Runs, play_runs
from negosim.experiments.statistics.regret import regret
from negosim.scenario.load import with_changes
from negosim.scenario.spec.scenario import Scenario

__all__ = ["RobustFact", "TacticRegret", "robust_facts", "tactic_regrets", "with_tactic"]

ROBUST = 0.95
"""Least share of the draws in which a robust fact holds."""

TACTICS = ("boulware", "linear", "conceder", "tit_for_tat")
"""Alternatives to a party's own tactic, with default parameters."""


@dataclass(frozen=True)
class RobustFact:
    """A fact that holds in nearly all draws, and the share in which it does."""

    words: str
    share: Share


@dataclass(frozen=True)
class TacticRegret:
    """A party's worst and mean regret of each tactic, in points; `least` are those with the smallest worst regret."""

    party: str
    name: str
    tactics: tuple[str, ...]
    worst: tuple[float, ...]
    mean: tuple[float, ...]
    least: tuple[str, ...]
    runs: int


def robust_facts(runs: Runs) -> tuple[RobustFact, ...]:
    """The facts that hold in at least 95 % of the draws."""
    return tuple(one for one in _facts(runs) if one.share.share >= ROBUST)


def _facts(runs: Runs) -> Iterator[RobustFact]:
    yield RobustFact("Something is agreed", Share.of(runs.agreed))
    yield RobustFact("Nothing is agreed", Share.of(~runs.agreed))
    for issue in runs.realizations.space.issues:
        for option, label in zip(issue.options, issue.labels, strict=True):
            yield RobustFact(f"{issue.title}: {label}", Share.of(runs.ended(issue.key, option)))
    for key, party in runs.scenario.parties.items():
        yield RobustFact(f"{party.name} ends with its reservation value or more", Share.of(runs.surplus(key) >= 0))


def with_tactic(scenario: Scenario, party: str, tactic: str) -> Scenario:
    """The scenario with another tactic for a party, with default parameters."""
    return with_changes(scenario, f"parties.{party}.tactic.name={tactic}")


def tactic_regrets(runs: Runs, most: int, tactics: Sequence[str] = TACTICS) -> tuple[TacticRegret, ...]:
    """Each party's regret of its tactic over the first `most` draws, all else equal; empty for a Sobol' design."""
    if runs.plan.design != INDEPENDENT:
        return ()
    return tuple(_regret(runs.first(most), party, tactics) for party in runs.scenario.parties)


def _regret(runs: Runs, party: str, tactics: Sequence[str]) -> TacticRegret:
    own = runs.scenario.parties[party].tactic.name
    points = {f"{own} (its own)": runs.points(party)}
    plan = replace(runs.plan, runs=int(runs.numbers[-1]) + 1, until=None, distance=False)
    for tactic in tactics:
        if tactic != own:
            try:
                other = play_runs(with_tactic(runs.scenario, party, tactic), plan).only(runs.numbers)
            except NegosimError:  # the tactic does not fit the scenario's protocol, so it is no alternative
                continue
            points[tactic] = other.points(party)
    found, names = regret(np.stack(list(points.values()), axis=1)), tuple(points)
    least = tuple(names[place] for place in found.least)
    return TacticRegret(party, runs.scenario.parties[party].name, names, found.worst, found.mean, least, len(runs))
