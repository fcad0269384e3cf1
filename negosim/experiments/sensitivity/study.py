"""All that is asked of an ensemble: which assumption its outcome hangs on, and what holds whatever is assumed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from negosim.domain.rng import RandomSource
from negosim.experiments.paired.runs import Runs
from negosim.experiments.sensitivity.basis import GroupShare, by_basis
from negosim.experiments.sensitivity.box import OutcomeBox, case_of, find_box
from negosim.experiments.sensitivity.indices import Indices, sobol
from negosim.experiments.sensitivity.leave_out import Dropped, leave_out, removable_parts
from negosim.experiments.sensitivity.replication import Split, draws_and_luck
from negosim.experiments.sensitivity.robust import RobustFact, TacticRegret, holds, regrets
from negosim.experiments.sensitivity.run_measures import categories, numbers
from negosim.experiments.statistics.categorical import Dependence, Interaction, dependence, interactions
from negosim.experiments.statistics.tornado import Bar, tornado
from negosim.scenario.diff import path_words

__all__ = ["Category", "Study", "StudyOptions", "Tornado", "study"]

FIRST = 20_000
"""Runs from which dependence on single numbers is read; more only take longer."""

STRONGEST = 8
"""Inputs whose pairs are looked at for interactions."""


@dataclass(frozen=True)
class StudyOptions:
    """How far to go: runs that are played again for basis and luck, for a refusal dropped, for each tactic tried.

    `case` is what the box is of (see `case_of`); `sobol` the rows a block of Sobol's design, 0 for none.
    """

    again: int = 300
    dropped: int = 200
    tactics: int = 100
    replications: int = 2
    case: str | None = None
    sobol: int = 0


@dataclass(frozen=True)
class Tornado:
    """The mean of one outcome and its bars, the longest first."""

    outcome: str
    words: str
    mean: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Category:
    """What an outcome that is a category hangs on: single numbers, and pairs of the strongest."""

    outcome: str
    words: str
    dependence: tuple[Dependence, ...]
    interactions: tuple[Interaction, ...]


@dataclass(frozen=True)
class Study:
    """The answers. `kinds` and `named` say of every uncertain number, by path, where it comes from and what it is."""

    scenario: str
    title: str
    digest: str
    seed: int
    runs: int
    design: str
    kinds: dict[str, str]
    named: dict[str, str]
    tornadoes: tuple[Tornado, ...]
    categories: tuple[Category, ...]
    basis: tuple[GroupShare, ...]
    luck: tuple[Split, ...]
    dropped: tuple[Dropped, ...]
    box: OutcomeBox | None
    robust: tuple[RobustFact, ...]
    regret: tuple[TacticRegret, ...]
    sobol: tuple[Indices, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return {"format": 1, **asdict(self)}


def study(runs: Runs, wishes: StudyOptions | None = None) -> Study:
    """Ask everything of an ensemble. Errors: `UsageError` for a case that there isn't; `RunError` of a run."""
    wishes = wishes or StudyOptions()
    kinds = {at.path: at.kind for at in runs.scenario.numbers() if not at.number.certain}
    case, scenario = case_of(runs, wishes.case), runs.scenario
    return Study(
        scenario=scenario.name,
        title=scenario.title,
        digest=scenario.digest,
        seed=runs.plan.seed,
        runs=len(runs),
        design=runs.plan.design,
        kinds=kinds,
        named={path: path_words(scenario, path) for path in kinds},
        tornadoes=tuple(_tornado(runs)),
        categories=tuple(_categories(runs.first(FIRST))),
        basis=by_basis(runs, wishes.again),
        luck=draws_and_luck(runs, wishes.again, wishes.replications),
        dropped=tuple(leave_out(runs, part, min(wishes.dropped, len(runs))) for part in removable_parts(scenario)),
        box=find_box(runs.first(FIRST), (case[0], case[1][:FIRST])) if case else None,
        robust=holds(runs),
        regret=regrets(runs, wishes.tactics),
        sobol=sobol(runs, wishes.sobol) if wishes.sobol else (),
    )


def _tornado(runs: Runs) -> list[Tornado]:
    return [
        Tornado(one.key, one.words, float(one.values.mean()), tornado(runs.inputs, one.values)) for one in numbers(runs)
    ]


def _categories(runs: Runs) -> list[Category]:
    """Only where something is uncertain."""
    if not runs.inputs:
        return []
    found = []
    for one in categories(runs):
        generator = RandomSource(runs.plan.seed).generator(f"sensitivity.{one.key}")
        single = dependence(runs.inputs, one.values, generator)
        strongest = {each.name: runs.inputs[each.name] for each in single[:STRONGEST]}
        pairs = interactions(strongest, one.values, generator) if len(strongest) > 1 else ()
        found.append(Category(one.key, one.words, single, pairs))
    return found
