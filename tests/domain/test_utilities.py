"""Tables of points: by broadcasting over cliques of issues, equal to plain sums."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from building import central, delay, issue, linkage, meeting, party, plain_charge, plain_points, scenario, stance
from building import scenarios as random_scenarios
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.domain.conditions import Condition
from negosim.domain.costly_lottery import CostlyLottery
from negosim.domain.fixed_point import ONE
from negosim.domain.outcomes import Issue, OutcomeSpace
from negosim.domain.preferences import Preferences, Term
from negosim.domain.scale import Scale
from negosim.domain.utilities import Utilities
from negosim.errors import UsageError
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.scenario import Scenario


@settings(max_examples=50)
@given(random_scenarios())
def test_the_table_equals_plain_integer_sums_exactly(drawn: Scenario) -> None:
    realization = central(drawn)
    table = realization.utilities.table()
    outcomes = [realization.space.outcome(index) for index in range(realization.space.size)]
    for row, party_ in enumerate(realization.preferences.values()):
        assert table.points[row].tolist() == [plain_points(party_, outcome) for outcome in outcomes]
        assert table.charges[row].tolist() == [plain_charge(party_, outcome) for outcome in outcomes]
    assert table.points.dtype == np.int64
    assert (table.worth(5) == table.points - 5 * table.charges).all()


@settings(max_examples=35)
@given(random_scenarios(), st.data())
def test_some_outcomes_alone_have_the_points_and_charges_of_the_table(drawn: Scenario, data: st.DataObject) -> None:
    utilities = central(drawn).utilities
    places = data.draw(st.lists(st.integers(0, utilities.space.size - 1), min_size=1, max_size=6))
    whole, some = utilities.table(), utilities.over(np.array([utilities.space.outcome(one) for one in places]).T)
    assert some.points.tolist() == whole.points[:, places].tolist()
    assert some.charges.tolist() == whole.charges[:, places].tolist()


@settings(max_examples=35)
@given(random_scenarios(), st.data())
def test_a_table_of_some_issues_holds_the_others_at_what_stands(drawn: Scenario, data: st.DataObject) -> None:
    realization = central(drawn)
    every = range(len(realization.space.issues))
    axes = tuple(sorted(data.draw(st.sets(st.sampled_from(list(every)), min_size=1))))
    standing = tuple(data.draw(st.integers(0, n - 1)) for n in realization.space.shape)
    table = realization.utilities.table(axes, standing)
    for column, options in enumerate(product(*(range(realization.space.shape[axis]) for axis in axes))):
        outcome = list(standing)
        for axis, option in zip(axes, options, strict=True):
            outcome[axis] = option
        assert table.points[:, column].tolist() == [
            plain_points(one, outcome) for one in realization.preferences.values()
        ]


@settings(max_examples=35)
@given(random_scenarios(), st.data())
def test_a_small_table_is_the_same_whether_the_blocks_are_there_or_not(drawn: Scenario, data: st.DataObject) -> None:
    utilities = central(drawn).utilities
    axes = tuple(sorted(data.draw(st.sets(st.sampled_from(range(len(utilities.space.issues)))))))
    standing = tuple(data.draw(st.integers(0, n - 1)) for n in utilities.space.shape)
    alone = utilities.table(axes, standing)
    assert "blocks" not in vars(utilities)
    assert len(utilities.cliques) == len(utilities.groups)
    through_blocks = utilities.table(axes, standing)
    assert (alone.points == through_blocks.points).all()
    assert (alone.charges == through_blocks.charges).all()


@st.composite
def with_lotteries(draw: st.DrawFn) -> Preferences:
    """A party on six issues of two or three options, with linkages of pairs and lotteries on some of these issues."""
    space = OutcomeSpace(
        Issue(f"i{k}", "Issue", (0, 1, 2)[:size], ("0", "1", "2")[:size], 0, (frozenset(),) * size)
        for k, size in enumerate(draw(st.lists(st.integers(2, 3), min_size=6, max_size=6)))
    )
    points = st.integers(-5000, 5000)
    pairs = draw(st.lists(st.lists(st.integers(0, 5), min_size=2, max_size=2, unique=True), max_size=5))
    when = [Condition({axis: np.arange(space.shape[axis]) == 1 for axis in pair}) for pair in pairs]
    lots = draw(st.lists(st.lists(st.integers(0, 5), min_size=2, max_size=3, unique=True), min_size=1, max_size=3))
    return Preferences(
        "ann",
        space,
        Scale(100),
        contributions=tuple(np.array([draw(points) for _ in range(size)]) for size in space.shape),
        refused=tuple(np.zeros(size, dtype=np.bool_) for size in space.shape),
        linkages=tuple(Term(f"l{k}", "Linked", one, draw(points)) for k, one in enumerate(when)),
        lotteries=tuple(
            CostlyLottery(((at, 0),), ((at, 1), *((k, 1) for k in more)), tuple((k, 0) for k in more), ONE // 3)
            for at, *more in lots
        ),
    )


@settings(max_examples=60)
@given(with_lotteries())
def test_lotteries_are_weighed_with_all_that_depends_on_what_is_fought_over(ann: Preferences) -> None:
    by_terms, by_cliques = (Utilities(ann.space, {"ann": ann}) for _ in range(2))
    assert by_cliques.cliques  # from then on tables are made of them
    points = [ann.points(ann.space.outcome(index)) for index in range(ann.space.size)]
    assert by_terms.table().points[0].tolist() == by_cliques.table().points[0].tolist() == points


@settings(max_examples=60)
@given(with_lotteries(), st.data())
def test_lotteries_count_in_a_table_of_some_issues_at_any_belief(ann: Preferences, data: st.DataObject) -> None:
    axes = tuple(sorted(data.draw(st.sets(st.integers(0, 5), max_size=4))))
    standing = ann.space.outcome(data.draw(st.integers(0, ann.space.size - 1)))
    believed = tuple(replace(one, chance=data.draw(st.integers(0, ONE))) for one in ann.lotteries)
    before = Utilities(ann.space, {"ann": ann})
    before.table(axes, standing)
    for utilities in (before, before.revised({"ann": replace(ann, lotteries=believed)})):
        party = utilities.preferences["ann"]
        choices = (range(size) if axis in axes else [standing[axis]] for axis, size in enumerate(ann.space.shape))
        points = [party.points(outcome) for outcome in product(*choices)]
        assert utilities.table(axes, standing).points[0].tolist() == points


def linked() -> Realization:
    """Four issues: a linkage ties a to c, ann's cost hangs on d, bob's falls always."""
    issues = {key: issue("no yes", "ann bob") for key in "abcd"}
    stances = {key: stance(k + 1, {"no": 0, "yes": 100}) for k, key in enumerate("abcd")}
    tie = {"tie": linkage({"a": "yes", "c": "no"}, -20)}
    ann = party(stances, linkages=tie, cost_of_delay=delay(1, {"d": "no"}))
    parties = {"ann": ann, "bob": party(cost_of_delay=delay(2))}
    return central(scenario(issues, parties, {"talks": meeting("ann bob", "a b c d")}))


def test_issues_that_conditions_tie_together_make_a_block() -> None:
    assert linked().utilities.groups == ((0, 2), (1,), (3,))


def test_what_hangs_on_no_condition_is_counted_once() -> None:
    utilities = linked().utilities
    assert set(utilities.scales.points(utilities.table().charges)[1].tolist()) == {2.0}


def test_a_table_may_be_of_no_issue_at_all() -> None:
    realization = linked()
    assert realization.utilities.table((), realization.space.status_quo).points.shape == (2, 1)


def test_points_of_one_outcome_by_party() -> None:
    realization = linked()
    ann = realization.preferences["ann"]
    assert realization.utilities.points((1, 1, 1, 1)) == {"ann": ann.scale.steps(100), "bob": 0}


def wide(linkages: dict[str, object]) -> Realization:
    """Seven issues of ten options: ten million outcomes."""
    keys = " ".join(f"o{k}" for k in range(10))
    issues = {f"i{k}": issue(keys, "ann bob") for k in range(7)}
    parties = {"ann": party(linkages=linkages), "bob": party()}
    return central(scenario(issues, parties, {"talks": meeting("ann bob", "i0 i1")}))


def test_a_space_beyond_the_limit_has_no_table_but_one_of_fewer_issues() -> None:
    realization = wide({})
    with pytest.raises(UsageError, match="10000000 outcomes are too many for a table"):
        realization.utilities.table()
    assert realization.utilities.table((0, 1)).points.shape == (2, 100)
