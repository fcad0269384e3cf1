"""The rule on what is tied together: it can be searched. It is asked once all else is right."""

from __future__ import annotations

from collections.abc import Iterator

from negosim.domain.junction_tree import combinations_of
from negosim.domain.outcomes import TABLE_LIMIT
from negosim.errors import Diagnostic
from negosim.scenario.checks.base import Path, at_key, some
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.nodes import Node

__all__ = ["ties_can_be_searched"]

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


def _place(scenario: Scenario, tied: set[str]) -> Path:
    """Where the first linkages on these issues stand; without any, what else ties them hangs on the issues."""
    for key, party in scenario.parties.items():
        if any(len(tied & linkage.when.keys()) > 1 for linkage in party.linkages.values()):
            return ("parties", key, "linkages")
    return ("issues",)
