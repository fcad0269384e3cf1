"""Merge a variant over a scenario, and mark the numbers that it changes as assumed.

Mappings merge key by key, lists and values replace, `key: null` removes, and in `meetings`, `linkages` and the options
of an issue an entry with `before: key` is inserted before that one. A tactic or protocol that gets another name drops
the parameters of the old one. Every node keeps its source position.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from negosim.errors import Diagnostic, InputError, did_you_mean
from negosim.scenario.spec.common import FRACTION, SHORT_FORMS
from negosim.scenario.yaml.nodes import Node, SourceText, dotted, shorten

__all__ = ["CODES", "LIKE", "SET", "assumed_by", "has_short_forms", "laid_over", "mark_assumed", "merge"]

SET = "--set"
"""The source name of changes on the command line."""

ORDERED = ("meetings", "linkages", "options")
"""Mappings with a meaningful order, whose entries may say `before`."""

NO_POINTS = ("basis", "numbers", "when", "while", "if", "refuses")
"""Keys without points below them."""

TESTS = "passes"
"""The tests of a body, whose numbers its basis covers too."""

KEPT: dict[tuple[str, str], tuple[str, ...]] = {
    ("parties", "tactic"): (),
    ("meetings", "protocol"): ("rounds", "begins"),
}
"""Part and named component -> keys kept under another name; the rest are parameters of the old one."""

NAMED_DEPTH = 3
"""Length of the path to a tactic or protocol: part, party or meeting, component."""

CODES: dict[str, str] = {
    "Y101": "A variant removes a key ('key: null') that the file below it does not have.",
    "Y102": "'before' names a meeting, linkage or option that does not exist.",
    "Y103": "'extends' is not the name of a file beside this one.",
    "Y104": "Files extend each other in a circle, or too many stand on each other.",
    "Y105": "A scenario is a mapping: lines of 'key: value'.",
    "Y106": "The path of a '--set' does not lead into the scenario.",
}
"""Code -> its meaning in one sentence."""


def merge(base: Node, variant: Node, path: tuple[str, ...] = (), *, groups: bool = False) -> Node:
    """The variant merged over the base, both at `path`; `InputError` with all faults of the variant.

    Where there may be `groups`, what is removed from a party stays as null, for its groups may say it of the party too;
    so does what is removed from an entry that is `like` another.
    """
    merging = _Merge(groups)
    merged = merging.over(base, variant, path)
    if merging.faults:
        raise InputError(merging.faults)
    return merged


def has_short_forms(root: Node) -> bool:
    """Whether the nodes are those of a scenario of version 2."""
    version = root.child("negosim")
    return version is not None and version.value == SHORT_FORMS


def laid_over(below: Node, layer: Node) -> Node:
    """A whole file over the files that it extends, with the numbers that it changes marked as assumed."""
    return mark_assumed(merge(below, layer, groups=has_short_forms(below)), layer.source)


@dataclass
class _Merge:
    """A merge in progress, with its faults."""

    groups: bool
    faults: list[Diagnostic] = field(default_factory=list)

    def over(self, base: Node, variant: Node, path: tuple[str, ...], alike: bool = False) -> Node:
        """The variant over the base; the variant alone unless both are mappings."""
        if self.groups:
            base, variant = _keyed(base, variant, path), _keyed(variant, base, path)
        if not isinstance(variant.value, dict):
            return variant
        below = base.value if isinstance(base.value, dict) else {}
        alike = alike or (self.groups and LIKE in below.keys() | variant.value.keys())
        merged = dict(_after_renaming(below, variant.value, path))
        for key, node in variant.value.items():
            if node.value is not None:
                merged[key] = self.over(merged.get(key, replace(node, value=None)), node, (*path, key), alike)
            elif alike or (self.groups and path[:1] == ("parties",) and len(path) > 1):
                merged[key] = node
            elif merged.pop(key, None) is None:
                help, at = did_you_mean(key, list(merged)), dotted((*path, key))
                self.faults.append(node.key_diagnostic("Y101", f"no key {key!r} to remove", at, help))
        ordered = self._reorder(merged, variant.value, path) if path[-1:] and path[-1] in ORDERED else merged
        if path[-1:] == ("options",):
            ordered = {key: _option(node, below.get(key)) for key, node in ordered.items()}
        return replace(variant, value=ordered)

    def _reorder(self, merged: dict[str, Node], variant: dict[str, Node], path: tuple[str, ...]) -> dict[str, Node]:
        """Move the variant's entries that say `before`, in the order of the variant."""
        for key in variant:
            before = merged[key].child("before") if key in merged else None
            if before is None:
                continue
            others = {name: node for name, node in merged.items() if name != key}
            if isinstance(before.value, str) and before.value in others:
                entries, place = list(others.items()), list(others).index(before.value)
                merged = dict([*entries[:place], (key, merged[key].without("before")), *entries[place:]])
            else:
                name, at = str(before.plain()), dotted((*path, key, "before"))
                help = did_you_mean(name, list(others))
                self.faults.append(before.diagnostic("Y102", f"no entry {shorten(name)}", at, help))
        return merged


ALONE = {"parties": "name", "groups": "members", "tactic": "name"}
"""What may be written as one value -> the key that the value stands for: a party only by its name."""


LIKE = "like"


def _keyed(node: Node, other: Node, path: tuple[str, ...]) -> Node:
    """A value as the mapping for which it stands, where the other is a mapping."""
    kind = path[0] if len(path) == 2 else path[-1] if len(path) == NAMED_DEPTH else ""  # noqa: PLR2004  (an entry)
    if kind not in ALONE or not isinstance(other.value, dict) or not isinstance(node.value, str | list):
        return node
    return replace(node, value={ALONE[kind]: replace(node, key_place=None)})


def _option(node: Node, below: Node | None) -> Node:
    """An option is a text: that of a mapping which says where it goes, or the text that it had."""
    if not isinstance(node.value, dict) or not node.value.keys() <= {"title"}:
        return node
    title = node.child("title") or below
    return node if title is None else replace(title, key_place=node.key_place)


def _after_renaming(base: dict[str, Node], variant: dict[str, Node], path: tuple[str, ...]) -> dict[str, Node]:
    """The base entries to merge over: for a tactic or protocol with a new name, only those independent of the name.

    Keys that the variant gives stay too, so that it may remove them. The basis was for the old name and becomes assumed
    unless the variant gives one.
    """
    old, new = base.get("name"), variant.get("name")
    kept = KEPT.get((path[0], path[-1])) if len(path) == NAMED_DEPTH else None
    if kept is None or old is None or new is None or new.value in (old.value, None):
        return base
    stays = {key: node for key, node in base.items() if key in kept or (key in variant and key != "basis")}
    return {**stays, "basis": assumed_by(new)} if base.keys() - variant.keys() >= {"basis"} else stays


def mark_assumed(root: Node, changed: SourceText) -> Node:
    """Mark numbers from `changed` without a basis of their own as assumed, with a note of their origin.

    A mapping with `numbers` covers the numbers below it, down to the next such mapping; a mapping with only `basis` (a
    tactic) covers the numbers directly in it. If one of them was changed but the basis was not, its `numbers` becomes
    assumed. Conditions have no points, so numbers in a condition change no basis.
    """
    if isinstance(root.value, list):
        return replace(root, value=[mark_assumed(item, changed) for item in root.value])
    if not isinstance(root.value, dict):
        return root
    entries = {key: mark_assumed(node, changed) for key, node in root.value.items()}
    marked = replace(root, value=entries)
    basis = entries.get("numbers", entries.get("basis"))
    if basis is None or basis.source is changed:
        return marked
    every = "numbers" in entries  # else only the numbers directly in the mapping
    covered = [
        c
        for key, c in entries.items()
        if key not in NO_POINTS and (every or key == TESTS or not isinstance(c.value, dict))
    ]
    leaf = next((leaf for child in covered for leaf in _leaves(child) if leaf.source is changed), None)
    return marked if leaf is None else replace(marked, value={**entries, "numbers": assumed_by(leaf)})


def _leaves(node: Node) -> Iterator[Node]:
    """The numbers below a node that no other basis covers."""
    if isinstance(node.value, dict):
        own = {"basis", "numbers"} & node.value.keys()
        yield from (leaf for child in node.value.values() for leaf in _leaves(child) if not own)
    elif isinstance(node.value, list):
        yield from (leaf for item in node.value for leaf in _leaves(item))
    elif _is_number(node.value):
        yield node


def _is_number(value: object) -> bool:
    """Whether a value is a number; of votes a share may be written as a fraction."""
    if isinstance(value, str):
        return FRACTION.fullmatch(value) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)


def assumed_by(leaf: Node) -> Node:
    """The basis of a changed value, at the place of the change."""
    note = f"changed in {Path(leaf.source.name).name}, line {leaf.place.line}"
    if leaf.source.name == SET:
        note = f"changed on the command line: {leaf.source.lines[0]}"
    place = leaf.key_place or leaf.place
    entries = {key: Node(text, place, place, leaf.source) for key, text in (("kind", "assumed"), ("note", note))}
    return Node(dict(entries), place, place, leaf.source)
