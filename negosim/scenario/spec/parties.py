"""The parties of a scenario file: stances, linkages, costs and reserves, and the tactic of the seat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from negosim.scenario.spec.common import (
    MOST_POINTS,
    SINCE_2,
    Basis,
    BasisKind,
    Conditions,
    CountedBasis,
    Key,
    Model,
    NamedSpec,
    NumbersBasis,
    OptionKey,
    Text,
    Words,
)
from negosim.scenario.spec.values import LIMIT, Between, OptionCondition, UncertainNumber

__all__ = [
    "DEFAULT_TACTIC",
    "LEAST_FACTOR",
    "Abstention",
    "Capability",
    "DelayCost",
    "DiscountSpec",
    "Linkage",
    "PartySpec",
    "Reserve",
    "Stance",
    "TacticSpec",
]


class Stance(Model):
    """What a party wants on one issue."""

    basis: Basis
    """Where the direction comes from."""
    weight: Annotated[UncertainNumber, Between(0, LIMIT)]
    """How much the issue matters beside the party's others; weights are scaled to a sum of 100."""
    values: Annotated[dict[OptionKey, Annotated[UncertainNumber, Between(0, 100, decimals=2)]], Field(min_length=1)] = (
        Field(default_factory=dict)
    )
    """What each option is worth, 0 to 100; for an amount at some of its numbers, in between on straight lines."""
    position: Annotated[Annotated[UncertainNumber, Between(-LIMIT, LIMIT)] | None, SINCE_2] = None
    """Instead of values, on an amount or ordered options: where the party stands, from which worth falls evenly."""
    refuses: OptionCondition | None = None
    """Options that the party neither offers nor accepts."""
    numbers: NumbersBasis
    """Where weight and values come from."""

    @model_validator(mode="after")
    def _values_or_position(self) -> Stance:
        if bool(self.values) == (self.position is not None):
            raise PydanticCustomError(
                "either",
                "a stance has either 'values' or a 'position'",
                {"help": "'values: null' takes away those that it is merged with"} if self.values else {},
            )
        return self


class Linkage(Model):
    """Points that a party gains or loses when options on several issues come together."""

    title: Words
    """What links the issues."""
    when: Conditions
    """Issue -> which options; all must fit."""
    points: Annotated[UncertainNumber, Between(-MOST_POINTS, MOST_POINTS)]
    """Points gained, or lost where negative."""
    basis: Basis
    """Where the direction comes from."""
    numbers: NumbersBasis
    """Where the points come from."""


class DelayCost(Model):
    """Points that every round costs a party while a condition stands."""

    points: Annotated[UncertainNumber, Between(0, MOST_POINTS)]
    """Points a round."""
    when: Conditions | None = Field(default=None, alias="while")
    """While what stands fits this; without it always."""
    basis: Basis
    """Where it comes from that delay costs."""
    numbers: NumbersBasis
    """Where the points come from."""


LEAST_FACTOR = 0.001
"""A round leaves at least this part: less is no discount but the end of the talks."""


class _Shorthand(Model):
    """A part that may be written as its number alone, which is then assumed."""

    @model_validator(mode="before")
    @classmethod
    def _written_out(cls, value: Any) -> Any:
        if isinstance(value, Mapping):
            return value
        assumed = {"kind": "assumed", "note": "a number without a basis"}
        return {cls.alone: value} | {key: assumed for key in ("basis", "numbers") if key in cls.model_fields}


class Reserve(_Shorthand):
    """Points that decide when a party agrees: a number alone (then assumed), or points with where they come from."""

    points: Annotated[UncertainNumber, Between(-MOST_POINTS, MOST_POINTS)]
    """The points."""
    basis: Basis
    """Where the direction comes from."""
    numbers: NumbersBasis
    """Where the points come from."""
    alone = "points"


class Abstention(_Shorthand):
    """How far a vote may fall short and still be no no: points alone (then assumed), or with where they come from."""

    points: Annotated[UncertainNumber, Between(0, MOST_POINTS)]
    """The points below what the voter asks for, down to which it abstains."""
    basis: Basis
    """Where it comes from that it would abstain."""
    numbers: NumbersBasis
    """Where the points come from."""
    alone = "points"


class DiscountSpec(_Shorthand):
    """What waiting takes off: a factor a round alone (then assumed), or with what it is on and where it comes from."""

    factor: Annotated[UncertainNumber, Between(LEAST_FACTOR, 1, decimals=6)]
    """What a round leaves of the points above the disagreement: 0.9 takes a tenth off."""
    disagreement: Annotated[UncertainNumber, Between(-MOST_POINTS, MOST_POINTS)] | None = None
    """The points that waiting takes nothing from; without it those of the status quo."""
    basis: Basis
    """Where it comes from that the party would rather have it sooner."""
    numbers: NumbersBasis
    """Where the numbers come from."""
    alone = "factor"


class Capability(_Shorthand):
    """How much a party can bring to bear: a number alone (then assumed), or with where it comes from."""

    value: Annotated[UncertainNumber, Between(0, LIMIT)]
    """The number, beside those of the others."""
    numbers: CountedBasis
    """Where it comes from; what can be counted, as votes or forces, can be reported."""
    alone = "value"


class TacticSpec(NamedSpec):
    """How a seat decides: a tactic's name and its parameters."""

    basis: Basis
    """Where the choice of the tactic comes from."""
    numbers: NumbersBasis | None = None
    """Where the parameters' numbers come from; as the basis where left out."""

    @model_validator(mode="after")
    def _numbers_are_never_reported(self) -> TacticSpec:
        numeric = any(isinstance(value, UncertainNumber) for value in self.parameters.values())
        if numeric and self.numbers is None and self.basis.kind == BasisKind.REPORTED:
            raise PydanticCustomError("basis", "a reported tactic with numbers needs 'numbers': where they come from")
        return self


DEFAULT_TACTIC = TacticSpec(name="linear", basis=Basis(kind=BasisKind.ASSUMED, note="the scenario names no tactic"))


class PartySpec(Model):
    """A state that negotiates."""

    name: Words
    """Its name."""
    alone = "name"
    briefing: Text | None = None
    """What only this seat is told, for a student who plays it."""
    stances: dict[Key, Stance] = Field(default_factory=dict)
    """Issue -> what the party wants on it."""
    linkages: dict[Key, Linkage] = Field(default_factory=dict)
    """Points for options on several issues that come together."""
    cost_of_delay: DelayCost | None = None
    """What a round without agreement costs."""
    reserve: Reserve | None = None
    """Points that a deal must bring above what stands; may be negative."""
    reservation: Reserve | None = None
    """Instead of the reserve, the reservation value itself; only where there is one meeting."""
    outside_option: Reserve | None = None
    """Points that it gets by walking out, instead of those of what stands; only where there is one meeting."""
    discount: DiscountSpec | None = None
    """What waiting takes off."""
    abstains: Annotated[Abstention | None, SINCE_2] = None
    """How far below what it asks for it abstains in a body instead of voting no; without it never."""
    capability: Annotated[Capability | None, SINCE_2] = None
    """Its power beside that of others, for the static theories and the votes of bodies; it moves no offer by itself."""
    tactic: TacticSpec = DEFAULT_TACTIC
    """How the seat decides; without it `linear`, assumed."""
    informed: StrictBool = False
    """Whether the seat knows the others' preferences."""

    @model_validator(mode="after")
    def _one_reservation(self) -> PartySpec:
        if self.reserve is not None and self.reservation is not None:
            raise PydanticCustomError("either", "a party has either a 'reserve' or a 'reservation'")
        return self
