"""`defaults`: what holds where a part of the file leaves out its basis, its numbers, its consent or its tactic.

A default stands wherever it is needed and knows that it was written under `defaults`, so that numbers by default can be
counted, and a number of a default is one number for all who have it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from pydantic import BaseModel

from negosim.scenario.short.basis_text import basis_in_full
from negosim.scenario.short.walk import bases, kinds, needs
from negosim.scenario.spec.common import BasisKind, NamedSpec
from negosim.scenario.spec.values import UncertainNumber
from negosim.scenario.yaml.nodes import Node

__all__ = ["Defaults"]

BARE = {"basis": "assumed a number without a basis", "numbers": "a number without a basis"}
"""The bases of a number that stands alone, as text."""


@dataclass(frozen=True)
class Defaults:
    """The defaults of a file, by the key that they are for."""

    given: Mapping[str, Node]

    @classmethod
    def of(cls, root: Node) -> Defaults:
        """Those of a scenario, none where it says none."""
        node = root.child("defaults")
        entries = node.value if node is not None and isinstance(node.value, dict) else {}
        return cls({key: one.copied_from(("defaults", key)) for key, one in entries.items()})

    def filled(self, node: Node, model: type[BaseModel]) -> Node:
        """A part of the file with what it leaves out."""
        if not isinstance(node.value, dict):
            return node
        missing = [key for key in self.given if key in kinds(model) and key not in node.value]
        due = [key for key in missing if _is_due(key, node, model)]
        added = {key: replace(self.given[key], key_place=node.key_place) for key in due}
        full = {key: basis_in_full(added[key], key) for key in bases(model) if key in added}
        return replace(node, value={**node.value, **added, **full}) if added else node

    def of_a_number(self, node: Node, key: str, model: type[BaseModel]) -> Node:
        """A number that stands alone, in a mapping; it is assumed, without a basis, where no default says more."""
        unsaid = {name: replace(node, value=BARE[name]) for name in bases(model) if name not in self.given}
        return replace(node, value={key: node.moved_down(key), **unsaid})


def _is_due(key: str, node: Node, model: type[BaseModel]) -> bool:
    """Whether a default is read for a key that a part leaves out.

    Numbers that are not required go by the basis, so that they are due where there are numbers without a basis that
    can be theirs.
    """
    if key != "numbers" or needs(model, "numbers"):
        return True
    return _own_basis(node) is None and _has_numbers(node, model)


def _own_basis(node: Node) -> Node | None:
    """The basis that a part gives, unless it reports something, as it can't report points."""
    basis = node.child("basis")
    kind = None if basis is None else basis.child("kind")
    return None if kind is not None and kind.value == BasisKind.REPORTED else basis


def _has_numbers(node: Node, model: type[BaseModel]) -> bool:
    """Whether a part holds numbers that may be uncertain and have no nearer basis."""
    entries = node.value if isinstance(node.value, dict) else {}
    return any(_is_number(child, kinds(model).get(key)) for key, child in entries.items())


def _is_number(node: Node, kind: Any) -> bool:
    if kind is None:  # a parameter of a tactic or protocol
        values = node.value.values() if isinstance(node.value, dict) else [node]
        return any(isinstance(one.value, int | float | list) and not isinstance(one.value, bool) for one in values)
    if isinstance(kind, type) and issubclass(kind, NamedSpec):
        return "numbers" not in kinds(kind) and _has_numbers(node, kind)
    return _mentions(kind, UncertainNumber)


def _mentions(kind: Any, type_: type) -> bool:
    return kind is type_ or any(_mentions(one, type_) for one in get_args(kind))
