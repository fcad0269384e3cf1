"""Issues and the outcome space."""

from __future__ import annotations

import numpy as np
import pytest
from building import central, size
from building import scenarios as random_scenarios
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.domain.conditions import Condition
from negosim.domain.outcomes import Issue, OutcomeSpace
from negosim.errors import UsageError
from negosim.scenario.spec.scenario import Scenario

ANYBODY = frozenset({"ann"})


def an_issue(key: str, *options: str | int, positions: tuple[float, ...] | None = None) -> Issue:
    labels = tuple(map(str, options))
    return Issue(key, key, options, labels, 0, (ANYBODY,) * len(options), positions)


SPACE = OutcomeSpace([an_issue("deal", "none", "fund", "debt"), an_issue("years", 0, 10)])


def test_the_last_issue_varies_fastest_as_in_numpy() -> None:
    outcomes = [SPACE.outcome(index) for index in range(SPACE.size)]
    assert outcomes == [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]
    assert [int(np.ravel_multi_index(one, SPACE.shape)) for one in outcomes] == list(range(6))


@given(st.lists(st.integers(1, 6), min_size=1, max_size=6), st.data())
def test_an_index_and_its_outcome_are_two_ways_to_say_the_same(shape: list[int], data: st.DataObject) -> None:
    space = OutcomeSpace(an_issue(f"i{k}", *range(n)) for k, n in enumerate(shape))
    index = data.draw(st.integers(0, space.size - 1))
    assert space.index(space.outcome(index)) == index


def test_the_size_of_a_space_may_be_far_beyond_a_table() -> None:
    space = OutcomeSpace(an_issue(f"i{k}", *range(10)) for k in range(40))
    assert space.size == 10**40
    assert space.index(space.outcome(10**40 - 1)) == 10**40 - 1


def test_an_outcome_is_written_by_keys_and_read_back() -> None:
    assert SPACE.named((1, 1)) == {"deal": "fund", "years": 10}
    assert SPACE.numbered({"years": 10, "deal": "fund"}) == (1, 1)


def test_unknown_issues_and_options_come_with_the_nearest_name() -> None:
    with pytest.raises(UsageError, match="no issue 'yeers': did you mean 'years'"):
        SPACE.axis("yeers")
    with pytest.raises(UsageError, match="no option 'fnd' of issue 'deal': it can be: none, fund, debt"):
        SPACE.issues[0].number("fnd")


def test_options_without_an_order_are_the_same_or_different() -> None:
    assert SPACE.issues[0].distances(1).tolist() == [1.0, 0.0, 1.0]


def test_options_with_an_order_differ_by_their_positions_over_the_range() -> None:
    line = an_issue("pipeline", "a", "b", "c", positions=(0.0, 1.0, 4.0))
    assert line.distances(1).tolist() == [0.25, 0.0, 0.75]


def test_options_at_one_place_do_not_differ() -> None:
    assert an_issue("same", "a", "b", positions=(2.0, 2.0)).distances(0).tolist() == [0.0, 0.0]


def test_an_empty_condition_is_always_met() -> None:
    assert Condition({}).met_by((0, 0))
    assert Condition({}).mask((0, 1), SPACE.shape).all()


@settings(max_examples=30)
@given(random_scenarios())
def test_the_mask_of_a_condition_holds_the_outcomes_that_meet_it(drawn: Scenario) -> None:
    realization = central(drawn)
    assert realization.space.size == size(drawn)
    terms = [term for one in realization.preferences.values() for term in one.terms]
    axes = tuple(range(len(realization.space.issues)))
    for term in terms:
        mask = term.when.mask(axes, realization.space.shape).reshape(-1)
        assert mask.tolist() == [term.when.met_by(realization.space.outcome(k)) for k in range(realization.space.size)]
