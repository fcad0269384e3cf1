"""Where a number of a file of version 1 stands in version 2."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["TRUCE", "body_key", "new_path"]

TRUCE = "truce"
"""The key of what was the one commitment."""


def body_key(party: str) -> str:
    """The key of the body that ratifies what a party signs."""
    return f"{party}_ratifiers"


def new_path(path: str, bodies: Mapping[str, str]) -> str | None:
    """Where a number stands in version 2, by its dotted path; None where it has no equal.

    `bodies` are the keys of bodies by party, where they are not `body_key`.

    >>> new_path("ratifiers.uk.threshold", {}), new_path("commitment.fragility", {})
    ('bodies.uk_ratifiers.passes.share', 'commitments.truce.fragility')
    """
    first, *rest = path.split(".")
    if first == "events" and rest[1:2] == ["shifts"]:
        shifted = new_path(".".join(rest[2:]), bodies)
        return None if shifted is None else ".".join([first, *rest[:2], shifted])
    if first == "commitment":
        return ".".join(["commitments", TRUCE, *rest])
    if first != "ratifiers" or not rest:
        return path
    party, *below = rest
    if below[:1] == ["spread"]:
        return None
    below = ["passes", "share", *below[1:]] if below[:1] == ["threshold"] else below
    return ".".join(["bodies", bodies.get(party, body_key(party)), *below])
