"""How a tactic behaves: it keeps the rules that every tactic keeps, and it can be repeated."""

from __future__ import annotations

from collections.abc import Sequence

from negosim.negotiation.contracts.checks import breaches
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.record import run
from negosim.registry import Parameter
from negosim.teaching.exercises.quantities.base import PARTY, RUNS, quantity
from negosim.teaching.exercises.quantities.chances import mean_points
from negosim.teaching.exercises.subject import Subject, subject_of


@quantity(PARTY)
def rules_broken(subject: Subject, party: str) -> float:
    """Rules broken: in how many ways a party's tactic breaks what every tactic keeps to."""
    return float(len(breaches(lambda: make_tactics(subject.realization, allow_code=subject.allow_code)[party])))


@quantity(PARTY, Parameter("among", "names", None, "the tactics that are tried"), RUNS)
def best_tactic(subject: Subject, party: str, among: Sequence[str], runs: int = 100) -> str:
    """Best tactic: which of some tactics, on a party's seat, brings it most points on the mean over the draws."""

    def mean(tactic: str) -> float:
        changes = (*subject.changes, f"parties.{party}.tactic.name={tactic}")
        return mean_points(subject_of(subject.name, changes, subject.seed), party, runs)

    return max(among, key=mean)


@quantity()
def repeatable(subject: Subject) -> bool:
    """Repeatable: played again with the same seed, the talks take the same course to the last act."""
    again = run(subject.scenario, seed=subject.seed, allow_code=subject.allow_code)
    return again.log == subject.record.log
