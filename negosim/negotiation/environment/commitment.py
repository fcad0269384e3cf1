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
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StrictInt

from negosim.domain.costly_lottery import CostlyLottery
from negosim.domain.fixed_point import in_20_bits
from negosim.errors import Diagnostic
from negosim.negotiation.environment.base import Block, Mark, Measure, Names, Now, Value
from negosim.negotiation.facts import Facts
from negosim.negotiation.log import Kind, LogEntry
from negosim.negotiation.packages import Package
from negosim.registry import register
from negosim.scenario.blocks import Builder, Effects, Part
from negosim.scenario.checks.base import Path, at_key, at_value, bad_name, bad_names, bad_option, some, unknown
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.common import Basis, Key, Model, NumbersBasis, PartyList, Words
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import OptionName, Probability
from negosim.scenario.yaml.nodes import Node
from negosim.theory.bargaining.truce import attacks, share_held

__all__ = ["Aftermath", "Breach", "Commitment", "CommitmentKind", "CommitmentSpec", "hazard"]

# The key `commitment` of a scenario file

Credibility = Annotated[dict[OptionName, Probability], Field(min_length=1)]
"""Option of the guarantee's issue -> how credible it is, 0 to 1."""


class GuaranteeSpec(Model):
    """What stands behind a truce: an issue, and how credible each of its options is."""

    issue: Key
    """The issue that settles the guarantee."""
    credibility: Credibility
    """Option -> credibility: 0 changes nothing, 1 makes the truce hold for certain."""


class ShiftSpec(Model):
    """A shift of power while the truce lasts: the side that loses by it may attack before it is too late."""

    favours: Key
    """The side whose power rises."""
    now: Probability
    """Its chance to win a war now."""
    later: Probability
    """Its chance to win once the shift has happened, were there no guarantee."""
    costs: dict[Key, Probability]
    """Side -> what a war costs it, as a share of what is fought over."""
    test: Literal["fearon", "powell"] = "fearon"
    """`fearon`: the rising side has all bargaining power; `powell`: no division at all could hold the other back."""
    basis: Basis
    """Where it comes from that power shifts."""
    numbers: NumbersBasis
    """Where its numbers come from."""


class TrustSpec(Model):
    """What a party believes of the guarantees, if it is not what they are."""

    credibility: Credibility
    """Option -> credibility as this party sees it."""
    basis: Basis
    """Where the direction of the belief comes from."""
    numbers: NumbersBasis
    """Where its numbers come from."""


class CommitmentSpec(Model):
    """A truce that may be broken, during the talks and after them."""

    title: Words = "Whether the truce holds"
    """What it is called."""
    issue: Key
    """The issue that a truce settles."""
    options: Annotated[tuple[OptionName, ...], Field(min_length=1)]
    """The options that can be broken."""
    breaks_to: OptionName
    """The option that stands once it is broken."""
    sides: PartyList
    """Who can break it."""
    fragility: Probability
    """The chance that it breaks within a period, were there no guarantee."""
    guarantees: GuaranteeSpec
    """What makes it hold."""
    periods: Annotated[StrictInt, Field(ge=1, le=10_000)]
    """For how many periods after the talks the agreement is followed."""
    rounds_a_period: Annotated[StrictInt, Field(ge=1, le=10_000)] = 1
    """How many rounds of the talks are as long as a period."""
    discount: Probability
    """What a period from now counts beside this one."""
    shift: ShiftSpec | None = None
    """A shift of power while it lasts."""
    beliefs: dict[Key, TrustSpec] = Field(default_factory=dict)
    """Party -> what it believes; it then values a truce by how long it expects it to hold."""
    basis: Basis
    """Where it comes from that a truce may be broken."""
    numbers: NumbersBasis
    """Where the numbers come from, apart from those of the shift and the beliefs."""


# Checks of it

SIDES = 2


def commitment_names_what_exists(scenario: Scenario, spec: CommitmentSpec, root: Node) -> Iterator[Diagnostic]:
    """Issues, options and parties of a commitment exist."""
    yield from bad_names(root, ("commitment", "sides"), "party", spec.sides, scenario.parties)
    yield from _truce(scenario, root, spec)
    issue = spec.guarantees.issue
    if issue not in scenario.issues:
        yield unknown(root, ("commitment", "guarantees", "issue"), "issue", issue, scenario.issues)
        return
    if issue == spec.issue:
        message = f"the truce on {issue!r} would guarantee itself"
        yield at_value(root, ("commitment", "guarantees", "issue"), "R150", message, "name the issue of the guarantees")
    yield from _credible(
        scenario, root, ("commitment", "guarantees", "credibility"), issue, spec.guarantees.credibility
    )
    for party, belief in spec.beliefs.items():
        path: Path = ("commitment", "beliefs", party)
        yield from bad_name(root, path, "party", party, scenario.parties, on_key=True)
        yield from _credible(scenario, root, (*path, "credibility"), issue, belief.credibility)


def _truce(scenario: Scenario, root: Node, spec: CommitmentSpec) -> Iterator[Diagnostic]:
    if spec.issue not in scenario.issues:
        yield unknown(root, ("commitment", "issue"), "issue", spec.issue, scenario.issues)
        return
    known = scenario.issues[spec.issue]
    for i, option in enumerate(spec.options):
        yield from bad_option(scenario, root, ("commitment", "options", i), spec.issue, option)
    yield from bad_option(scenario, root, ("commitment", "breaks_to"), spec.issue, spec.breaks_to)
    if spec.breaks_to in spec.options and known.position(spec.breaks_to) is not None:
        message = f"what breaks leads to {spec.breaks_to!r}, which is among what can break"
        yield at_value(root, ("commitment", "breaks_to"), "R137", message, "name the option without a truce")


def _credible(scenario: Scenario, root: Node, path: Path, issue: str, given: Credibility) -> Iterator[Diagnostic]:
    """Every option of the guarantee has a credibility, and no other."""
    for option in given:
        yield from bad_option(scenario, root, (*path, option), issue, option, on_key=True)
    lacking = [option for option in scenario.issues[issue].option_keys if option not in given]
    if lacking:
        yield at_key(root, path, "R138", f"no credibility for {some(lacking)}", "every option needs one, 0 to 1")


def a_shift_has_two_sides(_: Scenario, spec: CommitmentSpec, root: Node) -> Iterator[Diagnostic]:
    """The costs of a shift are those of two sides that can break the truce, the favoured one among them."""
    shift, sides, path = spec.shift, spec.sides, ("commitment", "shift")
    if shift is None:
        return
    yield from bad_name(root, (*path, "favours"), "side", shift.favours, sides, code="R139")
    if len(shift.costs) != SIDES or not set(shift.costs) <= set(sides) or shift.favours not in shift.costs:
        message = "a shift needs the costs of the side that it favours and of one other"
        yield at_key(root, (*path, "costs"), "R139", message, f"the sides are {', '.join(sides)}")


COMMITMENT = Part(
    key="commitment",
    model=CommitmentSpec,
    about="Whether a truce holds, and what makes it.",
    called="commitment",
    codes={
        "R137": "What breaks leads to an option that cannot break.",
        "R138": "Every option of a guarantee has its credibility.",
        "R139": "A shift of power has the costs of two sides that can break the truce, the favoured one among them.",
        "R150": "What guarantees a truce is another issue than the truce.",
    },
    checks=(commitment_names_what_exists, a_shift_has_two_sides),
    rank=2,
)

# Its effects at given numbers


def hazard(numbers: Mapping[str, float], credibility: float) -> float:
    """The chance that a truce breaks within a period."""
    return numbers["commitment.fragility"] * (1.0 - credibility)


def tempted(shift: ShiftSpec | None, numbers: Mapping[str, float], credibility: float) -> bool:
    """Whether the side that declines attacks before power shifts."""
    if shift is None:
        return False
    at = "commitment.shift"
    now, later = numbers[f"{at}.now"], numbers[f"{at}.later"]
    own = numbers[f"{at}.costs.{shift.favours}"]
    other = next(numbers[f"{at}.costs.{side}"] for side in shift.costs if side != shift.favours)
    moved = now + (1.0 - credibility) * (later - now)
    return attacks(shift.test, (now, moved), numbers["commitment.discount"], (own, other))


class Doubts(Effects):
    """How parties with their own beliefs value a truce under each guarantee: it holds for a share of the periods."""

    def __init__(self, spec: CommitmentSpec, builder: Builder, numbers: Mapping[str, float]) -> None:
        self.spec, self.space, self.numbers = spec, builder.space, numbers

    def gambles(self, party: str) -> tuple[CostlyLottery, ...]:
        """A lottery for every truce and guarantee, on the truce and what it breaks to."""
        return self._lotteries.get(party, ())

    @cached_property
    def _lotteries(self) -> dict[str, tuple[CostlyLottery, ...]]:
        return {party: tuple(self._of(party)) for party in self.spec.beliefs}

    def _of(self, party: str) -> Iterator[CostlyLottery]:
        spec, space = self.spec, self.space
        guarantee, broken = space.axis(spec.guarantees.issue), space.term(spec.issue, spec.breaks_to)
        for option in spec.options:
            for number, key in enumerate(space.issues[guarantee].options):
                credibility = self.numbers[f"commitment.beliefs.{party}.credibility.{key}"]
                when = tuple(sorted((space.term(spec.issue, option), (guarantee, number))))
                yield CostlyLottery(when, (), (broken,), in_20_bits(self._expected(credibility)))

    def _expected(self, credibility: float) -> float:
        """The share of the periods for which a truce is expected to hold."""
        if tempted(self.spec.shift, self.numbers, credibility):
            return 0.0
        return share_held(hazard(self.numbers, credibility), self.spec.periods)


# The course of the truce

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
        if now.standing.outcome[self.axis] in self.options:
            a_period = 1.0 - hazard(now.realization.numbers, self._credibility(now))
            if now.chance.uniform("commitment.round", now.round) >= a_period ** (1 / self.terms.rounds_a_period):
                by = self._breaker(now, now.round)
                yield LogEntry(Kind.MOVED, seat=by, package=self.broken, facts=Breach())

    def after_talks(self, now: Now) -> Iterable[LogEntry]:
        """The aftermath: how long the truce holds after the talks."""
        outcome = now.standing.outcome
        if outcome[self.axis] in self.options:
            held, by, why = self._aftermath(now)
            share, after = held / self.terms.periods, self.broken.on(outcome)
            worth = {
                key: share * one.scale.points(one.points(outcome)) + (1 - share) * one.scale.points(one.points(after))
                for key, one in now.realization.preferences.items()
            }
            facts = Aftermath(held, self.terms.periods, why, worth)
            yield LogEntry(CommitmentKind.AFTERMATH, seat=by, facts=facts)

    def _credibility(self, now: Now) -> float:
        name = self.names[now.standing.outcome[self.guarantee]]
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
                    yield f"After round {entry.round} {words.party(entry.seat)} broke the truce."
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
