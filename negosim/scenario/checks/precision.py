"""How exactly the points of each party can be counted: what is refused, what is rounded. Asked once all is right."""

from __future__ import annotations

from collections.abc import Iterator

from negosim.errors import Diagnostic
from negosim.scenario.checks.base import at_key
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.nodes import Node

__all__ = ["points_can_be_counted", "what_is_rounded"]


def points_can_be_counted(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """A party's points, and what delay and events may cost it up to the horizon, fit into 64 bits."""
    builder = RealizationFactory(scenario).builder
    for key, party in scenario.parties.items():
        weighing = builder.weighing(f"parties.{key}", party)
        if not weighing.bounded:
            message = f"{weighing.worth:,} points and costs of {weighing.paid:,} up to the horizon cannot be counted"
            yield at_key(root, ("parties", key), "R123", message, "take smaller points, or a nearer horizon")


def what_is_rounded(scenario: Scenario) -> Iterator[str]:
    """What of each party's numbers is rounded in the central case, a sentence each."""
    factory = RealizationFactory(scenario)
    for key, party in scenario.parties.items():
        told = factory.builder.weighing(f"parties.{key}", party).sheet(factory.centres).told
        if told:
            yield told.format(party=key)
