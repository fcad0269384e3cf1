"""Facts of log entries: frozen dataclasses, and their plain form in a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any, ClassVar, NamedTuple, Self

__all__ = ["NO_FACTS", "Facts", "PlainFacts", "private"]


def private() -> Any:
    """A field that is somebody's own, such as a belief: no seat sees it. It is None where it is not known."""
    return field(default=None, metadata={"private": True})


@dataclass(frozen=True)
class Facts:
    """What an entry says besides its seat, parties and package; nothing in most kinds.

    A subclass has the facts of entries of some `kinds`; of entries of one `block`, where what a kind says depends on
    that, as of moves. Its fields hold what JSON holds, with tuples for lists. A field whose key in the plain form is
    not its name has the key in its metadata. The plain form leaves out what is at its default.
    """

    kinds: ClassVar[tuple[str, ...]] = ()
    block: ClassVar[str] = ""

    def to_plain(self) -> dict[str, Any]:
        """The facts by key, in the order of the fields; private ones together under `inward`."""
        plain: dict[str, Any] = {"block": self.block} if self.block else {}
        inward: dict[str, Any] = {}
        for name, key, default, is_private in self._keys():
            value = getattr(self, name)
            if value is not default:
                (inward if is_private else plain)[key] = list(value) if isinstance(value, tuple) else value
        return plain | {"inward": inward} if inward else plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """The inverse of `to_plain`; `TypeError` for facts of another form."""
        names = {one.key: one.name for one in cls._keys()}
        public = {key: value for key, value in plain.items() if key not in ("block", "inward")}
        values = {**public, **plain.get("inward", {})}
        given = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
        return cls(**{names.get(key, key): value for key, value in given.items()})

    @property
    def public_view(self) -> Self:
        """The facts as seats see them, without the private ones."""
        hidden = {one.name: None for one in self._keys() if one.private}
        return replace(self, **hidden) if hidden else self

    @classmethod
    def _keys(cls) -> tuple[_Key, ...]:
        return _keys_of(cls)  # type: ignore[arg-type]  # a class can be hashed, whatever its objects hold


NO_FACTS = Facts()


@dataclass(frozen=True)
class PlainFacts(Facts):
    """Facts by key as they were written, of a kind that no class is known for."""

    values: Mapping[str, Any]

    def to_plain(self) -> dict[str, Any]:
        """The facts by key."""
        return dict(self.values)

    @property
    def public_view(self) -> PlainFacts:
        """The facts without what is under `inward`."""
        return PlainFacts({key: value for key, value in self.values.items() if key != "inward"})


class _Key(NamedTuple):
    """A field of a class of facts, and where it stands in the plain form."""

    name: str
    key: str
    default: object
    private: bool


@cache
def _keys_of(facts: type[Facts]) -> tuple[_Key, ...]:
    """Kept by class, since every entry of a log is written."""
    return tuple(
        _Key(one.name, one.metadata.get("key", one.name), one.default, "private" in one.metadata)
        for one in fields(facts)
    )
