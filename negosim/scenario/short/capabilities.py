"""`weights: capability` of a body: each member votes with its capability, which stays one number of the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from negosim.scenario.short.faults import ShortFormFaults
from negosim.scenario.yaml.nodes import KeyPath, Node

__all__ = ["CAPABILITY", "with_capability_weights"]

CAPABILITY = "capability"
"""The word that stands for the weights, and the key of a party that holds them."""
WEIGHTS = "weights"
WAY_OUT = "give it one, or write the weights out"


def with_capability_weights(root: Node, faults: ShortFormFaults) -> Node:
    """The nodes of a scenario, its lists of parties in full, with the weights of every member in place of the word."""
    bodies = root.child("bodies")
    if bodies is None or not isinstance(bodies.value, dict) or not isinstance(root.value, dict):
        return root
    weighing = _Weighing(root, faults)
    entries = {key: weighing.body(body, ("bodies", key)) for key, body in bodies.value.items()}
    return replace(root, value={**root.value, "bodies": replace(bodies, value=entries)})


@dataclass(frozen=True)
class _Weighing:
    """Writes capabilities of the parties of a scenario where weights of a body are due."""

    root: Node
    faults: ShortFormFaults

    def body(self, body: Node, path: KeyPath) -> Node:
        """A body with its weights, and those of its tests."""
        members = _listed(body.child("members"))
        body = self._part(body, members, path)
        for key in ("passes", "stops"):
            tests = body.child(key)
            if tests is not None and isinstance(body.value, dict):
                body = replace(body, value={**body.value, key: self._tests(tests, members, (*path, key))})
        return body

    def _tests(self, tests: Node, members: Sequence[str], path: KeyPath) -> Node:
        """A test, or a list of them; in each, those count whom it is among."""
        if isinstance(tests.value, list):
            listed: list[Node] = [self._tests(one, members, (*path, k)) for k, one in enumerate(tests.value)]
            return replace(tests, value=listed)
        return self._part(tests, _listed(tests.child("among")) or members, path)

    def _part(self, part: Node, voters: Sequence[str], path: KeyPath) -> Node:
        weights = part.child(WEIGHTS)
        if weights is None or weights.value != CAPABILITY or not isinstance(part.value, dict):
            return part
        if not voters:
            self.faults.at_value(weights, (*path, WEIGHTS), "R263", "there are no members with a capability", WAY_OUT)
            return part.without(WEIGHTS)
        entries = dict(self._weights(weights, voters, (*path, WEIGHTS)))
        return replace(part, value={**part.value, WEIGHTS: replace(weights, value=entries)})

    def _weights(self, weights: Node, voters: Sequence[str], path: KeyPath) -> Iterator[tuple[str, Node]]:
        for voter in voters:
            number = self._capability(voter)
            if number is None:
                self.faults.at_value(weights, path, "R263", f"{voter!r} has no capability", WAY_OUT)
            else:
                yield voter, replace(number, place=weights.place, key_place=None, source=weights.source)

    def _capability(self, party: str) -> Node | None:
        """The number itself, however it is written."""
        path = ("parties", party, CAPABILITY)
        node: Any = self.root
        for key in path:
            node = node.child(key) if node is not None else None
        number = node.child("value") or node if node is not None else None
        return None if number is None else replace(number.copied_from(path), written=path)


def _listed(parties: Node | None) -> list[str]:
    """The keys of a list of parties."""
    items = parties.value if parties is not None and isinstance(parties.value, list) else []
    return [one.value for one in items if isinstance(one.value, str)]
