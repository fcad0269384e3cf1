"""The keys `commitments` and, of version 1, `commitment` of a scenario file: truces, and what makes each hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Discriminator, Field, StrictInt, Tag

from negosim.errors import Diagnostic
from negosim.scenario.blocks import Part
from negosim.scenario.checks.base import Path, at_key, at_value, bad_name, bad_names, bad_option, some, unknown
from negosim.scenario.spec.calendar import CountOfRounds
from negosim.scenario.spec.common import SINCE_2, Basis, Key, Model, NumbersBasis, PartyList, Words
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import OptionName, Probability
from negosim.scenario.yaml.nodes import Node

__all__ = ["COMMITMENT", "COMMITMENTS", "CommitmentSpec", "GuaranteeSpec", "ShiftSpec", "TrustSpec"]

Credibility = Annotated[dict[OptionName, Probability], Field(min_length=1)]
"""Option of the guarantee's issue -> how credible it is, 0 to 1."""


Fragility = Annotated[
    Annotated[Probability, Tag("<number>")]
    | Annotated[Annotated[dict[OptionName, Probability], Field(min_length=1)], Tag("<mapping>")],
    Discriminator(lambda value: "<mapping>" if isinstance(value, Mapping) else "<number>"),
]
"""A chance to break within a period, or one for each option."""


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

    credibility: Credibility | None = None
    """Option -> credibility as this party sees it; left out where nothing stands behind the truce."""
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
    fragility: Fragility
    """The chance that it breaks within a period, were there no guarantee: one, or one for each of the options."""
    guarantees: GuaranteeSpec | None = None
    """What makes it hold; without it nothing does."""
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

MAX_COMMITMENTS = 16
"""Commitments of a file at the most."""


def commitment_names_what_exists(
    scenario: Scenario, spec: CommitmentSpec, root: Node, at: Path
) -> Iterator[Diagnostic]:
    """Issues, options and parties of a commitment exist."""
    yield from bad_names(root, (*at, "sides"), "party", spec.sides, scenario.parties)
    yield from _truce(scenario, root, spec, at)
    yield from _guarantees(scenario, root, spec, at)
    for party in spec.beliefs:
        yield from bad_name(root, (*at, "beliefs", party), "party", party, scenario.parties, on_key=True)


def _guarantees(scenario: Scenario, root: Node, spec: CommitmentSpec, at: Path) -> Iterator[Diagnostic]:
    """What stands behind a truce is another issue, and it and the beliefs say how credible each of its options is."""
    guarantees = spec.guarantees
    if guarantees is None:
        for party in (party for party, belief in spec.beliefs.items() if belief.credibility is not None):
            path, message = (*at, "beliefs", party, "credibility"), "nothing stands behind this truce to believe in"
            yield at_key(root, path, "R138", message, "say 'guarantees', or leave it out")
        return
    issue, path = guarantees.issue, (*at, "guarantees")
    if issue not in scenario.issues:
        yield unknown(root, (*path, "issue"), "issue", issue, scenario.issues)
        return
    if issue == spec.issue:
        message = f"the truce on {issue!r} would guarantee itself"
        yield at_value(root, (*path, "issue"), "R150", message, "name the issue of the guarantees")
    yield from _credible(scenario, root, path, issue, guarantees.credibility)
    for party, belief in spec.beliefs.items():
        yield from _credible(scenario, root, (*at, "beliefs", party), issue, belief.credibility)


def _truce(scenario: Scenario, root: Node, spec: CommitmentSpec, at: Path) -> Iterator[Diagnostic]:
    if spec.issue not in scenario.issues:
        yield unknown(root, (*at, "issue"), "issue", spec.issue, scenario.issues)
        return
    known = scenario.issues[spec.issue]
    for i, option in enumerate(spec.options):
        yield from bad_option(scenario, root, (*at, "options", i), spec.issue, option)
    yield from bad_option(scenario, root, (*at, "breaks_to"), spec.issue, spec.breaks_to)
    if spec.breaks_to in spec.options and known.position(spec.breaks_to) is not None:
        message = f"what breaks leads to {spec.breaks_to!r}, which is among what can break"
        yield at_value(root, (*at, "breaks_to"), "R137", message, "name the option without a truce")
    yield from _fragile(root, spec, (*at, "fragility"))


def _fragile(root: Node, spec: CommitmentSpec, at: Path) -> Iterator[Diagnostic]:
    """A fragility by option is given for every option that can be broken, and no other."""
    given = spec.fragility if isinstance(spec.fragility, dict) else {}
    for option in (option for option in given if option not in spec.options):
        yield unknown(root, (*at, option), "option", option, spec.options, code="R244", on_key=True)
    lacking = [option for option in spec.options if option not in given]
    if given and lacking:
        yield at_key(root, at, "R244", f"no fragility for {some(lacking)}", "every option that can be broken needs one")


def _credible(scenario: Scenario, root: Node, at: Path, issue: str, given: Credibility | None) -> Iterator[Diagnostic]:
    """Every option of the guarantee has a credibility, and no other."""
    path, given = (*at, "credibility") if given is not None else at, given or {}
    for option in given:
        yield from bad_option(scenario, root, (*path, option), issue, option, on_key=True)
    lacking = [option for option in scenario.issues[issue].option_keys if option not in given]
    if lacking:
        yield at_key(root, path, "R138", f"no credibility for {some(lacking)}", "every option needs one, 0 to 1")


def a_shift_has_two_sides(_: Scenario, spec: CommitmentSpec, root: Node, at: Path) -> Iterator[Diagnostic]:
    """The costs of a shift are those of two sides that can break the truce, the favoured one among them."""
    shift, sides, path = spec.shift, spec.sides, (*at, "shift")
    if shift is None:
        return
    yield from bad_name(root, (*path, "favours"), "side", shift.favours, sides, code="R139")
    if len(shift.costs) != SIDES or not set(shift.costs) <= set(sides) or shift.favours not in shift.costs:
        message = "a shift needs the costs of the side that it favours and of one other"
        yield at_key(root, (*path, "costs"), "R139", message, f"the sides are {', '.join(sides)}")


RULES = (commitment_names_what_exists, a_shift_has_two_sides)


def the_one_holds_together(scenario: Scenario, spec: CommitmentSpec, root: Node) -> Iterator[Diagnostic]:
    """All rules of the one commitment of a file."""
    for rule in RULES:
        yield from rule(scenario, spec, root, ("commitment",))


def all_hold_together(scenario: Scenario, specs: Mapping[str, CommitmentSpec], root: Node) -> Iterator[Diagnostic]:
    """All rules of every commitment, and that no option can break to two."""
    for key, spec in specs.items():
        for rule in RULES:
            yield from rule(scenario, spec, root, ("commitments", key))
    yield from _broken_once(specs, root)


def _broken_once(specs: Mapping[str, CommitmentSpec], root: Node) -> Iterator[Diagnostic]:
    """An option that can be broken belongs to one commitment."""
    first: dict[tuple[str, str], str] = {}
    for key, spec in specs.items():
        for place, option in enumerate(spec.options):
            holder = first.setdefault((spec.issue, option), key)
            if holder != key:
                path, message = (
                    ("commitments", key, "options", place),
                    f"{option!r} can be broken by {holder!r} already",
                )
                yield at_value(root, path, "R245", message, "let one commitment hold it")


CODES = {
    "R137": "What breaks leads to an option that cannot break.",
    "R138": "Every option of a guarantee has its credibility.",
    "R139": "A shift of power has the costs of two sides that can break the truce, the favoured one among them.",
    "R150": "What guarantees a truce is another issue than the truce.",
    "R244": "A fragility by option is given for every option that can be broken, and no other.",
}

COMMITMENT = Part(
    key="commitment",
    model=CommitmentSpec,
    about="Whether a truce holds, and what makes it.",
    called="commitment",
    codes=CODES,
    checks=(the_one_holds_together,),
    rank=2,
)

COMMITMENTS = Part(
    key="commitments",
    model=Annotated[dict[Key, CommitmentSpec], Field(max_length=MAX_COMMITMENTS), SINCE_2],
    about="Whether truces hold, and what makes each.",
    called="commitment",
    codes=CODES
    | {
        "R245": "An option that can be broken belongs to one commitment.",
    },
    checks=(all_hold_together,),
    rank=2,
)
