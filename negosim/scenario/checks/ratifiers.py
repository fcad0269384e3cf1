"""Rules about ratifiers: they ratify for a party that exists, and their stances are sound."""

from __future__ import annotations

import math
from collections.abc import Iterator

from negosim.domain.outcomes import TABLE_LIMIT
from negosim.errors import Diagnostic
from negosim.scenario.checks.base import at_key, at_value, bad_conditions, unknown
from negosim.scenario.checks.preferences import bad_stances
from negosim.scenario.spec.scenario import MeetingSpec, Scenario
from negosim.scenario.yaml.nodes import Node

__all__ = ["RULES"]


def ratifiers_fit(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """Ratifiers belong to a party, vote with some weight, and what they ask names what exists."""
    for party, spec in scenario.ratifiers.items():
        path = ("ratifiers", party)
        if party not in scenario.parties:
            yield unknown(root, path, "party", party, scenario.parties, on_key=True)
        yield from bad_conditions(scenario, root, (*path, "when"), spec.when)
        if not any(bloc.weight.centre > 0 for bloc in spec.blocs.values()):
            yield at_key(
                root, (*path, "blocs"), "R133", "all blocs have weight 0", "give those that vote a weight above 0"
            )


def blocs_have_sound_stances(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """A bloc's stances and linkages are like a party's."""
    for party, spec in scenario.ratifiers.items():
        for key, bloc in spec.blocs.items():
            path = ("ratifiers", party, "blocs", key)
            yield from bad_stances(scenario, root, path, bloc.stances)
            for name, linkage in bloc.linkages.items():
                yield from bad_conditions(scenario, root, (*path, "linkages", name, "when"), linkage.when)


def known_votes_fit_a_table(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """A delegation that knows the votes counts them for every outcome of its meetings: there are not too many."""
    sizes = {key: _size(scenario, meeting) for key, meeting in scenario.meetings.items()}
    for party, spec in scenario.ratifiers.items():
        large = [key for key, one in scenario.meetings.items() if party in one.parties and sizes[key] > TABLE_LIMIT]
        if spec.known and large:
            message = f"the votes are known, and meeting {large[0]!r} has {sizes[large[0]]:,} outcomes"
            advice = f"leave 'known' out, or give the meeting fewer issues ({TABLE_LIMIT:,} outcomes at most)"
            yield at_value(root, ("ratifiers", party, "known"), "R151", message, advice)


def _size(scenario: Scenario, meeting: MeetingSpec) -> int:
    """How many outcomes the issues of a meeting have."""
    known = [scenario.issues[issue] for issue in meeting.issues if issue in scenario.issues]
    return math.prod(len(issue.option_keys) for issue in known)


RULES = (ratifiers_fit, blocs_have_sound_stances, known_votes_fit_a_table)
