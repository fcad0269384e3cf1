"""Changes of the command line: `--set path=value`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from negosim.errors import InputError, Place, UsageError, did_you_mean
from negosim.scenario.yaml.merge import SET, assumed_by, has_short_forms, mark_assumed, merge
from negosim.scenario.yaml.node_builder import MAX_DEPTH
from negosim.scenario.yaml.nodes import Node, dotted, shorten
from negosim.scenario.yaml.reader import MAX_BYTES, read_at

__all__ = ["PathChange", "first_key", "set_value"]

_DIGITS = re.compile(r"-?[0-9]+")


def set_value(root: Node, change: str) -> Node:
    """The nodes with one change `path=value` of the command line, merged like a variant; the errors of `PathChange`."""
    return PathChange.read(change).made_to(root)


def _depth(node: Node) -> int:
    """The nesting depth of lists and mappings."""
    if not isinstance(node.value, dict | list):
        return 0
    children = node.value.values() if isinstance(node.value, dict) else node.value
    return 1 + max(map(_depth, children), default=0)


@dataclass(frozen=True)
class PathChange:
    """One change of the command line: a value, and its path, keys and list indices joined by dots."""

    value: Node
    path: str
    groups: bool = False

    @classmethod
    def read(cls, text: str) -> PathChange:
        """A change from `path=value`, where the value `null` removes a key.

        `UsageError` for a change without '='; `InputError` for a value that is not YAML.
        """
        path, sign, _ = text.partition("=")
        if not sign or not path.strip() or len(text) > MAX_BYTES:
            raise UsageError(f"{SET} {shorten(text)}: write {SET} PATH=VALUE, as in {SET} parties.usa.reserve=5")
        value = read_at(text, len(path) + 1, SET)
        if path.count(".") + 1 + _depth(value) > MAX_DEPTH:
            raise InputError([value.diagnostic("Y106", f"nested more than {MAX_DEPTH} deep", path)])
        return cls(value, path)

    def made_to(self, root: Node) -> Node:
        """The nodes with the change; `InputError` for a path that does not lead into the scenario."""
        setting = replace(self, groups=has_short_forms(root))
        return mark_assumed(setting._below(root, self.path.split("."), ()), self.value.source)

    def _below(self, node: Node, rest: Sequence[str], done: tuple[str, ...]) -> Node:
        """The node at path `done` with the change at path `rest` below it."""
        if isinstance(node.value, list):
            return self._item(node, rest, done)
        if not isinstance(node.value, dict):
            raise self._lost(rest, done, f"{dotted(done)!r} is one value, with nothing below it", "")
        key, rest = first_key(node.value, rest)
        here = (*done, key)
        if not rest:
            leaf = replace(self.value, key_place=self._place(done, key))
            return merge(node, replace(node, value={key: leaf}), done, groups=self.groups)  # the key may be new
        child = node.value.get(key, self._unnamed(here, rest))
        if child is None:
            raise self._lost([key], done, f"no key {key!r}", did_you_mean(key, list(node.value)))
        return replace(node, value={**node.value, key: self._below(child, rest, here)})

    def _unnamed(self, here: tuple[str, ...], rest: Sequence[str]) -> Node | None:
        """The tactic of a party that has none of its own, where the change names one; its basis is assumed."""
        if (here[0], *here[2:], *rest) != ("parties", "tactic", "name"):
            return None
        return replace(self.value, value={"basis": assumed_by(self.value)})

    def _item(self, node: Node, rest: Sequence[str], done: tuple[str, ...]) -> Node:
        items = list(node.value) if isinstance(node.value, list) else []
        index = int(rest[0]) if _DIGITS.fullmatch(rest[0]) and len(rest[0]) < MAX_DEPTH else -1
        if not 0 <= index < len(items):
            help = f"the list has the indices 0 to {len(items) - 1}" if items else "the list is empty"
            raise self._lost(rest[:1], done, f"no item {rest[0]!r}", help)
        here = (*done, rest[0])
        leaf = replace(self.value, key_place=None)
        items[index] = self._below(items[index], rest[1:], here) if rest[1:] else leaf
        return replace(node, value=items)

    def _place(self, done: Sequence[str], key: str) -> Place:
        """The place of a key in the change."""
        start = len(dotted(done)) + 1 if done else 0
        return Place(SET, 1, start + 1, max(1, len(key)))

    def _lost(self, rest: Sequence[str], done: Sequence[str], message: str, help: str) -> InputError:
        place = self._place(done, rest[0])
        return InputError([self.value.source.diagnostic("Y106", message, place, self.path, help)])


def first_key(entries: dict[str, Node], rest: Sequence[str]) -> tuple[str, Sequence[str]]:
    """The first key of a path and the rest; a number such as 2.5 is one key despite its dot."""
    pair = ".".join(rest[:2])
    both_digits = len(rest) > 1 and all(_DIGITS.fullmatch(part) for part in rest[:2])
    if rest[0] not in entries and (pair in entries or both_digits):
        return pair, rest[2:]
    return rest[0], rest[1:]
