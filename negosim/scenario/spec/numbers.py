"""The numbers and the bases of a scenario file, each by the dotted path at which it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, Protocol

from pydantic import BaseModel

from negosim.scenario.spec.common import Basis, BasisKind, CountedBasis, NamedSpec, NumbersBasis
from negosim.scenario.spec.parties import Abstention, Capability, PartySpec, Reserve, TacticSpec
from negosim.scenario.spec.values import UncertainNumber

__all__ = [
    "UNSAID",
    "BasisAt",
    "NumberAt",
    "bases_below",
    "basis_at",
    "inside",
    "numbers_below",
    "parameters",
    "party_numbers",
    "said_of",
    "with_stances",
]


class NumberAt(NamedTuple):
    """An uncertain number, its dotted path in the file, and where it comes from; only votes are ever reported.

    `basis` is the path of what says so, empty where nothing does.
    """

    path: str
    number: UncertainNumber
    kind: BasisKind
    basis: str = ""

    @property
    def is_a_members(self) -> bool:
        """Whether it was written for a group, and is given its basis by one of the members."""
        return self.path.startswith("groups.") and self.basis.startswith("parties.")

    @property
    def by_default(self) -> bool:
        """Whether it is the file's default that says where it comes from."""
        return self.basis.startswith("defaults.")


class BasisAt(NamedTuple):
    """A basis, the path of what it is the basis of, and what that is (`stance`, `numbers of stance`, `consent`).

    `stands` is the path at which that stands once the file is written out: with a member of the group that says it.
    """

    path: str
    what: str
    basis: Basis | NumbersBasis | CountedBasis
    stands: str


class HasBasis(Protocol):
    """A part of the file that says where it comes from, and may say it of its numbers."""

    @property
    def basis(self) -> Basis:
        """Where its direction comes from."""

    @property
    def numbers(self) -> NumbersBasis | None:
        """Where its numbers come from."""


Said = tuple[BasisKind, str]
"""Where numbers come from, and the path of the basis that says so."""

UNSAID: Said = (BasisKind.ASSUMED, "")


def said_of(path: str, part: HasBasis) -> Said:
    """Where the parameters of a part come from: from its basis, unless it says more."""
    return (part.basis.kind, f"{path}.basis") if part.numbers is None else (part.numbers.kind, f"{path}.numbers")


def basis_at(path: str, what: str, basis: Basis | NumbersBasis | CountedBasis) -> BasisAt:
    """A basis by the path at which it stands."""
    return BasisAt(path, what, basis, path)


def party_numbers(path: str, party: PartySpec) -> Iterator[NumberAt]:
    """Those of a party; a reserve and a capability go by their own path, since they may be written as a number."""
    for name, part in inside(party):
        match part:
            case Reserve() | Abstention():
                yield NumberAt(f"{path}.{name}", part.points, part.numbers.kind, f"{path}.{name}.numbers")
            case Capability():
                yield NumberAt(f"{path}.{name}", part.value, part.numbers.kind, f"{path}.{name}.numbers")
            case TacticSpec():
                yield from parameters(f"{path}.{name}", part, said_of(f"{path}.{name}", part))
            case _:
                yield from numbers_below(f"{path}.{name}", part, UNSAID)


def parameters(path: str, spec: NamedSpec, said: Said) -> Iterator[NumberAt]:
    """The numeric parameters; a number is never reported, so that a reported meeting's are read as assumed."""
    kind, basis = said
    for name, value in spec.parameters.items():
        assumed = kind == BasisKind.REPORTED
        yield from numbers_below(f"{path}.{name}", value, (BasisKind.ASSUMED if assumed else kind, basis))


def numbers_below(path: str, part: object, said: Said) -> Iterator[NumberAt]:
    """Every uncertain number of a part and its parts; the nearest `numbers` above says where it comes from."""
    if isinstance(part, UncertainNumber):
        yield NumberAt(path, part, *said)
        return
    numbers = _given(part, "numbers")
    said = said if numbers is None else (numbers.kind, f"{path}.numbers")
    for key, inner in inside(part):
        yield from numbers_below(f"{path}.{key}", inner, said)


def bases_below(path: str, what: str, part: object) -> Iterator[BasisAt]:
    """The basis of a part and that of its numbers, then those of its parts."""
    basis, numbers = _given(part, "basis"), _given(part, "numbers")
    if basis is not None:
        yield basis_at(path, what, basis)
    if numbers is not None:
        yield basis_at(path, f"numbers of {what}", numbers)
    for key, inner in inside(part):
        yield from bases_below(f"{path}.{key}", what, inner)


def _given(part: object, key: str) -> Basis | NumbersBasis | CountedBasis | None:
    """What a part says of where it comes from; a parameter of a protocol may have such a key too, and is none."""
    given = getattr(part, key, None)
    return given if isinstance(given, Basis | NumbersBasis | CountedBasis) else None


def with_stances(path: str, part: object) -> Iterator[tuple[str, Any]]:
    """A part that has stances, or else such parts below it."""
    if hasattr(part, "stances"):
        yield path, part
        return
    for key, inner in inside(part):
        yield from with_stances(f"{path}.{key}", inner)


def inside(part: object) -> Iterator[tuple[str, object]]:
    """What stands below a part, by the keys of the file, but for where it comes from."""
    if isinstance(part, BaseModel):
        yield from ((key, getattr(part, name)) for key, name in _fields(type(part)))
    elif isinstance(part, Mapping):
        yield from part.items()
    elif isinstance(part, tuple):
        yield from ((str(place), inner) for place, inner in enumerate(part))


@cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """Key in the file and name of every field; kept, since the parts of a scenario are walked for every run."""
    fields = model.model_fields.items()
    return tuple((field.alias or name, name) for name, field in fields if name not in ("basis", "numbers"))
