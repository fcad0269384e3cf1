"""Rules about bodies of blocs: somebody votes in them, on something, and what a delegation knows can be counted."""

from __future__ import annotations

import math
from collections.abc import Iterator

from negosim.domain.outcomes import TABLE_LIMIT
from negosim.errors import Diagnostic
from negosim.scenario.checks.base import at_key, at_value
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.nodes import Node

__all__ = ["CODES", "RULES", "too_large"]

CODES = {
    "R220": "Some bloc of a body has stances and a weight above 0.",
    "R221": "A body of blocs votes on something: it ratifies for a party, or is in a list of consent.",
    "R222": "A body whose votes are known votes on meetings of a million outcomes at the most.",
}
"""Code -> what the rule is, in one sentence."""


def somebody_votes(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """A bloc without stances stays at home."""
    for key, body in scenario.bodies.items():
        if body.blocs and not any(bloc.stances and bloc.weight.centre > 0 for bloc in body.blocs.values()):
            help_ = "give those that vote stances and a weight above 0"
            yield at_key(root, ("bodies", key, "blocs"), "R220", f"nobody votes in {key!r}", help_)


def bodies_are_asked(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """A body that nobody has to ask never votes."""
    needed = {one for issue in scenario.issues.values() for one in issue.consenting}
    for key, body in scenario.bodies.items():
        if body.blocs and body.ratifies is None and key not in needed:
            help_ = "say for whom it votes, 'ratifies: PARTY', or name it in the 'consent' of an issue"
            yield at_key(root, ("bodies", key), "R221", f"{key!r} is never asked", help_)


def known_votes_can_be_counted(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """A delegation that knows the votes counts them for every outcome of its meetings."""
    for key, body in scenario.bodies.items():
        message = too_large(scenario, body.ratifies) if body.known and body.ratifies else ""
        if message:
            help_ = f"leave 'known' out, or give the meeting fewer issues ({TABLE_LIMIT:,} outcomes at most)"
            yield at_value(root, ("bodies", key, "known"), "R222", message, help_)


def too_large(scenario: Scenario, party: str) -> str:
    """That votes are known which are too many to count, in the first such meeting of a party; empty where none is."""
    for key, one in scenario.meetings.items():
        issues = (scenario.issues[issue] for issue in one.issues if issue in scenario.issues)
        size = math.prod(len(issue.option_keys) for issue in issues)
        if party in one.parties and size > TABLE_LIMIT:
            return f"the votes are known, and meeting {key!r} has {size:,} outcomes"
    return ""


RULES = (somebody_votes, bodies_are_asked, known_votes_can_be_counted)
