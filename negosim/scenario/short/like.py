"""`like: KEY`: an entry that starts from another of the same mapping, with its own keys over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from negosim.errors import did_you_mean
from negosim.scenario.short.faults import ShortFormFaults
from negosim.scenario.yaml.merge import LIKE, merge
from negosim.scenario.yaml.nodes import KeyPath, Node, shorten

__all__ = ["ENTRIES", "with_likes"]

Nested = Mapping[str, "Nested"]

WANTS: Nested = {"stances": {}, "linkages": {}}
WITHIN: Nested = {
    "issues": {},
    "groups": WANTS,
    "parties": WANTS,
    "bodies": {"blocs": WANTS},
    "ratifiers": {"blocs": WANTS},
    "meetings": {},
}
"""Mappings whose entries may say `like`, with those inside their entries."""
ENTRIES = ("issues", "parties", "meetings", "bodies", "ratifiers", "blocs", "stances", "linkages")
"""Their keys."""


def with_likes(root: Node, faults: ShortFormFaults) -> Node:
    """The nodes of a scenario without `like`.

    An entry is merged over the other as a variant is over the file that it extends, and what is inside it afterwards.
    """
    return _below(root, WITHIN, (), faults)


def _below(node: Node, nested: Nested, path: KeyPath, faults: ShortFormFaults) -> Node:
    if not isinstance(node.value, dict):
        return node
    entries = {
        key: _mapping(child, nested[key], (*path, key), faults) if key in nested else child
        for key, child in node.value.items()
    }
    return replace(node, value=entries)


def _mapping(node: Node, nested: Nested, path: KeyPath, faults: ShortFormFaults) -> Node:
    if not isinstance(node.value, dict):
        return node
    copying = _Copying(node.value, path, faults)
    entries = {key: _below(copying.entry(key), nested, (*path, key), faults) for key in node.value}
    return replace(node, value=entries)


@dataclass
class _Copying:
    """The entries of one mapping, those written out already, and those that are being written out."""

    entries: dict[str, Node]
    path: KeyPath
    faults: ShortFormFaults
    done: dict[str, Node] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)

    def entry(self, key: str) -> Node:
        """An entry without its `like`."""
        if key not in self.done:
            self.open.append(key)
            self.done[key] = self._copy(key)
            self.open.pop()
        return self.done[key]

    def _copy(self, key: str) -> Node:
        own = self.entries[key]
        like = own.child(LIKE)
        if like is None:
            return own
        own = own.without(LIKE)
        if not self._leads_on(like, key):
            return own
        base, path = self.entry(str(like.value)), (*self.path, key)
        with self.faults.gathering():
            return merge(base, own, tuple(map(str, path)), groups=True)
        return own

    def _leads_on(self, like: Node, key: str) -> bool:
        """Whether `like` names an entry that does not lead back here."""
        name, path = like.value, (*self.path, key, LIKE)
        if not isinstance(name, str) or name not in self.entries:
            text = name if isinstance(name, str) else str(like.plain())
            help = did_you_mean(text, [other for other in self.entries if other != key])
            self.faults.at_value(like, path, "S019", f"no entry {shorten(text)} of {self.path[-1]!r} to be like", help)
            return False
        if name in self.open:
            circle = self.open[self.open.index(name) :]
            said = f"{key!r} is like itself" if name == key else f"{circle[0]!r} and {circle[-1]!r} are like each other"
            self.faults.at_value(like, path, "S016", said, "write one of them out")
            return False
        return True
