"""Rules about a commitment: it names what exists, every guarantee has its credibility, and a shift has two sides."""

from __future__ import annotations

from collections.abc import Iterator

from negosim.errors import Diagnostic
from negosim.scenario.checks.base import Path, at_key, at_value, bad_names, some, unknown, unknown_option
from negosim.scenario.spec.commitment import CommitmentSpec, Credibility
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.nodes import Node

__all__ = ["RULES"]

SIDES = 2


def commitment_names_what_exists(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """Issues, options and parties of a commitment exist."""
    spec = scenario.commitment
    if spec is None:
        return
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
        if party not in scenario.parties:
            yield unknown(root, path, "party", party, scenario.parties, on_key=True)
        yield from _credible(scenario, root, (*path, "credibility"), issue, belief.credibility)


def _truce(scenario: Scenario, root: Node, spec: CommitmentSpec) -> Iterator[Diagnostic]:
    if spec.issue not in scenario.issues:
        yield unknown(root, ("commitment", "issue"), "issue", spec.issue, scenario.issues)
        return
    known = scenario.issues[spec.issue]
    for i, option in enumerate(spec.options):
        if known.position(option) is None:
            yield unknown_option(scenario, root, ("commitment", "options", i), spec.issue, option)
    if known.position(spec.breaks_to) is None:
        yield unknown_option(scenario, root, ("commitment", "breaks_to"), spec.issue, spec.breaks_to)
    elif spec.breaks_to in spec.options:
        message = f"what breaks leads to {spec.breaks_to!r}, which is among what can break"
        yield at_value(root, ("commitment", "breaks_to"), "R137", message, "name the option without a truce")


def _credible(scenario: Scenario, root: Node, path: Path, issue: str, given: Credibility) -> Iterator[Diagnostic]:
    """Every option of the guarantee has a credibility, and no other."""
    spec = scenario.issues[issue]
    for option in given:
        if spec.position(option) is None:
            yield unknown_option(scenario, root, (*path, option), issue, option, on_key=True)
    lacking = [option for option in spec.option_keys if option not in given]
    if lacking:
        yield at_key(root, path, "R138", f"no credibility for {some(lacking)}", "every option needs one, 0 to 1")


def a_shift_has_two_sides(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """The costs of a shift are those of two sides that can break the truce, the favoured one among them."""
    shift = scenario.commitment.shift if scenario.commitment is not None else None
    if scenario.commitment is None or shift is None:
        return
    sides, path = scenario.commitment.sides, ("commitment", "shift")
    if shift.favours not in sides:
        yield unknown(root, (*path, "favours"), "side", shift.favours, sides, code="R139")
    if len(shift.costs) != SIDES or not set(shift.costs) <= set(sides) or shift.favours not in shift.costs:
        message = "a shift needs the costs of the side that it favours and of one other"
        yield at_key(root, (*path, "costs"), "R139", message, f"the sides are {', '.join(sides)}")


RULES = (commitment_names_what_exists, a_shift_has_two_sides)
