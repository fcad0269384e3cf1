"""The key `commitment` of a scenario file: whether a truce holds, and what makes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StrictInt

from negosim.errors import Diagnostic
from negosim.scenario.blocks import Part
from negosim.scenario.checks.base import Path, at_key, at_value, bad_name, bad_names, bad_option, some, unknown
from negosim.scenario.spec.calendar import CountOfRounds
from negosim.scenario.spec.common import Basis, Key, Model, NumbersBasis, PartyList, Words
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import OptionName, Probability
from negosim.scenario.yaml.nodes import Node

__all__ = ["COMMITMENT", "CommitmentSpec", "GuaranteeSpec", "ShiftSpec", "TrustSpec"]

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
    rounds_a_period: CountOfRounds = 1
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
