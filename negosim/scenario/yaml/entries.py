"""Where the entries of a YAML text stand, so that a text can be changed and keep its comments and its order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from negosim.scenario.yaml.nodes import KeyPath

__all__ = ["TextEntry", "TextSpan", "entries_of"]


@dataclass(frozen=True)
class TextSpan:
    """Characters of a text, by index: from `start` to before `end`."""

    start: int
    end: int


@dataclass(frozen=True)
class TextEntry:
    """An entry of a mapping: its key, its value, and in which style the mapping and the value are written.

    `place` is its number among those of the mapping; a value in block style is spread over lines of its own. The key of
    an item of a list is the item itself.
    """

    key: TextSpan
    value: TextSpan
    place: int
    in_flow: bool
    is_block: bool


def entries_of(text: str) -> dict[KeyPath, TextEntry]:
    """Every entry of every mapping and list in a text that the reader has read, by its path."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    return {} if root is None else dict(_below(root, ()))


def _below(node: yaml.Node, path: KeyPath) -> Iterator[tuple[KeyPath, TextEntry]]:
    if isinstance(node, yaml.MappingNode):
        for place, (key, value) in enumerate(node.value):
            here = (*path, key.value)
            yield here, TextEntry(_span(key), _span(value), place, bool(node.flow_style), _is_block(value))
            yield from _below(value, here)
    elif isinstance(node, yaml.SequenceNode):
        for place, item in enumerate(node.value):
            yield (*path, place), TextEntry(_span(item), _span(item), place, bool(node.flow_style), _is_block(item))
            yield from _below(item, (*path, place))


def _is_block(node: yaml.Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and not node.flow_style


def _span(node: yaml.Node) -> TextSpan:
    """From the first character of a value to its last; a block ends with the last value in it."""
    return TextSpan(node.start_mark.index, _end(node))


def _end(node: yaml.Node) -> int:
    if _is_block(node) and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)
