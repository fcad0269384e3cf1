"""Parts that several kinds of question have: the call of a quantity, and the properties that a file must have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, StrictBool, StrictInt, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from negosim.scenario.spec.common import Model, PlainNumber, Words

__all__ = ["Check", "PropertyCheck", "QuantityCall", "SubjectName"]

SubjectName = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=100)]
"""Name of a shipped scenario or conflict."""


class QuantityCall(Model):
    """A quantity to compute: its name, of what, with which changes and seed; further keys are its parameters."""

    model_config = Model.model_config | {"extra": "allow"}
    __pydantic_extra__: dict[str, Any] = Field(init=False)

    quantity: Words
    """Name, as `negosim list quantities` shows it."""
    of: SubjectName | None = None
    """The scenario or conflict; without it that of the exercise, or the file that was handed in."""
    changes: Annotated[tuple[Words, ...], Field(alias="set")] = ()
    """Changes to the scenario, as `--set` takes them."""
    seed: Annotated[StrictInt, Field(ge=0)] = 0
    """Seed of what is played for it."""

    @property
    def arguments(self) -> Mapping[str, Any]:
        """The parameters, in the order of the file."""
        return self.__pydantic_extra__ or {}


class Check(Model):
    """A property that a file must have: a quantity of it, and what it must come to."""

    that: Words
    """The property in words."""
    answer: QuantityCall
    """What is computed, of the file unless it says otherwise."""
    equals: StrictBool | PlainNumber | str | None = None
    """It is this."""
    at_least: PlainNumber | QuantityCall | None = None
    """It is this or more."""
    at_most: PlainNumber | QuantityCall | None = None
    """It is this or less."""
    more_than: PlainNumber | QuantityCall | None = None
    """It is more than this."""
    say: Words
    """What is said where it is not so."""
    weight: Annotated[StrictInt, Field(ge=1, le=100)] = 1
    """How much it counts beside the other properties."""

    @property
    def bounds(self) -> dict[str, Any]:
        """What it must come to, by how they are compared; there is one."""
        given = {name: getattr(self, name) for name in ("equals", "at_least", "at_most", "more_than")}
        return {name: bound for name, bound in given.items() if bound is not None}

    @model_validator(mode="after")
    def _one_bound(self) -> Check:
        if len(self.bounds) != 1:
            raise PydanticCustomError("either", "expected one of equals, at_least, at_most, more_than")
        return self


@dataclass(frozen=True)
class PropertyCheck:
    """Whether a submitted file has a property, and what to say where it has not."""

    check: Check
    holds: bool
    say: str = ""
