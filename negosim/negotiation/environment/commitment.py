"""Commitment: whether a truce holds from round to round, and for how long it would once the talks are over.

Can one look victorious if war starts again in a year? Fearon 1995 and Powell 2006: a truce fails where power shifts and
nothing stops the stronger from using it; Walter 1997 (International Organization 51:335) and Fortna 2004 (Peace Time):
it holds where someone credible stands behind it. Our modelling choice: credibility g, 0 to 1, takes its share off the
chance that a truce breaks and off a shift of power, p2 = p1 + (1 - g)(p2 - p1), so that the tests of Fearon and Powell
decide in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from negosim.negotiation.environment.base import Block, Mark, Measure, Names, Now, Value
from negosim.negotiation.environment.commitment_effects import Doubts, hazard, tempted
from negosim.negotiation.environment.commitment_spec import COMMITMENT, CommitmentSpec
from negosim.negotiation.facts import Facts
from negosim.negotiation.log import Kind, LogEntry
from negosim.negotiation.packages import Package
from negosim.registry import register
from negosim.scenario.blocks import Builder, Effects
from negosim.scenario.realize.realization import Realization

__all__ = ["Aftermath", "Breach", "Commitment", "CommitmentKind"]


Why = Literal["shift", "chance", ""]


class CommitmentKind(StrEnum):
    """Entries of a truce, besides a breach, which moves its issue."""

    AFTERMATH = "aftermath"
    """What became of the truce after the talks; the seat is who broke it (`Aftermath`)."""


@dataclass(frozen=True)
class Breach(Facts):
    """A side broke the truce during the talks."""

    kinds = (Kind.MOVED,)
    block = "commitment"


@dataclass(frozen=True)
class Aftermath(Facts):
    """For how many `periods` after the talks the truce `held`, why it broke, and the points by party over them all.

    `worth` weighs the agreement by the share of the periods in which it held, and what it broke to by the rest.
    """

    kinds = (CommitmentKind.AFTERMATH,)
    held: int
    periods: int
    why: Why
    worth: Mapping[str, float]


@register("block", "commitment", source="Fearon 1995, International Organization 49:379; Powell 2006, ibid. 60:169")
class Commitment(Block[CommitmentSpec]):
    """A truce may break: by chance the less, the more credible its guarantee, or since power shifts while it lasts."""

    part = COMMITMENT
    facts = (Breach, Aftermath)

    def __init__(self, realization: Realization, spec: CommitmentSpec) -> None:
        self.terms, space = spec, realization.space
        self.axis, self.guarantee = space.axis(spec.issue), space.axis(spec.guarantees.issue)
        self.options = {space.term(spec.issue, option)[1] for option in spec.options}
        self.broken = Package((space.term(spec.issue, spec.breaks_to),))
        self.names = [str(option) for option in space.issues[self.guarantee].options]

    @classmethod
    def effects(cls, spec: CommitmentSpec, builder: Builder, numbers: Mapping[str, float]) -> Effects:
        """The lotteries of those who doubt a truce."""
        return Doubts(spec, builder, numbers)

    @classmethod
    def reached(cls, spec: CommitmentSpec, issue: str) -> Iterable[str]:
        """A breach moves the truce's issue."""
        return (spec.breaks_to,) if issue == spec.issue else ()

    # What happens

    def between_rounds(self, now: Now) -> Iterable[LogEntry]:
        """A breach during the talks, by chance: a round is a part of a period."""
        if now.in_force[self.axis] in self.options:
            a_period = 1.0 - hazard(now.realization.numbers, self._credibility(now))
            if now.chance.uniform("commitment.round", now.round) >= a_period ** (1 / self.terms.rounds_a_period):
                by = self._breaker(now, now.round)
                yield LogEntry(Kind.MOVED, seat=by, package=self.broken, facts=Breach())

    def after_talks(self, now: Now) -> Iterable[LogEntry]:
        """The aftermath: how long the truce holds after the talks."""
        outcome = now.standing.outcome
        if now.in_force[self.axis] in self.options:
            held, by, why = self._aftermath(now)
            share, after = held / self.terms.periods, self.broken.on(outcome)
            worth = {
                key: share * one.scale.points(one.points(outcome)) + (1 - share) * one.scale.points(one.points(after))
                for key, one in now.realization.preferences.items()
            }
            facts = Aftermath(held, self.terms.periods, why, worth)
            yield LogEntry(CommitmentKind.AFTERMATH, seat=by, facts=facts)

    def _credibility(self, now: Now) -> float:
        name = self.names[now.in_force[self.guarantee]]
        return now.realization.numbers[f"commitment.guarantees.credibility.{name}"]

    def _aftermath(self, now: Now) -> tuple[int, str, Why]:
        """For how many periods it held, who broke it then (empty if nobody did), and why."""
        numbers, credibility, shift = now.realization.numbers, self._credibility(now), self.terms.shift
        if shift is not None and tempted(shift, numbers, credibility):
            return 0, next(side for side in shift.costs if side != shift.favours), "shift"
        for period in range(1, self.terms.periods + 1):
            if now.chance.uniform("commitment.period", period) < hazard(numbers, credibility):
                return period - 1, self._breaker(now, now.round + period), "chance"
        return self.terms.periods, "", ""

    def _breaker(self, now: Now, moment: int) -> str:
        """The side that breaks it, by lot: the theory says when a truce breaks, not who fires first."""
        return self.terms.sides[int(now.chance.uniform("commitment.by", moment) * len(self.terms.sides))]

    # Results

    def narrate(self, events: Sequence[LogEntry], words: Names) -> Iterable[str]:
        """Breaches during the talks, and the aftermath."""
        for entry in events:
            match entry.facts:
                case Breach():
                    yield f"{words.after(entry.round)} {words.party(entry.seat)} broke the truce."
                case Aftermath(held, periods) if held == periods:
                    yield f"In the {periods} periods after the talks it held."
                case Aftermath(held, periods, why):
                    how = "before power shifted against it" if why == "shift" else "by chance"
                    who = words.party(entry.seat)
                    yield f"After the talks it held for {held} of {periods} periods; then {who} broke it, {how}."

    @property
    def measures(self) -> tuple[Measure, ...]:
        """How often it broke during the talks, and for how long it held after them."""
        lasting = f"periods that the truce held after the talks, of {self.terms.periods}"
        return (
            Measure("commitment.broken", "times that the truce broke during the talks", "int"),
            Measure("commitment.held", lasting, "float"),
            Measure("commitment.broken_by", "who broke the truce after the talks", "text", self.terms.sides),
        )

    def measured(self, now: Now) -> dict[str, Value]:
        """The measures at the end; no periods where no truce stood when the talks were over."""
        after = ((entry.facts, entry.seat) for entry in now.log if isinstance(entry.facts, Aftermath))
        aftermath, by = next(after, (None, ""))
        return {
            "commitment.broken": sum(isinstance(entry.facts, Breach) for entry in now.log),
            "commitment.held": None if aftermath is None else float(aftermath.held),
            "commitment.broken_by": by or None,
        }

    def marks(self, now: Now, words: Names) -> Iterator[Mark]:
        """Every truce that broke during the talks."""
        for entry in now.log:
            if isinstance(entry.facts, Breach):
                yield Mark(entry.round, f"{words.party(entry.seat)} breaks the truce")
