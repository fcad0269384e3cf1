"""What GENIUS can express of a scenario: which ones at all, and the points of options for each party.

A linkage on a single issue becomes part of the points of its options. A linkage over several issues can be expressed
only if it takes from the best outcome what exceeds 100 points, since GENIUS clips utility at 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UsageError
from negosim.scenario.realize.stance_values import values_from
from negosim.scenario.spec.issues import IssueSpec
from negosim.scenario.spec.parties import Linkage, Stance
from negosim.scenario.spec.scenario import Scenario

__all__ = ["OptionPoints", "contributions", "refuse_inexpressible", "weights"]

OptionPoints = NDArray[np.float64]

SAME = 1e-6
"""Points this close are equal: a step of the grid of points."""


def refuse_inexpressible(scenario: Scenario) -> None:
    """`UsageError`, with all reasons, unless GENIUS can express the scenario."""
    reasons = [f"{what} ({', '.join(keys)})" for what, keys in _inexpressible(scenario).items() if keys]
    reasons += _of_meetings(scenario)
    if reasons:
        raise UsageError(f"GENIUS cannot say what this scenario says: {'; '.join(reasons)}")


def _inexpressible(scenario: Scenario) -> dict[str, list[str]]:
    """What GENIUS cannot express -> the parties, issues or constraints with it."""
    parties, issues = scenario.parties.items(), scenario.issues.items()
    stances = {key: party.stances.values() for key, party in parties}
    consent = {key: [set(issue.consent_to(option)) for option in issue.movable] for key, issue in issues}
    return {
        "cost of delay": [key for key, party in parties if party.cost_of_delay is not None],
        "refusals": [key for key, own in stances.items() if any(one.refuses is not None for one in own)],
        "a party without any stance": [
            key for key, own in stances.items() if not any(one.weight.centre > 0 for one in own)
        ],
        "consent that is not everybody's": [
            key for key, of in consent.items() if any(one != set(scenario.parties) for one in of)
        ],
        "constraints": list(scenario.constraints),
        "agreements that wait for others": [key for key, issue in issues if issue.pending is not None],
        "options that run out": [key for key, issue in issues if issue.lapses],
        "unilateral moves": [key for key, issue in issues if issue.unilateral],
    }


def _of_meetings(scenario: Scenario) -> Iterator[str]:
    """GENIUS has one meeting of all parties on all issues that can move."""
    meetings = list(scenario.meetings.values())
    open_issues = {key for key, issue in scenario.issues.items() if issue.movable}
    if len(meetings) > 1:
        yield f"{len(meetings)} meetings"
    elif set(meetings[0].parties) != set(scenario.parties):
        yield "a meeting without some of the parties"
    elif not open_issues <= set(meetings[0].issues):
        yield "a meeting without some of the issues"


def contributions(scenario: Scenario, party: str) -> dict[str, OptionPoints]:
    """Points of each option by issue, with numbers at their centres; `UsageError` if GENIUS cannot express them."""
    spec = scenario.parties[party]
    total = sum(stance.weight.centre for stance in spec.stances.values())
    parts = {key: _of_issue(issue, spec.stances.get(key), total) for key, issue in scenario.issues.items()}
    for linkage in spec.linkages.values():
        if len(linkage.when) == 1:
            ((key, options),) = linkage.when.items()
            parts[key][list(scenario.issues[key].selected(options))] += linkage.points.centre
    joint = [linkage for linkage in spec.linkages.values() if len(linkage.when) > 1]
    _refuse(scenario, party, parts, joint)
    return parts


def weights(scenario: Scenario, party: str, parts: Mapping[str, OptionPoints]) -> dict[str, float]:
    """Weights by issue: points of the best option / 100; issues without points share the rest by their stances."""
    stances = scenario.parties[party].stances
    found = {key: float(part.max()) / 100.0 for key, part in parts.items()}
    idle = {key: stances[key].weight.centre for key, best in found.items() if not best and key in stances}
    left, total = max(0.0, 1.0 - sum(found.values())), sum(idle.values())
    return found | {key: left * weight / total for key, weight in idle.items() if total}


def _of_issue(spec: IssueSpec, stance: Stance | None, total: float) -> OptionPoints:
    """Share x value of every option, 0 without a stance; interpolated linearly for an amount."""
    if stance is None:
        return np.zeros(len(spec.option_keys))
    if stance.position is not None:
        values = values_from(stance.position.centre, spec)
    elif spec.amount is None:
        values = np.array([stance.values[option].centre for option in spec.option_keys])
    else:
        given = sorted((float(number), value.centre) for number, value in stance.values.items())
        values = np.asarray(np.interp(spec.amount.grid, [number for number, _ in given], [value for _, value in given]))
    return stance.weight.centre / total * values


def _refuse(scenario: Scenario, party: str, parts: Mapping[str, OptionPoints], joint: Sequence[Linkage]) -> None:
    """`UsageError` for linkages between issues, points below 0, and points above 100 that clipping does not explain."""
    best = sum(float(part.max()) for part in parts.values())
    cut = len(joint) == 1 and _is_cut(scenario, parts, joint[0], best - 100.0)
    if joint and not cut:
        raise UsageError(f"GENIUS cannot say linkages between issues ({party}: {joint[0].title!r})")
    if min(float(part.min()) for part in parts.values()) < 0:
        raise UsageError(f"GENIUS cannot say points below 0 on an issue ({party})")
    to_second_best = (part.max() - part[part < part.max() - SAME].max(initial=-np.inf) for part in parts.values())
    if best - cut * min(map(float, to_second_best)) > 100.0 + SAME:
        raise UsageError(f"GENIUS cannot say points above 100 ({party})")


def _is_cut(scenario: Scenario, parts: Mapping[str, OptionPoints], linkage: Linkage, cut: float) -> bool:
    """Whether a linkage takes what exceeds 100 points from the best outcomes and no others."""
    if cut <= 0 or abs(linkage.points.centre + cut) > SAME:
        return False
    for key, part in parts.items():
        asked = scenario.issues[key].selected(linkage.when[key]) if key in linkage.when else range(part.size)
        if set(asked) != set(np.flatnonzero(part >= part.max() - SAME).tolist()):
            return False
    return True
