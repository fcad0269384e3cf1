"""Events from outside, at a round or by chance, that change what parties want, pay or have time for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StrictBool, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from negosim.errors import Diagnostic
from negosim.negotiation.environment.base import Block, Mark, Measure, Names, Now, Value
from negosim.negotiation.facts import Facts
from negosim.negotiation.log import Effect, Kind, LogEntry
from negosim.negotiation.packages import Package
from negosim.registry import register
from negosim.scenario.blocks import Part
from negosim.scenario.bounds import within_bounds
from negosim.scenario.checks.base import Path, at_key, bad_conditions, bad_name, bad_option, unknown
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.calendar import CountOfRounds, RoundOrDay
from negosim.scenario.spec.common import MOST_POINTS, SINCE_2, Basis, Conditions, Key, Model, NumbersBasis, Words
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import Between, OptionName, Probability, UncertainNumber, exact
from negosim.scenario.yaml.nodes import Node

__all__ = ["FIXED", "EventKind", "EventSpec", "Events", "Occurrence"]

# The key `events` of a scenario file: name -> what may break in

NumberPath = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_.-]*$", max_length=300)]
"""Where a number stands in the file: the keys joined by dots, as `--set` takes it."""
Shift = Annotated[UncertainNumber, Between(-MOST_POINTS, MOST_POINTS)]


class EventSpec(Model):
    """Something that breaks in: at a round, or with a chance in every round."""

    title: Words
    """What happens."""
    round: RoundOrDay | None = None
    """After which round of the course it happens; 0 is before the talks."""
    on: Annotated[RoundOrDay | None, SINCE_2] = None
    """Instead of a round: the day on which it happens."""
    chance: Probability | None = None
    """Instead of a round or a day: the chance that it happens after any round."""
    first: RoundOrDay = 1
    """With a chance: the first round after which it may happen."""
    last: RoundOrDay | None = None
    """With a chance: the last one; without it as long as there are talks."""
    again: StrictBool = False
    """With a chance: whether it may happen more than once."""
    when: Conditions | None = Field(default=None, alias="while")
    """It happens only while what stands fits this."""
    shifts: dict[NumberPath, Shift] = Field(default_factory=dict)
    """Path of a number in this file -> what is added to it from then on."""
    costs: dict[Key, Shift] = Field(default_factory=dict)
    """Party -> points that it costs at once, or brings where negative."""
    deadlines: dict[Key, CountOfRounds] = Field(default_factory=dict)
    """Meeting -> how many rounds it now has."""
    calls_off: tuple[Key, ...] = ()
    """Meetings that end, or will not take place."""
    moves: Annotated[dict[Key, OptionName], SINCE_2] = Field(default_factory=dict)
    """Issue -> the option at which it then stands, whatever was agreed on it."""
    basis: Basis
    """Where it comes from that it happens and what it changes."""
    numbers: NumbersBasis | None = None
    """Where its numbers come from."""

    @model_validator(mode="after")
    def _at_a_round_or_by_chance(self) -> EventSpec:
        if sum(one is not None for one in (self.round, self.on, self.chance)) != 1:
            raise PydanticCustomError("either", "an event has either a 'round' or a 'chance', or a day that it is 'on'")
        if self.numbers is None and (self.chance or self.shifts or self.costs):
            raise PydanticCustomError("basis", "an event with numbers needs 'numbers': where they come from")
        return self

    @property
    def due(self) -> int | None:
        """The round after which it happens; None where that is left to chance."""
        return self.on if self.round is None else self.round


EventSpecs = Mapping[str, EventSpec]

# Checks of it

FIXED = re.compile(r"(events|meetings)\.|parties\.[^.]+\.tactic\.")
"""Numbers that nothing may shift: those of protocols and tactics, fixed before the talks, and of events."""


def events_name_what_exists(scenario: Scenario, events: EventSpecs, root: Node) -> Iterator[Diagnostic]:
    """Parties, meetings and conditions of an event exist."""
    for key, spec in events.items():
        path: Path = ("events", key)
        yield from bad_conditions(scenario, root, (*path, "while"), spec.when)
        for party in spec.costs:
            yield from bad_name(root, (*path, "costs", party), "party", party, scenario.parties, on_key=True)
        for meeting in spec.deadlines:
            place = (*path, "deadlines", meeting)
            yield from bad_name(root, place, "meeting", meeting, scenario.meetings, code="R134", on_key=True)
        for i, meeting in enumerate(spec.calls_off):
            place = (*path, "calls_off", i)
            yield from bad_name(root, place, "meeting", meeting, scenario.meetings, code="R134")


def events_move_issues(scenario: Scenario, events: EventSpecs, root: Node) -> Iterator[Diagnostic]:
    """The issues and options to which an event moves what stands exist."""
    for key, spec in events.items():
        for issue, option in spec.moves.items():
            path: Path = ("events", key, "moves", issue)
            if issue not in scenario.issues:
                yield unknown(root, path, "issue", issue, scenario.issues, on_key=True)
            else:
                yield from bad_option(scenario, root, path, issue, option)


def shifts_move_numbers(scenario: Scenario, events: EventSpecs, root: Node) -> Iterator[Diagnostic]:
    """What an event shifts is a number of the file that counts during the talks."""
    known = [at.path for at in scenario.numbers() if not FIXED.match(at.path)]
    for key, spec in events.items():
        for path in spec.shifts:
            yield from bad_name(root, ("events", key, "shifts", path), "number", path, known, code="R135", on_key=True)


def events_change_something(scenario: Scenario, events: EventSpecs, root: Node) -> Iterator[Diagnostic]:
    """Every event changes something or calls a meeting."""
    calling = {meeting.after for meeting in scenario.meetings.values()}
    for key, spec in events.items():
        changes = spec.shifts or spec.costs or spec.deadlines or spec.calls_off or spec.moves
        if not changes and key not in calling:
            message = f"event {key!r} changes nothing"
            yield at_key(
                root, ("events", key), "R136", message, "say what it shifts, costs, moves, calls off or calls for"
            )


def meetings_are_called_by_events(scenario: Scenario, events: EventSpecs, root: Node) -> Iterator[Diagnostic]:
    """The event that a meeting waits for exists."""
    for key, meeting in scenario.meetings.items():
        if meeting.after is not None:
            yield from bad_name(root, ("meetings", key, "after"), "event", meeting.after, events, code="R134")


EVENTS = Part(
    key="events",
    model=dict[Key, EventSpec],
    about="What may break in on the talks.",
    called="event",
    codes={
        "R134": "A meeting or event that is named stands under 'meetings' or 'events'.",
        "R135": "What an event shifts is a number of the file that counts during the talks.",
        "R136": "An event changes something.",
    },
    checks=(
        events_name_what_exists,
        events_move_issues,
        shifts_move_numbers,
        events_change_something,
        meetings_are_called_by_events,
    ),
    rank=4,
)

# The course of events


class EventKind(StrEnum):
    """Entries of events."""

    EVENT = "event"
    """An event of the scenario happened (`Occurrence`)."""


@dataclass(frozen=True)
class Occurrence(Facts):
    """Which event happened, by its key in the scenario."""

    kinds = (EventKind.EVENT,)
    event: str


@dataclass(frozen=True)
class Blow(Facts):
    """Which event moved issues, by its key in the scenario."""

    kinds = (Kind.MOVED,)
    block = "events"
    event: str


@register("block", "events", source="Druckman 2001, Journal of Conflict Resolution 45:519")
class Events(Block[EventSpecs]):
    """What breaks in from outside: it shifts numbers, costs points, moves issues and deadlines, calls meetings."""

    part = EVENTS
    facts = (Occurrence, Blow)

    def __init__(self, realization: Realization, events: EventSpecs) -> None:
        self.events = events
        condition = realization.source.builder.condition
        self.conditions = {key: condition(f"events.{key}", event.when) for key, event in events.items()}
        self.called = {
            key: tuple(name for name, one in realization.scenario.meetings.items() if one.after == key)
            for key in events
        }
        self.moves = {key: _package(realization.scenario, event.moves) for key, event in events.items() if event.moves}
        self._over: set[str] = set()

    @classmethod
    def added(cls, spec: EventSpecs) -> Iterator[tuple[str, str]]:
        """What every event shifts, and what it costs parties."""
        for key, one in spec.items():
            yield from ((f"events.{key}.shifts.{path}", path) for path in one.shifts)
            yield from ((f"events.{key}.costs.{party}", f"parties.{party}") for party in one.costs)

    @classmethod
    def reached(cls, spec: EventSpecs, issue: str) -> Iterable[str]:
        """The options to which events move an issue."""
        return (one.moves[issue] for one in spec.values() if issue in one.moves)

    def before_talks(self, now: Now) -> Iterable[LogEntry]:
        """The events of round 0."""
        return self._happening(now)

    def between_rounds(self, now: Now) -> Iterable[LogEntry]:
        """The events of the round that is over."""
        return self._happening(now)

    def _happening(self, now: Now) -> Iterator[LogEntry]:
        for key, spec in self.events.items():
            if self._is_due(key, spec, now) and self.conditions[key].met_by(now.in_force):
                self._over.add(key)
                yield self._event(key, spec, now)
                if key in self.moves:
                    yield LogEntry(Kind.MOVED, package=self.moves[key], facts=Blow(key))

    def _is_due(self, key: str, spec: EventSpec, now: Now) -> bool:
        if spec.chance is None:
            return spec.due == now.round
        if now.round < spec.first or (spec.last is not None and now.round > spec.last):
            return False
        if not spec.again and key in self._over:
            return False
        return now.chance.uniform(f"event.{key}", now.round) < now.realization.numbers[f"events.{key}.chance"]

    def _event(self, key: str, spec: EventSpec, now: Now) -> LogEntry:
        numbers = now.realization.numbers
        moved = {path: _plus(numbers[path], numbers[f"events.{key}.shifts.{path}"]) for path in spec.shifts}
        effect = Effect(
            numbers={path: within_bounds(path, number) for path, number in moved.items()},
            charges={party: numbers[f"events.{key}.costs.{party}"] for party in spec.costs},
            rounds=dict(spec.deadlines),
            called_off=spec.calls_off,
            called=self.called[key],
        )
        return LogEntry(EventKind.EVENT, facts=Occurrence(key), effect=effect)

    def narrate(self, events: Sequence[LogEntry], words: Names) -> Iterable[str]:
        """Every event, by its title, and the issues that it moved."""
        for entry in events:
            if isinstance(entry.facts, Occurrence):
                when = words.after(entry.round).rstrip(",") if entry.round else "Before the talks"
                yield f"{when}: {self.events[entry.facts.event].title}."
            elif isinstance(entry.facts, Blow) and entry.package is not None:
                yield f"By that event it was from then on: {words.package(entry.package)}."

    def announce(self, entry: LogEntry, words: Names) -> str | None:
        """Every event, by its title."""
        return f"{self.events[entry.facts.event].title}." if isinstance(entry.facts, Occurrence) else None

    @property
    def measures(self) -> tuple[Measure, ...]:
        """How often each event happened."""
        return tuple(Measure(f"event.{key}", f"times: {spec.title}", "int") for key, spec in self.events.items())

    def measured(self, now: Now) -> dict[str, Value]:
        """The measures at the end."""
        happened = [entry.facts.event for entry in now.log if isinstance(entry.facts, Occurrence)]
        return {f"event.{key}": happened.count(key) for key in self.events}

    def marks(self, now: Now, words: Names) -> Iterable[Mark]:
        """Every event."""
        for entry in now.log:
            if isinstance(entry.facts, Occurrence):
                yield Mark(entry.round, self.events[entry.facts.event].title)


def _package(scenario: Scenario, moves: Mapping[str, str]) -> Package:
    """The options to which an event moves issues."""
    axes, issues = {key: axis for axis, key in enumerate(scenario.issues)}, scenario.issues
    return Package.of({axes[key]: issues[key].position(option) or 0 for key, option in moves.items()})


def _plus(number: float, shift: float) -> float:
    """The sum of two decimals, without the noise of floats: 0.1 and 0.2 make 0.3."""
    return float(exact(number) + exact(shift))
