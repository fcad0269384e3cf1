"""Words of version 2 in a file of version 1, and old words in one of version 2: errors that say so.

No key is read by chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from negosim.scenario.short.faults import ShortFormFaults
from negosim.scenario.short.walk import Rules, bases, kinds, rewritten, since_2
from negosim.scenario.spec.calendar import InDays
from negosim.scenario.yaml.merge import LIKE
from negosim.scenario.yaml.nodes import KeyPath, Node, shorten

__all__ = ["NEW_WORD", "OLD_WORD", "OLD_WORDS", "refuse_new_words", "refuse_old_words"]

HELP = "say 'negosim: 2'"

NEW_WORD = "S015"
"""The code of a word of version 2 in a file of version 1."""
OLD_WORD = "S020"
"""The code of an old word."""
OLD_WORDS: Mapping[str, str] = {
    "ratifiers": "'ratifiers' are 'bodies' now",
    "commitment": "'commitment' is 'commitments' now, each with a key",
}
"""Key at the top of a file of version 1 -> what has taken its place."""


def refuse_old_words(root: Node, faults: ShortFormFaults) -> None:
    """Add a fault for every old word at the top."""
    for old, told in OLD_WORDS.items():
        node = root.child(old)
        if node is not None:
            faults.at_key(node, (old,), OLD_WORD, told, f"`negosim upgrade {node.source.name}` rewrites it")


def refuse_new_words(root: Node, model: type[BaseModel], faults: ShortFormFaults) -> None:
    """Add a fault for every word of version 2."""

    def part(node: Node, model: type[BaseModel], path: KeyPath) -> Node:
        for key, told in _new_words(node, model):
            faults.at_key(node.at([key]), (*path, key), NEW_WORD, told, HELP)
        return node

    def in_days(node: Node, _: InDays, path: KeyPath) -> Node:
        if isinstance(node.value, str):
            faults.at_value(node, path, NEW_WORD, "rounds are written in days in version 2", HELP)
        return node

    rewritten(root, model, Rules(part, lambda node, _: node, in_days))


def _new_words(node: Node, model: Any) -> Iterator[tuple[str, str]]:
    """The keys of a part that version 1 does not know, and those that it does not know to be a text."""
    entries = node.value if isinstance(node.value, dict) else {}
    for key in entries:
        if key in since_2(model) or (key == LIKE and key not in kinds(model)):
            yield key, f"{shorten(key)} is a word of version 2"
    for key in bases(model):
        if key in entries and isinstance(entries[key].value, str):
            yield key, f"a {key!r} in a line of text is written so in version 2"
