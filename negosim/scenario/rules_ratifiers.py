"""Rules about ratifiers: they ratify for a party that exists, and their stances are sound."""

from __future__ import annotations

from collections.abc import Iterator

from negosim.errors import Diagnostic
from negosim.scenario.model import Scenario
from negosim.scenario.nodes import Node
from negosim.scenario.rules import at_key, bad_conditions, unknown
from negosim.scenario.rules_preferences import bad_stances

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


RULES = (ratifiers_fit, blocs_have_sound_stances)
