"""Write out the short forms of a scenario file, so that everything behind reads one form."""

from __future__ import annotations

from negosim.scenario.yaml.nodes import Node

__all__ = ["written_out"]


def written_out(root: Node) -> Node:
    """The nodes of a scenario, after `extends` and changes, in full; what stands there in full stays the same node."""
    return root
