"""One scenario over another: `extends`, `--set`, and what becomes of the basis of a number so changed."""

from __future__ import annotations

from pathlib import Path

from negosim.scenario.nodes import Node

__all__ = ["merge", "read_scenario_nodes", "set_value"]


def merge(base: Node, variant: Node) -> Node:
    """The base with the variant's parts over it."""
    raise NotImplementedError


def read_scenario_nodes(path: str | Path) -> Node:
    """The nodes of a scenario file."""
    raise NotImplementedError


def set_value(root: Node, change: str) -> Node:
    """The nodes with one change of the command line."""
    raise NotImplementedError
