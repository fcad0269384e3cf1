"""What is in force of what is agreed: by hand, and tables and cliques against one outcome at a time."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from building import WHERE_FROM, delay, issue, linkage, meeting, party, scenario, stance
from hypothesis import given
from hypothesis import strategies as st

from negosim.domain.conditions import Condition
from negosim.domain.in_force import InForce
from negosim.domain.outcomes import Outcome
from negosim.negotiation.packages import Package
from negosim.scenario.realize.realization import Realization, RealizationFactory

YES = np.array([False, True])


def waiting(**waits: str) -> InForce:
    """Issues a, b, c of no and yes; `a="bc"` says that a waits until b and c are at yes."""
    axes = {key: axis for axis, key in enumerate("abc")}
    return InForce((0, 0, 0), {axes[key]: Condition({axes[one]: YES for one in on}) for key, on in waits.items()})


@pytest.mark.parametrize(
    ("waits", "agreed", "in_force"),
    [
        ({}, (1, 1, 0), (1, 1, 0)),
        ({"a": "b"}, (1, 0, 1), (0, 0, 1)),
        ({"a": "b"}, (1, 1, 0), (1, 1, 0)),
        ({"a": "b", "b": "c"}, (1, 1, 0), (0, 0, 0)),
        ({"a": "b", "b": "a"}, (1, 1, 0), (1, 1, 0)),
        ({"a": "b", "b": "a"}, (1, 0, 0), (0, 0, 0)),
        ({"a": "b", "b": "ac"}, (1, 1, 0), (0, 0, 0)),
    ],
)
def test_what_waits_counts_once_its_condition_holds(waits: dict[str, str], agreed: Outcome, in_force: Outcome) -> None:
    found = waiting(**waits)
    assert found.of(agreed) == in_force
    assert found.suspended(agreed) == tuple(axis for axis in range(3) if agreed[axis] != in_force[axis])


def test_an_issue_that_waits_bears_on_what_waits_for_it() -> None:
    found = waiting(a="b", b="c")
    assert found.bearing_on([0]) == {0, 1, 2}
    assert found.bearing_on([2]) == {2}


KEYS = ("a", "b", "c", "d")
CONDITIONS = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["no", "half", "yes"]), min_size=1, max_size=2)


@st.composite
def realizations(draw: st.DrawFn) -> Realization:
    """Four issues, some of which wait for others; linkages, costs of delay and a war that looks at what is in force."""
    issues: dict[str, Any] = {}
    for key in KEYS:
        waits = {one: option for one, option in draw(CONDITIONS).items() if one != key} if draw(st.booleans()) else {}
        issues[key] = issue("no half yes", "u v") | ({"while": waits} if waits else {})
    parties = {
        key: party(
            {
                one: stance(draw(st.integers(1, 9)), {"no": 0, "half": draw(st.integers(0, 99)), "yes": 100})
                for one in KEYS
            },
            linkages={"l": linkage(draw(CONDITIONS), draw(st.integers(-20, 20)))},
            cost_of_delay=delay(draw(st.integers(0, 3)), draw(CONDITIONS)),
        )
        for key in ("u", "v")
    }
    more = {"commitments": {"truce": TRUCE}} if draw(st.booleans()) else {}
    return RealizationFactory(scenario(issues, parties, {"m": meeting("u v", "a b c d")}, negosim=2, **more)).central


TRUCE = {
    "issue": "a",
    "options": ["half", "yes"],
    "breaks_to": "no",
    "sides": ["u", "v"],
    "fragility": 0.5,
    "guarantees": {"issue": "b", "credibility": {"no": 0, "half": 0.3, "yes": 1}},
    "periods": 3,
    "discount": 1,
    "beliefs": {"u": {"credibility": {"no": 0, "half": 0.5, "yes": 0.9}, **WHERE_FROM}},
    **WHERE_FROM,
}


@given(realizations())
def test_a_table_holds_what_each_outcome_is_worth_in_force(one: Realization) -> None:
    """Points of what is in force; who doubts a truce weighs what would be in force once it has broken."""
    table, space = one.utilities.table(), one.space
    for index, outcome in enumerate(product(*(range(size) for size in space.shape))):
        in_force = space.in_force.of(outcome)
        for row, preferences in enumerate(one.preferences.values()):
            assert table.points[row, index] == preferences.points(outcome)
            assert table.charges[row, index] == preferences.charge(outcome) == preferences.charge(in_force)
            if not preferences.lotteries:
                assert preferences.points(outcome) == preferences.points(in_force)


@given(realizations(), st.tuples(*[st.integers(0, 2)] * 4), st.sets(st.integers(0, 3), min_size=1))
def test_a_table_of_some_issues_sees_what_the_others_bring_into_force(
    one: Realization, stands: Outcome, chosen: set[int]
) -> None:
    axes = sorted(chosen)
    table = one.utilities.table(axes, stands)
    for index, options in enumerate(product(range(3), repeat=len(axes))):
        outcome = Package.of(dict(zip(axes, options, strict=True))).on(stands)
        expected = [preferences.points(outcome) for preferences in one.preferences.values()]
        assert table.points[:, index].tolist() == expected
