"""The ratifiers of a scenario file: blocs at home that decide over what a delegation has signed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool

from negosim.scenario.spec.common import MOST_POINTS, Basis, Conditions, Key, Model, NumbersBasis, Words
from negosim.scenario.spec.parties import Linkage, Reserve, Stance
from negosim.scenario.spec.values import LIMIT, Between, Probability, UncertainNumber

__all__ = ["BlocSpec", "RatifierSpec"]

Spread = Annotated[UncertainNumber, Between(0, MOST_POINTS)]


class BlocSpec(Model):
    """A bloc with a share of the vote and stances of its own."""

    title: Words
    """What it is called."""
    weight: Annotated[UncertainNumber, Between(0, LIMIT)]
    """Its votes; weights are scaled to a sum of 1."""
    stances: Annotated[dict[Key, Stance], Field(min_length=1)]
    """Issue -> what the bloc wants on it."""
    linkages: dict[Key, Linkage] = Field(default_factory=dict)
    """Points for options on several issues that come together."""
    reserve: Reserve | None = None
    """Points that a deal must bring above what stands; may be negative."""
    basis: Basis
    """Where it comes from that there is this bloc."""
    numbers: NumbersBasis
    """Where its weight comes from."""


class RatifierSpec(Model):
    """Who must ratify what a party's delegation signs."""

    title: Words
    """What the body is called."""
    blocs: Annotated[dict[Key, BlocSpec], Field(min_length=1, max_length=30)]
    """The blocs that vote."""
    threshold: Probability
    """The share of the votes that it takes."""
    spread: Spread | None = None
    """Where given, the vote is not certain: the points by which the weighed gain makes the odds e times as good."""
    known: StrictBool = False
    """Whether the delegation knows how its ratifiers vote, and neither offers nor accepts what they would turn down."""
    when: Conditions | None = None
    """Only what leads here needs to be ratified; without it all that needs the party's consent."""
    basis: Basis
    """Where it comes from that it must be ratified."""
    numbers: NumbersBasis
    """Where the threshold and the spread come from."""
