"""What a quantity is computed of: a scenario or conflict by its name, or a scenario that was handed in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from negosim.analysis.analysis import Analysis, analyze
from negosim.analysis.conflict.file import ConflictFile, read_conflict
from negosim.analysis.feasible import FeasibleSet
from negosim.analysis.feasible_table import EnumeratedFeasibleSet, table_of
from negosim.analysis.measures import Measures
from negosim.caching import weak_cache
from negosim.errors import UsageError
from negosim.experiments.ensemble import Plan
from negosim.experiments.paired.runs import Runs, play_runs
from negosim.negotiation.record import Record
from negosim.scenario.load import load
from negosim.scenario.realize.realization import Realization, RealizationFactory
from negosim.scenario.spec.scenario import Scenario

__all__ = ["Subject", "subject_of"]


@dataclass(frozen=True, eq=False)
class Subject:
    """One scenario or conflict, and what is read, played or analysed of it, each when it is first asked for.

    `submitted` is a scenario that was handed in; without it `name` is that of a shipped one.
    """

    name: str
    changes: tuple[str, ...] = ()
    seed: int = 0
    submitted: Scenario | None = None
    allow_code: bool = False

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario, with the changes."""
        return self.submitted if self.submitted is not None else load(self.name, self.changes)

    @cached_property
    def conflict(self) -> ConflictFile:
        """The conflict of that name."""
        return read_conflict(self.name)

    @cached_property
    def realization(self) -> Realization:
        """The central case."""
        return RealizationFactory(self.scenario).central

    @cached_property
    def analysis(self) -> Analysis:
        """The analysis of the run that the scenario's own tactics make of the central case."""
        return analyze(self.scenario, seed=self.seed, allow_code=self.allow_code)

    @property
    def record(self) -> Record:
        """The record of the analysed run."""
        return self.analysis.record

    @property
    def measures(self) -> Measures:
        """The measures of the analysed run."""
        return self.analysis.measures

    @property
    def possible(self) -> FeasibleSet:
        """What was possible before the first round, for all parties over all issues."""
        return self.analysis.possible

    @property
    def table(self) -> EnumeratedFeasibleSet:
        """The same with every outcome; `UsageError` where there are too many."""
        table = table_of(self.possible)
        if table is None:
            raise UsageError(f"{self.scenario.name} has too many outcomes to look at each")
        return table

    @weak_cache
    def runs(self, number: int) -> Runs:
        """The first runs of the ensemble, played once."""
        return play_runs(self.scenario, Plan(number, self.seed, allow_code=self.allow_code))


@lru_cache(maxsize=64)
def subject_of(name: str, changes: tuple[str, ...] = (), seed: int = 0) -> Subject:
    """A shipped scenario or conflict as a subject; the same object while several questions ask of it."""
    return Subject(name, changes, seed)
