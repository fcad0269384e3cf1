"""Upgrade a scenario file: version 2 written beside it, and what that changes in play and in draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from negosim.errors import InputError, UsageError
from negosim.files import find
from negosim.scenario.load import load
from negosim.scenario.short.versions import NEW_WORD, OLD_WORD, OLD_WORDS
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.upgrade.paths import new_path
from negosim.scenario.upgrade.rewrite import rewritten_text
from negosim.scenario.yaml.extends import read_scenario_nodes
from negosim.scenario.yaml.nodes import Node
from negosim.scenario.yaml.reader import read_file

__all__ = ["Upgrade", "beside", "upgraded"]

VERSION = 2


@dataclass(frozen=True)
class Upgrade:
    """The new text of a file; what was changed, number by number too, and what else there is to say.

    `moved` are paths of numbers that have another one now, or None: a seed draws these anew. `kept` is how many numbers
    have the same path, and are drawn as before.
    """

    text: str
    changes: tuple[str, ...]
    moved: Mapping[str, str | None] = field(default_factory=dict)
    kept: int = 0
    offers: tuple[str, ...] = ()


def beside(path: Path) -> Path:
    """Where the new file goes: `talks.yaml` is upgraded as `talks_2.yaml`."""
    return path.with_name(f"{path.stem}_{VERSION}{path.suffix}")


def upgraded(path: Path) -> Upgrade | None:
    """The file in version 2; None where it is, without an old word.

    `InputError` for the faults of a file of version 1, or for what is no YAML; `UsageError` if it cannot be read.
    """
    root = read_file(path)
    scenario = _loaded(path, root)
    if scenario is not None and scenario.negosim == VERSION:
        return None
    bases = _bases(path, root)
    _refuse_old_bases(path, [name for name in _extended(root) if name not in bases])
    bodies = _bodies(path, [bases.get(name, name) for name in _extended(root)])
    found = rewritten_text(path.read_text(encoding="utf-8-sig"), root, bases, bodies)
    numbers = [at.path for at in scenario.numbers()] if scenario is not None else []
    new = {number: new_path(number, found.bodies) for number in numbers}
    moved = {number: path for number, path in new.items() if path != number}
    offers = tuple(_offers(scenario)) if scenario is not None else ()
    return Upgrade(found.text, tuple(found.changes), moved, len(numbers) - len(moved), offers)


def _loaded(path: Path, root: Node) -> Scenario | None:
    """The scenario of a file; None where nothing is wrong with it but that words of both versions come together."""
    try:
        return load(path)
    except InputError as error:
        own = ("negosim", *OLD_WORDS)
        if {one.code for one in error.diagnostics} <= {OLD_WORD, NEW_WORD} and any(root.child(one) for one in own):
            return None
        raise


def _bases(path: Path, root: Node) -> dict[str, str]:
    """The files that a variant extends and that have been upgraded, each with the name of the new one."""
    new = {name: beside(Path(name)) for name in _extended(root) if Path(name).suffix}
    return {name: file.as_posix() for name, file in new.items() if (path.parent / file).is_file()}


def _extended(root: Node) -> list[str]:
    """The names of the files that a file extends."""
    node = root.child("extends")
    given = [] if node is None else node.value if isinstance(node.value, list) else [node]
    return [one.value for one in given if isinstance(one.value, str)]


def _refuse_old_bases(path: Path, names: Sequence[str]) -> None:
    """`UsageError` if a file that is extended has old words itself: a variant in version 2 could not be read."""
    for name in names:
        target = _target(path, name)
        nodes = read_scenario_nodes(target)
        if any(nodes.child(word) is not None for word in OLD_WORDS):
            raise UsageError(f"{path} extends {name!r}, which has words of version 1: negosim upgrade {target} first")


def _bodies(path: Path, names: Sequence[str]) -> dict[str, str]:
    """The bodies that ratify for a party in the files that are extended, by party."""
    given = [read_scenario_nodes(_target(path, name)).child("bodies") for name in names]
    entries = [
        (key, spec) for node in given if node and isinstance(node.value, dict) for key, spec in node.value.items()
    ]
    ratifies = [(spec.child("ratifies"), key) for key, spec in entries]
    return {str(party.value): key for party, key in ratifies if party is not None}


def _target(path: Path, name: str) -> Path:
    """A file that a file extends, beside it or shipped."""
    own = path.parent / name
    return own if own.is_file() else find("scenarios", name)


def _offers(scenario: Scenario) -> Iterator[str]:
    """Where a body could say what a meeting's own votes say: all that it settles needs the same consent."""
    for key, meeting in scenario.meetings.items():
        issues = [scenario.issues[issue] for issue in meeting.issues]
        lists = {issue.consent_to(option) for issue in issues for option in issue.movable}
        if meeting.protocol.name == "voting" and len(lists) == 1:
            members = ", ".join(next(iter(lists)))
            yield (
                f"meeting {key!r} votes with a quota of its own, and all its issues need the same consent, so a body "
                f"could say it (bodies: {{{key}_body: {{members: [{members}], passes: ...}}}}, and consent: {key}_body)"
            )
