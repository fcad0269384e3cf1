"""The faults of short forms, collected while they are written out, and their codes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from negosim.errors import Diagnostic, InputError
from negosim.scenario.yaml.nodes import KeyPath, Node, dotted

__all__ = ["CODES", "ShortFormFaults"]

CODES: dict[str, str] = {
    "S015": "A word of version 2 of the format stands in a file that says 'negosim: 1'.",
    "S016": "Groups are members of each other, or entries are 'like' each other, in a circle.",
    "S017": "One key names two things: parties, groups and bodies all have keys of their own.",
    "S018": "Two groups, neither inside the other, give a party the same thing.",
    "S019": "'like' names another entry of the same mapping.",
    "S020": "A word of version 1, for which version 2 has another, stands in a file that says 'negosim: 2'.",
    "R263": "Where capabilities are the weights of a body, each of its members has one.",
}
"""Code -> what the rule is, in one sentence."""


@dataclass
class ShortFormFaults:
    """The faults found so far."""

    found: list[Diagnostic] = field(default_factory=list)

    def at_value(self, node: Node, path: KeyPath, code: str, message: str, help: str = "") -> None:
        """Add a fault of a value."""
        self.found.append(node.diagnostic(code, message, dotted(path), help))

    def at_key(self, node: Node, path: KeyPath, code: str, message: str, help: str = "") -> None:
        """Add a fault of a key."""
        self.found.append(node.key_diagnostic(code, message, dotted(path), help))

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Take up the faults of what is done inside, which is then left undone."""
        try:
            yield
        except InputError as error:
            self.found += error.diagnostics

    def stop(self) -> None:
        """`InputError` with all of them, if there are any."""
        if self.found:
            raise InputError(list(dict.fromkeys(self.found)))
