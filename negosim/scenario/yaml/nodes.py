"""Nodes: what a scenario file says, each value with the place where it was written.

A node remembers the text that it came from (`SourceText`), so a value taken over from another file (`extends`) or given
on the command line (`--set`) still shows its own line in a message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from negosim.errors import Diagnostic, Place

__all__ = ["SHOWN", "Node", "SourceText", "dotted", "shorten"]

SHOWN = 300
"""Columns of a source line that a message shows; a fault further right is named by its column alone."""

BEYOND = 80
"""Characters that a message shows behind the fault."""

QUOTED = 60
"""How much of a value a message quotes."""


def dotted(path: Sequence[str | int]) -> str:
    """A path as messages and `--set` write it.

    >>> dotted(["parties", "ukraine", "weight", 0])
    'parties.ukraine.weight.0'
    """
    return ".".join(map(str, path))


def shorten(text: str) -> str:
    """A user's text for a message: quoted, cut, and with everything invisible escaped.

    >>> shorten("no")
    "'no'"
    """
    return repr(text if len(text) <= QUOTED else text[:QUOTED] + "…")


def _visible(text: str) -> str:
    """The same number of characters, none of which a terminal could act on or hide."""
    return "".join(c if c.isprintable() else " " if c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in text)


@dataclass(frozen=True, eq=False)
class SourceText:
    """A text as it was read: its name as the user gave it, its lines, and its file where it has one.

    Two sources are the same only if they are the same reading: every `--set` is a source of its own.
    """

    name: str
    lines: tuple[str, ...] = field(repr=False, default=())
    path: Path | None = None

    def shown(self, place: Place) -> str:
        """The line of a place, safe to print; empty where it would not help."""
        if not 1 <= place.line <= len(self.lines) or place.column + place.length > SHOWN:
            return ""
        return _visible(self.lines[place.line - 1][: place.column + place.length + BEYOND]).rstrip()

    def diagnostic(self, code: str, message: str, place: Place, path: str = "", help: str = "") -> Diagnostic:
        """A fault at a place of this text, with its line."""
        return Diagnostic(code, message, place, path, self.shown(place), help)


@dataclass(frozen=True)
class Node:
    """A value with its place: a mapping of text to nodes, a list of nodes, or a scalar.

    `place` is that of the value, `key_place` that of the key that leads to it (None in a list and at the root). Both
    lie in `source`.
    """

    value: dict[str, Node] | list[Node] | str | int | float | bool | None
    place: Place
    key_place: Place | None = None
    source: SourceText = field(default_factory=lambda: SourceText(""), compare=False, repr=False)

    def plain(self) -> Any:
        """The same as plain Python data; recursion is safe, since the reader bounds the depth."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def child(self, key: str | int) -> Node | None:
        """The node below `key` (in a list: at that index), or None."""
        if isinstance(self.value, dict):
            return self.value.get(str(key))
        if isinstance(self.value, list) and isinstance(key, int) and 0 <= key < len(self.value):
            return self.value[key]
        return None

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
        return self.source.diagnostic(code, message, self.place, path, help)

    def key_diagnostic(self, code: str, message: str, path: str = "", help: str = "") -> Diagnostic:
        """A fault of the key that leads here; of the value where no key does."""
        return self.source.diagnostic(code, message, self.key_place or self.place, path, help)
