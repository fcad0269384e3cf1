"""Rules about the life of an agreement: for which meeting it is drafted, and what it waits for to be in force."""

from __future__ import annotations

import math
from collections.abc import Iterator

from negosim.domain.outcomes import TABLE_LIMIT
from negosim.errors import Diagnostic
from negosim.scenario.checks.base import at_key, at_value, bad_conditions, unknown
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.nodes import Node

__all__ = ["CODES", "RULES"]

CODES: dict[str, str] = {
    "R240": "An issue waits for other issues, not for itself; two may wait for each other.",
    "R241": "A meeting prepares a later one, which prepares none itself.",
    "R242": "What a meeting drafts is on the agenda of the meeting that it prepares.",
    "R243": "A meeting that others prepare has at most 10^6 outcomes.",
}
"""Code -> what the rule is, in one sentence."""


def issues_wait_for_others(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """What an issue waits for names other issues and options that exist."""
    for key, issue in scenario.issues.items():
        path = ("issues", key, "while")
        yield from bad_conditions(scenario, root, path, issue.pending)
        if key in (issue.pending or {}):
            yield at_key(root, (*path, key), "R240", f"{key!r} waits for itself", "name the issues that it waits for")


def meetings_prepare_later_ones(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """The meeting that is prepared exists, comes later, binds, and is not too large for a draft in each package."""
    order = list(scenario.meetings)
    for key, meeting in scenario.meetings.items():
        if meeting.prepares is None:
            continue
        path, name = ("meetings", key, "prepares"), meeting.prepares.meeting
        place = (*path, "meeting") if isinstance(root.at(path).value, dict) else path
        if name not in order:
            yield unknown(root, place, "meeting", name, order, code="R241")
        elif order.index(name) <= order.index(key):
            yield at_value(root, place, "R241", f"{name!r} comes before {key!r}", "put it after what prepares it")
        elif scenario.meetings[name].prepares is not None:
            yield at_value(root, place, "R241", f"{name!r} prepares another itself", "prepare the meeting that binds")
        else:
            yield from _has_what_is_drafted(scenario, root, key, name)


def _has_what_is_drafted(scenario: Scenario, root: Node, key: str, name: str) -> Iterator[Diagnostic]:
    """The agenda of the prepared meeting holds what is drafted, and is not too large."""
    prepared = scenario.meetings[name]
    for place, issue in enumerate(scenario.meetings[key].issues):
        if issue not in prepared.issues:
            message = f"{name!r} has no {issue!r} on its agenda"
            yield at_value(
                root, ("meetings", key, "issues", place), "R242", message, f"add it to the issues of {name!r}"
            )
    known = [scenario.issues[issue] for issue in prepared.issues if issue in scenario.issues]
    size = math.prod(len(issue.option_keys) for issue in known)
    if size > TABLE_LIMIT:
        message = f"{name!r} is prepared by others and has {size:,} outcomes, more than {TABLE_LIMIT:,}"
        yield at_value(root, ("meetings", name, "issues"), "R243", message, "take fewer issues, or a wider step")


RULES = (issues_wait_for_others, meetings_prepare_later_ones)
