"""A basis in a line of text: `newsaz 3 4`, `inferred newsaz`, `assumed`; and for numbers their reason."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import Any

from negosim.scenario.spec.common import UNCITED, BasisKind
from negosim.scenario.yaml.nodes import Node

__all__ = ["basis_in_full", "read_basis", "read_numbers"]

CITED = (BasisKind.REPORTED, BasisKind.INFERRED)
"""Kinds before the key of a source."""


def basis_in_full(node: Node, key: str) -> Node:
    """What stands under `basis` or `numbers` as text, as a mapping at the same place; any other as it is."""
    if not isinstance(node.value, str) or not node.value.strip():
        return node
    said = (read_numbers if key == "numbers" else read_basis)(node.value)
    return replace(node, value={key: _at(node, value) for key, value in said.items()})


def _at(node: Node, value: Any) -> Node:
    inner = [_at(node, item) for item in value] if isinstance(value, list) else value
    return replace(node, value=inner)


def read_basis(text: str) -> dict[str, Any]:
    """A kind, or the key of the source that reports it, with paragraphs and a note behind it.

    >>> read_basis("newsaz 3 4"), read_basis("assumed")
    ({'kind': 'reported', 'source': 'newsaz', 'paragraphs': [3, 4]}, {'kind': 'assumed'})
    """
    first, *rest = text.split()
    if first in UNCITED:
        return {"kind": first} | ({"note": " ".join(rest)} if rest else {})
    if first in CITED and rest:
        return _cited(first, rest)
    return _cited(BasisKind.REPORTED.value, [first, *rest])


def read_numbers(text: str) -> dict[str, Any]:
    """A reason, which makes them assumed; or the key of a source behind `inferred` or `reported`.

    >>> read_numbers("it is far away")
    {'kind': 'assumed', 'note': 'it is far away'}
    >>> read_numbers("inferred newsaz 4 from the vote")
    {'kind': 'inferred', 'source': 'newsaz', 'paragraphs': [4], 'note': 'from the vote'}
    """
    first, *rest = text.split()
    if first in CITED and rest:
        return _cited(first, rest)
    return {"kind": BasisKind.ASSUMED.value, "note": text}


def _cited(kind: str, words: list[str]) -> dict[str, Any]:
    """The key of a source, numbers of its paragraphs, and what is noted behind them."""
    source, *rest = words
    numbers = list(takewhile(str.isdecimal, (word.rstrip(",") for word in rest)))
    said: dict[str, Any] = {"kind": kind, "source": source}
    if numbers:
        said["paragraphs"] = [int(number) for number in numbers]
    note = " ".join(rest[len(numbers) :])
    return said | ({"note": note} if note else {})
