"""What all parts of a scenario file share: keys, texts and numbers as types, and where something comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StrictInt,
    StringConstraints,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

from negosim.scenario.spec.values import LIMIT, OptionCondition, ParameterRead, ParameterValue

__all__ = [
    "DATE_PATTERN",
    "DAY_PATTERN",
    "FRACTION",
    "MAX_ISSUES",
    "MAX_MEETINGS",
    "MAX_OPTIONS",
    "MAX_PARTIES",
    "MAX_STEPS",
    "MOST_POINTS",
    "NUMBERS_KINDS",
    "PARTIES",
    "SHORT_FORMS",
    "SINCE_2",
    "UNCITED",
    "Basis",
    "BasisKind",
    "Conditions",
    "CountedBasis",
    "Date",
    "Day",
    "FormatNote",
    "Key",
    "Model",
    "NamedSpec",
    "NumbersBasis",
    "OptionKey",
    "PartyList",
    "PlainNumber",
    "Source",
    "Text",
    "Words",
]

DATE_PATTERN = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
DAY_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
MAX_OPTIONS = 10_000
MAX_STEPS = 10_000
MOST_POINTS = 1000
"""Points of a linkage, reserve or round of delay at the most: sums stay inside 64 bits on a fine scale."""
MAX_ISSUES = 64
MAX_PARTIES = 30
MAX_MEETINGS = 1_000

FRACTION = re.compile(r"([0-9]{1,6})/([1-9][0-9]{0,5})")
"""A share of votes as text: `2/3`."""

SHORT_FORMS = 2
"""The version of the format that has short forms."""

Key = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
"""Name of an issue, option, party, meeting or linkage."""
Text = Annotated[str, StringConstraints(strict=True)]
Words = Annotated[str, StringConstraints(strict=True, min_length=1)]


def _in_the_calendar(text: str) -> str:
    """The date itself where there is such a day: a year alone and a month alone stand for their first."""
    try:
        date.fromisoformat(text + "-01-01"[len(text) - len("YYYY") :])
    except ValueError:
        raise PydanticCustomError("no_such_day", "no such day") from None
    return text


Day = Annotated[str, StringConstraints(strict=True, pattern=DAY_PATTERN), AfterValidator(_in_the_calendar)]
"""A day of the calendar, neither a month nor a year."""
Date = Annotated[str, StringConstraints(strict=True, pattern=DATE_PATTERN), AfterValidator(_in_the_calendar)]
OptionKey = Annotated[str, StringConstraints(strict=True, pattern=r"^([a-z][a-z0-9_]*|-?[0-9]+(\.[0-9]+)?)$")]
"""Name of an option, or a number of an amount's grid written as a key."""
PlainNumber = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-LIMIT, le=LIMIT)]
Conditions = Annotated[dict[Key, OptionCondition], Field(min_length=1)]
"""Issue -> which of its options; all of them must fit."""


@dataclass(frozen=True)
class FormatNote:
    """A note on a type of the format, for those who read the types, and the schema made of them."""

    name: str

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The schema with the note as a comment."""
        return {**handler(schema), "$comment": self.name}


SINCE_2 = FormatNote("a word of version 2")
"""Marks a key that files of version 1 do not know: `Annotated[..., SINCE_2]`."""
PARTIES = FormatNote("a list of parties")

PartyList = Annotated[tuple[Key, ...], Field(min_length=1, max_length=MAX_PARTIES), PARTIES]
"""Some parties, each by its key; in a file also groups, which stand for their members, or one name without brackets."""


class Model(BaseModel):
    """What all parts of a scenario share: frozen, and unknown keys are errors.

    pydantic builds the validator of a file's model when the first file is read, and those of its parts within it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False, defer_build=True)
    alone: ClassVar[str] = ""
    """The key whose value may be written alone, in place of the whole mapping; empty if none may."""


class BasisKind(StrEnum):
    """How something is known; errors name a kind as the file writes it."""

    REPORTED = "reported"
    INFERRED = "inferred"
    ASSUMED = "assumed"
    IMPORTED = "imported"

    __repr__ = str.__repr__


UNCITED = (BasisKind.ASSUMED, BasisKind.IMPORTED)
"""Kinds of a basis that need no source."""
NUMBERS_KINDS = (BasisKind.ASSUMED, BasisKind.INFERRED, BasisKind.IMPORTED, BasisKind.REPORTED)
"""Kinds of a basis that a number can have, the one most open to doubt first."""


class _WhereFrom(Model):
    source: Key | None = None
    """Key of the source under `sources`."""
    paragraphs: Annotated[tuple[Annotated[StrictInt, Field(ge=0)], ...], Field(min_length=1)] | None = None
    """Numbers of the paragraphs of the source."""
    note: Words | None = None
    """Why it is read so."""


class Basis(_WhereFrom):
    """Where the direction of a stance, linkage, cost, consent, meeting or tactic comes from."""

    kind: Literal[BasisKind.REPORTED, BasisKind.INFERRED, BasisKind.ASSUMED, BasisKind.IMPORTED]
    """`reported` by the source, `inferred` from it, `assumed`, or `imported` from another model."""

    @model_validator(mode="after")
    def _reported_by_someone(self) -> Basis:
        if self.kind == BasisKind.REPORTED and self.source is None:
            raise PydanticCustomError("basis", "a reported basis needs its 'source'")
        return self


class NumbersBasis(_WhereFrom):
    """Where points come from: a text never reports them, so they are inferred, assumed or imported."""

    kind: Literal[BasisKind.INFERRED, BasisKind.ASSUMED, BasisKind.IMPORTED]
    """`inferred` from a source, `assumed` for a reason, or `imported` from another model."""

    @model_validator(mode="after")
    def _assumed_for_a_reason(self) -> NumbersBasis:
        if self.kind == BasisKind.ASSUMED and self.note is None:
            raise PydanticCustomError("basis", "assumed numbers need a 'note' with the reason")
        return self


class CountedBasis(_WhereFrom):
    """Where numbers come from that are counted or measured, not valued, so that a text can report them."""

    kind: Literal[BasisKind.REPORTED, BasisKind.INFERRED, BasisKind.ASSUMED, BasisKind.IMPORTED]
    """`reported` by a source, `inferred` from one, `assumed` for a reason, or `imported` from another model."""

    @model_validator(mode="after")
    def _somewhere_from(self) -> CountedBasis:
        if self.kind == BasisKind.REPORTED and self.source is None:
            raise PydanticCustomError("basis", "reported numbers need their 'source'")
        if self.kind == BasisKind.ASSUMED and self.note is None:
            raise PydanticCustomError("basis", "assumed numbers need a 'note' with the reason")
        return self


class Source(Model):
    """A text that the scenario rests on."""

    title: Words
    """Title of the text."""
    date: Date | None = None
    """Date as YYYY-MM-DD, YYYY-MM or \"YYYY\"."""
    publisher: Words | None = None
    """Who published it."""
    url: Words | None = None
    """Where it can be read."""
    note: Words | None = None
    """Anything that a reader should know of it."""


class NamedSpec(Model):
    """A name from the registry with parameters as further keys."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, ParameterValue] = Field(init=False)

    name: Words
    """Name, as `negosim list` shows it."""
    alone = "name"

    @property
    def parameters(self) -> dict[str, ParameterRead]:
        """The further keys, in the order of the file."""
        return dict(self.__pydantic_extra__ or {})
