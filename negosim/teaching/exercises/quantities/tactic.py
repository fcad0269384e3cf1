"""How a tactic behaves: it keeps the rules that every tactic keeps, and it can be repeated."""

from __future__ import annotations

from collections.abc import Sequence

from negosim.negotiation.contracts.checks import breaches
from negosim.negotiation.record import run
from negosim.negotiation.session import make_tactics
from negosim.registry import Parameter
from negosim.teaching.exercises.quantities.base import PARTY, RUNS, quantity
from negosim.teaching.exercises.quantities.chances import mean_points
from negosim.teaching.exercises.subject import Subject, case_of

AMONG = Parameter("among", "names", None, "the tactics that are tried")


@quantity(PARTY)
def rules_broken(case: Subject, party: str) -> float:
    """Rules broken: in how many ways a party's tactic breaks what every tactic keeps to."""
    return float(len(breaches(lambda: make_tactics(case.realization, allow_code=case.allow_code)[party])))


@quantity(PARTY, AMONG, RUNS)
def best_tactic(case: Subject, party: str, among: Sequence[str], runs: int = 100) -> str:
    """Best tactic: which of some tactics, on a party's seat, brings it most points on the mean over the draws."""

    def mean(tactic: str) -> float:
        changes = (*case.changes, f"parties.{party}.tactic.name={tactic}")
        return mean_points(case_of(case.name, changes, case.seed), party, runs)

    return max(among, key=mean)


@quantity()
def repeatable(case: Subject) -> bool:
    """Repeatable: played again with the same seed, the talks take the same course to the last act."""
    again = run(case.scenario, seed=case.seed, allow_code=case.allow_code)
    return again.log == case.record.log
