"""A block, a protocol and a tactic from outside of negosim, with keys and parameters of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Self

from negosim.plugins import (
    AspirationTactic,
    Basis,
    Between,
    Block,
    Builder,
    ConditionalCost,
    Diagnostic,
    Effect,
    Effects,
    Facts,
    Key,
    LogEntry,
    Mark,
    Measure,
    Model,
    Node,
    Now,
    NumbersBasis,
    OneOffer,
    Parameter,
    Part,
    Probability,
    Realization,
    Scenario,
    Track,
    UncertainNumber,
    View,
    at_value,
    private,
    register,
    unknown,
)

# A block: the press may get hold of what is on the table


class PressSpec(Model):
    """A press that watches the talks and now and then gets hold of something."""

    watches: Key
    """The party that it watches."""
    chance: Probability
    """The chance of a leak after a round."""
    embarrassment: Annotated[UncertainNumber, Between(0, 50)]
    """Points that a leak costs that party at once."""
    attention: Annotated[UncertainNumber, Between(0, 5)]
    """Points that a round of talks under its eyes costs that party."""
    basis: Basis
    """Where it comes from that the press is there."""
    numbers: NumbersBasis
    """Where its numbers come from."""


def watches_a_party(scenario: Scenario, press: PressSpec, root: Node) -> Iterator[Diagnostic]:
    if press.watches not in scenario.parties:
        yield unknown(root, ("press", "watches"), "party", press.watches, scenario.parties)
    if press.chance.high == 0:
        yield at_value(root, ("press", "chance"), "P001", "the press never learns anything", "give it a chance")


class Attention(Effects):
    """What a round under the eyes of the press costs who is watched."""

    def __init__(self, press: PressSpec, builder: Builder, numbers: Mapping[str, float]) -> None:
        always = builder.condition("press", None)
        self.watched = press.watches
        self.cost = ConditionalCost("press", "Attention", always, numbers["press.attention"])

    def costs(self, party: str) -> tuple[ConditionalCost, ...]:
        return (self.cost,) if party == self.watched else ()


@dataclass(frozen=True)
class Leak(Facts):
    """Which leak it is, and who leaked it, which no seat hears."""

    kinds = ("leaked",)
    number: int
    source: str | None = private()


@register("block", "press", source="made up for a test")
class Press(Block[PressSpec]):
    """Leaks: what is on the table comes into the papers."""

    part = Part(
        key="press",
        model=PressSpec,
        about="Who watches the talks.",
        called="press",
        codes={"P001": "A press learns something with some chance."},
        checks=(watches_a_party,),
    )
    facts = (Leak,)

    def __init__(self, press: PressSpec) -> None:
        self.press = press

    @classmethod
    def of(cls, realization: Realization) -> Self | None:
        press = cls.spec(realization.scenario)
        return None if press is None else cls(press)

    @classmethod
    def effects(cls, spec: PressSpec, builder: Builder, numbers: Mapping[str, float]) -> Effects:
        return Attention(spec, builder, numbers)

    def between_rounds(self, now: Now) -> Iterable[LogEntry]:
        numbers = now.realization.numbers
        if now.chance.uniform("press", now.round) < numbers["press.chance"]:
            effect = Effect(charges={self.press.watches: numbers["press.embarrassment"]})
            yield LogEntry("leaked", facts=Leak(len(_leaks(now.log)) + 1, "a friend"), effect=effect)

    def narrate(self, events: Sequence[LogEntry], words: object) -> Iterable[str]:
        return (f"The papers had it after round {leak.round}." for leak in _leaks(events))

    def announce(self, entry: LogEntry, words: object) -> str | None:
        return "it is in the papers." if isinstance(entry.facts, Leak) else None

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (Measure("press.leaks", "leaks", "int"),)

    def measured(self, now: Now) -> dict[str, int | float | str | bool | None]:
        return {"press.leaks": len(_leaks(now.log))}

    def tracks(self, now: Now, words: object) -> Iterable[Track]:
        points = [(0, 0.0), *((leak.round, float(k + 1)) for k, leak in enumerate(_leaks(now.log)))]
        yield Track("leaks so far", tuple(points), 0.0, 10.0)

    def marks(self, now: Now, words: object) -> Iterable[Mark]:
        return (Mark(leak.round, "a leak") for leak in _leaks(now.log))


def _leaks(log: Sequence[LogEntry]) -> list[LogEntry]:
    return [entry for entry in log if isinstance(entry.facts, Leak)]


# A protocol: one seat has the floor for some rounds, then the next


class Floor(OneOffer):
    """Who has the floor makes offers for some rounds, then the next seat does."""

    parameters = (Parameter("turns_each", "whole", 2, "rounds that a seat has the floor", 1, 10),)

    def __init__(self, *args: object, turns_each: int = 2) -> None:
        super().__init__(*args)
        self.turns_each = turns_each

    @property
    def proposers(self) -> tuple[int, ...]:
        done = (self.round - 1) % self.turns_each + 1
        stays = (self.turn,) * (self.turns_each - done if self.table.present >> self.turn & 1 else 0)
        return stays + tuple(seat for seat in super().proposers for _ in range(self.turns_each))


# A tactic: a fixed share of what could be gained


class Impatient(AspirationTactic):
    """Asks for a fixed share of what it could gain."""

    parameters = (Parameter("share", "number", 0.5, "share of the possible gain that it asks for", 0.0, 1.0),)

    def __init__(self, share: float = 0.5) -> None:
        self.share = share

    def aspiration(self, view: View, time: float) -> int:
        return view.reservation + round(self.share * max(0, view.menu.highest - view.reservation))
