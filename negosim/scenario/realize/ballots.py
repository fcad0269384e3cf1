"""The ballots of bodies of blocs once every number is known, each number by its path in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from negosim.domain.ballot import Ballot
from negosim.domain.electorate import Bloc, Electorate
from negosim.domain.preferences import Preferences
from negosim.scenario.blocks import Builder, HasStances
from negosim.scenario.realize.bodies import decision_rule
from negosim.scenario.spec.bodies import BodySpec
from negosim.scenario.spec.parties import Reserve
from negosim.scenario.spec.scenario import Scenario

__all__ = ["ballots", "blocs"]


class HasVotes(HasStances, Protocol):
    """A bloc in a scenario file."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def reserve(self) -> Reserve | None:
        """Points that a deal must bring above what stands."""


def ballots(scenario: Scenario, builder: Builder, numbers: Mapping[str, float]) -> dict[str, Ballot]:
    """The ballots of all bodies of blocs, by the body's key, in the order of the file."""
    bodies = scenario.bodies.items()
    return {key: _ballot(key, spec, spec.blocs, builder, numbers) for key, spec in bodies if spec.blocs}


def _ballot(
    key: str, spec: BodySpec, voters: Mapping[str, HasVotes], builder: Builder, numbers: Mapping[str, float]
) -> Ballot:
    path, title = f"bodies.{key}", spec.title or key.replace("_", " ")
    return Ballot(
        key=key,
        title=title,
        electorate=Electorate(builder.space, blocs(path, voters, builder, numbers)),
        rule=decision_rule(path, spec, tuple(voters), numbers),
        condition=builder.condition(path, spec.when),
        titles={voter: bloc.title for voter, bloc in voters.items()},
        party=spec.ratifies or "",
        known=spec.known,
        swing=numbers.get(f"{path}.swing", 0.0),
        reason=f"vote.{key}",
        says=f"{title.replace('{', '{{').replace('}', '}}')} would turn it down",
        matter="what it passes",
    )


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
