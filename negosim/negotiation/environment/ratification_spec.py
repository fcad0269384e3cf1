"""The key `ratifiers` of a scenario file: party -> who must ratify what its delegation signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field, StrictBool

from negosim.domain.outcomes import TABLE_LIMIT
from negosim.errors import Diagnostic
from negosim.scenario.blocks import Part
from negosim.scenario.checks.base import at_key, at_value, bad_conditions, bad_name
from negosim.scenario.checks.home_votes import too_large
from negosim.scenario.checks.stances import bad_stances
from negosim.scenario.spec.bodies import BlocSpec
from negosim.scenario.spec.common import MOST_POINTS, Basis, Conditions, Key, Model, NumbersBasis, Words
from negosim.scenario.spec.parties import Stance
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import Between, Probability, UncertainNumber
from negosim.scenario.yaml.nodes import Node

__all__ = ["RATIFIERS", "RatifierSpec", "Ratifiers"]

PointsSpread = Annotated[UncertainNumber, Between(0, MOST_POINTS)]


class RatifyingBloc(BlocSpec):
    """A bloc that has stances."""

    stances: Annotated[dict[Key, Stance], Field(min_length=1)]
    """What the bloc wants on each issue."""


class RatifierSpec(Model):
    """Who must ratify what a party's delegation signs."""

    title: Words
    """What the body is called."""
    blocs: Annotated[dict[Key, RatifyingBloc], Field(min_length=1, max_length=30)]
    """The blocs that vote."""
    threshold: Probability
    """The share of the votes that it takes."""
    spread: PointsSpread | None = None
    """Where given, a bloc divides: the points of gain by which the odds that one of its votes is for it grow e-fold."""
    known: StrictBool = False
    """Whether the delegation knows how its ratifiers vote, and neither offers nor accepts what they would turn down."""
    when: Conditions | None = None
    """Only what leads here needs to be ratified; without it all that needs the party's consent."""
    basis: Basis
    """Where it comes from that it must be ratified."""
    numbers: NumbersBasis
    """Where the threshold and the spread come from."""


Ratifiers = Mapping[str, RatifierSpec]


# Checks of it


def ratifiers_fit(scenario: Scenario, ratifiers: Ratifiers, root: Node) -> Iterator[Diagnostic]:
    """Ratifiers belong to a party, vote with some weight, and what they ask names what exists."""
    for party, spec in ratifiers.items():
        path = ("ratifiers", party)
        yield from bad_name(root, path, "party", party, scenario.parties, on_key=True)
        yield from bad_conditions(scenario, root, (*path, "when"), spec.when)
        if not any(bloc.weight.centre > 0 for bloc in spec.blocs.values()):
            help_ = "give those that vote a weight above 0"
            yield at_key(root, (*path, "blocs"), "R133", "all blocs have weight 0", help_)


def blocs_have_sound_stances(scenario: Scenario, ratifiers: Ratifiers, root: Node) -> Iterator[Diagnostic]:
    """A bloc's stances and linkages are like a party's."""
    for party, spec in ratifiers.items():
        for key, bloc in spec.blocs.items():
            path = ("ratifiers", party, "blocs", key)
            yield from bad_stances(scenario, root, path, bloc.stances)
            for name, linkage in bloc.linkages.items():
                yield from bad_conditions(scenario, root, (*path, "linkages", name, "when"), linkage.when)


def known_votes_fit_a_table(scenario: Scenario, ratifiers: Ratifiers, root: Node) -> Iterator[Diagnostic]:
    """A delegation that knows the votes counts them for every outcome of its meetings: there are not too many."""
    for party, spec in ratifiers.items():
        message = too_large(scenario, party) if spec.known else ""
        if message:
            advice = f"leave 'known' out, or give the meeting fewer issues ({TABLE_LIMIT:,} outcomes at most)"
            yield at_value(root, ("ratifiers", party, "known"), "R151", message, advice)


RATIFIERS = Part(
    key="ratifiers",
    model=dict[Key, RatifierSpec],
    about="Party -> who must ratify what its delegation signs.",
    called="ratification",
    codes={
        "R133": "Some bloc of every party's ratifiers has a weight above 0.",
        "R151": "Ratifiers whose votes are known vote on meetings of a million outcomes at the most.",
    },
    checks=(ratifiers_fit, blocs_have_sound_stances, known_votes_fit_a_table),
    rank=3,
)
