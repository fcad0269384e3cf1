"""Read GENIUS XML: a domain (issues) and profiles (weights, evaluations, reservation value) on GENIUS's own scale.

The utility of an outcome is the sum of weight x utility of its options. That of a discrete option is its evaluation
divided by the issue's largest; that of an integer x is offset + slope (x - lower bound), clipped to 0 and 1. Source:
Lin, Kraus, Baarslag, Tykhonov, Hindriks & Jonker 2014, Computational Intelligence 30:48 (GENIUS), as GENIUS computes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from negosim.errors import did_you_mean
from negosim.scenario.exchange.bounded_xml import Element, parse_xml
from negosim.scenario.exchange.domain import FURTHEST, Domain, DomainIssue, Profile, domain_file
from negosim.scenario.exchange.find_files import read_bytes
from negosim.scenario.spec.common import MAX_STEPS
from negosim.scenario.spec.values import number_text

__all__ = ["read_genius"]

NAMELESS = ("", "root")
"""Names of objectives that are ignored."""


def read_genius(files: Sequence[Path]) -> Domain:
    """The domain of some files: one profile per party, and at most one file with only the domain."""
    roots = {path: parse_xml(read_bytes(path), str(path)) for path in files}
    profiles = {path: root for path, root in roots.items() if _objective(root).first("weight") is not None}
    source = domain_file(files, profiles)
    if not profiles:
        raise roots[source].fault("a domain without profiles", "name the files of the profiles too")
    objective = _objective(roots[source])
    issues = tuple(map(_issue, _issues(objective)))
    title = objective.attributes.get("name", "").strip()
    return Domain(
        program="GENIUS",
        title=source.stem if title in NAMELESS else title,
        file=str(source),
        issues=issues,
        profiles=tuple(_profile(path, root, issues) for path, root in profiles.items()),
    )


def _space(root: Element) -> Element:
    """The <utility_space>, which in a domain is inside <negotiation_template>."""
    space = root.first("utility_space") if root.tag == "negotiation_template" else root
    if space is None or space.tag != "utility_space":
        raise root.fault(f"expected <negotiation_template> or <utility_space> of GENIUS, found <{root.tag}>")
    return space


def _objective(root: Element) -> Element:
    """The single objective, whose children are issues and weights."""
    space = _space(root)
    objective = space.first("objective")
    if objective is None:
        raise space.fault("no <objective>: only linear additive utility is read")
    for other in [*space.children, *objective.children]:
        if other.tag not in ("objective", "reservation", "discount_factor", "issue", "weight"):
            raise other.fault(f"<{other.tag}> is not read: only linear additive utility is")
    nested = objective.first("objective")
    if nested is not None:
        raise nested.fault("objectives within objectives are not read", "list all issues under one objective")
    return objective


def _issues(objective: Element) -> list[Element]:
    """The issues of an objective, no two with one name."""
    issues = objective.all("issue")
    if not issues:
        raise objective.fault("an objective without issues")
    _refuse_duplicates(issues, "name")
    return issues


def _refuse_duplicates(elements: Sequence[Element], name: str) -> None:
    seen: set[str] = set()
    for element in elements:
        text = element.text(name)
        if text in seen:
            raise element.fault(f"two <{element.tag}> with {name} {text!r}")
        seen.add(text)


def _kind(issue: Element) -> str:
    """The kind of an issue: discrete or integer."""
    given = (issue.attributes.get(name, "").strip() for name in ("type", "etype", "vtype"))
    kind = next(filter(None, given), "discrete")
    if kind not in ("discrete", "integer"):
        raise issue.fault(f"issue {issue.text('name')!r} is {kind[:40]!r}: only discrete and integer issues are read")
    return kind


def _issue(issue: Element) -> DomainIssue:
    if _kind(issue) == "discrete":
        return DomainIssue(issue.text("name"), tuple(item.text("value") for item in _items(issue)))
    low, high = _bounds(issue)
    return DomainIssue(issue.text("name"), low=low, step=1.0, steps=round(high - low))


def _items(issue: Element) -> list[Element]:
    items = issue.all("item")
    if not items:
        raise issue.fault(f"issue {issue.text('name')!r} without items")
    _refuse_duplicates(items, "value")
    return items


def _bounds(issue: Element) -> tuple[float, float]:
    """The bounds of an integer issue."""
    holder = issue if "lowerbound" in issue.attributes else issue.first("range") or issue
    low, high = (holder.number(name, -FURTHEST, FURTHEST) for name in ("lowerbound", "upperbound"))
    if not (low.is_integer() and high.is_integer() and 1 <= high - low <= MAX_STEPS):
        message = f"bounds have to be whole numbers, the upper 1 to {MAX_STEPS:,} above the lower"
        raise holder.fault(f"{message}; found {low:g} and {high:g}")
    return low, high


def _profile(path: Path, root: Element, issues: Sequence[DomainIssue]) -> Profile:
    objective = _objective(root)
    stated = {issue.text("name"): issue for issue in _issues(objective)}
    weights = _weights(objective, stated)
    for name, element in stated.items():
        if name not in [issue.title for issue in issues]:
            raise element.fault(f"the domain has no issue {name!r}")
    for issue in issues:
        if issue.title not in stated:
            raise objective.fault(f"no issue {issue.title!r}: {did_you_mean(issue.title, list(stated))}")
    space = _space(root)
    reservation, discount = space.first("reservation"), space.first("discount_factor")
    return Profile(
        name=path.stem,
        file=str(path),
        weights={issue.title: weights[issue.title] for issue in issues},
        utilities={issue.title: _utilities(stated[issue.title], issue) for issue in issues},
        reservation=0.0 if reservation is None else reservation.number("value", 0.0, 1.0),
        # GENIUS reads a factor of 0 as none
        discount=1.0 if discount is None else discount.number("value", 0.0, 1.0) or 1.0,
    )


def _weights(objective: Element, issues: dict[str, Element]) -> dict[str, float]:
    """Weights by name of issue; the file links them by index."""
    _refuse_duplicates(list(issues.values()), "index")
    _refuse_duplicates(objective.all("weight"), "index")
    given = {weight.text("index"): weight.number("value", 0.0, FURTHEST) for weight in objective.all("weight")}
    for name, issue in issues.items():
        if issue.text("index") not in given:
            raise issue.fault(f"no <weight> for issue {name!r}, index {issue.text('index')}")
    return {name: given[issue.text("index")] for name, issue in issues.items()}


def _utilities(element: Element, issue: DomainIssue) -> dict[str, float]:
    """Utilities of the options; for an integer issue at its ends and on both sides of the points of clipping."""
    if _kind(element) == "discrete":
        return _discrete(element, issue)
    low, high = _bounds(element)
    if not issue.is_amount or (low, high) != (issue.low, issue.high):
        raise element.fault(f"issue {issue.title!r} has other bounds than in the domain")
    return _integer(element, low, high)


def _discrete(element: Element, issue: DomainIssue) -> dict[str, float]:
    items = {item.text("value"): item for item in _items(element)}
    for value, item in items.items():
        if value not in issue.options:
            raise item.fault(f"issue {issue.title!r} has no item {value!r} in the domain")
    for option in issue.options:
        if option not in items:
            raise element.fault(f"no evaluation of {option!r} in issue {issue.title!r}")
    evaluations = {option: items[option].number("evaluation", 0.0) for option in issue.options}
    largest = max(evaluations.values()) or 1.0
    return {option: evaluation / largest for option, evaluation in evaluations.items()}


def _integer(element: Element, low: float, high: float) -> dict[str, float]:
    evaluator = element.first("evaluator")
    if evaluator is None or evaluator.attributes.get("ftype", "linear") != "linear":
        raise (evaluator or element).fault("an integer issue needs an <evaluator> with ftype 'linear'")
    slope, offset = evaluator.number("slope"), evaluator.number("offset")
    knees = [low + (level - offset) / slope for level in (0.0, 1.0)] if slope else []
    beside = [end(knee) for knee in knees if low < knee < high for end in (math.floor, math.ceil)]
    numbers = sorted({low, high, *map(float, beside)})
    return {number_text(x): min(max(offset + slope * (x - low), 0.0), 1.0) for x in numbers}
