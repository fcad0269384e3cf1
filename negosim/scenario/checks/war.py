"""Rules about a war: it names what exists, each side has all that a side needs, and either victory ends it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from negosim.errors import Diagnostic
from negosim.scenario.checks.base import Path, at_key, at_value, bad_names, some, unknown, unknown_option
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.nodes import Node

__all__ = ["RULES"]


def war_names_what_exists(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """The issue, its option and the belligerents exist."""
    war = scenario.war
    if war is None:
        return
    if war.issue not in scenario.issues:
        yield unknown(root, ("war", "issue"), "issue", war.issue, scenario.issues)
    elif scenario.issues[war.issue].position(war.option) is None:
        yield unknown_option(scenario, root, ("war", "option"), war.issue, war.option)
    yield from bad_names(root, ("war", "belligerents"), "party", war.belligerents, scenario.parties)


def sides_are_whole(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """Each belligerent, and nobody else, has a cost, a belief and an outcome that it would impose."""
    war = scenario.war
    if war is None:
        return
    for name in ("imposed", "cost_per_round", "beliefs", "collapse"):
        given: Mapping[str, object] = getattr(war, name)
        for key in given:
            if key not in war.belligerents:
                yield unknown(root, ("war", name, key), "belligerent", key, war.belligerents, code="R130", on_key=True)
        lacking = [key for key in war.belligerents if key not in given]
        if lacking and name != "collapse":
            yield at_key(root, ("war", name), "R130", f"nothing for {some(lacking)}", "each belligerent needs its own")


def victory_ends_the_war(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """What a side would impose names issues and options that exist, and moves the war's issue off war."""
    war = scenario.war
    for side, terms in (war.imposed if war is not None else {}).items():
        path: Path = ("war", "imposed", side)
        yield from _imposed(scenario, root, path, terms)
        if war is not None and war.issue in scenario.issues and terms.get(war.issue, war.option) == war.option:
            message = f"what {side} would impose leaves {war.issue!r} at {war.option!r}"
            yield at_key(root, path, "R131", message, f"say to which option of {war.issue!r} a victory leads")


def _imposed(scenario: Scenario, root: Node, path: Path, terms: Mapping[str, str]) -> Iterator[Diagnostic]:
    for issue, option in terms.items():
        if issue not in scenario.issues:
            yield unknown(root, (*path, issue), "issue", issue, scenario.issues, on_key=True)
        elif scenario.issues[issue].position(option) is None:
            yield unknown_option(scenario, root, (*path, issue), issue, option)


def types_differ(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """The strong type wins more battles than the weak one, or else they are named the wrong way round."""
    for side, belief in (scenario.war.beliefs if scenario.war is not None else {}).items():
        if belief.strong.centre < belief.weak.centre:
            message = "the strong type wins fewer battles than the weak one"
            yield at_value(root, ("war", "beliefs", side, "strong"), "R132", message, "change the two round")


RULES = (war_names_what_exists, sides_are_whole, victory_ends_the_war, types_differ)
