"""How exactly the points of each party can be counted: what is refused, what is rounded. Asked once all is right."""

from __future__ import annotations

from collections.abc import Iterator

from negosim.errors import Diagnostic
from negosim.scenario.checks.base import at_key, split
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.groups import once_a_group
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.nodes import Node

__all__ = ["points_can_be_counted", "what_is_rounded"]


def points_can_be_counted(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """A party's points, and what delay and events may cost it up to the horizon, fit into 64 bits."""
    builder = RealizationFactory(scenario).builder
    for path, one in scenario.score_sheets():
        weighing = builder.weighing(path, one)
        if not weighing.bounded:
            message = f"{weighing.worth:,} points and costs of {weighing.paid:,} up to the horizon cannot be counted"
            yield at_key(root, split(path), "R123", message, "take smaller points, or a nearer horizon")


def what_is_rounded(scenario: Scenario) -> Iterator[str]:
    """What of the numbers of each party and bloc is rounded, at least in some draws; a sentence each, or a group."""
    builder = RealizationFactory(scenario).builder
    numbers = builder.stated.numbers
    rounded = {path: builder.weighing(path, one).may_be_rounded(numbers) for path, one in scenario.score_sheets()}
    said = {path: saying for path, saying in rounded.items() if saying}
    parties = {key: said.pop(path) for key in scenario.parties if (path := f"parties.{key}") in said}
    yield from once_a_group(parties, scenario.groups)
    yield from (saying.format(party=path.rpartition(".")[2]) for path, saying in said.items())
