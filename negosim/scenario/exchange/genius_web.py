"""Read GeniusWeb JSON: a domain and linear additive profiles; a reservation bid becomes its utility.

The utility of an outcome is the sum of weight x utility of its options, both as written; an option without one has 0.
Source: GeniusWeb, Interactive Intelligence group, Delft University of Technology (tudelft.nl/ii, GeniusWeb reference).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from negosim.scenario.exchange.bounded_json import JsonValue, parse_json
from negosim.scenario.exchange.domain import FURTHEST, Domain, DomainIssue, Profile, domain_file
from negosim.scenario.exchange.find_files import read_bytes
from negosim.scenario.spec.common import MAX_STEPS
from negosim.scenario.spec.values import exact, number_text

__all__ = ["read_genius_web"]

SPACE = "LinearAdditiveUtilitySpace"


def read_genius_web(files: Sequence[Path]) -> Domain:
    """The domain of some files; if none has only the domain, that of the first profile."""
    values = {path: parse_json(read_bytes(path), str(path)) for path in files}
    profiles = {path: value.require(SPACE) for path, value in values.items() if value.get("issuesValues") is None}
    source = domain_file(files, profiles)
    if not profiles:
        raise values[source].fault("a domain without profiles", "name the files of the profiles too")
    domain = profiles[source].require("domain") if source in profiles else values[source]
    issues, name = _issues(domain), domain.get("name")
    return Domain(
        program="GeniusWeb",
        title=source.stem if name is None else name.text_of(name.data),
        file=str(source),
        issues=issues,
        profiles=tuple(_profile(path, space, issues) for path, space in profiles.items()),
    )


def _issues(domain: JsonValue) -> tuple[DomainIssue, ...]:
    listed = domain.require("issuesValues")
    if not listed.mapping():
        raise listed.fault("a domain without issues")
    return tuple(_issue(listed.text_of(key), listed.require(key)) for key in listed.mapping())


def _issue(title: str, value: JsonValue) -> DomainIssue:
    if value.get("values") is None:
        return _amount(title, value.require("range"))
    options = value.require("values").texts()
    if not options or len(set(options)) < len(options):
        raise value.fault("expected values, none of them twice")
    return DomainIssue(title, tuple(options))


def _amount(title: str, value: JsonValue) -> DomainIssue:
    """The numbers low, low + step, ... up to at most high."""
    low, high = (value.require(key).number(-FURTHEST, FURTHEST) for key in ("low", "high"))
    step = value.require("step").number(0.0, FURTHEST)
    steps = (exact(high) - exact(low)) / exact(step) if step else 0
    if not 1 <= steps <= MAX_STEPS:
        raise value.fault(f"expected low below high, and 1 to {MAX_STEPS:,} steps from one to the other")
    return DomainIssue(title, low=low, step=step, steps=math.floor(steps))


def _profile(path: Path, space: JsonValue, issues: Sequence[DomainIssue]) -> Profile:
    weights, utilities = space.require("issueWeights"), space.require("issueUtilities")
    for part in (weights, utilities):
        for name in part.mapping():
            if name not in [issue.title for issue in issues]:
                raise part.fault(f"the domain has no issue {name[:40]!r}")
    given = {issue.title: _utilities(utilities.require(issue.title), issue) for issue in issues}
    shares = {issue.title: weights.require(issue.title).number(0.0, FURTHEST) for issue in issues}
    return Profile(
        name=path.stem,
        file=str(path),
        weights=shares,
        utilities=given,
        reservation=_reservation(space.get("reservationBid"), issues, shares, given),
    )


def _utilities(value: JsonValue, issue: DomainIssue) -> dict[str, float]:
    numbers = value.get("numberutils")
    if numbers is not None:
        return _from_line(numbers, issue)
    given = value.require("discreteutils").require("valueUtilities")
    for name in given.mapping():
        if name not in issue.options:
            raise given.fault(f"issue {issue.title!r} has no value {name[:40]!r} in the domain")
    if issue.is_amount:
        raise value.fault(f"issue {issue.title!r} is a range in the domain", "use 'numberutils'")
    named = {name: given.require(name).number(0.0, 1.0) for name in given.mapping()}
    return {option: named.get(option, 0.0) for option in issue.options}


def _from_line(value: JsonValue, issue: DomainIssue) -> dict[str, float]:
    """Utilities at both ends of a grid, from the line through two given numbers."""
    if not issue.is_amount:
        raise value.fault(f"issue {issue.title!r} has values in the domain, not a range", "use 'discreteutils'")
    xs = [value.require(key).number(-FURTHEST, FURTHEST) for key in ("lowValue", "highValue")]
    ys = [value.require(key).number(0.0, 1.0) for key in ("lowUtility", "highUtility")]
    if not xs[0] <= issue.low <= issue.high <= xs[1]:
        raise value.fault(f"lowValue and highValue have to enclose the range of issue {issue.title!r}")
    return {number_text(x): float(np.interp(x, xs, ys)) for x in (issue.low, issue.high)}


def _reservation(
    bid: JsonValue | None, issues: Sequence[DomainIssue], weights: dict[str, float], given: dict[str, dict[str, float]]
) -> float:
    """The utility of the reservation bid, without the issues that it leaves out; 0 without a bid."""
    if bid is None or bid.data is None:
        return 0.0
    options = bid.require("issuevalues")
    known = {issue.title: issue for issue in issues}
    for name in options.mapping():
        if name not in known:
            raise options.fault(f"the domain has no issue {name[:40]!r}")
    parts = [
        exact(weights[name]) * exact(_utility_of_bid(options.require(name), known[name], given[name]))
        for name in options.mapping()
    ]
    return min(1.0, float(sum(parts)))  # of the decimals as they were written, so that the bid is worth just as much


def _utility_of_bid(value: JsonValue, issue: DomainIssue, given: dict[str, float]) -> float:
    """The utility of a bid's option."""
    if issue.is_amount:
        x = value.number(issue.low, issue.high)
        return float(np.interp(x, [float(number) for number in given], list(given.values())))
    option = value.text_of(value.data)
    if option not in given:
        raise value.fault(f"issue {issue.title!r} has no value {option[:40]!r} in the domain")
    return given[option]
