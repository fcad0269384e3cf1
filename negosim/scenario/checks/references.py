"""Rules about names: issues, options, parties and sources exist, and the sizes can be held."""

from __future__ import annotations

import math
from collections.abc import Iterator

from negosim.errors import Diagnostic
from negosim.scenario.checks.base import (
    Path,
    at_key,
    at_value,
    bad_condition,
    bad_conditions,
    bad_name,
    bad_names,
    bad_option,
    some,
    split,
    unknown,
)
from negosim.scenario.spec.common import UNCITED, BasisKind
from negosim.scenario.spec.issues import IssueSpec
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.nodes import Node, shorten

__all__ = ["MAX_OUTCOMES", "RULES"]

MAX_OUTCOMES = 10**18
"""More outcomes than this cannot be numbered in 64 bits."""


def sources_exist(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """Every source that a basis names is listed under `sources`."""
    for at in scenario.based():
        if at.basis.source is not None and at.basis.source not in scenario.sources:
            place = (*split(at.stands), "numbers" if at.what.startswith("numbers") else "basis", "source")
            in_a_line = root.at(place).place == root.at(place[:-1]).place and at.basis.kind == BasisKind.REPORTED
            kinds = UNCITED if in_a_line else ()
            yield unknown(root, place, "source", at.basis.source, [*scenario.sources, *kinds])


def outcomes_can_be_held(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """The outcome space can be numbered."""
    size = math.prod(len(issue.option_keys) for issue in scenario.issues.values())
    if size > MAX_OUTCOMES:
        message = f"{size:.1e} outcomes are more than negosim can hold ({MAX_OUTCOMES:.0e})"
        yield at_key(root, ("issues",), "R117", message, "take fewer issues or options, or a wider step")


def issues_hold_together(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """Status quo, positions, consent and unilateral moves of an issue name options and parties that exist."""
    for key, issue in scenario.issues.items():
        path: Path = ("issues", key)
        yield from bad_option(scenario, root, (*path, "status_quo"), key, issue.status_quo)
        yield from _positions(scenario, root, path, issue)
        yield from _consent(scenario, root, path, issue)
        yield from _unilateral(scenario, root, path, issue)


def _positions(scenario: Scenario, root: Node, path: Path, issue: IssueSpec) -> Iterator[Diagnostic]:
    """Positions are given for every option or for none."""
    if issue.positions is None:
        return
    for option in issue.positions:
        yield from bad_option(scenario, root, (*path, "positions", option), str(path[-1]), option, on_key=True)
    lacking = [option for option in issue.option_keys if option not in issue.positions]
    if lacking:
        yield at_key(root, (*path, "positions"), "R113", f"no position for {some(lacking)}")


def _consent(scenario: Scenario, root: Node, path: Path, issue: IssueSpec) -> Iterator[Diagnostic]:
    """The consent names parties and bodies, option by option for every option that changes something."""
    path, deciding = (*path, "consent"), [*scenario.parties, *scenario.bodies]
    if not isinstance(issue.consent, dict):
        yield from bad_names(root, path, "party", issue.consent, deciding)
        return
    for option, parties in issue.consent.items():
        yield from bad_option(scenario, root, (*path, option), str(path[1]), option, on_key=True)
        yield from bad_names(root, (*path, option), "party", parties, deciding)
    lacking = [key for key in issue.option_keys if key not in issue.consent and key in issue.movable]
    if lacking and issue.position(issue.status_quo) is not None:
        yield at_key(root, path, "R112", f"no consent for {some(lacking)}", "say whose agreement moves the issue")


def _unilateral(scenario: Scenario, root: Node, path: Path, issue: IssueSpec) -> Iterator[Diagnostic]:
    key = str(path[-1])
    for i, move in enumerate(issue.unilateral):
        place = (*path, "unilateral", i)
        yield from bad_name(root, (*place, "by"), "party", move.by, scenario.parties)
        yield from bad_condition(scenario, root, (*place, "from"), key, move.start)
        yield from bad_option(scenario, root, (*place, "to"), key, move.to)


def linkages_and_delays_exist(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """Conditions of linkages and of the cost of delay name issues and options that exist."""
    for key, party in scenario.parties.items():
        for name, linkage in party.linkages.items():
            path = ("parties", key, "linkages", name, "when")
            yield from bad_conditions(scenario, root, path, linkage.when)
        if party.cost_of_delay is not None:
            while_ = ("parties", key, "cost_of_delay", "while")
            yield from bad_conditions(scenario, root, while_, party.cost_of_delay.when)


def parties_have_names_of_their_own(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """No two parties have the same name, whatever its case: texts and pictures call them by it."""
    first: dict[str, str] = {}
    for key, party in scenario.parties.items():
        holder = first.setdefault(" ".join(party.name.casefold().split()), key)
        if holder != key:
            message = f"party {holder!r} has the name {shorten(party.name)} too"
            yield at_value(root, ("parties", key, "name"), "R119", message, "tell them apart by their names")


def members_are_parties(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """The members of groups are parties."""
    for key, group in scenario.groups.items():
        yield from bad_names(root, ("groups", key, "members"), "party", group.members, scenario.parties)


RULES = (
    members_are_parties,
    parties_have_names_of_their_own,
    sources_exist,
    outcomes_can_be_held,
    issues_hold_together,
    linkages_and_delays_exist,
)
