"""Grids of variants: the scenarios of `--vary PATH=V1,V2,...`, one for each combination of values."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from negosim.errors import UsageError, did_you_mean, nearest
from negosim.scenario.load import load
from negosim.scenario.spec.scenario import Scenario

__all__ = ["FREELY", "MOST", "Axis", "VariantGrid", "axis", "grid"]

FREELY = 20
"""The largest grid that is run without confirmation."""

MOST = 400
"""The largest grid allowed."""

OPEN, CLOSE, QUOTES = "[{(", "]})", "\"'"


@dataclass(frozen=True)
class Axis:
    """An axis of a grid: a path of the scenario and its values, as written."""

    path: str
    values: tuple[str, ...]

    @property
    def changes(self) -> tuple[str, ...]:
        """The changes `path=value`."""
        return tuple(f"{self.path}={value}" for value in self.values)


@dataclass(frozen=True)
class VariantGrid:
    """The variants of a scenario over some axes, the last changing fastest."""

    axes: tuple[Axis, ...]
    scenarios: tuple[Scenario, ...]

    @property
    def titles(self) -> tuple[str, ...]:
        """A title for each variant: `rounds = 10, weight = 3`."""
        names = _short([one.path for one in self.axes])
        cells = product(*(one.values for one in self.axes))
        return tuple(", ".join(f"{name} = {v}" for name, v in zip(names, cell, strict=True)) for cell in cells)


def _short(paths: Sequence[str]) -> list[str]:
    """The shortest suffixes that distinguish the paths."""
    parts = [path.split(".") for path in paths]
    for length in range(1, max(map(len, parts)) + 1):
        names = [".".join(part[-length:]) for part in parts]
        if len(set(names)) == len(names):
            return names
    return list(paths)


def axis(text: str) -> Axis:
    """An axis from `PATH=V1,V2,...`; commas within brackets or quotes do not separate values.

    >>> axis("a.b=1,[2, 3],x").values
    ('1', '[2, 3]', 'x')
    """
    path, sign, values = text.partition("=")
    parts = _split(values)
    if not sign or not path.strip() or not all(parts):
        raise UsageError(f"--vary {text!r}: write --vary PATH=V1,V2,... as in --vary parties.usa.tactic.exponent=0.5,2")
    if len(set(parts)) < len(parts):
        raise UsageError(f"--vary {path.strip()}: a value is given twice")
    return Axis(path.strip(), tuple(parts))


def _split(text: str) -> list[str]:
    """Split at commas outside brackets and quotes."""
    parts, depth, quote = [""], 0, ""
    for sign in text:
        if sign == "," and not depth and not quote:
            parts.append("")
            continue
        parts[-1] += sign
        if quote or sign in QUOTES:
            quote = ("" if sign == quote else quote) if quote else sign
        else:
            depth += (sign in OPEN) - (sign in CLOSE)
    return [part.strip() for part in parts]


def grid(source: str | Path, axes: Sequence[Axis], changes: Sequence[str] = (), *, large: bool = False) -> VariantGrid:
    """Every variant of a scenario; `changes` apply to all of them.

    `UsageError` for a path that does not exist (with the nearest key) or is repeated, a single variant, or a grid of
    more than `FREELY` (unless `large`) or `MOST` variants; the errors of `load` for invalid values.
    """
    _check_size(axes, large)
    scenario = load(source, changes)
    paths = {**scenario.full(), **{key: part for key, part in scenario.plain().items() if key == "groups"}}
    for one in axes:
        _check_path(paths, one.path)
    cells = product(*(one.changes for one in axes))
    return VariantGrid(tuple(axes), tuple(load(source, [*changes, *cell]) for cell in cells))


def _check_size(axes: Sequence[Axis], large: bool) -> None:
    if len({one.path for one in axes}) < len(axes):
        raise UsageError("--vary names one path twice: give all its values in one")
    number = math.prod(len(one.values) for one in axes)
    if number < 2:  # noqa: PLR2004  (nothing to compare with)
        raise UsageError("--vary needs two values or more")
    if number > MOST:
        raise UsageError(f"this grid has {number:,} variants; {MOST} are the most")
    if number > FREELY and not large:
        raise UsageError(f"this grid has {number:,} variants, each an ensemble of its own: --yes plays them")


def _check_path(plain: Mapping[str, Any], path: str) -> None:
    """`UsageError` if a path does not exist; a missing last key without a near match is left to `load`."""
    node: Any = plain
    keys = path.split(".")
    for place, key in enumerate(keys):
        if isinstance(node, Mapping) and ".".join(keys[place:]) in node:
            return
        if isinstance(node, list) and key.isdigit() and int(key) < len(node):
            node = node[int(key)]
            continue
        known = list(map(str, node)) if isinstance(node, Mapping) else []
        if key not in known:
            if place == len(keys) - 1 and isinstance(node, Mapping) and nearest(key, known) is None:
                return
            at = ".".join(keys[:place])
            where = f"below {at!r}" if at else "in the scenario"
            raise UsageError(f"--vary {path}: no key {key!r} {where}: {did_you_mean(key, known)}")
        node = node[key]
