"""Merge scenarios: `extends`, `--set`, and the basis of numbers changed by them.

Mappings merge key by key, lists and values replace, `key: null` removes, and in `meetings` and `linkages` an entry with
`before: key` is inserted before that one. A file that extends several merges each over the previous. A tactic or
protocol that gets another name drops the parameters of the old one. Every node keeps its source position.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path

from negosim.errors import Diagnostic, InputError, Place, UsageError, did_you_mean
from negosim.files import find, folder
from negosim.scenario.yaml.nodes import Node, SourceText, dotted, shorten
from negosim.scenario.yaml.reader import MAX_BYTES, MAX_DEPTH, read_at, read_file

__all__ = ["CODES", "MAX_EXTENDS", "SET", "mark_assumed", "merge", "read_scenario_nodes", "set_value"]

MAX_EXTENDS = 8
"""The largest number of files extended, directly or indirectly."""

SET = "--set"
"""The source name of changes on the command line."""

ORDERED = ("meetings", "linkages")
"""Mappings with a meaningful order, whose entries may say `before`."""

NO_POINTS = ("basis", "numbers", "when", "while", "if", "refuses")
"""Keys without points below them."""

KEPT: dict[tuple[str, str], tuple[str, ...]] = {
    ("parties", "tactic"): (),
    ("meetings", "protocol"): ("rounds", "begins"),
}
"""Part and named component -> keys kept under another name; the rest are parameters of the old one."""

NAMED_DEPTH = 3
"""Length of the path to a tactic or protocol: part, party or meeting, component."""

CODES: dict[str, str] = {
    "Y101": "A variant removes a key ('key: null') that the file below it does not have.",
    "Y102": "'before' names a meeting or linkage that does not exist.",
    "Y103": "'extends' is not the name of a file beside this one.",
    "Y104": "Files extend each other in a circle, or too many stand on each other.",
    "Y105": "A scenario is a mapping: lines of 'key: value'.",
    "Y106": "The path of a '--set' does not lead into the scenario.",
}
"""Code -> its meaning in one sentence."""

_DIGITS = re.compile(r"-?[0-9]+")


def merge(base: Node, variant: Node) -> Node:
    """The variant merged over the base; `InputError` with all faults of the variant."""
    merging = _Merge()
    merged = merging.over(base, variant, ())
    if merging.faults:
        raise InputError(merging.faults)
    return merged


@dataclass
class _Merge:
    """A merge in progress, with its faults."""

    faults: list[Diagnostic] = field(default_factory=list)

    def over(self, base: Node, variant: Node, path: tuple[str, ...]) -> Node:
        """The variant over the base; the variant alone unless both are mappings."""
        if not isinstance(variant.value, dict):
            return variant
        below = base.value if isinstance(base.value, dict) else {}
        merged = dict(_after_renaming(below, variant.value, path))
        for key, node in variant.value.items():
            self._merge_key(merged, key, node, (*path, key))
        ordered = self._reorder(merged, variant.value, path) if path[-1:] and path[-1] in ORDERED else merged
        return replace(variant, value=ordered)

    def _merge_key(self, merged: dict[str, Node], key: str, node: Node, path: tuple[str, ...]) -> None:
        if node.value is not None:
            merged[key] = self.over(merged.get(key, replace(node, value=None)), node, path)
        elif merged.pop(key, None) is None:
            help = did_you_mean(key, list(merged))
            self.faults.append(node.key_diagnostic("Y101", f"no key {key!r} to remove", dotted(path), help))

    def _reorder(self, merged: dict[str, Node], variant: dict[str, Node], path: tuple[str, ...]) -> dict[str, Node]:
        """Move the variant's entries that say `before`, in the order of the variant."""
        for key in variant:
            before = merged[key].child("before") if key in merged else None
            if before is not None:
                merged = self._move(merged, key, before, path)
        return merged

    def _move(self, merged: dict[str, Node], key: str, before: Node, path: tuple[str, ...]) -> dict[str, Node]:
        moved = _without(merged[key], "before")
        others = {name: node for name, node in merged.items() if name != key}
        if not isinstance(before.value, str) or before.value not in others:
            help = did_you_mean(str(before.plain()), list(others))
            at = dotted((*path, key, "before"))
            self.faults.append(before.diagnostic("Y102", f"no entry {shorten(str(before.plain()))}", at, help))
            return merged
        return _inserted(others, key, moved, before.value)


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
    return {**stays, "basis": _assumed(new)} if base.keys() - variant.keys() >= {"basis"} else stays


def _without(node: Node, key: str) -> Node:
    items = node.value.items() if isinstance(node.value, dict) else ()
    return replace(node, value={name: child for name, child in items if name != key})


def _inserted(entries: dict[str, Node], key: str, node: Node, before: object) -> dict[str, Node]:
    """The entries with one inserted before the named one."""
    result: dict[str, Node] = {}
    for name, entry in entries.items():
        if name == before:
            result[key] = node
        result[name] = entry
    return result


def read_scenario_nodes(path: str | Path) -> Node:
    """The nodes of a scenario file merged over the files that it extends.

    `UsageError` if the file cannot be read; `InputError` for faults in it or in the extended files.
    """
    first, *others = _Layers(_real(Path(path).parent)).of(Path(path), ())
    return reduce(lambda below, layer: mark_assumed(merge(below, layer), layer.source), others, first)


@dataclass
class _Layers:
    """The files of a scenario, all in the folder of the topmost or below it."""

    root: Path
    read: list[Path] = field(default_factory=list)

    def of(self, path: Path, open_: tuple[Path, ...]) -> list[Node]:
        """A file and the files that it extends, lowest first and each once; `open_` are the files that lead here."""
        node = read_file(path)
        if not isinstance(node.value, dict):
            raise _fault(node, "Y105", "a scenario is a mapping: lines of 'key: value'")
        open_ = (*open_, _real(path))
        below = [layer for name in _extended(node) for layer in self._below(path, name, open_)]
        self.read.append(_real(path))
        return [*below, _without(node, "extends")]

    def _below(self, path: Path, name: Node, open_: tuple[Path, ...]) -> list[Node]:
        """The layers of an extended file; none if they are included already."""
        target = self._target(path, name)
        if _real(target) in open_:
            raise _fault(name, "Y104", f"{shorten(str(name.value))} extends this file in turn", "extends")
        if max(len(open_), len(self.read)) > MAX_EXTENDS:
            raise _fault(name, "Y104", f"more than {MAX_EXTENDS} files stand on each other", "extends")
        try:
            return [] if _real(target) in self.read else self.of(target, open_)
        except UsageError as error:
            raise _fault(name, "Y103", str(error), "extends") from None

    def _target(self, path: Path, name: Node) -> Path:
        """The path of the extended file, in the scenario's folder or below, or shipped with negosim."""
        if not isinstance(name.value, str) or not name.value.strip():
            raise _fault(name, "Y103", "'extends' is the name of a file", "extends", "extends: other.yaml")
        target = Path(*path.parent.parts, *Path(name.value).parts)
        if not target.suffix and len(target.parts) == len(path.parts) and not target.exists():
            try:
                return find("scenarios", name.value)
            except UsageError as error:
                raise _fault(name, "Y103", str(error), "extends", "or name a file: extends: other.yaml") from None
        roots = (self.root, _real(folder("scenarios")))
        if Path(name.value).is_absolute() or not any(_real(target).is_relative_to(root) for root in roots):
            help = "put the file beside this one, or in a folder there"
            raise _fault(name, "Y103", f"{shorten(name.value)} is outside the scenario's folder", "extends", help)
        return target


def _extended(node: Node) -> list[Node]:
    """The nodes of the names of the files that a file extends."""
    name = node.child("extends")
    if name is None:
        return []
    if isinstance(name.value, list) and not name.value:
        raise _fault(name, "Y103", "'extends' is an empty list", "extends", "extends: other.yaml")
    return name.value if isinstance(name.value, list) else [name]


def _real(path: Path) -> Path:
    """The path without links; unlike `Path.resolve` no error for a circle of links, which reading reports."""
    try:
        return Path(os.path.realpath(path))
    except ValueError:
        return path


def _fault(node: Node, code: str, message: str, path: str = "", help: str = "") -> InputError:
    return InputError([node.diagnostic(code, message, path, help)])


def set_value(root: Node, change: str) -> Node:
    """The nodes with one change `path=value` of the command line, merged like a variant.

    The path is keys and list indices joined by dots; `null` removes a key. `UsageError` for a change without '=';
    `InputError` for a path that does not lead into the scenario or a value that is not YAML.
    """
    path, sign, _ = change.partition("=")
    if not sign or not path.strip() or len(change) > MAX_BYTES:
        raise UsageError(f"{SET} {shorten(change)}: write {SET} PATH=VALUE, as in {SET} parties.usa.reserve=5")
    value = read_at(change, len(path) + 1, SET)
    if path.count(".") + 1 + _depth(value) > MAX_DEPTH:
        raise _fault(value, "Y106", f"nested more than {MAX_DEPTH} deep", path)
    return mark_assumed(_Setting(value, path).below(root, path.split("."), ()), value.source)


def _depth(node: Node) -> int:
    """The nesting depth of lists and mappings."""
    if not isinstance(node.value, dict | list):
        return 0
    children = node.value.values() if isinstance(node.value, dict) else node.value
    return 1 + max(map(_depth, children), default=0)


@dataclass(frozen=True)
class _Setting:
    """One change of the command line."""

    value: Node
    path: str

    def below(self, node: Node, rest: Sequence[str], done: tuple[str, ...]) -> Node:
        """The node at path `done` with the change at path `rest` below it."""
        if isinstance(node.value, list):
            return self._item(node, rest, done)
        if not isinstance(node.value, dict):
            raise self._lost(rest, done, f"{dotted(done)!r} is one value, with nothing below it", "")
        key, rest = _first_key(node.value, rest)
        here = (*done, key)
        if not rest:
            return self._last(node, key, here)
        if key not in node.value:
            raise self._lost([key], done, f"no key {key!r}", did_you_mean(key, list(node.value)))
        return replace(node, value={**node.value, key: self.below(node.value[key], rest, here)})

    def _last(self, node: Node, key: str, path: tuple[str, ...]) -> Node:
        """The mapping with the change at one of its keys, which may be new."""
        leaf = replace(self.value, key_place=self._place(path[:-1], key))
        merging = _Merge()
        single = replace(node, value={key: leaf})
        merged = merging.over(node, single, path[:-1])
        if merging.faults:
            raise InputError(merging.faults)
        return merged

    def _item(self, node: Node, rest: Sequence[str], done: tuple[str, ...]) -> Node:
        items = list(node.value) if isinstance(node.value, list) else []
        index = int(rest[0]) if _DIGITS.fullmatch(rest[0]) and len(rest[0]) < MAX_DEPTH else -1
        if not 0 <= index < len(items):
            help = f"the list has the indices 0 to {len(items) - 1}" if items else "the list is empty"
            raise self._lost(rest[:1], done, f"no item {rest[0]!r}", help)
        here = (*done, rest[0])
        leaf = replace(self.value, key_place=None)
        items[index] = self.below(items[index], rest[1:], here) if rest[1:] else leaf
        return replace(node, value=items)

    def _place(self, done: Sequence[str], key: str) -> Place:
        """The place of a key in the change."""
        start = len(dotted(done)) + 1 if done else 0
        return Place(SET, 1, start + 1, max(1, len(key)))

    def _lost(self, rest: Sequence[str], done: Sequence[str], message: str, help: str) -> InputError:
        place = self._place(done, rest[0])
        return InputError([self.value.source.diagnostic("Y106", message, place, self.path, help)])


def _first_key(entries: dict[str, Node], rest: Sequence[str]) -> tuple[str, Sequence[str]]:
    """The first key of a path and the rest; a number such as 2.5 is one key despite its dot."""
    pair = ".".join(rest[:2])
    both_digits = len(rest) > 1 and all(_DIGITS.fullmatch(part) for part in rest[:2])
    if rest[0] not in entries and (pair in entries or both_digits):
        return pair, rest[2:]
    return rest[0], rest[1:]


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
    leaf = next((leaf for leaf in _numbers_below(entries) if leaf.source is changed), None)
    return marked if leaf is None else replace(marked, value={**entries, "numbers": _assumed(leaf)})


def _numbers_below(entries: dict[str, Node]) -> Iterator[Node]:
    """The numbers covered by a mapping with `numbers` or `basis`."""
    for key, child in entries.items():
        if key not in NO_POINTS and ("numbers" in entries or not isinstance(child.value, dict)):
            yield from _leaves(child)


def _leaves(node: Node) -> Iterator[Node]:
    """The numbers below a node that no other basis covers."""
    if isinstance(node.value, dict):
        own = {"basis", "numbers"} & node.value.keys()
        yield from (leaf for child in node.value.values() for leaf in _leaves(child) if not own)
    elif isinstance(node.value, list):
        yield from (leaf for item in node.value for leaf in _leaves(item))
    elif isinstance(node.value, int | float) and not isinstance(node.value, bool):
        yield node


def _assumed(leaf: Node) -> Node:
    """The basis of a changed value, at the place of the change."""
    note = f"changed in {Path(leaf.source.name).name}, line {leaf.place.line}"
    if leaf.source.name == SET:
        note = f"changed on the command line: {leaf.source.lines[0]}"
    place = leaf.key_place or leaf.place
    entries = {key: Node(text, place, place, leaf.source) for key, text in (("kind", "assumed"), ("note", note))}
    return Node(dict(entries), place, place, leaf.source)
