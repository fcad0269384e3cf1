"""The blocs of a body once every number is known, each number by its path in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from negosim.domain.ballot import Bloc
from negosim.domain.preferences import Preferences
from negosim.scenario.blocks import Builder, HasStances
from negosim.scenario.spec.parties import Reserve

__all__ = ["blocs"]


class HasVotes(HasStances, Protocol):
    """A bloc in a scenario file."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def reserve(self) -> Reserve | None:
        """Points that a deal must bring above what stands."""


def blocs(path: str, specs: Mapping[str, HasVotes], builder: Builder, numbers: Mapping[str, float]) -> tuple[Bloc, ...]:
    """The blocs below a path that vote: those with stances, each at its place among all."""
    voting = ((place, key, spec) for place, (key, spec) in enumerate(specs.items()) if spec.stances)
    return tuple(
        Bloc(
            key=key,
            title=spec.title,
            place=place,
            weight=numbers[f"{path}.blocs.{key}.weight"],
            preferences=(wants := _wants(f"{path}.blocs.{key}", key, spec, builder, numbers)),
            abstains=wants.scale.steps(numbers.get(f"{path}.blocs.{key}.abstains.points", 0.0)),
        )
        for place, key, spec in voting
    )


def _wants(path: str, key: str, spec: HasVotes, builder: Builder, numbers: Mapping[str, float]) -> Preferences:
    """The preferences of a bloc, without costs of war or delay."""
    wants = builder.wants(path, key, spec, numbers)
    return replace(wants, reserve=wants.scale.steps(numbers[f"{path}.reserve.points"]) if spec.reserve else 0)
