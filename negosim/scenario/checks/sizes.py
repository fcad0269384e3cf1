"""Rules on what is too large for a table: it can be searched. They are asked once all else is right."""

from __future__ import annotations

import math
from collections.abc import Iterator

from negosim.domain.coalitions import unions
from negosim.domain.junction_tree import combinations_of
from negosim.domain.outcomes import TABLE_LIMIT
from negosim.errors import Diagnostic
from negosim.scenario.checks.base import Path, at_key, some
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.nodes import Node

__all__ = ["RULES", "ties_can_be_searched"]

MOST_GROUPS = 4096
"""The largest number of groups of parties whose consent packages need: a search is made for each."""

HELP = "link fewer issues, or give them fewer options or a wider step"


def ties_can_be_searched(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """In a space too large for a table, the cliques of tied issues have few enough combinations."""
    factory = RealizationFactory(scenario)
    shape = factory.space.shape
    cliques = factory.central.utilities.groups if factory.space.size > TABLE_LIMIT else ()
    sizes = [combinations_of(shape, clique) for clique in cliques]
    if sum(sizes) > TABLE_LIMIT:
        keys = [factory.space.issues[axis].key for axis in cliques[sizes.index(max(sizes))]]
        many = f"{sum(sizes):,} combinations would be compared ({TABLE_LIMIT:,} at most)"
        yield at_key(root, _place(scenario, set(keys)), "R121", f"{some(keys)} are tied so closely that {many}", HELP)


def groups_can_be_searched(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """In a meeting too large for a table, the packages need the consent of few enough groups of parties and bodies."""
    bits = {one: 1 << place for place, one in enumerate((*scenario.parties, *scenario.bodies))}
    for key, meeting in scenario.meetings.items():
        issues = [scenario.issues[issue] for issue in meeting.issues]
        if math.prod(len(issue.option_keys) for issue in issues) <= TABLE_LIMIT:
            continue
        asked = {frozenset(issue.consent_to(option)) for issue in issues for option in issue.option_keys}
        if len(unions((sum(map(bits.__getitem__, one)) for one in asked), MOST_GROUPS)) > MOST_GROUPS:
            message = f"its packages need the consent of more than {MOST_GROUPS:,} different groups of parties"
            yield at_key(root, ("meetings", key, "issues"), "R122", message, "let more issues need the same consent")


def _place(scenario: Scenario, tied: set[str]) -> Path:
    """Where the first linkages or constraints on these issues stand; else what ties them hangs on the issues."""
    for key, party in scenario.parties.items():
        if any(len(tied & linkage.when.keys()) > 1 for linkage in party.linkages.values()):
            return ("parties", key, "linkages")
    both = [{*(one.when or {}), *(one.then or {})} for one in scenario.constraints.values()]
    return ("constraints",) if any(len(tied & issues) > 1 for issues in both) else ("issues",)


RULES = (ties_can_be_searched, groups_can_be_searched)
