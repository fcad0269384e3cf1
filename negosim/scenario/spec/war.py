"""The war of a scenario file: what is fought over, what either side would impose, and what each believes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from negosim.scenario.spec.common import MOST_POINTS, Basis, Key, Model, NumbersBasis, Words
from negosim.scenario.spec.values import Between, OptionName, Probability, UncertainNumber

__all__ = ["BeliefSpec", "FrontSpec", "RejectionSpec", "WarSpec"]

Points = Annotated[UncertainNumber, Between(0, MOST_POINTS)]
SIDES = 2


class FrontSpec(Model):
    """Where the front is: a place between the defeat of the first belligerent (0) and its victory (the last)."""

    places: Annotated[StrictInt, Field(ge=2, le=1000)] = 10
    """Number of the last place, where the first belligerent has won."""
    start: Annotated[StrictInt, Field(ge=1)] = 5
    """Where the front is before the first round."""

    @model_validator(mode="after")
    def _between(self) -> FrontSpec:
        if self.start >= self.places:
            raise PydanticCustomError(
                "either", "'start' must lie between 0 and 'places': at either end the war is over"
            )
        return self


class RejectionSpec(Model):
    """What a rejection tells: how often the other side turns an offer down, by how strong the first belligerent is."""

    strong: Probability
    """Its chance if the first belligerent is strong."""
    weak: Probability
    """Its chance if it is weak."""


class BeliefSpec(Model):
    """What a belligerent believes of the first one's chance to win a battle: one of two numbers, it is unsure which."""

    strong: Probability
    """The chance if the first belligerent is strong."""
    weak: Probability
    """The chance if it is weak."""
    prior: Probability
    """How likely it holds the first belligerent to be strong before the first battle."""
    rejection: RejectionSpec | None = None
    """What it learns when the other side turns down an offer of its; without it nothing."""
    basis: Basis
    """Where the direction of the belief comes from."""
    numbers: NumbersBasis
    """Where its numbers come from."""


class WarSpec(Model):
    """A war that goes on while an issue stands at an option."""

    title: Words = "The war"
    """What it is called."""
    issue: Key
    """The issue that decides whether it goes on."""
    option: OptionName
    """While this option stands, there is war."""
    belligerents: Annotated[tuple[Key, ...], Field(min_length=SIDES, max_length=SIDES)]
    """The two sides; the front and all chances are seen from the first."""
    imposed: dict[Key, dict[Key, OptionName]]
    """Belligerent -> issue -> the option that would stand if it won."""
    battle: Probability
    """The first belligerent's chance to win a battle, as it is."""
    volatility: Probability
    """The chance that a round of war sees a battle that moves the front."""
    cost_per_round: dict[Key, Points]
    """Belligerent -> points that a round of war costs it."""
    collapse: dict[Key, Probability] = Field(default_factory=dict)
    """Belligerent -> the chance that it collapses in a round of war; the other side then imposes its outcome."""
    front: FrontSpec = FrontSpec()
    """Where the front is."""
    beliefs: dict[Key, BeliefSpec]
    """Belligerent -> what it believes."""
    basis: Basis
    """Where it comes from that there is this war."""
    numbers: NumbersBasis
    """Where its numbers come from, apart from those of the beliefs."""
