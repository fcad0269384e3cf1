"""Whose solutions they are: veto players, alone and in bodies; the core of a rule where nobody has a veto."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pytest
from building import at_first, central, issue, meeting, party, scenario, stance
from hypothesis import given
from hypothesis import strategies as st

from negosim.analysis.analysis import Analysis, analyze
from negosim.analysis.analysis_narrative import narrate_analysis
from negosim.domain.decision_rule import DecisionRule, VoteTest
from negosim.domain.requirements import Body, Requirements
from negosim.registry import entries
from negosim.theory.voting.core import MOST_OUTCOMES, core_of_rule

SEATS = ("ann", "bob", "cy")


def council(values: dict[str, list[float]], consent: str = "council", **more: Any) -> Analysis:
    """Three members who vote on one issue of as many options as there are values; the first stands."""
    options = [f"o{k}" for k in range(len(values["ann"]))]
    parties = {seat: party({"x": stance(1, dict(zip(options, row, strict=True)))}) for seat, row in values.items()}
    body = {"title": "The council", "members": list(SEATS), "passes": "majority", "basis": {"kind": "assumed"}} | more
    talks = {"t": meeting(" ".join(values), "x")}
    issues = {"x": issue(" ".join(options), consent)}
    return analyze(scenario(issues, parties, talks, negosim=2, bodies={"council": body}))


SAME = {seat: [0, 50, 100] for seat in SEATS}


def test_veto_players_are_who_must_agree_for_itself_or_in_a_body() -> None:
    values = SAME | {"dan": [0.0, 50.0, 100.0], "eve": [0.0, 50.0, 100.0]}
    possible = at_first(central(council(values, "council dan", vetoes=["bob"]).record.scenario))
    assert possible.deciders == ("bob", "dan")
    assert possible.frontier.points.shape[0] == 2


def test_where_all_must_pass_it_each_is_a_veto_player() -> None:
    assert at_first(central(council(SAME, passes="all").record.scenario)).deciders == SEATS


def test_where_nobody_has_a_veto_the_core_is_told_in_place_of_solutions() -> None:
    found = council({"ann": [0, 50, 100], "bob": [0, 100, 50], "cy": [100, 50, 0]})
    solved = [found.possible.solve(entry) for entry in entries("solution")]
    assert {one.exists for one in solved} == {False}
    assert all(one.reason.startswith("nobody has a veto") for one in solved)
    assert found.core is not None and found.core.tolist() == [1]
    assert "there are not the votes to leave it for another" in str(narrate_analysis(found))


def test_the_core_of_a_majority_is_what_the_median_voter_wants() -> None:
    """Black 1948, J. Political Economy 56:23: with single-peaked preferences nothing beats the median's best."""
    for order in permutations(SEATS):
        peaks = dict(zip(order, (1, 2, 4), strict=True))
        values = {seat: [100.0 - 20 * abs(option - peaks[seat]) for option in range(5)] for seat in SEATS}
        core = council(values).core
        assert core is not None and core.tolist() == [2]


def test_in_a_circle_of_majorities_nothing_lasts() -> None:
    """Condorcet's paradox: each of three outcomes is beaten by another."""
    found = council({"ann": [0, 100, 66, 33], "bob": [0, 33, 100, 66], "cy": [0, 66, 33, 100]})
    assert found.core is not None and found.core.size == 0
    assert "The core is empty: whatever is adopted" in str(narrate_analysis(found))


def majority() -> Requirements:
    rule = DecisionRule(SEATS, (VoteTest.called("majority", (1, 1, 1)),))
    return Requirements(SEATS, (Body("council", "The council", rule),))


@given(st.lists(st.tuples(*[st.integers(0, 4)] * 3), min_size=1, max_size=6))
def test_the_core_of_a_rule_is_its_definition(columns: list[tuple[int, int, int]]) -> None:
    points, rule = np.array(columns, dtype=np.int64).T, majority()
    needed = np.full(len(columns), rule.bit["council"], dtype=np.uint64)
    needed[0] = 0
    inside = core_of_rule(points, needed, rule, stands=0)

    def beats(one: int, other: int, *, ties: bool) -> bool:
        more = sum(a > b or (ties and a == b) for a, b in zip(columns[one], columns[other], strict=True))
        return more > len(SEATS) - more

    assert inside is not None
    for one in range(len(columns)):
        stays = one == 0 or beats(one, 0, ties=True)
        assert inside[one] == (stays and not any(beats(k, one, ties=False) for k in range(1, len(columns))))


@pytest.mark.parametrize("outcomes", [MOST_OUTCOMES + 1])
def test_more_outcomes_than_can_be_held_against_one_another_have_no_core(outcomes: int) -> None:
    points = np.zeros((3, outcomes), dtype=np.int64)
    assert core_of_rule(points, np.zeros(outcomes, dtype=np.uint64), majority(), 0) is None


def test_who_votes_against_counts_in_what_a_group_can_close_alone() -> None:
    possible = at_first(central(council(SAME, passes="consensus").record.scenario))
    assert not possible.closable(("ann",)).any()
    vetoed = at_first(central(council(SAME, vetoes=["ann"]).record.scenario))
    assert not vetoed.closable(("bob", "cy")).any()
    assert vetoed.closable(("ann", "cy")).any()


def test_votes_that_are_enough_leave_what_stands_though_one_of_them_has_a_veto() -> None:
    found = council({"ann": [0, 100], "bob": [0, 100], "cy": [100, 0]}, passes={"votes": 2}, vetoes=["ann"])
    assert found.core is not None and found.core.tolist() == [1]


def test_a_group_that_needs_a_body_too_closes_nothing_alone() -> None:
    values = SAME | {"dan": [0.0, 50.0, 100.0], "eve": [0.0, 50.0, 100.0]}
    possible = at_first(central(council(values, "dan eve council").record.scenario))
    assert possible.groups == ()
