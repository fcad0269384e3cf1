"""From a name, a file or plain data to a checked scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

from negosim.errors import InputError, Place
from negosim.files import find
from negosim.scenario.checks.all import check
from negosim.scenario.format import scenario_model
from negosim.scenario.parse import to_model
from negosim.scenario.short.changes import changed, variant_over
from negosim.scenario.short.expand import written_out
from negosim.scenario.spec.common import Model
from negosim.scenario.spec.rubric import Criterion, Rubric
from negosim.scenario.spec.scenario import Origin, Scenario
from negosim.scenario.yaml.extends import read_scenario_nodes
from negosim.scenario.yaml.node_builder import MAX_DEPTH
from negosim.scenario.yaml.nodes import Node, SourceText, dotted
from negosim.scenario.yaml.reader import read_file

__all__ = ["from_plain", "load", "read_rubric", "with_changes"]


def load(source: str | Path, changes: Sequence[str] = ()) -> Scenario:
    """The scenario of a file, or the shipped one of that name, with changes `path=value` made to it.

    What changes nothing, as an empty mapping over a mapping, is not counted as a change.
    `InputError` holds all faults of the file at once: those of the YAML, else those of the shape, else those of the
    references between parts. `UsageError` where there is no such file or name.
    """
    path, shipped = _locate(source)
    root = read_scenario_nodes(path, variant_over)
    made = []
    for change in changes:
        before, root = root, changed(root, change)
        made += [change] if root.plain() != before.plain() else []
    return _checked(root, path.stem, path, made, shipped)


def from_plain(
    data: Mapping[str, Any], name: str, *, path: Path | None = None, changes: Sequence[str] = (), shipped: bool = False
) -> Scenario:
    """The scenario of plain data, as `Scenario.plain()` gives it; the same checks, the same `InputError`."""
    root = _nodes(data, Place(name), SourceText(name))
    return _checked(root, name, path, changes, shipped)


def with_changes(scenario: Scenario, *changes: str) -> Scenario:
    """The scenario with further changes `path=value`, apart from its file; the errors of `load`."""
    root = _nodes(scenario.origin.plain, Place(scenario.name), SourceText(scenario.name))
    root = reduce(changed, changes, root)
    return _checked(root, scenario.name, None, (*scenario.changes, *changes), shipped=False)


def _checked(root: Node, name: str, path: Path | None, changes: Sequence[str], shipped: bool) -> Scenario:
    whole = written_out(root)
    elsewhere = {dotted(stands): dotted(written) for stands, written in whole.copies() if stands != written}
    origin = Origin(name, root.plain(), whole.plain(), elsewhere, path, tuple(changes), shipped)
    scenario = to_model(whole, scenario_model()).at_home(origin)
    faults = check(scenario, whole)
    if faults:
        raise InputError(faults)
    return scenario


def _locate(source: str | Path) -> tuple[Path, bool]:
    """The file, and whether it is a shipped one found by its name."""
    path = Path(source)
    try:
        is_file = path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        is_file = False
    if is_file or path.suffix in (".yaml", ".yml") or len(path.parts) != 1:
        return path, False
    return find("scenarios", str(source)), True


def _nodes(value: Any, place: Place, source: SourceText, depth: int = 0) -> Node:
    """Plain data as nodes; they all have the same place, since there is no text."""
    if depth > MAX_DEPTH:
        raise InputError([source.diagnostic("S099", f"nested deeper than {MAX_DEPTH} levels", place)])
    if isinstance(value, Mapping):
        value = {str(key): _nodes(item, place, source, depth + 1) for key, item in value.items()}
    elif isinstance(value, list | tuple):
        value = [_nodes(item, place, source, depth + 1) for item in value]
    return Node(value, place, place, source)


class RubricFile(Model):
    """A file that holds a rubric alone."""

    rubric: Rubric
    """The criteria."""


def read_rubric(path: str | Path) -> dict[str, Criterion]:
    """The rubric of a YAML file with the one key `rubric`.

    Errors: `UsageError` if it cannot be read; `InputError` with all its faults.
    """
    return dict(to_model(read_file(path), RubricFile).rubric)
