"""Variants and changes of the command line over a file with short forms.

A change may go to any path of the file written out, as to the stance that a member has from its group: it then stands
with the member, which has it for itself. A number that is changed and has its basis from a group or a default is
marked as assumed where the part that holds it was written, like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from negosim.errors import InputError
from negosim.scenario.short.expand import written_out
from negosim.scenario.yaml.changes import PathChange, first_key
from negosim.scenario.yaml.merge import has_short_forms, laid_over, mark_assumed
from negosim.scenario.yaml.nodes import KeyPath, Node, SourceText

__all__ = ["changed", "variant_over"]

BASES = ("basis", "numbers")
"""What is taken over whole where a part of it is changed."""


def variant_over(below: Node, layer: Node) -> Node:
    """A file over the files that it extends."""
    return _marked(laid_over(below, layer), layer.source)


def changed(root: Node, text: str) -> Node:
    """The nodes with one change `path=value` of the command line; the errors of `PathChange`."""
    change = PathChange.read(text)
    made = change.made_to(_reached(root, change.path.split(".")))
    return _marked(made, change.value.source)


def _marked(root: Node, source: SourceText) -> Node:
    """The nodes with numbers from a source that have their basis from elsewhere in the file marked as assumed."""
    full = _in_full(root)
    if full is None:
        return root
    for path, mark in _marks(full, mark_assumed(full, source), ()):
        root = _put(root, path, mark)
    return root


def _in_full(root: Node) -> Node | None:
    """The nodes written out, where they can be; what is wrong is told later."""
    try:
        return written_out(root) if has_short_forms(root) else None
    except InputError:
        return None


def _marks(before: Node, after: Node, path: KeyPath) -> Iterator[tuple[KeyPath, Node]]:
    """The bases of numbers that differ, each with the path at which the part that holds them was written."""
    if not isinstance(after.value, dict) or after is before:
        return
    for key, node in after.value.items():
        old = before.child(key)
        if key == "numbers" and (old is None or node.source is not old.source):
            if before.written or _holds_own(before, node.source):
                yield before.written or path, node
        elif old is not None:
            yield from _marks(old, node, (*path, key))


def _holds_own(node: Node, source: SourceText) -> bool:
    """Whether something from a source stands below a node where it was written."""
    below = node.value
    inner = below.values() if isinstance(below, dict) else below if isinstance(below, list) else ()
    return any(_holds_own(one, source) for one in inner) or (not inner and node.source is source and not node.written)


def _put(node: Node, path: KeyPath, mark: Node) -> Node:
    """The nodes with a basis of numbers at a path, if they have a part there."""
    if not isinstance(node.value, dict):
        return node
    if not path:
        return replace(node, value={**node.value, "numbers": mark})
    key, *rest = path
    below = node.child(key)
    return node if below is None else replace(node, value={**node.value, str(key): _put(below, tuple(rest), mark)})


def _reached(root: Node, keys: Sequence[str]) -> Node:
    """The nodes with a mapping or list at every step of a path that the file written out has."""
    full = _in_full(root)
    return root if full is None else _opened(root, full, keys)


def _opened(node: Node | None, full: Node, keys: Sequence[str]) -> Node:
    """What was written, as far along a path as the file written out leads; `node` is None where nothing was."""
    if isinstance(full.value, list) or not isinstance(full.value, dict):
        return node if node is not None and isinstance(node.value, type(full.value)) else _here(full)
    if node is None or not isinstance(node.value, dict):
        own = full.value.items() if node is not None else ()
        entries = {key: child for key, child in own if not child.written}
        node = replace(full, value=entries, written=())
    key, rest = first_key(full.value, keys)
    below, child = full.child(key), node.child(key)
    if not rest or below is None or not isinstance(node.value, dict):
        return node
    opened = _here(below) if child is None and key in BASES else _opened(child, below, rest)
    return replace(node, value={**node.value, key: opened})


def _here(node: Node) -> Node:
    """A copy that is written where it stands."""
    value = node.value
    if isinstance(value, dict):
        value = {key: _here(child) for key, child in value.items()}
    elif isinstance(value, list):
        value = [_here(item) for item in value]
    return replace(node, value=value, written=())
