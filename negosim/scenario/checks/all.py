"""The references between the parts of a scenario: all rules together, what they are, and what to warn of."""

from __future__ import annotations

from collections.abc import Iterator

from negosim.errors import Diagnostic
from negosim.registry import entries
from negosim.scenario.checks import (
    agreements,
    bodies,
    calendar,
    constraints,
    home_votes,
    meetings,
    parameters,
    references,
    sizes,
)
from negosim.scenario.checks import stances as preferences
from negosim.scenario.checks.base import ScenarioCheck
from negosim.scenario.checks.precision import points_can_be_counted, what_is_rounded
from negosim.scenario.format import file_parts
from negosim.scenario.parse import distinct_faults
from negosim.scenario.spec.groups import once_a_group
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.nodes import Node

__all__ = ["check", "reference_rules", "warnings"]

CHECKS: tuple[ScenarioCheck, ...] = (
    *references.RULES,
    *preferences.RULES,
    *bodies.RULES,
    *constraints.RULES,
    *home_votes.RULES,
    *agreements.RULES,
    *meetings.RULES,
    *calendar.RULES,
    *parameters.RULES,
)
"""Every rule about references of the format's own keys; blocks have theirs."""

ONCE_ALL_IS_RIGHT: tuple[ScenarioCheck, ...] = (*sizes.RULES, *constraints.ONCE_ALL_IS_RIGHT, points_can_be_counted)
"""Rules that need a realization."""

RULES: dict[str, str] = {
    "R101": "An option that is named belongs to its issue; a number lies on the grid of its amount.",
    "R102": "An issue that is named stands under 'issues'.",
    "R103": "A party that is named stands under 'parties'.",
    "R104": "A source that is named stands under 'sources'.",
    "R105": "A tactic or protocol is registered under its name and can be loaded.",
    "R106": "A tactic or protocol gets only parameters that it knows.",
    "R107": "A parameter's value is one that the tactic or protocol takes.",
    "R109": "Who begins a meeting sits at its table.",
    "R110": "'above' and 'below' are for amounts, and some number of the grid lies between them.",
    "R111": "Some weight of a party or bloc with stances is above 0, since weights are scaled to a sum of 100.",
    "R112": "Consent that is given option by option is given for every option other than the status quo.",
    "R113": "A stance values every option (an amount at least at both its ends); positions are given for every option.",
    "R114": "Every issue of a meeting has an option to which the parties at the table can move it.",
    "R115": "The options in a meeting's 'if' are the status quo or within reach of an earlier meeting.",
    "R116": "'reservation' and 'outside_option' are for scenarios of one meeting; 'reserve' counts from what stands.",
    "R117": "There are at most 10^18 outcomes.",
    "R118": "A list names nothing twice.",
    "R119": "No two parties have the same name, since texts and pictures call them by it.",
    "R120": "What uses the others' preferences is only for a party that the scenario calls informed.",
    "R121": "Beyond 10^6 outcomes, ties by linkages, constraints, blocks or 'while' have up to 10^6 combinations.",
    "R122": "In a meeting of more than 10^6 outcomes, packages need the consent of at most 4,096 groups of parties.",
    "R123": "A party's points, and what delay and events may cost it up to the horizon, can be counted in 64 bits.",
    **bodies.CODES,
    "R260": "A position stands on an amount or on ordered options that lie at more than one place.",
    "R261": "A position lies between the ends of its issue.",
    "R262": "All parties with stances have a capability, or none has, so that they can be compared.",
    **constraints.CODES,
    **home_votes.CODES,
    **agreements.CODES,
    **calendar.CODES,
}
"""Code -> what the rule is, in one sentence."""


def reference_rules() -> dict[str, str]:
    """Code -> what the rule is, in one sentence: those of the format, then of blocks, protocols and tactics."""
    makers = (entry.make for kind in ("protocol", "tactic") for entry in entries(kind))
    own = [part.codes for part in file_parts()] + [getattr(make, "codes", {}) for make in makers]
    return RULES | {code: rule for codes in own for code, rule in codes.items()}


def check(scenario: Scenario, root: Node) -> list[Diagnostic]:
    """The faults of the references of a scenario whose shape is right, up to 100; `root` says where."""
    return distinct_faults(_faults(scenario, root)) or distinct_faults(
        fault for rule in ONCE_ALL_IS_RIGHT for fault in rule(scenario, root)
    )


def _faults(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    for rule in CHECKS:
        yield from rule(scenario, root)
    for part in file_parts():
        given = scenario.blocks[part.key]
        for rule_of_part in part.checks if given is not None else ():
            yield from rule_of_part(scenario, given, root)


def warnings(scenario: Scenario) -> list[str]:
    """What is not wrong but should be known: what was left out, and is therefore assumed."""
    found = list(_without_stances(scenario))
    silent = [key for key, issue in scenario.issues.items() if issue.basis is None]
    if silent:
        found.append(f"consent without a basis, read as assumed: {', '.join(silent)}")
    silent = [key for key, constraint in scenario.constraints.items() if constraint.basis is None]
    if silent:
        found.append(f"constraints without a basis, read as assumed: {', '.join(silent)}")
    silent = [key for key, party in scenario.parties.items() if "tactic" not in party.model_fields_set]
    if silent:
        found.append(f"no tactic for {', '.join(silent)}: linear, assumed")
    return [
        *found,
        *bodies.without_veto_players(scenario),
        *constraints.what_the_status_quo_breaks(scenario),
        *_shared(scenario),
        *meetings.held_up_by_themselves(scenario),
        *meetings.short_of_rounds(scenario),
        *calendar.late_openings(scenario),
        *calendar.openings_after_the_horizon(scenario),
        *calendar.lapses_cut_off(scenario),
        *what_is_rounded(scenario),
    ]


def _without_stances(scenario: Scenario) -> Iterator[str]:
    """On which issues a party has no stance."""
    silent = {
        key: ", ".join(issue for issue in scenario.issues if issue not in party.stances)
        for key, party in scenario.parties.items()
    }
    sayings = {key: f"{{party}} has no stance on {issues}: share 0" for key, issues in silent.items() if issues}
    yield from once_a_group(sayings, scenario.groups)


def _shared(scenario: Scenario) -> Iterator[str]:
    """Which groups share numbers, each of which is one number for all who have it."""
    written = set(scenario.shared_numbers().values())
    many = {key: sum(path.startswith(f"groups.{key}.") for path in written) for key in scenario.groups}
    told = [f"{many[key]} of {key} for {len(group.members)}" for key, group in scenario.groups.items() if many[key]]
    if told:
        yield f"numbers that parties of a group share, each drawn once: {', '.join(told)}"
