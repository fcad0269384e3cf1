"""Events: what breaks in on the talks at a round or by chance, and changes what parties want, pay or have time for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Self

from negosim.negotiation.environment.base import Block, Mark, Measure, Now, Value, Words
from negosim.negotiation.log import Effect, LogEntry
from negosim.registry import register
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.bounds import within_bounds
from negosim.scenario.spec.events import EventSpec

__all__ = ["Events"]


@register("block", "events", source="Druckman 2001, Journal of Conflict Resolution 45:519")
class Events(Block):
    """What breaks in from outside: it shifts numbers of the scenario, costs points, moves deadlines, calls meetings."""

    def __init__(self, realization: Realization) -> None:
        self.specs: Mapping[str, EventSpec] = realization.scenario.events
        self.conditions = realization.source.event_conditions
        self.called = {
            key: tuple(name for name, one in realization.scenario.meetings.items() if one.after == key)
            for key in self.specs
        }

    @classmethod
    def of(cls, realization: Realization) -> Self | None:
        """The events of a scenario."""
        return cls(realization) if realization.scenario.events else None

    def before_talks(self, now: Now) -> Iterable[LogEntry]:
        """The events of round 0."""
        return self._happening(now)

    def between_rounds(self, now: Now) -> Iterable[LogEntry]:
        """The events of the round that is over."""
        return self._happening(now)

    def _happening(self, now: Now) -> Iterator[LogEntry]:
        for key, spec in self.specs.items():
            if self._is_due(key, spec, now) and self.conditions[key].met_by(now.standing.outcome):
                yield self._event(key, spec, now)

    def _is_due(self, key: str, spec: EventSpec, now: Now) -> bool:
        if spec.chance is None:
            return spec.round == now.round
        if now.round < spec.first or (spec.last is not None and now.round > spec.last):
            return False
        if not spec.again and any(event.facts.get("event") == key for event in now.log):
            return False
        return now.chance.uniform(f"event.{key}", now.round) < now.realization.numbers[f"events.{key}.chance"]

    def _event(self, key: str, spec: EventSpec, now: Now) -> LogEntry:
        numbers = now.realization.numbers
        moved = {path: numbers[path] + numbers[f"events.{key}.shifts.{path}"] for path in spec.shifts}
        effect = Effect(
            numbers={path: within_bounds(path, number) for path, number in moved.items()},
            charges={party: numbers[f"events.{key}.costs.{party}"] for party in spec.costs},
            rounds=dict(spec.deadlines),
            called_off=spec.calls_off,
            called=self.called[key],
        )
        return LogEntry("event", facts={"event": key}, effect=effect)

    def told(self, events: Sequence[LogEntry], words: Words) -> Iterable[str]:
        """Every event, by its title."""
        for event in events:
            if event.kind == "event":
                when = f"After round {event.round}" if event.round else "Before the talks"
                yield f"{when}: {self.specs[event.facts['event']].title}."

    @property
    def measures(self) -> tuple[Measure, ...]:
        """How often each event happened."""
        return tuple(Measure(f"event.{key}", f"times: {spec.title}", "int") for key, spec in self.specs.items())

    def measured(self, now: Now) -> dict[str, Value]:
        """The measures at the end."""
        happened = [event.facts["event"] for event in now.log if event.kind == "event"]
        return {f"event.{key}": happened.count(key) for key in self.specs}

    def marks(self, now: Now, words: Words) -> Iterable[Mark]:
        """Every event."""
        return (Mark(one.round, self.specs[one.facts["event"]].title) for one in now.log if one.kind == "event")
