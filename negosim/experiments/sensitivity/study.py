"""A sensitivity study of an ensemble: what its outcomes depend on, and what holds under all assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from negosim.domain.rng import RandomSource
from negosim.experiments.paired.runs import Runs
from negosim.experiments.sensitivity.basis import GroupShare, by_basis
from negosim.experiments.sensitivity.box import OutcomeBox, find_box, target_case
from negosim.experiments.sensitivity.indices import Indices, sobol
from negosim.experiments.sensitivity.leave_out import Dropped, leave_out, removable_parts
from negosim.experiments.sensitivity.replays import Split, draws_and_luck
from negosim.experiments.sensitivity.robust import RobustFact, TacticRegret, robust_facts, tactic_regrets
from negosim.experiments.sensitivity.run_measures import categorical_measures, numeric_measures
from negosim.experiments.statistics.categorical import Dependence, Interaction, dependence, interactions
from negosim.experiments.statistics.tornado import Bar, tornado_bars
from negosim.scenario.diff import path_words
from negosim.scenario.spec.common import BasisKind

__all__ = ["Category", "Study", "StudyOptions", "Tornado", "study"]

FIRST = 20_000
"""Runs used for the dependence on single numbers; more only take longer."""

STRONGEST = 8
"""Inputs whose pairs are tested for interactions."""


@dataclass(frozen=True)
class StudyOptions:
    """Numbers of runs: replayed for basis and luck, for a refusal left out, and for each tactic tried.

    `case` is the outcome that the box explains (see `target_case`); `sobol` the rows per block of Sobol's design, 0 for
    none.
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
    """The dependence of a categorical outcome on single numbers, and on pairs of the strongest."""

    outcome: str
    words: str
    dependence: tuple[Dependence, ...]
    interactions: tuple[Interaction, ...]


@dataclass(frozen=True)
class Study:
    """The results. `kinds` and `named` are the basis and the description of every uncertain number, by path."""

    scenario: str
    title: str
    digest: str
    seed: int
    runs: int
    design: str
    kinds: dict[str, BasisKind]
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


def study(runs: Runs, options: StudyOptions | None = None) -> Study:
    """Run every analysis of an ensemble. Errors: `UsageError` for an unknown case; `RunError` of a run."""
    options = options or StudyOptions()
    scenario, case = runs.scenario, target_case(runs, options.case)
    kinds = {at.path: at.kind for at in scenario.numbers() if not at.number.certain}
    most = min(options.dropped, len(runs))
    return Study(
        scenario=scenario.name,
        title=scenario.title,
        digest=scenario.digest,
        seed=runs.plan.seed,
        runs=len(runs),
        design=runs.plan.design,
        kinds=kinds,
        named={path: path_words(scenario, path) for path in kinds},
        tornadoes=tuple(
            Tornado(one.key, one.words, float(one.values.mean()), tornado_bars(runs.inputs, one.values))
            for one in numeric_measures(runs)
        ),
        categories=tuple(_categories(runs.first(FIRST))),
        basis=by_basis(runs, options.again),
        luck=draws_and_luck(runs, options.again, options.replications),
        dropped=tuple(leave_out(runs, part, most) for part in removable_parts(scenario)),
        box=find_box(runs.first(FIRST), (case[0], case[1][:FIRST])) if case else None,
        robust=robust_facts(runs),
        regret=tactic_regrets(runs, options.tactics),
        sobol=sobol(runs, options.sobol) if options.sobol else (),
    )


def _categories(runs: Runs) -> Iterator[Category]:
    """Only where something is uncertain."""
    if not runs.inputs:
        return
    for one in categorical_measures(runs):
        generator = RandomSource(runs.plan.seed).generator(f"sensitivity.{one.key}")
        single = dependence(runs.inputs, one.values, generator)
        strongest = {each.name: runs.inputs[each.name] for each in single[:STRONGEST]}
        pairs = interactions(strongest, one.values, generator) if len(strongest) > 1 else ()
        yield Category(one.key, one.words, single, pairs)
