"""What would change if a refusal or a reported direction were dropped: the central case, and paired ensembles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from negosim.analysis.measures import Measures
from negosim.errors import NegosimError
from negosim.experiments.paired.comparison import chances
from negosim.experiments.paired.findings import Finding
from negosim.experiments.paired.runs import Runs, played
from negosim.negotiation.record import run
from negosim.scenario.diff import path_words
from negosim.scenario.load import from_plain
from negosim.scenario.spec.scenario import Scenario

__all__ = ["Drop", "Dropped", "drops", "try_drop", "without"]


@dataclass(frozen=True)
class Drop:
    """Something that can be left out of a scenario, and where it comes from: `reported, ¶ 4, 12`."""

    path: str
    words: str
    what: Literal["refusal", "stance", "linkage"]
    basis: str


@dataclass(frozen=True)
class Dropped:
    """What leaving it out changes.

    `ends` holds, by title of each issue that then ends otherwise in the central case, the words before and after;
    `points` the change of every party's points there, by key. `findings` are the differences between the ensembles
    that hold (none where only the central case was played). `fault` says why it cannot be left out.
    """

    drop: Drop
    ends: dict[str, tuple[str, str]]
    points: dict[str, float]
    findings: tuple[Finding, ...] = ()
    runs: int = 0
    fault: str = ""


def drops(scenario: Scenario) -> Iterator[Drop]:
    """Every refusal whatever its basis, and every stance and linkage whose direction is reported."""
    for key, party in scenario.parties.items():
        for issue, stance in party.stances.items():
            at = f"parties.{key}.stances.{issue}"
            if stance.refuses is not None:
                yield Drop(f"{at}.refuses", path_words(scenario, f"{at}.refuses"), "refusal", _basis(stance.basis))
            if stance.basis.kind == "reported":
                yield Drop(at, path_words(scenario, at), "stance", _basis(stance.basis))
        for name, linkage in party.linkages.items():
            at = f"parties.{key}.linkages.{name}"
            if linkage.basis.kind == "reported":
                yield Drop(at, path_words(scenario, at), "linkage", _basis(linkage.basis))


def _basis(basis: Any) -> str:
    paragraphs = ", ".join(map(str, basis.paragraphs or ()))
    return f"{basis.kind}, ¶ {paragraphs}" if paragraphs else str(basis.kind)


def without(scenario: Scenario, path: str) -> Scenario:
    """The scenario without what stands at a path; `InputError` where it cannot do without."""
    plain = scenario.plain()
    *above, last = path.split(".")
    node = plain
    for key in above:
        node = node[key]
    del node[last]
    return from_plain(plain, scenario.name, changes=(*scenario.changes, f"{path}=null"))


def try_drop(runs: Runs, drop: Drop, most: int) -> Dropped:
    """Leave it out, play the central case, and for a refusal an ensemble of `most` runs (0 for none)."""
    try:
        other = without(runs.scenario, drop.path)
        before, after = (_central(one, runs) for one in (runs.scenario, other))
        findings = _paired(runs, other, most) if drop.what == "refusal" and most else ()
    except NegosimError as error:
        return Dropped(drop, {}, {}, fault=" ".join(str(error).split()))
    points = {key: after.points[key] - before.points[key] for key in other.parties}
    return Dropped(drop, dict(_moved(before, after)), points, tuple(one for one in findings if one.holds), most)


def _central(scenario: Scenario, runs: Runs) -> Measures:
    return Measures(run(scenario, seed=runs.plan.seed, allow_code=runs.plan.allow_code))


def _moved(before: Measures, after: Measures) -> Iterator[tuple[str, tuple[str, str]]]:
    ends = [one.record.course.standing.outcome for one in (before, after)]
    for axis, issue in enumerate(before.record.realization.space.issues):
        if ends[0][axis] != ends[1][axis]:
            yield issue.title, (issue.labels[ends[0][axis]], issue.labels[ends[1][axis]])


def _paired(runs: Runs, other: Scenario, most: int) -> tuple[Finding, ...]:
    if runs.plan.design != "independent":
        return ()
    plan = replace(runs.plan, runs=most, until=None, distance=False)
    return chances([runs.first(most), played(other, plan)]).findings
