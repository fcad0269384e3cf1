"""Rewrite the text of a file of version 1 in the words of version 2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from negosim.scenario.upgrade.editor import Editor
from negosim.scenario.upgrade.paths import TRUCE, body_key, new_path
from negosim.scenario.yaml.nodes import KeyPath, Node
from negosim.scenario.yaml.writer import dump

__all__ = ["Rewritten", "rewritten_text"]

NO_SPREAD = "'spread' has no equal: say 'swing', the standard deviation of the share for it"
KEYED = ("parties", "groups", "bodies")
"""Mappings whose keys a new body must not have."""


@dataclass
class Rewritten:
    """The new text, what was changed in sentences, and the new key of each party's ratifiers."""

    text: str
    changes: list[str] = field(default_factory=list)
    bodies: dict[str, str] = field(default_factory=dict)


def rewritten_text(text: str, root: Node, bases: Mapping[str, str], bodies: Mapping[str, str]) -> Rewritten:
    """The text of a file whose nodes are `root`, in version 2.

    `bases` are new names for files that it extends, `bodies` the keys that these give to ratifiers, by party.
    """
    editor = Editor(text)
    rewriting = _Rewriting(editor, root, bases, bodies=dict(bodies))
    rewriting.version()
    rewriting.extends()
    rewriting.ratifiers()
    rewriting.commitment()
    rewriting.shifts()
    return Rewritten(editor.result(), rewriting.changes, rewriting.bodies)


@dataclass
class _Rewriting:
    """The changes to a text, part by part."""

    editor: Editor
    root: Node
    bases: Mapping[str, str]
    changes: list[str] = field(default_factory=list)
    bodies: dict[str, str] = field(default_factory=dict)

    def version(self) -> None:
        """Say version 2; a variant that leaves it to the file that it extends says it for itself."""
        said = self.root.child("negosim")
        if said is None:
            self.editor.insert((), "negosim: 2")
            self.changes.append("negosim: 2, said here and no longer by the file that it extends")
        elif said.value == 1:
            self.editor.replace(("negosim",), "2")
            self.changes.append("negosim: 1 -> 2")

    def extends(self) -> None:
        """Extend files that have been rewritten themselves."""
        node = self.root.child("extends")
        if node is None:
            return
        listed = isinstance(node.value, list)
        for place, one in enumerate(node.value if isinstance(node.value, list) else [node]):
            new = self.bases.get(str(one.value))
            if new is not None:
                self.editor.replace(("extends", place) if listed else ("extends",), dump(new).strip())
                self.changes.append(f"extends: {one.value} -> {new}")

    def ratifiers(self) -> None:
        """Ratifiers of a party are a body that ratifies what it signs."""
        given = self.root.child("ratifiers")
        if given is None:
            return
        self.editor.rename(("ratifiers",), "bodies")
        self.changes.append("ratifiers -> bodies")
        for party in given.value if isinstance(given.value, dict) else ():
            self._body(party, given)

    def _body(self, party: str, given: Node) -> None:
        path: KeyPath = ("ratifiers", party)
        key = self.bodies[party] = self.bodies.get(party) or self._free_key(body_key(party))
        self.editor.rename(path, key)
        self.changes.append(f"ratifiers.{party} -> bodies.{key}, with 'ratifies: {party}'")
        spec = given.child(party)
        if spec is None or not isinstance(spec.value, dict) or not spec.value:
            return
        self.editor.insert(path, f"ratifies: {party}")
        if "threshold" in spec.value:
            self.editor.nest((*path, "threshold"), "passes", "share")
            self.changes.append(f"ratifiers.{party}.threshold -> bodies.{key}.passes.share")
        if "spread" in spec.value:
            self.editor.comment_out((*path, "spread"), NO_SPREAD)
            self.changes.append(f"ratifiers.{party}.spread is a comment now: {NO_SPREAD}")

    def commitment(self) -> None:
        """The one commitment is one of several that there may be."""
        if self.root.child("commitment") is not None:
            self.editor.nest(("commitment",), "commitments", TRUCE)
            self.changes.append(f"commitment -> commitments.{TRUCE}")

    def _free_key(self, key: str) -> str:
        """A key for a body that nobody else has."""
        known = {name for part in KEYED for name in self._entries(part)} | set(self.bodies.values())
        return next(one for one in (key, *(f"{key}_{n}" for n in range(2, len(known) + 3))) if one not in known)

    def _entries(self, part: str) -> Mapping[str, Node]:
        node = self.root.child(part)
        return node.value if node is not None and isinstance(node.value, dict) else {}

    def shifts(self) -> None:
        """What events shift has its new path."""
        for event, spec in self._entries("events").items():
            shifts = spec.child("shifts")
            for path in shifts.value if shifts is not None and isinstance(shifts.value, dict) else ():
                self._shift(("events", event, "shifts", path))

    def _shift(self, place: KeyPath) -> None:
        old = str(place[-1])
        new = new_path(old, self.bodies)
        if new is None:
            self.editor.comment_out(place, NO_SPREAD)
        elif new != old:
            self.editor.rename(place, new)
        if new != old:
            self.changes.append(f"{'.'.join(map(str, place[:-1]))}: {old} -> {new or 'a comment'}")
