"""Write out the short forms of a scenario file, so that everything behind reads one form.

In this order: parties and groups that are only a name or a list, `like`, what groups share, and then with the types of
the format at hand every basis in a line of text, every list of parties, every number of rounds that is written in days,
and the defaults; then the capabilities that are weights of a body.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from pydantic import BaseModel

from negosim.scenario.format import scenario_model
from negosim.scenario.short.basis_text import basis_in_full
from negosim.scenario.short.capabilities import with_capability_weights
from negosim.scenario.short.days import Days, opening_in_full
from negosim.scenario.short.defaults import Defaults
from negosim.scenario.short.faults import ShortFormFaults
from negosim.scenario.short.groups import Membership, items_of, with_groups, with_names
from negosim.scenario.short.like import with_likes
from negosim.scenario.short.versions import refuse_new_words, refuse_old_words
from negosim.scenario.short.walk import Rules, bases, rewritten
from negosim.scenario.spec.calendar import Opening
from negosim.scenario.yaml.merge import has_short_forms
from negosim.scenario.yaml.nodes import KeyPath, Node

__all__ = ["written_out"]

KINDS = {"parties": "a party", "groups": "a group", "bodies": "a body"}
"""Mappings whose keys stand in the same lists, and what an entry of each is."""


def written_out(root: Node) -> Node:
    """The nodes of a scenario, after `extends` and changes, in full; what stands there in full stays the same node.

    A node knows where it was written if that is elsewhere (`Node.written`). `InputError` for the faults of the short
    forms, or for words of version 2 in a file of version 1.
    """
    faults = ShortFormFaults()
    if not has_short_forms(root):
        refuse_new_words(root, scenario_model(), faults)
        faults.stop()
        return root
    refuse_old_words(root, faults)
    _one_key_for_one_thing(root, faults)
    root = with_likes(with_names(root), faults)
    membership = Membership(root, faults)
    root = with_groups(root, membership, faults)
    faults.stop()
    days = Days.of(root, faults)
    filling = _Filling(Defaults.of(root), membership)
    full = rewritten(root, scenario_model(), Rules(filling.part, filling.parties, days.in_rounds))
    full = with_capability_weights(full, faults)
    faults.stop()
    return full


def _one_key_for_one_thing(root: Node, faults: ShortFormFaults) -> None:
    """Parties, groups and bodies have keys of their own, since they stand in the same lists."""
    for one, other in combinations(KINDS, 2):
        for key, node in _entries(root, other):
            if key in dict(_entries(root, one)):
                message = f"{key!r} is {KINDS[one]} and {KINDS[other]}"
                faults.at_key(node, (other, key), "S017", message, "rename one")


def _entries(root: Node, part: str) -> Iterator[tuple[str, Node]]:
    node = root.child(part)
    yield from node.value.items() if node is not None and isinstance(node.value, dict) else ()


@dataclass(frozen=True)
class _Filling:
    """The rules of the last step: what every part of the format, and every list of parties, is read as."""

    defaults: Defaults
    membership: Membership

    def part(self, node: Node, model: type[BaseModel], path: KeyPath) -> Node:
        """A part with its bases in full and what it leaves out, as a mapping even if it is written as one value."""
        node = opening_in_full(node) if model is Opening else self._as_mapping(node, model)
        if not isinstance(node.value, dict):
            return node
        full = {key: basis_in_full(node.value[key], key) for key in bases(model) if key in node.value}
        return self.defaults.filled(replace(node, value=node.value | full) if full else node, model)

    def _as_mapping(self, node: Node, model: Any) -> Node:
        key, value = getattr(model, "alone", ""), node.value
        if not key or value is None or isinstance(value, dict):
            return node
        if isinstance(value, str):
            return replace(node, value={key: node.moved_down(key)})
        return self.defaults.of_a_number(node, key, model)

    def parties(self, node: Node, path: KeyPath) -> Node:
        """A list of parties with the members of its groups; one name is a list of one."""
        items = items_of(node)
        return replace(node, value=self.membership.listed(items, path)) if items else node
