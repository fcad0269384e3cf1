"""Walk the nodes of a file beside the types of its format, so that a rule is met wherever its type stands.

What the types do not say (an unknown key, a value of the wrong kind) is left as it is, for the check of the shape.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, TypeGuard, Union, get_args, get_origin

from pydantic import BaseModel

from negosim.scenario.spec.calendar import InDays
from negosim.scenario.spec.common import PARTIES, SINCE_2, Basis, CountedBasis, NumbersBasis
from negosim.scenario.yaml.nodes import KeyPath, Node

__all__ = ["Rules", "bases", "kinds", "models", "needs", "rewritten", "since_2"]

BASES: tuple[Any, ...] = (Basis, NumbersBasis, CountedBasis)

InDaysRule = Callable[[Node, InDays, KeyPath], Node]
"""(what stands where a number of rounds is expected, what it may be in days, its path) -> what to read there."""
PartRule = Callable[[Node, type[BaseModel], KeyPath], Node]
"""(what stands where a part of the format is expected, its model, its path) -> what to read there."""


@dataclass(frozen=True)
class Rules:
    """What to do with every part of the format, every list of parties, and every number of rounds."""

    part: PartRule
    parties: Callable[[Node, KeyPath], Node]
    in_days: InDaysRule


def rewritten(node: Node, kind: Any, rules: Rules, path: KeyPath = ()) -> Node:
    """The nodes with the rules applied, to a part before what is below it; what no rule changes is the same node."""
    if _is_model(kind):
        node = rules.part(node, kind, path)
        return _below(node, kinds(kind), None, rules, path)
    if get_origin(kind) is Annotated:
        return _noted(node, kind, rules, path)
    if get_origin(kind) in (Union, types.UnionType):
        chosen = _chosen(node, list(get_args(kind)))
        return node if chosen is None else rewritten(node, chosen, rules, path)
    inner = get_args(kind)
    if get_origin(kind) is dict and isinstance(node.value, dict):
        return _below(node, {}, inner[1], rules, path)
    if get_origin(kind) is tuple and isinstance(node.value, list):
        return _below(node, {}, inner[0], rules, path)
    return node


def _noted(node: Node, kind: Any, rules: Rules, path: KeyPath) -> Node:
    """The node of a type on which something is noted."""
    if PARTIES in kind.__metadata__:
        return rules.parties(node, path)
    mark = _in_days(kind)
    return rewritten(node, kind.__origin__, rules, path) if mark is None else rules.in_days(node, mark, path)


def _below(node: Node, by_key: Mapping[str, Any], other: Any, rules: Rules, path: KeyPath) -> Node:
    """The node with everything below it rewritten: the types of some keys, and that of all others."""

    def below(key: str | int, child: Node) -> Node:
        kind = by_key.get(str(key), other)
        return child if kind is None else rewritten(child, kind, rules, (*path, key))

    if isinstance(node.value, dict):
        entries = {key: below(key, child) for key, child in node.value.items()}
        same = all(entries[key] is child for key, child in node.value.items())
        return node if same else replace(node, value=entries)
    if isinstance(node.value, list):
        items = [below(place, child) for place, child in enumerate(node.value)]
        same = all(one is other for one, other in zip(items, node.value, strict=True))
        return node if same else replace(node, value=items)
    return node


def _chosen(node: Node, options: list[Any]) -> Any:
    """Which of several types a node is meant as; None where it is none of them, or plainly one that has no parts."""
    fitting = [option for option in options if _fits(node, option)]
    if len(fitting) > 1 and isinstance(node.value, dict):
        written = node.value.keys()
        return next((one for one in fitting if _is_model(one) and written <= kinds(one).keys()), fitting[0])
    return fitting[0] if fitting else None


def _fits(node: Node, option: Any) -> bool:
    value = node.value
    if _is_model(option):
        return isinstance(value, dict) or (bool(getattr(option, "alone", "")) and value is not None)
    if get_origin(option) is Annotated:
        is_list_of_parties = PARTIES in option.__metadata__ and isinstance(value, str | list)
        in_days = _in_days(option) is not None and isinstance(value, str)
        return is_list_of_parties or in_days or _fits(node, option.__origin__)
    if get_origin(option) in (Union, types.UnionType):
        return any(_fits(node, one) for one in get_args(option))
    return isinstance(value, {dict: dict, tuple: list}.get(get_origin(option), ()))


def _in_days(kind: Any) -> InDays | None:
    return next((one for one in kind.__metadata__ if isinstance(one, InDays)), None)


def models(kind: Any) -> Iterator[type[BaseModel]]:
    """The parts of the format that a type names."""
    if _is_model(kind):
        yield kind
    for inner in get_args(kind):
        yield from models(inner)


def _is_model(kind: Any) -> TypeGuard[type[BaseModel]]:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


@cache
def kinds(model: type[BaseModel]) -> dict[str, Any]:
    """Key in the file -> its type, with what is noted on it."""
    return {
        field.alias or name: Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
        for name, field in model.model_fields.items()
    }


@cache
def bases(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys of a part under which a basis stands."""
    return tuple(key for key, kind in kinds(model).items() if any(one in BASES for one in (kind, *get_args(kind))))


@cache
def needs(model: type[BaseModel], key: str) -> bool:
    """Whether a part must have a key."""
    return model.model_fields[key].is_required()


@cache
def since_2(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys of a part that version 1 does not know."""
    return tuple(_marked(model, SINCE_2))


def _marked(model: type[BaseModel], mark: object) -> Iterator[str]:
    for name, field in model.model_fields.items():
        if mark in field.metadata:
            yield field.alias or name
