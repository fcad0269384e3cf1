"""The typed scenario: what a scenario file says, with the words of the file as names.

These pydantic models are the shape of the format: which keys there are, what they may hold, which are required. They
are frozen and know no YAML; where an error lies in the file is said by `shape.py`, references between the parts are
checked by `check.py`. The JSON Schema for editors is made from the descriptions here. The parts stand in files of
their own (`parts`, `issues`, `parties`); this one puts them together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr, StrictInt

from negosim.scenario.commitment import CommitmentSpec
from negosim.scenario.digest import digest
from negosim.scenario.events import EventSpec
from negosim.scenario.issues import IssueSpec
from negosim.scenario.listing import BasisAt, NumberAt, list_bases, list_numbers
from negosim.scenario.parties import PartySpec
from negosim.scenario.parts import (
    MAX_ISSUES,
    MAX_MEETINGS,
    MAX_PARTIES,
    Basis,
    Conditions,
    Date,
    Key,
    Model,
    NamedSpec,
    NumbersBasis,
    PartyList,
    Source,
    Text,
    Words,
)
from negosim.scenario.ratifiers import RatifierSpec
from negosim.scenario.rubric import Rubric
from negosim.scenario.war import WarSpec

__all__ = ["MeetingSpec", "Origin", "ProtocolSpec", "Scenario"]


class ProtocolSpec(NamedSpec):
    """The rules of a meeting: a protocol's name, its rounds and its parameters."""

    rounds: Annotated[StrictInt, Field(ge=1, le=10_000)]
    """How many rounds there are at most."""
    begins: Key | None = None
    """Who makes the first offer; without it the first party of the meeting."""


class MeetingSpec(Model):
    """Some parties, some issues, a protocol: one step of the course of the talks."""

    title: Words
    """What the meeting is called."""
    when: Conditions | None = Field(default=None, alias="if")
    """The meeting takes place only if what stands fits this."""
    after: Key | None = None
    """The meeting takes place only if this event has happened."""
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
    rubric: Rubric | None = None
    """How what a table comes to is marked in class; changes nothing in the talks."""
    war: WarSpec | None = None
    """The war that goes on while nothing ends it."""
    commitment: CommitmentSpec | None = None
    """Whether a truce holds, and what makes it."""
    ratifiers: dict[Key, RatifierSpec] = Field(default_factory=dict)
    """Party -> who must ratify what its delegation signs."""
    events: dict[Key, EventSpec] = Field(default_factory=dict)
    """What may break in on the talks."""

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
