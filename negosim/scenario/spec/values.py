"""The small values of a scenario file that have several ways to be written: uncertain numbers, options, conditions.

Each is a frozen dataclass that reads the plain value (number, text, list, mapping) and raises one clear error; pydantic
takes it as a type and the JSON Schema shows all its forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, LiteralString

from pydantic import BeforeValidator, GetCoreSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

__all__ = [
    "Between",
    "ByKey",
    "OptionCondition",
    "OptionName",
    "ParameterRead",
    "ParameterValue",
    "Probability",
    "UncertainNumber",
    "decimals",
    "exact",
    "in_wholes",
    "number_text",
]

LIMIT = 1e15
"""Beyond this a float no longer holds every whole number."""

LEAST = 1e-30
"""A number closer to 0 is a slip; published domains hold remainders of sums as small as 1e-16."""

EXACT = float(1 << 50)
"""Below this a product with a power of ten comes to the right whole number in floats."""

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")


def _wrong(kind: LiteralString, message: str, *within: str | int) -> PydanticCustomError:
    """An error of ours; `within` is where in the value the fault lies."""
    return PydanticCustomError(kind, "{message}", {"message": message, "within": within})


def found(value: object) -> str:
    """What was found, in words: `text 'abc'`, `a list`, `nothing`."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"text {value[:40]!r}"
    if isinstance(value, int | float):
        return f"the number {value}" if abs(value) <= LIMIT else "a very large number"
    return "a list" if isinstance(value, list | tuple) else "a mapping"


def number_text(number: float) -> str:
    """The number as it is written in a key: `50`, `0.5`.

    >>> number_text(50.0), number_text(0.5)
    ('50', '0.5')
    """
    return str(int(number)) if float(number).is_integer() else repr(float(number))


def exact(number: float) -> Fraction:
    """The decimal that was written: 0.1 is a tenth."""
    return Fraction(repr(float(number)))


def decimals(number: float) -> int:
    """How many decimals a number is written with.

    >>> decimals(12.0), decimals(0.25), decimals(1e-7)
    (0, 2, 7)
    """
    if float(number).is_integer():
        return 0
    exponent = Decimal(repr(float(number))).normalize().as_tuple().exponent
    return -int(exponent)


def in_wholes(numbers: Iterable[float], places: int) -> list[int]:
    """Numbers times 10^places to the nearest whole ones, half to even; exact for those with so many decimals.

    >>> in_wholes([0.07, 1.5], 2)
    [7, 150]
    """
    factor, given = 10.0**places, list(numbers)
    if max(map(abs, given), default=0.0) * factor < EXACT:
        return [round(number * factor) for number in given]
    return [round(exact(number) * 10**places) for number in given]


def read_plain_number(value: object, *within: str | int) -> float:
    """A finite number; text, true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong("number", f"expected a number, found {found(value)}", *within)
    if not -LIMIT <= value <= LIMIT:  # written so that not-a-number fails too
        raise _wrong("bounds", f"expected a number between -{LIMIT:g} and {LIMIT:g}", *within)
    if 0 < abs(value) < LEAST:
        raise _wrong("bounds", f"expected 0, or a number of at least {LEAST:g}, found {value!r}", *within)
    return float(value)


def read_option(value: object, *within: str | int) -> str:
    """Key of an option; a number of an amount's grid becomes its text."""
    if isinstance(value, str):
        return number_text(float(value)) if _NUMBER.fullmatch(value) else value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_text(read_plain_number(value, *within))
    raise _wrong("option", f"expected an option, found {found(value)}", *within)


@dataclass(frozen=True)
class UncertainNumber:
    """A number that may be uncertain: `5`, `[low, high]` (uniform) or `[low, likeliest, high]` (triangular)."""

    low: float
    high: float
    likeliest: float | None = None

    @property
    def certain(self) -> bool:
        """Whether there is only one number it can be."""
        return self.low == self.high

    @property
    def centre(self) -> float:
        """The number of the central case: itself, the midpoint of two, the likeliest of three."""
        if self.likeliest is not None or self.certain:
            return self.low if self.likeliest is None else self.likeliest
        return float((exact(self.low) + exact(self.high)) / 2)  # of 0.1 and 0.2, not a digit more than 0.15

    @property
    def decimals(self) -> int:
        """The most decimals with which it is written, its centre included."""
        return max(map(decimals, (self.low, self.high, self.centre)))

    @classmethod
    def read(cls, value: object) -> UncertainNumber:
        """From a number or a list of two or three numbers in rising order."""
        if not isinstance(value, list | tuple):
            number = read_plain_number(value)
            return cls(number, number)
        numbers = [read_plain_number(item, i) for i, item in enumerate(value[:4])]
        if len(numbers) not in (2, 3):
            raise _wrong("range", "expected a number, [low, high] or [low, likeliest, high]")
        if numbers != sorted(numbers):
            raise _wrong("range", "the numbers of a range must not fall: [low, high] or [low, likeliest, high]")
        return cls(numbers[0], numbers[-1], numbers[1] if len(numbers) == 3 else None)  # noqa: PLR2004  (a triple)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read by `read`; pydantic's way to take a type that is not its own."""
        return core_schema.no_info_plain_validator_function(cls.read)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        """All three forms, for editors."""
        return number_schema(None, None)


def number_schema(low: float | None, high: float | None) -> dict[str, Any]:
    """JSON Schema of an uncertain number within bounds."""
    bounds = {"minimum": low, "maximum": high}
    one = {"type": "number"} | {key: bound for key, bound in bounds.items() if bound is not None}
    many = {"type": "array", "items": one, "minItems": 2, "maxItems": 3}
    return {"anyOf": [one, many], "description": "A number, [low, high] or [low, likeliest, high]."}


@dataclass(frozen=True)
class Between:
    """Bounds of an uncertain number, as an annotation: `Annotated[UncertainNumber, Between(0, 100)]`.

    A number that is drawn is rounded to `decimals`, or to as many as its range is written with.
    """

    low: float
    high: float
    decimals: int = 4

    def check(self, number: UncertainNumber) -> UncertainNumber:
        """The number itself where it lies within the bounds."""
        if self.low <= number.low and number.high <= self.high:
            return number
        upper = f" to {number_text(self.high)}" if self.high < LIMIT else ""
        raise _wrong("bounds", f"expected numbers from {number_text(self.low)}{upper or ' up'}")

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Checked after the number was read."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        """The forms of an uncertain number with these bounds."""
        return number_schema(self.low, self.high)


@dataclass(frozen=True)
class OptionCondition:
    """Which options of an issue: some by name, or the numbers of an amount strictly `above` and `below` a bound."""

    options: tuple[str, ...] = ()
    above: float | None = None
    below: float | None = None

    @property
    def by_bounds(self) -> bool:
        """Whether it is given by bounds, which only an amount can have."""
        return not self.options

    @classmethod
    def read(cls, value: object) -> OptionCondition:
        """From an option, a list of options, or a mapping of `above` and `below`."""
        if isinstance(value, Mapping):
            return cls._bounds(value)
        if isinstance(value, list | tuple) and not value:
            raise _wrong("condition", "expected an option, found an empty list")
        if isinstance(value, list | tuple):
            return cls(tuple(read_option(item, i) for i, item in enumerate(value)))
        return cls((read_option(value),))

    @classmethod
    def _bounds(cls, value: Mapping[Any, object]) -> OptionCondition:
        for key in value:
            if key not in ("above", "below"):
                raise _wrong("bound", str(key), key)
        if not value:
            raise _wrong("condition", "expected 'above' or 'below', found an empty mapping")
        bounds = {key: read_plain_number(bound, key) for key, bound in value.items()}
        return cls(above=bounds.get("above"), below=bounds.get("below"))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read by `read`."""
        return core_schema.no_info_plain_validator_function(cls.read)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        """All its forms, for editors."""
        option = {"type": ["string", "number"]}
        bounds = {"above": {"type": "number"}, "below": {"type": "number"}}
        return {
            "description": "An option, a list of options, or for an amount {above: , below: }.",
            "anyOf": [
                option,
                {"type": "array", "items": option, "minItems": 1},
                {"type": "object", "properties": bounds, "additionalProperties": False, "minProperties": 1},
            ],
        }


ByKey = dict[str, UncertainNumber]
"""Numbers by key, as weights by party."""

ParameterRead = UncertainNumber | str | bool | ByKey
"""A parameter as it was read."""


def read_parameter(value: object) -> ParameterRead:
    """A parameter of a tactic or protocol: true or false, text, a number that may be uncertain, or such by key."""
    if isinstance(value, Mapping):
        return {str(key): UncertainNumber.read(one) for key, one in value.items()}
    return value if isinstance(value, str | bool) else UncertainNumber.read(value)


OptionName = Annotated[str, BeforeValidator(read_option), WithJsonSchema({"type": ["string", "number"]})]
"""Key of an option, or a number of an amount's grid; held as text."""

ParameterValue = Annotated[
    Any,
    BeforeValidator(read_parameter),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "boolean"},
                {"type": "string"},
                *number_schema(None, None)["anyOf"],
                {"type": "object", "additionalProperties": number_schema(None, None)},
            ]
        }
    ),
]
"""A parameter's value; what the name allows is checked with the registry."""


Probability = Annotated[UncertainNumber, Between(0, 1, decimals=6)]
"""A probability that may be uncertain."""
