"""The typed scenario: what a scenario file says, with the words of the file as names.

These pydantic models are the shape of the format: which keys there are, what they may hold, which are required. They
are frozen and know no YAML; where an error lies in the file is said by `shape.py`, references between the parts are
checked by `check.py`. The JSON Schema for editors is made from the descriptions here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    PrivateAttr,
    StrictBool,
    StrictInt,
    StringConstraints,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from negosim.scenario.digest import digest
from negosim.scenario.listing import BasisAt, NumberAt, list_bases, list_numbers
from negosim.scenario.values import LIMIT, Between, Condition, OptionName, ParameterValue, UncertainNumber, number_text

__all__ = [
    "Amount",
    "Basis",
    "BasisAt",
    "Condition",
    "DelayCost",
    "IssueSpec",
    "Key",
    "Linkage",
    "MeetingSpec",
    "NumberAt",
    "NumbersBasis",
    "Origin",
    "ParameterValue",
    "PartySpec",
    "ProtocolSpec",
    "Reserve",
    "Scenario",
    "Source",
    "Stance",
    "TacticSpec",
    "UncertainNumber",
    "Unilateral",
]

KEY_PATTERN = r"^[a-z][a-z0-9_]*$"
VALUE_PATTERN = r"^([a-z][a-z0-9_]*|-?[0-9]+(\.[0-9]+)?)$"
DATE_PATTERN = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
MAX_OPTIONS = 10_000
MAX_STEPS = 10_000
MOST_POINTS = 1000
"""Points of a linkage, reserve or round of delay at the most: sums stay far inside 64 bits on the grid."""
MAX_ISSUES = 64
MAX_PARTIES = 30
MAX_MEETINGS = 1_000

Key = Annotated[str, StringConstraints(strict=True, pattern=KEY_PATTERN, max_length=64)]
"""Name of an issue, option, party, meeting or linkage."""
Text = Annotated[str, StringConstraints(strict=True)]
Words = Annotated[str, StringConstraints(strict=True, min_length=1)]
Date = Annotated[str, StringConstraints(strict=True, pattern=DATE_PATTERN)]
OptionKey = Annotated[str, StringConstraints(strict=True, pattern=VALUE_PATTERN)]
"""Name of an option, or a number of an amount's grid written as a key."""
PlainNumber = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-LIMIT, le=LIMIT)]
Conditions = Annotated[dict[Key, Condition], Field(min_length=1)]
"""Issue -> which of its options; all of them must fit."""


class Model(BaseModel):
    """What all parts of a scenario share: frozen, and unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False, use_attribute_docstrings=True)


class _WhereFrom(Model):
    source: Key | None = None
    """Key of the source under `sources`."""
    paragraphs: Annotated[tuple[Annotated[StrictInt, Field(ge=0)], ...], Field(min_length=1)] | None = None
    """Numbers of the paragraphs of the source."""
    note: Words | None = None
    """Why it is read so."""


class Basis(_WhereFrom):
    """Where the direction of a stance, linkage, cost, consent, meeting or tactic comes from."""

    kind: Literal["reported", "inferred", "assumed", "imported"]
    """`reported` by the source, `inferred` from it, `assumed`, or `imported` from another model."""

    @model_validator(mode="after")
    def _reported_by_someone(self) -> Basis:
        if self.kind == "reported" and self.source is None:
            raise PydanticCustomError("basis", "a reported basis needs its 'source'")
        return self


class NumbersBasis(_WhereFrom):
    """Where points come from: a text never reports them, so they are inferred, assumed or imported."""

    kind: Literal["inferred", "assumed", "imported"]
    """`inferred` from a source, `assumed` for a reason, or `imported` from another model."""

    @model_validator(mode="after")
    def _assumed_for_a_reason(self) -> NumbersBasis:
        if self.kind == "assumed" and self.note is None:
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
        return (_exact(self.stop) - _exact(self.start)) / _exact(self.step)

    @cached_property
    def grid(self) -> tuple[float, ...]:
        """The numbers of the grid, each the float nearest to its exact decimal."""
        start, step = _exact(self.start), _exact(self.step)
        whole = start.denominator * step.denominator
        first, more = int(start * whole), int(step * whole)
        return tuple((first + i * more) / whole for i in range(int(self._steps) + 1))


def _exact(number: float) -> Fraction:
    """The decimal that was written: 0.1 is a tenth."""
    return Fraction(repr(float(number)))


class Unilateral(Model):
    """A move of an issue that one party can make by itself."""

    by: Key
    """The party that can do it."""
    start: Condition = Field(alias="from")
    """From which option or options."""
    to: OptionName
    """To which option."""
    title: Words | None = None
    """What the move is called."""
    basis: Basis
    """Where it comes from that the party can do it."""
    numbers: NumbersBasis | None = None
    """Where its numbers come from, if it has some."""


def _listed_or_mapped(value: object) -> str:
    return "<mapping>" if isinstance(value, dict) else "<list>"


PartyList = Annotated[tuple[Key, ...], Field(min_length=1, max_length=MAX_PARTIES)]
Consent = Annotated[
    Annotated[PartyList, Tag("<list>")]
    | Annotated[Annotated[dict[Key, PartyList], Field(min_length=1)], Tag("<mapping>")],
    Discriminator(_listed_or_mapped),
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
    numbers: NumbersBasis | None = None
    """Where the numbers of an amount, or the positions, come from."""
    ordered: StrictBool = False
    """Whether the options have an order, in which they are written."""
    positions: dict[Key, PlainNumber] | None = None
    """Where ordered options lie on a line; without it 0, 1, 2, ..."""
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

    def selected(self, condition: Condition) -> tuple[int, ...]:
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


class Stance(Model):
    """What a party wants on one issue."""

    basis: Basis
    """Where the direction comes from."""
    weight: Annotated[UncertainNumber, Between(0, LIMIT)]
    """How much the issue matters beside the party's others; weights are scaled to a sum of 100."""
    values: Annotated[dict[OptionKey, Annotated[UncertainNumber, Between(0, 100)]], Field(min_length=1)]
    """What each option is worth, 0 to 100; for an amount at some of its numbers, in between on straight lines."""
    refuses: Condition | None = None
    """Options that the party neither offers nor accepts."""
    numbers: NumbersBasis
    """Where weight and values come from."""


class Linkage(Model):
    """Points that a party gains or loses when options on several issues come together."""

    title: Words
    """What links the issues."""
    when: Conditions
    """Issue -> which options; all must fit."""
    points: Annotated[UncertainNumber, Between(-MOST_POINTS, MOST_POINTS)]
    """Points gained, or lost where negative."""
    basis: Basis
    """Where the direction comes from."""
    numbers: NumbersBasis
    """Where the points come from."""


class DelayCost(Model):
    """Points that every round costs a party while a condition stands."""

    points: Annotated[UncertainNumber, Between(0, MOST_POINTS)]
    """Points a round."""
    when: Conditions | None = Field(default=None, alias="while")
    """While what stands fits this; without it always."""
    basis: Basis
    """Where it comes from that delay costs."""
    numbers: NumbersBasis
    """Where the points come from."""


class Reserve(Model):
    """Points that decide when a party agrees: a number alone (then assumed), or points with where they come from."""

    points: Annotated[UncertainNumber, Between(-MOST_POINTS, MOST_POINTS)]
    """The points."""
    basis: Basis
    """Where the direction comes from."""
    numbers: NumbersBasis
    """Where the points come from."""

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        assumed = {"kind": "assumed", "note": "a number without a basis"}
        return value if isinstance(value, Mapping) else {"points": value, "basis": assumed, "numbers": assumed}


class _Named(Model):
    """A name from the registry with parameters as further keys."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, ParameterValue] = Field(init=False)

    name: Words
    """Name, as `negosim list` shows it."""

    @property
    def parameters(self) -> dict[str, UncertainNumber | str | bool]:
        """The further keys, in the order of the file."""
        return dict(self.__pydantic_extra__ or {})


class TacticSpec(_Named):
    """How a seat decides: a tactic's name and its parameters."""

    basis: Basis
    """Where the choice of the tactic comes from."""
    numbers: NumbersBasis | None = None
    """Where the parameters' numbers come from; as the basis where left out."""

    @model_validator(mode="after")
    def _numbers_are_never_reported(self) -> TacticSpec:
        numeric = any(isinstance(value, UncertainNumber) for value in self.parameters.values())
        if numeric and self.numbers is None and self.basis.kind == "reported":
            raise PydanticCustomError("basis", "a reported tactic with numbers needs 'numbers': where they come from")
        return self


class ProtocolSpec(_Named):
    """The rules of a meeting: a protocol's name, its rounds and its parameters."""

    rounds: Annotated[StrictInt, Field(ge=1, le=10_000)]
    """How many rounds there are at most."""
    begins: Key | None = None
    """Who makes the first offer; without it the first party of the meeting."""


DEFAULT_TACTIC = TacticSpec(name="linear", basis=Basis(kind="assumed", note="the scenario names no tactic"))


class MeetingSpec(Model):
    """Some parties, some issues, a protocol: one step of the course of the talks."""

    title: Words
    """What the meeting is called."""
    when: Conditions | None = Field(default=None, alias="if")
    """The meeting takes place only if what stands fits this."""
    parties: PartyList
    """Who sits at the table, in seat order."""
    issues: Annotated[tuple[Key, ...], Field(min_length=1, max_length=MAX_ISSUES)]
    """What is on the agenda."""
    protocol: ProtocolSpec
    """The rules."""
    basis: Basis
    """Where the meeting comes from."""
    numbers: NumbersBasis | None = None
    """Where the protocol's numbers come from; as the basis where left out, assumed where that is reported."""


class PartySpec(Model):
    """A state that negotiates."""

    name: Words
    """Its name."""
    briefing: Text | None = None
    """What only this seat is told, for a student who plays it."""
    stances: dict[Key, Stance] = Field(default_factory=dict)
    """Issue -> what the party wants on it."""
    linkages: dict[Key, Linkage] = Field(default_factory=dict)
    """Points for options on several issues that come together."""
    cost_of_delay: DelayCost | None = None
    """What a round without agreement costs."""
    reserve: Reserve | None = None
    """Points that a deal must bring above what stands; may be negative."""
    reservation: Reserve | None = None
    """Instead of the reserve, the reservation value itself; only where there is one meeting."""
    tactic: TacticSpec = DEFAULT_TACTIC
    """How the seat decides; without it `linear`, assumed."""
    informed: StrictBool = False
    """Whether the seat knows the others' preferences."""

    @model_validator(mode="after")
    def _one_reservation(self) -> PartySpec:
        if self.reserve is not None and self.reservation is not None:
            raise PydanticCustomError("either", "a party has either a 'reserve' or a 'reservation'")
        return self


@dataclass(frozen=True)
class Origin:
    """Where a scenario was read from: its name, its file, the changes made to it, whether it is a shipped one."""

    name: str
    plain: Mapping[str, Any]
    path: Path | None = None
    changes: tuple[str, ...] = ()
    shipped: bool = False


class Scenario(Model):
    """Who is at the table, what is disputed, what each side wants and how sure we are of that."""

    negosim: Literal[1]
    """Version of the format."""
    title: Words
    """What the scenario is called."""
    date: Date | None = None
    """The day of which it speaks."""
    summary: Text | None = None
    """What it is about, in a sentence or two."""
    sources: dict[Key, Source] = Field(default_factory=dict)
    """The texts that it rests on."""
    issues: Annotated[dict[Key, IssueSpec], Field(min_length=1, max_length=MAX_ISSUES)]
    """What is disputed."""
    parties: Annotated[dict[Key, PartySpec], Field(min_length=1, max_length=MAX_PARTIES)]
    """Who negotiates."""
    meetings: Annotated[dict[Key, MeetingSpec], Field(min_length=1, max_length=MAX_MEETINGS)]
    """The course of the talks, in this order."""
    horizon: Annotated[StrictInt, Field(ge=1, le=10_000_000)] | None = None
    """Rounds over which delay costs; without it the rounds of all meetings."""

    _origin: Origin | None = PrivateAttr(default=None)

    @property
    def origin(self) -> Origin:
        """Where the scenario was read from."""
        assert self._origin is not None, "a Scenario is made by load() or from_plain()"  # noqa: S101
        return self._origin

    @property
    def name(self) -> str:
        """Stem of the file's name."""
        return self.origin.name

    @property
    def folder(self) -> Path | None:
        """The folder of the file, where `my_file.py:MyTactic` is looked for."""
        return self.origin.path.parent if self.origin.path is not None else None

    @property
    def changes(self) -> tuple[str, ...]:
        """The changes made by `--set`, as they were written."""
        return self.origin.changes

    @property
    def digest(self) -> str:
        """SHA-256 of the scenario as plain data after `extends` and changes, as 64 hex digits."""
        return digest(self.origin.plain)

    @property
    def rounds(self) -> int:
        """The horizon: as given, or the rounds of all meetings."""
        return self.horizon or sum(meeting.protocol.rounds for meeting in self.meetings.values())

    def at_home(self, origin: Origin) -> Scenario:
        """The same scenario, knowing where it was read from."""
        placed = self.model_copy()
        placed._origin = origin
        return placed

    def plain(self) -> dict[str, Any]:
        """The scenario as plain data after `extends` and changes; `from_plain` makes the same scenario of it."""
        return deepcopy(dict(self.origin.plain))

    def numbers(self) -> Iterator[NumberAt]:
        """Every number that may be uncertain, with its path and where it comes from."""
        return list_numbers(self)

    def based(self) -> Iterator[BasisAt]:
        """Every basis, with the path and the name of what it is the basis of."""
        return list_bases(self)
