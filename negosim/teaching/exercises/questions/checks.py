"""A property that a submitted file must have, and whether it has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, StrictBool, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from negosim.scenario.spec.common import Model, PlainNumber, Words
from negosim.teaching.exercises.questions.calls import QuantityCall

__all__ = ["Check", "PropertyCheck"]


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
    """Whether a submitted file has a property, how much that counts, and what to say where it has not."""

    that: str
    weight: int
    holds: bool
    say: str = ""
