"""Rules about the life of an agreement: what it waits for before it is in force."""

from __future__ import annotations

from collections.abc import Iterator

from negosim.errors import Diagnostic
from negosim.scenario.checks.base import at_key, bad_conditions
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.nodes import Node

__all__ = ["CODES", "RULES"]

CODES: dict[str, str] = {
    "R240": "An issue waits for other issues, not for itself; two may wait for each other.",
}
"""Code -> what the rule is, in one sentence."""


def issues_wait_for_others(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """What an issue waits for names other issues and options that exist."""
    for key, issue in scenario.issues.items():
        path = ("issues", key, "while")
        yield from bad_conditions(scenario, root, path, issue.pending)
        if key in (issue.pending or {}):
            yield at_key(root, (*path, key), "R240", f"{key!r} waits for itself", "name the issues that it waits for")


RULES = (issues_wait_for_others,)
