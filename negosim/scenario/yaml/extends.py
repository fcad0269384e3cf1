"""Read a scenario file merged over the files that it extends, each over the previous."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path

from negosim.errors import InputError, UsageError
from negosim.files import find, folder
from negosim.scenario.yaml.merge import laid_over
from negosim.scenario.yaml.nodes import Node, shorten
from negosim.scenario.yaml.reader import read_file

__all__ = ["MAX_EXTENDS", "read_scenario_nodes"]

MAX_EXTENDS = 8
"""The largest number of files extended, directly or indirectly."""


def read_scenario_nodes(path: str | Path, over: Callable[[Node, Node], Node] = laid_over) -> Node:
    """The nodes of a scenario file merged over the files that it extends, each laid `over` those below it.

    `UsageError` if the file cannot be read; `InputError` for faults in it or in the extended files.
    """
    first, *others = _Layers(_real(Path(path).parent)).of(Path(path), ())
    return reduce(over, others, first)


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
        return [*below, node.without("extends")]

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
