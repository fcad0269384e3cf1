"""The typed scenario: what a scenario file says, with the words of the file as names.

These pydantic models are the format: which keys there are, what they may hold, which are required; the JSON Schema for
editors is made from them. They are frozen and know no YAML: `parse.py` says where in the file an error lies, `checks`
look at references between the parts. Blocks add keys of their own (`blocks.py`, `format.py`).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, PrivateAttr, StrictInt

from negosim.scenario.spec.bodies import MAX_BODIES, BodySpec
from negosim.scenario.spec.calendar import CalendarSpec, CountOfRounds, InDays, MeetingSpan, Opening, timetable
from negosim.scenario.spec.common import (
    MAX_ISSUES,
    MAX_MEETINGS,
    MAX_PARTIES,
    SINCE_2,
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
from negosim.scenario.spec.constraints import MAX_CONSTRAINTS, ConstraintSpec
from negosim.scenario.spec.digest import digest
from negosim.scenario.spec.groups import DefaultsSpec, GroupSpec
from negosim.scenario.spec.issues import IssueSpec
from negosim.scenario.spec.numbers import (
    UNSAID,
    BasisAt,
    NumberAt,
    bases_below,
    basis_at,
    inside,
    numbers_below,
    parameters,
    party_numbers,
    said_of,
    with_stances,
)
from negosim.scenario.spec.parties import PartySpec
from negosim.scenario.spec.prepares import PreparesSpec
from negosim.scenario.spec.rubric import Rubric
from negosim.scenario.spec.values import UncertainNumber

__all__ = ["MeetingSpec", "Origin", "ProtocolSpec", "Scenario"]


class ProtocolSpec(NamedSpec):
    """The rules of a meeting: a protocol's name, its rounds and its parameters."""

    rounds: CountOfRounds
    """How many rounds there are at most."""
    begins: Key | None = None
    """Who makes the first offer; without it the first party of the meeting."""


class MeetingSpec(Model):
    """Some parties, some issues, a protocol: one step of the course of the talks."""

    title: Words
    """What the meeting is called."""
    when: Conditions | None = Field(default=None, alias="if")
    """The meeting takes place only if what stands fits this."""
    prepares: Annotated[PreparesSpec | None, SINCE_2] = None
    """What is agreed here is a draft for that later meeting, and binds nobody."""
    after: Key | None = None
    """The meeting takes place only if this event has happened."""
    opens: Annotated[Opening | None, SINCE_2] = None
    """When it opens: a day, or `16 days after` a meeting; until then rounds go by without talks."""
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
    """Where a scenario was read from: its name, its file, the changes made to it, whether it is a shipped one.

    `plain` is what was written; `full` is the same with its short forms written out; `drawn_at` leads from where
    something stands in `full` to where it was written, where that is elsewhere.
    """

    name: str
    plain: Mapping[str, Any]
    full: Mapping[str, Any]
    drawn_at: Mapping[str, str]
    path: Path | None = None
    changes: tuple[str, ...] = ()
    shipped: bool = False


class Scenario(Model):
    """Who is at the table, what is disputed, what each side wants and how sure we are of that."""

    negosim: Literal[1, 2]
    """Version of the format."""
    title: Words
    """What the scenario is called."""
    date: Date | None = None
    """The day of which it speaks."""
    summary: Text | None = None
    """What it is about, in a sentence or two."""
    sources: dict[Key, Source] = Field(default_factory=dict)
    """The texts that it rests on."""
    defaults: Annotated[DefaultsSpec | None, SINCE_2] = None
    """What holds where a part leaves out its basis, numbers, consent or tactic."""
    groups: Annotated[dict[Key, GroupSpec], SINCE_2] = Field(default_factory=dict)
    """Parties that are named together, with what all of them share."""
    issues: Annotated[dict[Key, IssueSpec], Field(min_length=1, max_length=MAX_ISSUES)]
    """What is disputed."""
    constraints: Annotated[dict[Key, ConstraintSpec], SINCE_2, Field(max_length=MAX_CONSTRAINTS)] = Field(
        default_factory=dict
    )
    """What can come together, and what can't."""
    parties: Annotated[dict[Key, PartySpec], Field(min_length=1, max_length=MAX_PARTIES)]
    """Who negotiates."""
    meetings: Annotated[dict[Key, MeetingSpec], Field(min_length=1, max_length=MAX_MEETINGS)]
    """The course of the talks, in this order."""
    bodies: Annotated[dict[Key, BodySpec], Field(max_length=MAX_BODIES), SINCE_2] = Field(default_factory=dict)
    """Who decides by votes, and by which rule; a consent list may name them beside parties."""
    calendar: Annotated[CalendarSpec | None, SINCE_2] = None
    """The day of round 1, and how long a round is."""
    horizon: Annotated[StrictInt, Field(ge=1, le=10_000_000), InDays(span=True, day=True)] | None = None
    """Rounds over which delay costs; without it the rounds of all meetings."""
    rubric: Rubric | None = None
    """How what a table comes to is marked in class; changes nothing in the talks."""
    parts: ClassVar[Mapping[str, str]] = {}
    """Keys that blocks have added to the format -> what a basis below is the basis of (`format.scenario_model`)."""
    _origin: Origin | None = PrivateAttr(default=None)

    @property
    def origin(self) -> Origin:
        """Where the scenario was read from."""
        assert self._origin is not None, "a Scenario is made by load() or from_plain()"  # noqa: S101  (the message says it)
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
    def drawn_at(self) -> Mapping[str, str]:
        """Where something stands -> where it was written, by dotted paths, only where these differ."""
        return self._origin.drawn_at if self._origin is not None else {}

    @property
    def rounds(self) -> int:
        """The horizon: as given, or the rounds of all meetings, those before they open included."""
        return self.horizon or max(one.over for one in self.timetable.values())

    def day(self, round_: int) -> datetime.date | None:
        """The day on which a round begins; None without a calendar."""
        return None if self.calendar is None else self.calendar.day(round_)

    @property
    def timetable(self) -> dict[str, MeetingSpan]:
        """The rounds of every meeting, if all are as long as they can be."""
        return timetable((key, one.opens, one.protocol.rounds) for key, one in self.meetings.items())

    @property
    def blocks(self) -> dict[str, Any]:
        """What the file says to each block, by its key: None, or an empty mapping, where it says nothing."""
        return {key: getattr(self, key) for key in self.parts}

    def at_home(self, origin: Origin) -> Scenario:
        """The same scenario, knowing where it was read from."""
        placed = self.model_copy()
        placed._origin = origin
        return placed

    def plain(self) -> dict[str, Any]:
        """The scenario as plain data after `extends` and changes; `from_plain` makes the same scenario of it."""
        return deepcopy(dict(self.origin.plain))

    def full(self) -> dict[str, Any]:
        """The same with its short forms written out: every stance of a group stands with each of its members."""
        return deepcopy(dict(self.origin.full))

    def numbers(self) -> Iterator[NumberAt]:
        """Every number that may be uncertain, once and where it was written: of parties, meetings, issues, blocks."""
        found: dict[str, NumberAt] = {}
        for at in self._numbers_in_full():
            written = at._replace(path=self._written(at.path), basis=self.drawn_at.get(at.basis, at.basis))
            before = found.setdefault(written.path, written)
            if before.is_a_members and not written.is_a_members:
                found[written.path] = written
        yield from found.values()

    def by_default(self) -> tuple[int, int]:
        """How many of its numbers come from where the file's default says, and how many there are."""
        found = [at.by_default for at in self.numbers()]
        return sum(found), len(found)

    def centres(self) -> dict[str, float]:
        """Every number at its centre, by each path at which it stands."""
        return self.values_at(lambda number: number.centre)

    def values_at(self, point: Callable[[UncertainNumber], float]) -> dict[str, float]:
        """Every number at a point of its range, by each path at which it stands."""
        written = {at.path: point(at.number) for at in self.numbers()}
        return written | {path: written[other] for path, other in self.shared_numbers().items()}

    def shared_numbers(self) -> dict[str, str]:
        """Where a number stands that was written elsewhere -> where it was written."""
        stand = [at.path for at in self._numbers_in_full()] if self.drawn_at else []
        return {path: written for path in stand if (written := self._written(path)) != path}

    def _written(self, path: str) -> str:
        """Where the number at a path was written; a reserve goes by its own path, its points may be from elsewhere."""
        points = self.drawn_at.get(f"{path}.points", "").removesuffix(".points")
        return points or self.drawn_at.get(path, path)

    def _numbers_in_full(self) -> Iterator[NumberAt]:
        """Every number, at each place where it stands."""
        for key, party in self.parties.items():
            yield from party_numbers(f"parties.{key}", party)
        for key, one in self.meetings.items():
            said = said_of(f"meetings.{key}", one)
            yield from parameters(f"meetings.{key}.protocol", one.protocol, said)
            if one.prepares is not None:
                yield from numbers_below(f"meetings.{key}.prepares", one.prepares, UNSAID)
        for key, issue in self.issues.items():
            yield from numbers_below(f"issues.{key}.unilateral", issue.unilateral, UNSAID)
        for key, body in self.bodies.items():
            yield from numbers_below(f"bodies.{key}", body, (body.basis.kind, f"bodies.{key}.basis"))
        for key, part in self.blocks.items():
            yield from numbers_below(key, part, UNSAID)

    def score_sheets(self) -> Iterator[tuple[str, Any]]:
        """Every part that has stances, a party or a bloc, with its path."""
        for key in ("parties", *self.parts):
            yield from with_stances(key, getattr(self, key))

    def based(self) -> Iterator[BasisAt]:
        """Every basis, once, with the path and the name of what it is the basis of."""
        seen: set[tuple[str, str]] = set()
        for at in self._based_in_full():
            path = self.drawn_at.get(at.path, at.path)
            if (path, at.what) not in seen:
                seen.add((path, at.what))
                yield at._replace(path=path)

    def _based_in_full(self) -> Iterator[BasisAt]:
        """Every basis, at each place where it stands."""
        for key, issue in self.issues.items():
            if issue.basis is not None:
                yield basis_at(f"issues.{key}", "consent", issue.basis)
            if issue.numbers is not None:
                yield basis_at(f"issues.{key}", "numbers of issue", issue.numbers)
            yield from bases_below(f"issues.{key}.unilateral", "unilateral move", issue.unilateral)
            yield from bases_below(f"issues.{key}.lapses", "lapse", issue.lapses)
        for key, one in self.constraints.items():
            if one.basis is not None:
                yield basis_at(f"constraints.{key}", "constraint", one.basis)
            if one.numbers is not None:
                yield basis_at(f"constraints.{key}", "numbers of constraint", one.numbers)
        for key, party in self.parties.items():
            for name, part in inside(party):
                what = {"stances": "stance", "linkages": "linkage"}.get(name, name.replace("_", " "))
                yield from bases_below(f"parties.{key}.{name}", what, part)
        for key, meeting in self.meetings.items():
            yield from bases_below(f"meetings.{key}", "meeting", meeting)
            if meeting.prepares is not None and meeting.prepares.numbers is not None:
                yield basis_at(f"meetings.{key}.prepares", "numbers of hope", meeting.prepares.numbers)
        for key, body in self.bodies.items():
            yield from bases_below(f"bodies.{key}", "body", body)
        for key, block in self.blocks.items():
            yield from bases_below(key, self.parts[key], block)
