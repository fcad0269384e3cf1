"""What can come together: the constraints of a scenario file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from negosim.scenario.spec.common import MAX_ISSUES, Basis, Conditions, CountedBasis, Key, Model, PlainNumber, Words
from negosim.scenario.spec.values import OptionName

__all__ = ["MAX_CONSTRAINTS", "ConstraintSpec"]

MAX_CONSTRAINTS = 64

EachOption = Annotated[dict[OptionName, PlainNumber], Field(min_length=1)]
"""What each option counts; the status quo nothing where it is left out."""

Addend = Annotated[
    Annotated[PlainNumber, Tag("<factor>")] | Annotated[EachOption, Tag("<options>")],
    Discriminator(lambda value: "<options>" if isinstance(value, Mapping) else "<factor>"),
]
"""How an issue counts in a sum: its amount times a factor, or a number for each option."""


def _with_factors(value: Any) -> Any:
    """A list of amounts, each of which counts as it is, as a mapping of factors."""
    if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(one, str) for one in value):
        return value
    twice = next((place for place, one in enumerate(value) if one in value[:place]), None)
    if twice is not None:
        message = f"issue {value[twice]!r} stands in the sum twice"
        raise PydanticCustomError("either", "{message}", {"message": message, "within": (twice,)})
    return dict.fromkeys(value, 1)


_NUMBERS = {"type": "object", "additionalProperties": {"type": "number"}, "minProperties": 1}

Addends = Annotated[
    dict[Key, Addend],
    Field(min_length=1, max_length=MAX_ISSUES),
    BeforeValidator(_with_factors),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "array", "items": {"type": "string"}, "minItems": 1},
                {"type": "object", "additionalProperties": {"anyOf": [{"type": "number"}, _NUMBERS]}},
            ]
        }
    ),
]
"""Issue -> how it counts; a list says that the amounts count as they are."""


class ConstraintSpec(Model):
    """What can come together: `when` something, `then` something else; or a `sum` with its bounds."""

    title: Words
    """What it says, in a few words."""
    when: Conditions | None = None
    """Issue -> which options: an outcome that meets all of them ..."""
    then: Conditions | None = None
    """... must meet all of these."""
    sum: Addends | None = None
    """Instead: the amounts that are added, as a list, with a factor each, or with a number for each option."""
    exactly: PlainNumber | None = Field(default=None, alias="is")
    """What the sum comes to."""
    at_most: PlainNumber | None = None
    """What the sum doesn't exceed."""
    at_least: PlainNumber | None = None
    """What the sum doesn't fall below."""
    basis: Basis | None = None
    """Where it comes from that this can't come together; read as assumed where left out."""
    numbers: CountedBasis | None = None
    """Where its numbers come from."""

    @model_validator(mode="after")
    def _one_form(self) -> ConstraintSpec:
        if (self.when is None) != (self.then is None):
            raise PydanticCustomError("either", "'when' and 'then' go together")
        if (self.when is None) == (self.sum is None):
            raise PydanticCustomError("either", "a constraint has either 'when' and 'then', or a 'sum'")
        limits = (self.at_most, self.at_least)
        bounded = [limit for limit in limits if limit is not None]
        if self.sum is None and (self.exactly is not None or bounded):
            raise PydanticCustomError("either", "'is', 'at_most' and 'at_least' are for a 'sum'")
        if self.sum is not None and (self.exactly is None) == (not bounded):
            raise PydanticCustomError("either", "a 'sum' has either 'is', or 'at_most', 'at_least' or both")
        if len(bounded) == len(limits) and bounded[0] < bounded[1]:
            raise PydanticCustomError("either", "'at_least' is more than 'at_most'")
        return self
