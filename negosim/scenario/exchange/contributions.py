"""The points that each option adds for a party, as GENIUS can say them: a linkage of one issue is part of its options.

A linkage over several issues can be said in one case: where it only takes from the best outcome what exceeds 100
points, because GENIUS cuts utility at 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UsageError
from negosim.scenario.spec.issues import IssueSpec
from negosim.scenario.spec.parties import Linkage, Stance
from negosim.scenario.spec.scenario import Scenario

__all__ = ["Points", "contributions", "weights"]

Points = NDArray[np.float64]

SAME = 1e-6
"""Points this near to one another are the same: a step of a scenario's grid."""


def contributions(scenario: Scenario, party: str) -> dict[str, Points]:
    """By issue the points of each option, numbers at their centres; `UsageError` for what GENIUS cannot say."""
    spec = scenario.parties[party]
    total = sum(stance.weight.centre for stance in spec.stances.values())
    parts = {key: _of_issue(issue, spec.stances.get(key), total) for key, issue in scenario.issues.items()}
    alone = [linkage for linkage in spec.linkages.values() if len(linkage.when) == 1]
    for linkage in alone:
        (key, chosen), *_ = linkage.when.items()
        parts[key][list(scenario.issues[key].selected(chosen))] += linkage.points.centre
    joint = [linkage for linkage in spec.linkages.values() if len(linkage.when) > 1]
    _refuse(scenario, party, parts, joint)
    return parts


def weights(scenario: Scenario, party: str, parts: Mapping[str, Points]) -> dict[str, float]:
    """By issue what its best option adds, out of 100; issues that add nothing share the rest of 1 by their weights."""
    stances = scenario.parties[party].stances
    found = {key: float(part.max()) / 100.0 for key, part in parts.items()}
    idle = {key: stances[key].weight.centre for key, best in found.items() if not best and key in stances}
    left, total = max(0.0, 1.0 - sum(found.values())), sum(idle.values())
    return found | {key: left * weight / total for key, weight in idle.items() if total}


def _of_issue(spec: IssueSpec, stance: Stance | None, total: float) -> Points:
    """Share x value / 100 of every option, 0 without a stance; between the numbers of an amount on lines."""
    if stance is None:
        return np.zeros(len(spec.option_keys))
    return stance.weight.centre / total * _values(spec, stance)


def _values(spec: IssueSpec, stance: Stance) -> Points:
    if spec.amount is None:
        return np.array([stance.values[option].centre for option in spec.option_keys])
    given = sorted((float(number), value.centre) for number, value in stance.values.items())
    return np.asarray(np.interp(spec.amount.grid, [x for x, _ in given], [value for _, value in given]))


def _refuse(scenario: Scenario, party: str, parts: Mapping[str, Points], joint: Sequence[Linkage]) -> None:
    """Linkages between issues, points below 0, and points above 100, but for the cut of the best outcome."""
    best = sum(float(part.max()) for part in parts.values())
    cut = len(joint) == 1 and _is_cut(scenario, parts, joint[0], best - 100.0)
    if joint and not cut:
        raise UsageError(f"GENIUS cannot say linkages between issues ({party}: {joint[0].title!r})")
    if min(float(part.min()) for part in parts.values()) < 0:
        raise UsageError(f"GENIUS cannot say points below 0 on an issue ({party})")
    if best - cut * _least_loss(parts.values()) > 100.0 + SAME:
        raise UsageError(f"GENIUS cannot say points above 100 ({party})")


def _least_loss(parts: Iterable[Points]) -> float:
    """What leaving the best outcome costs at least."""
    losses = [float(part.max() - part[part < part.max() - SAME].max(initial=-np.inf)) for part in parts]
    return min(losses)


def _is_cut(scenario: Scenario, parts: Mapping[str, Points], linkage: Linkage, cut: float) -> bool:
    """Whether a linkage takes from the best outcomes, and from no other, what exceeds 100 points."""
    if cut <= 0 or abs(linkage.points.centre + cut) > SAME:
        return False
    return all(_holds_best(scenario.issues[key], part, linkage, key) for key, part in parts.items())


def _holds_best(spec: IssueSpec, part: Points, linkage: Linkage, key: str) -> bool:
    """Whether the condition of a linkage on an issue is just its best options."""
    chosen = linkage.when.get(key)
    asked = range(part.size) if chosen is None else spec.selected(chosen)
    return set(asked) == set(np.flatnonzero(part >= part.max() - SAME).tolist())
