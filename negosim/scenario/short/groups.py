"""Groups: parties named together in lists, with stances and more that all of them share.

What a group says stands with each of its members, under what the member says itself, and knows where it was written:
a number of a group is one number, drawn and varied once for all who share it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

from negosim.errors import did_you_mean
from negosim.scenario.short.faults import ShortFormFaults
from negosim.scenario.yaml.merge import merge
from negosim.scenario.yaml.nodes import KeyPath, Node, shorten

__all__ = ["Membership", "items_of", "with_groups", "with_names"]

SHARED_BY_KEY = ("stances", "linkages")
"""What is shared entry by entry."""
WHOLE = {"stances": (("weight",), ("values", "position")), "linkages": (("title",), ("when",), ("points",))}
"""The keys, one of each, without which an entry is only a part."""
SHARED = (*SHARED_BY_KEY, "reserve", "cost_of_delay", "discount", "tactic", "abstains")
"""What a group says for its members."""
OWN = ("title", "members")
"""What it says of itself."""


def with_names(root: Node) -> Node:
    """The nodes with parties that are only a name, and groups that are only a list, as mappings."""
    for part, kind, key in (("parties", str, "name"), ("groups", list, "members")):
        node = root.child(part)
        if node is not None and isinstance(node.value, dict) and isinstance(root.value, dict):
            entries = {name: _keyed(one, kind, key) for name, one in node.value.items()}
            root = replace(root, value={**root.value, part: replace(node, value=entries)})
    return root


def _keyed(node: Node, kind: type, key: str) -> Node:
    return replace(node, value={key: replace(node)}) if isinstance(node.value, kind) else node


def with_groups(root: Node, membership: Membership, faults: ShortFormFaults) -> Node:
    """The nodes with what groups share standing with their members, and of each group its title and members alone."""
    groups, parties = root.child("groups"), root.child("parties")
    sharing = _Sharing(_mapping(groups), membership, faults)
    members = {key: sharing.with_shared(key, party).without_nulls() for key, party in _mapping(parties).items()}
    bare = {key: _bare(group, membership.members(key)) for key, group in _mapping(groups).items()}
    changed = {
        part: replace(node, value=entries)
        for part, node, entries in (("groups", groups, bare), ("parties", parties, members))
        if node is not None and entries
    }
    return replace(root, value={**_mapping(root), **changed})


def items_of(node: Node | None) -> list[Node]:
    """The nodes of a list, which may be a single name without brackets."""
    if node is not None and isinstance(node.value, str):
        return [replace(node, key_place=None)]
    return node.value if node is not None and isinstance(node.value, list) else []


def _mapping(node: Node | None) -> dict[str, Node]:
    return node.value if node is not None and isinstance(node.value, dict) else {}


def _bare(group: Node, members: Sequence[Node]) -> Node:
    """A group without what it shares, its members in full."""
    if not isinstance(group.value, dict):
        return group
    entries = {key: node for key, node in group.value.items() if key not in SHARED}
    listed = entries.get("members")
    if listed is not None and members:
        entries["members"] = replace(listed, value=list(members))
    return replace(group, value=entries)


class Membership:
    """Who the members of each group are, groups inside groups read as theirs."""

    def __init__(self, root: Node, faults: ShortFormFaults) -> None:
        self.groups = _mapping(root.child("groups"))
        self._parties, self._bodies = _mapping(root.child("parties")), _mapping(root.child("bodies"))
        self._faults = faults
        self._found: dict[str, list[Node]] = {}
        self._open: list[str] = []
        self._names = {key: frozenset(str(one.value) for one in self.members(key)) for key in self.groups}

    def members(self, group: str) -> list[Node]:
        """The members of a group, each once and in order, at the places where they are written."""
        if group not in self._found:
            self._open.append(group)
            self._found[group] = self.listed(
                items_of(self.groups[group].child("members")), ("groups", group, "members")
            )
            self._open.pop()
        return self._found[group]

    def of(self, party: str) -> list[str]:
        """The groups of a party, the widest first."""
        found = [key for key, members in self._names.items() if party in members]
        return sorted(found, key=lambda key: -len(self._names[key]))

    def inside(self, group: str, other: str) -> bool:
        """Whether a group is part of another."""
        return self._names[group] < self._names[other]

    def listed(self, listed: Sequence[Node], path: KeyPath) -> list[Node]:
        """The nodes of a list of parties with groups as their members; who stands there by a group stands there once.

        At a meeting a body is read as its members too. A name that is written twice stays twice, which is an error.
        """
        found: list[Node] = []
        by_group: set[str] = set()
        for place, node in enumerate(listed):
            name = node.value if isinstance(node.value, str) else ""
            if name in self.groups or self._is_table(path, name):
                present = {one.value for one in found if isinstance(one.value, str)}
                inner = self._inner if name in self.groups else self._voters
                new = [one for one in inner(node, name, (*path, place)) if one.value not in present]
                by_group |= {str(one.value) for one in new}
                found += new
            elif name not in by_group:
                found.append(node.copied_from((*path, place)) if path[:1] == ("groups",) else node)
        return found

    def _is_table(self, path: KeyPath, name: str) -> bool:
        """Whether a name in a list is that of a body which sits at a meeting."""
        return path[:1] == ("meetings",) and name in self._bodies and not self._bodies[name].child("blocs")

    def _voters(self, node: Node, body: str, path: KeyPath) -> list[Node]:
        """The members of a body, or else those that have weights, at the place of its name."""
        listed = items_of(self._bodies[body].child("members"))
        names = [one.value for one in self.listed(listed, ("bodies", body, "members"))]
        weighed = _mapping(self._bodies[body].child("weights"))
        return [replace(node, value=name).copied_from(path) for name in names or weighed]

    def _inner(self, node: Node, group: str, path: KeyPath) -> list[Node]:
        """The members of a group at the place of its name; those that are no parties are told where they are listed."""
        if group in self._open:
            within = self._open[-1]
            each_other = f"{group!r} and {within!r} are members of each other"
            said = each_other if group != within else f"{group!r} is a member of itself"
            self._faults.at_value(node, path, "S016", said, "take one out of the other")
            return []
        names = [one for one in self.members(group) if isinstance(one.value, str)]
        known = [one for one in names if one.value in self._parties]
        return [replace(node, value=one.value).copied_from(path) for one in known or names]


@dataclass
class _Sharing:
    """What groups share, set under what their members say."""

    groups: Mapping[str, Node]
    membership: Membership
    faults: ShortFormFaults
    written: dict[str, Node] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key, group in self.groups.items():
            shared = {name: node for name, node in _mapping(group).items() if name in SHARED}
            self.written[key] = replace(group, value=shared).copied_from(("groups", key))
            self._check_keys(key, group)

    def _check_keys(self, key: str, group: Node) -> None:
        known = [*OWN, *SHARED]
        for name, node in _mapping(group).items():
            if name not in known:
                help = did_you_mean(name, known, _mapping(group))
                self.faults.at_key(node, ("groups", key, name), "S001", f"unknown key {shorten(name)}", help)

    def with_shared(self, key: str, party: Node) -> Node:
        """A party over what its groups say for it."""
        groups = self.membership.of(key)
        if not groups or not isinstance(party.value, dict):
            return party
        disputed = set(self._disputed(groups))
        for path, (group, other) in self._disputed(groups).items():
            if not _stands_alone(_at(party, path), path):
                self._refuse(key, path, other, group)
        layers = [_without(self.written[group], disputed) for group in groups]
        with self.faults.gathering():
            return reduce(lambda below, layer: merge(below, layer, ("parties", key), groups=True), [*layers, party])
        return party

    def _disputed(self, groups: Sequence[str]) -> dict[KeyPath, tuple[str, str]]:
        """What two groups say, neither of which is inside the other, with the two."""
        by: dict[KeyPath, str] = {}
        disputed = {}
        for group in groups:
            for path in _things(self.written[group]):
                other = by.get(path)
                if other is not None and not self.membership.inside(group, other):
                    disputed[path] = (group, other)
                by[path] = group
        return disputed

    def _refuse(self, party: str, path: KeyPath, other: str, group: str) -> None:
        thing, *name = map(str, path)
        what = {"stances": "two stances on", "linkages": "two linkages"}.get(thing, f"two of {thing!r}")
        message = " ".join([f"{party} has {what}", *map(repr, name)]) + f", from {other!r} and {group!r}"
        node = self.written[group].at(path)
        self.faults.at_key(node, node.written, "S018", message, "write its own, or make one group part of the other")


def _things(group: Node) -> Iterator[KeyPath]:
    """The paths of what a group shares: each stance and linkage, and whatever is shared as one."""
    for key, node in _mapping(group).items():
        yield from ((key, name) for name in _mapping(node)) if key in SHARED_BY_KEY else [(key,)]


def _without(node: Node, paths: Collection[KeyPath]) -> Node:
    """A group without what stands at some paths."""
    for key, *rest in paths:
        below = node.child(key)
        if below is not None and rest:
            node = replace(node, value={**_mapping(node), str(key): _without(below, [tuple(rest)])})
        else:
            node = node.without(str(key))
    return node


def _stands_alone(own: Node | None, path: KeyPath) -> bool:
    """Whether what a member says itself is whole, or takes it away, so that no group is asked."""
    if own is None or not isinstance(own.value, dict):
        return own is not None
    return all(any(key in own.value for key in either) for either in WHOLE.get(str(path[0]), ()))


def _at(node: Node, path: KeyPath) -> Node | None:
    found: Node | None = node
    for key in path:
        found = found.child(key) if found is not None else None
    return found
