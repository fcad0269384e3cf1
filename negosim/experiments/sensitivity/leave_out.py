"""The effect of leaving out a refusal or a reported direction: on the central case, and on paired ensembles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from negosim.analysis.comparison import Comparison
from negosim.errors import NegosimError
from negosim.experiments.ensemble.design import INDEPENDENT
from negosim.experiments.paired.differences import Finding
from negosim.experiments.paired.ensemble_comparison import compare_ensembles
from negosim.experiments.paired.runs import Runs, play_runs
from negosim.experiments.whatif import WhatIf
from negosim.negotiation.record import run
from negosim.scenario.diff import path_words
from negosim.scenario.load import with_changes
from negosim.scenario.spec.common import BasisKind
from negosim.scenario.spec.scenario import Scenario

__all__ = ["Dropped", "RemovablePart", "leave_out", "removable_parts"]


@dataclass(frozen=True)
class RemovablePart:
    """A part of a scenario that can be left out, with its basis as text: `reported, ¶ 4, 12`."""

    path: str
    words: str
    what: Literal["refusal", "stance", "linkage"]
    basis: str


@dataclass(frozen=True)
class Dropped:
    """The effect of leaving out a part.

    `ends` holds the labels before and after, by title of each issue that then ends differently in the central case;
    `points` the change of every party's points there, by key. `findings` are the significant differences between
    ensembles of `runs` runs, if any were played. `fault` is why the part cannot be left out.
    """

    drop: RemovablePart
    ends: dict[str, tuple[str, str]]
    points: dict[str, float]
    findings: tuple[Finding, ...] = ()
    runs: int = 0
    fault: str = ""


def removable_parts(scenario: Scenario) -> Iterator[RemovablePart]:
    """Every refusal, and every stance and linkage whose direction is reported; what a group says is one for all."""
    seen: set[str] = set()
    for part in _parts(scenario):
        path = scenario.drawn_at.get(part.path, part.path)
        if path not in seen:
            seen.add(path)
            yield replace(part, path=path, words=path_words(scenario, path))


def _parts(scenario: Scenario) -> Iterator[RemovablePart]:
    """Those of every party, groups' with each member."""
    for key, party in scenario.parties.items():
        for issue, stance in party.stances.items():
            at = f"parties.{key}.stances.{issue}"
            if stance.refuses is not None:
                yield RemovablePart(f"{at}.refuses", "", "refusal", _basis(stance.basis))
            if stance.basis.kind == BasisKind.REPORTED:
                yield RemovablePart(at, "", "stance", _basis(stance.basis))
        for name, linkage in party.linkages.items():
            at = f"parties.{key}.linkages.{name}"
            if linkage.basis.kind == BasisKind.REPORTED:
                yield RemovablePart(at, "", "linkage", _basis(linkage.basis))


def _basis(basis: Any) -> str:
    paragraphs = ", ".join(map(str, basis.paragraphs or ()))
    return f"{basis.kind}, ¶ {paragraphs}" if paragraphs else str(basis.kind)


def leave_out(runs: Runs, part: RemovablePart, most: int) -> Dropped:
    """Play the central case without a part, and for a refusal an ensemble of `most` runs (0 for none)."""
    scenario, plan = runs.scenario, runs.plan
    try:
        reduced = with_changes(scenario, f"{part.path}=null")
        both = Comparison((runs.central, run(reduced, seed=plan.seed, allow_code=plan.allow_code)))
        findings = _findings(runs, reduced, most) if part.what == "refusal" and most else ()
    except NegosimError as error:
        return Dropped(part, {}, {}, fault=" ".join(str(error).split()))
    effect = WhatIf(both)
    ends = {row.title: (str(row.labels[0]), str(row.labels[1])) for row in effect.moved}
    return Dropped(part, ends, effect.gains, findings, most)


def _findings(runs: Runs, reduced: Scenario, most: int) -> tuple[Finding, ...]:
    """The significant differences of the first `most` runs; none for designs without pairs."""
    if runs.plan.design != INDEPENDENT:
        return ()
    plan = replace(runs.plan, runs=most, until=None, distance=False)
    compared = compare_ensembles([runs.first(most), play_runs(reduced, plan)])
    return tuple(one for one in compared.findings if one.holds)
