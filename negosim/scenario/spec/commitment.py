"""The commitment of a scenario file: whether a truce holds, and what makes it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictInt

from negosim.scenario.spec.common import Basis, Key, Model, NumbersBasis, PartyList, Words
from negosim.scenario.spec.values import OptionName, Probability

__all__ = ["CommitmentSpec", "Credibility", "GuaranteeSpec", "ShiftSpec", "TrustSpec"]

Credibility = Annotated[dict[OptionName, Probability], Field(min_length=1)]
"""Option of the guarantee's issue -> how credible it is, 0 to 1."""


class GuaranteeSpec(Model):
    """What stands behind a truce: an issue, and how credible each of its options is."""

    issue: Key
    """The issue that settles the guarantee."""
    credibility: Credibility
    """Option -> credibility: 0 changes nothing, 1 makes the truce hold for certain."""


class ShiftSpec(Model):
    """A shift of power while the truce lasts: the side that loses by it may attack before it is too late."""

    favours: Key
    """The side whose power rises."""
    now: Probability
    """Its chance to win a war now."""
    later: Probability
    """Its chance to win once the shift has happened, were there no guarantee."""
    costs: dict[Key, Probability]
    """Side -> what a war costs it, as a share of what is fought over."""
    test: Literal["fearon", "powell"] = "fearon"
    """`fearon`: the rising side has all bargaining power; `powell`: no division at all could hold the other back."""
    basis: Basis
    """Where it comes from that power shifts."""
    numbers: NumbersBasis
    """Where its numbers come from."""


class TrustSpec(Model):
    """What a party believes of the guarantees, if it is not what they are."""

    credibility: Credibility
    """Option -> credibility as this party sees it."""
    basis: Basis
    """Where the direction of the belief comes from."""
    numbers: NumbersBasis
    """Where its numbers come from."""


class CommitmentSpec(Model):
    """A truce that may be broken, during the talks and after them."""

    title: Words = "Whether the truce holds"
    """What it is called."""
    issue: Key
    """The issue that a truce settles."""
    options: Annotated[tuple[OptionName, ...], Field(min_length=1)]
    """The options that can be broken."""
    breaks_to: OptionName
    """The option that stands once it is broken."""
    sides: PartyList
    """Who can break it."""
    fragility: Probability
    """The chance that it breaks within a period, were there no guarantee."""
    guarantees: GuaranteeSpec
    """What makes it hold."""
    periods: Annotated[StrictInt, Field(ge=1, le=10_000)]
    """For how many periods after the talks the agreement is followed."""
    rounds_a_period: Annotated[StrictInt, Field(ge=1, le=10_000)] = 1
    """How many rounds of the talks are as long as a period."""
    discount: Probability
    """What a period from now counts beside this one."""
    shift: ShiftSpec | None = None
    """A shift of power while it lasts."""
    beliefs: dict[Key, TrustSpec] = Field(default_factory=dict)
    """Party -> what it believes; it then values a truce by how long it expects it to hold."""
    basis: Basis
    """Where it comes from that a truce may be broken."""
    numbers: NumbersBasis
    """Where the numbers come from, apart from those of the shift and the beliefs."""
