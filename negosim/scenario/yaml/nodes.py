"""Nodes: the values of a scenario file with their source positions.

A node refers to its own text (`SourceText`), so that messages about a value from another file (`extends`) or the
command line (`--set`) show the right line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from negosim.errors import Diagnostic, Place

__all__ = ["SHOWN", "KeyPath", "Node", "SourceText", "dotted", "shorten"]

SHOWN = 300
"""Columns of a source line shown in a message; a fault further right is given only by its column."""

BEYOND = 80
"""Characters shown after the fault."""

QUOTED = 60
"""Characters of a value quoted in a message."""

KeyPath = tuple[str | int, ...]
"""Where a value lies: the keys, and the places in lists, that lead to it from the root."""


def dotted(path: Sequence[str | int]) -> str:
    """A path as written in messages and `--set`.

    >>> dotted(["parties", "ukraine", "weight", 0])
    'parties.ukraine.weight.0'
    """
    return ".".join(map(str, path))


def shorten(text: str) -> str:
    """A user's text for a message: quoted, truncated, with invisible characters escaped.

    >>> shorten("no")
    "'no'"
    """
    return repr(text if len(text) <= QUOTED else text[:QUOTED] + "…")


@dataclass(frozen=True, eq=False)
class SourceText:
    """A text that was read: its name as the user gave it, its lines, and its file if it has one.

    Sources are compared by identity: every `--set` is a source of its own.
    """

    name: str
    lines: tuple[str, ...] = field(repr=False, default=())
    path: Path | None = None

    def shown(self, place: Place) -> str:
        """The line of a place with unprintable characters replaced; empty if it is too far right."""
        if not 1 <= place.line <= len(self.lines) or place.column + place.length > SHOWN:
            return ""
        line = self.lines[place.line - 1][: place.column + place.length + BEYOND]
        printable = (c if c.isprintable() else " " if c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in line)
        return "".join(printable).rstrip()

    def diagnostic(self, code: str, message: str, place: Place, path: str = "", help: str = "") -> Diagnostic:
        """A fault at a place in this text, with its line."""
        return Diagnostic(code, message, place, path, self.shown(place), help)


@dataclass(frozen=True)
class Node:
    """A mapping of text to nodes, a list of nodes or a scalar, with its position in `source`.

    `place` is that of the value, `key_place` that of its key (None in a list and at the root). `written` is the path at
    which it was written, where that is not where it stands: a stance of a group that stands with each of its members.
    """

    value: dict[str, Node] | list[Node] | str | int | float | bool | None
    place: Place
    key_place: Place | None = None
    source: SourceText = field(default_factory=lambda: SourceText(""), compare=False, repr=False)
    written: KeyPath = field(default=(), compare=False)

    def plain(self) -> Any:
        """The value as plain Python data; recursion is safe, since the reader bounds the depth."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def child(self, key: str | int) -> Node | None:
        """The node at a key or list index, or None."""
        if isinstance(self.value, dict):
            return self.value.get(str(key))
        if isinstance(self.value, list) and isinstance(key, int) and 0 <= key < len(self.value):
            return self.value[key]
        return None

    def without(self, key: str) -> Node:
        """The mapping without a key."""
        entries = self.value.items() if isinstance(self.value, dict) else ()
        return replace(self, value={name: node for name, node in entries if name != key})

    def without_nulls(self) -> Node:
        """The node without the keys below it that have no value."""
        if not isinstance(self.value, dict):
            return self
        kept = {key: node.without_nulls() for key, node in self.value.items() if node.value is not None}
        return replace(self, value=kept)

    def copied_from(self, path: KeyPath) -> Node:
        """The node, to stand elsewhere: all that is below knows the path at which it was written."""
        value = self.value
        if isinstance(value, dict):
            value = {key: node.copied_from((*path, key)) for key, node in value.items()}
        elif isinstance(value, list):
            value = [node.copied_from((*path, place)) for place, node in enumerate(value)]
        return replace(self, value=value, written=self.written or path)

    def moved_down(self, key: str) -> Node:
        """The node, to stand under a key of a mapping that takes its place."""
        return replace(self, written=(*self.written, key) if self.written else ())

    def copies(self, path: KeyPath = ()) -> Iterator[tuple[KeyPath, KeyPath]]:
        """Where each node below stands, and where it was written, of those that stand elsewhere."""
        if self.written:
            yield path, self.written
        below = self.value
        entries = below.items() if isinstance(below, dict) else enumerate(below) if isinstance(below, list) else ()
        for key, node in entries:
            yield from node.copies((*path, key))

    def at(self, path: Sequence[str | int]) -> Node:
        """The node at the longest prefix of `path` that exists."""
        node = self
        for key in path:
            below = node.child(key)
            if below is None:
                return node
            node = below
        return node

    def diagnostic(self, code: str, message: str, path: str = "", help: str = "") -> Diagnostic:
        """A fault of the value."""
        return self.source.diagnostic(code, message, self.place, dotted(self.written) or path, help)

    def key_diagnostic(self, code: str, message: str, path: str = "", help: str = "") -> Diagnostic:
        """A fault of the node's key, or of its value if it has none."""
        return self.source.diagnostic(code, message, self.key_place or self.place, dotted(self.written) or path, help)
