"""The issues of a scenario file: options or an amount, the status quo, whose consent moves them, lone moves."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Annotated

from pydantic import Discriminator, Field, StrictBool, Tag, model_validator
from pydantic_core import PydanticCustomError

from negosim.scenario.spec.calendar import CountOfRounds, RoundOrDay
from negosim.scenario.spec.common import (
    MAX_OPTIONS,
    MAX_STEPS,
    SINCE_2,
    Basis,
    Conditions,
    CountedBasis,
    Key,
    Model,
    NumbersBasis,
    PartyList,
    PlainNumber,
    Words,
)
from negosim.scenario.spec.values import OptionCondition, OptionName, Probability, exact, number_text

__all__ = ["Amount", "IssueSpec", "LapseSpec", "Unilateral"]


class Amount(Model):
    """An issue whose options are the numbers of a grid: `from`, `from` + `step`, ..., `to`."""

    start: PlainNumber = Field(alias="from")
    """The first number of the grid."""
    stop: PlainNumber = Field(alias="to")
    """The last number of the grid."""
    step: Annotated[PlainNumber, Field(gt=0)]
    """Distance between two numbers of the grid."""
    unit: Words | None = None
    """What is counted: billion dollars, years."""

    @model_validator(mode="after")
    def _whole_steps(self) -> Amount:
        if self.start >= self.stop:
            raise PydanticCustomError("amount", "'from' must be less than 'to'")
        if self._steps.denominator != 1:
            raise PydanticCustomError("amount", "'to' less 'from' must be a whole number of steps")
        if self._steps > MAX_STEPS:
            raise PydanticCustomError("amount", f"an amount has at most {MAX_STEPS + 1} numbers; take a wider 'step'")
        return self

    @property
    def _steps(self) -> Fraction:
        return (exact(self.stop) - exact(self.start)) / exact(self.step)

    @cached_property
    def grid(self) -> tuple[float, ...]:
        """The numbers of the grid, each the float nearest to its exact decimal."""
        start, step = exact(self.start), exact(self.step)
        whole = start.denominator * step.denominator
        first, more = int(start * whole), int(step * whole)
        return tuple((first + i * more) / whole for i in range(int(self._steps) + 1))


class Unilateral(Model):
    """A move of an issue that one party can make by itself."""

    by: Key
    """The party that can do it."""
    start: OptionCondition = Field(alias="from")
    """From which option or options."""
    to: OptionName
    """To which option."""
    title: Words | None = None
    """What the move is called."""
    chance: Probability | None = None
    """Where given, the chance after every round that the party makes the move during the talks, if it gains by it."""
    basis: Basis
    """Where it comes from that the party can do it."""
    numbers: NumbersBasis | None = None
    """Where its numbers come from, if it has some."""


class LapseSpec(Model):
    """An option that runs out, some time after it was agreed or on a day."""

    after: CountOfRounds | None = None
    """How long it stands once it is agreed, the round of the agreement included."""
    on: RoundOrDay | None = None
    """Instead: the day from which it no longer stands, unless an agreement has renewed it."""
    to: OptionName | None = None
    """The option that then stands; without it the status quo."""
    basis: Basis | None = None
    """Where it comes from that it runs out."""
    numbers: CountedBasis | None = None
    """Where the time comes from."""

    @model_validator(mode="after")
    def _after_or_on(self) -> LapseSpec:
        if (self.after is None) == (self.on is None):
            raise PydanticCustomError("either", "an option lapses either 'after' some time or 'on' a day")
        return self


Consent = Annotated[
    Annotated[PartyList, Tag("<list>")]
    | Annotated[Annotated[dict[Key, PartyList], Field(min_length=1)], Tag("<mapping>")],
    Discriminator(lambda value: "<mapping>" if isinstance(value, dict) else "<list>"),
]


class IssueSpec(Model):
    """A matter in dispute and its possible settlements."""

    title: Words
    """What is disputed."""
    options: Annotated[dict[Key, Words], Field(min_length=1, max_length=MAX_OPTIONS)] | None = None
    """The possible settlements, each with a few words."""
    amount: Amount | None = None
    """Instead of options: the numbers of a grid."""
    status_quo: OptionName
    """The option that holds while nothing is agreed."""
    consent: Consent
    """The parties whose agreement moves the issue: a list, or one list for each option."""
    basis: Basis | None = None
    """Where it comes from that these parties must agree."""
    numbers: CountedBasis | None = None
    """Where the numbers of an amount, or the positions, come from."""
    ordered: StrictBool = False
    """Whether the options have an order, in which they are written."""
    positions: dict[Key, PlainNumber] | None = None
    """Where ordered options lie on a line; without it 0, 1, 2, ..."""
    pending: Annotated[Conditions | None, SINCE_2] = Field(default=None, alias="while")
    """What is agreed on it is in force only while this holds; else the status quo counts."""
    lapses: Annotated[dict[OptionName, LapseSpec], SINCE_2] = Field(default_factory=dict)
    """Options that run out -> when, and to what."""
    unilateral: tuple[Unilateral, ...] = ()
    """Moves that a party can make by itself."""

    @model_validator(mode="after")
    def _options_or_amount(self) -> IssueSpec:
        if (self.options is None) == (self.amount is None):
            raise PydanticCustomError("either", "an issue has either 'options' or an 'amount'")
        if self.positions is not None and not (self.ordered and self.options):
            raise PydanticCustomError("either", "'positions' need 'options' with 'ordered: true'")
        if self.amount is not None and isinstance(self.consent, Mapping):
            raise PydanticCustomError("either", "the consent to an amount is one list of parties")
        return self

    @cached_property
    def option_keys(self) -> tuple[str, ...]:
        """Keys of the options in the order of the file; of an amount the numbers of its grid as text."""
        if self.amount is not None:
            return tuple(map(number_text, self.amount.grid))
        return tuple(self.options or ())

    @cached_property
    def _places(self) -> dict[str, int]:
        return {key: i for i, key in enumerate(self.option_keys)}

    def position(self, option: str) -> int | None:
        """Index of an option among `option_keys`, None where the issue has no such option."""
        return self._places.get(option)

    @cached_property
    def movable(self) -> frozenset[str]:
        """Every option but the status quo."""
        return frozenset(self.option_keys) - {self.status_quo}

    def scale(self) -> tuple[float, ...] | None:
        """Where each option lies on a line: an amount's numbers, the positions of ordered options, or None."""
        if self.amount is not None:
            return self.amount.grid
        if not self.ordered:
            return None
        given = self.positions or {}
        return tuple(given.get(key, float(i)) for i, key in enumerate(self.option_keys))

    def selected(self, condition: OptionCondition) -> tuple[int, ...]:
        """Indices of the options that fit a condition, rising."""
        if not condition.by_bounds:
            return tuple(sorted({self._places[key] for key in condition.options if key in self._places}))
        grid = self.amount.grid if self.amount is not None else ()
        first = 0 if condition.above is None else bisect_right(grid, condition.above)
        last = len(grid) if condition.below is None else bisect_left(grid, condition.below)
        return tuple(range(first, last))

    @cached_property
    def consenting(self) -> tuple[str, ...]:
        """All parties that the consent names, each once, in the order of the file."""
        lists = self.consent.values() if isinstance(self.consent, Mapping) else [self.consent]
        return tuple(dict.fromkeys(party for parties in lists for party in parties))

    def consent_to(self, option: str) -> tuple[str, ...]:
        """The parties whose consent moves the issue to an option.

        Where consent is given option by option and the status quo has none, moving back to it needs all that are named.
        """
        if not isinstance(self.consent, Mapping):
            return self.consent
        return self.consent.get(option) or self.consenting
