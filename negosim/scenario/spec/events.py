"""The events of a scenario file: what may break in on the talks, when, and what it changes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool, StrictInt, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from negosim.scenario.spec.common import MOST_POINTS, Basis, Conditions, Key, Model, NumbersBasis, Words
from negosim.scenario.spec.values import Between, Probability, UncertainNumber

__all__ = ["EventSpec", "NumberPath"]

NumberPath = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_.-]*$", max_length=300)]
"""Where a number stands in the file: the keys joined by dots, as `--set` takes it."""
Shift = Annotated[UncertainNumber, Between(-MOST_POINTS, MOST_POINTS)]
Round = Annotated[StrictInt, Field(ge=0, le=10_000_000)]


class EventSpec(Model):
    """Something that breaks in: at a round, or with a chance in every round."""

    title: Words
    """What happens."""
    round: Round | None = None
    """After which round of the course it happens; 0 is before the talks."""
    chance: Probability | None = None
    """Instead of a round: the chance that it happens after any one."""
    first: Round = 1
    """With a chance: the first round after which it may happen."""
    last: Round | None = None
    """With a chance: the last one; without it as long as there are talks."""
    again: StrictBool = False
    """With a chance: whether it may happen more than once."""
    when: Conditions | None = Field(default=None, alias="while")
    """It happens only while what stands fits this."""
    shifts: dict[NumberPath, Shift] = Field(default_factory=dict)
    """Path of a number in this file -> what is added to it from then on."""
    costs: dict[Key, Shift] = Field(default_factory=dict)
    """Party -> points that it costs at once, or brings where negative."""
    deadlines: dict[Key, Annotated[StrictInt, Field(ge=1, le=10_000)]] = Field(default_factory=dict)
    """Meeting -> how many rounds it now has."""
    calls_off: tuple[Key, ...] = ()
    """Meetings that end, or will not take place."""
    basis: Basis
    """Where it comes from that it happens and what it changes."""
    numbers: NumbersBasis | None = None
    """Where its numbers come from."""

    @model_validator(mode="after")
    def _at_a_round_or_by_chance(self) -> EventSpec:
        if (self.round is None) == (self.chance is None):
            raise PydanticCustomError("either", "an event has either a 'round' or a 'chance'")
        if self.numbers is None and (self.chance or self.shifts or self.costs):
            raise PydanticCustomError("basis", "an event with numbers needs 'numbers': where they come from")
        return self
