"""Rules about stances: they are on issues that exist, value every option, and matter at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from negosim.errors import Diagnostic, nearest
from negosim.scenario.checks.base import Path, at_key, at_value, bad_condition, bad_option, some, unknown
from negosim.scenario.spec.parties import Stance
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import number_text
from negosim.scenario.yaml.nodes import Node

__all__ = ["RULES", "bad_stances"]

FEW = 20


def stances_fit_issues(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """Every stance is on an issue that exists, with a value for every option, and some weight is above 0."""
    for key, party in scenario.parties.items():
        yield from bad_stances(scenario, root, ("parties", key), party.stances)


def bad_stances(scenario: Scenario, root: Node, of: Path, stances: Mapping[str, Stance]) -> Iterator[Diagnostic]:
    """What is wrong with the stances of a party or a bloc, and whether any of them matters."""
    for issue, stance in stances.items():
        path = (*of, "stances", issue)
        if issue not in scenario.issues:
            yield unknown(root, path, "issue", issue, scenario.issues, on_key=True)
            continue
        yield from (_values if stance.position is None else _position)(scenario, root, path, stance)
        if stance.refuses is not None:
            yield from bad_condition(scenario, root, (*path, "refuses"), issue, stance.refuses)
    if stances and not any(stance.weight.centre > 0 for stance in stances.values()):
        path = (*of, "stances")
        yield at_key(root, path, "R111", "all weights are 0", "give the issues that matter a weight above 0")


def _values(scenario: Scenario, root: Node, path: Path, stance: Stance) -> Iterator[Diagnostic]:
    """Unknown options, and options without a value."""
    key, path = str(path[-1]), (*path, "values")
    spec = scenario.issues[key]
    strangers = [option for option in stance.values if spec.position(option) is None]
    for option in strangers:
        yield from bad_option(scenario, root, (*path, option), key, option, on_key=True)
    needed = spec.option_keys if spec.amount is None else (spec.option_keys[0], spec.option_keys[-1])
    # One that was only misspelt is told once; more than a few unknown options are not held for misspelt ones.
    lacking = [option for option in needed if option not in stance.values]
    if len(strangers) <= FEW:
        lacking = [option for option in lacking if nearest(option, strangers) is None]
    if lacking:
        help_ = "every option needs one, 0 to 100" if spec.amount is None else "an amount needs one at both its ends"
        yield at_key(root, path, "R113", f"no value for {some(lacking)}", help_)


def _position(scenario: Scenario, root: Node, path: Path, stance: Stance) -> Iterator[Diagnostic]:
    """A position where there is no line to stand on, or that lies off it."""
    key, path = str(path[-1]), (*path, "position")
    line, position = scenario.issues[key].scale(), stance.position
    if position is None:
        return
    if line is None or min(line) == max(line):
        why = "has no order" if line is None else "has all its options at one place"
        help_ = "give 'values', or say 'ordered: true'" if line is None else "give 'values', or other 'positions'"
        yield at_key(root, path, "R260", f"a position on {key!r}, which {why}", help_)
    elif not min(line) <= position.low <= position.high <= max(line):
        low, high = map(number_text, (min(line), max(line)))
        outside = next(end for end in (position.low, position.high) if not min(line) <= end <= max(line))
        message = f"the position {number_text(outside)} lies outside {key!r}"
        yield at_value(root, path, "R261", message, f"it runs from {low} to {high}")


def capabilities_compare(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """All parties with stances have a capability, or none has."""
    wanting = {key: party for key, party in scenario.parties.items() if party.stances}
    lacking = [key for key, party in wanting.items() if party.capability is None]
    for key, party in wanting.items():
        if party.capability is not None and lacking:
            help_ = "give each of them one, 0 if it counts for nothing"
            yield at_key(root, ("parties", key, "capability"), "R262", f"no capability for {some(lacking)}", help_)
            return


ONE_MEETING = {
    "reservation": "take 'reserve', which counts from what stands",
    "outside_option": "leave the other meetings out, or make the option one of an issue",
}
"""What only a scenario of one meeting can say -> the way out elsewhere."""


def reservation_is_for_one_meeting(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """An absolute reservation value or outside option has a meaning in one meeting; later what stands has changed."""
    several = len(scenario.meetings) > 1
    for key, party in scenario.parties.items():
        for name in ONE_MEETING if several else ():
            if getattr(party, name) is not None:
                message = f"{name!r} is for a single meeting, and there are {len(scenario.meetings)}"
                yield at_key(root, ("parties", key, name), "R116", message, ONE_MEETING[name])


RULES = (stances_fit_issues, capabilities_compare, reservation_is_for_one_meeting)
