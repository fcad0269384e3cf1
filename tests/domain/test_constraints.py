"""Constraints: what they permit, outcome by outcome, in tables and by partial sums, against plain enumeration."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negosim.domain.conditions import Condition
from negosim.domain.constraints import UNBOUNDED, Constraint, Implication, Sum, permitted
from negosim.domain.partial_sums import PartialSumsError
from negosim.domain.possible import count_possible

Shape = tuple[int, ...]


def options_of(number: int, each: st.SearchStrategy[int]) -> st.SearchStrategy[Any]:
    """Something for every option of an issue."""
    return st.lists(each, min_size=number, max_size=number).map(np.array)


@st.composite
def conditions(draw: st.DrawFn, shape: Shape) -> Condition:
    tied = draw(st.sets(st.sampled_from(range(len(shape))), min_size=1))
    return Condition({axis: draw(options_of(shape[axis], st.booleans())) for axis in tied})


@st.composite
def constraints_on(draw: st.DrawFn, shape: Shape) -> Constraint:
    if draw(st.booleans()):
        return Implication("i", "If", draw(conditions(shape)), draw(conditions(shape)))
    tied = draw(st.sets(st.sampled_from(range(len(shape))), min_size=1))
    counts = {axis: draw(options_of(shape[axis], st.integers(-3, 3))) for axis in tied}
    low, high = draw(st.integers(-6, 6)), draw(st.integers(-6, 6))
    bounds = draw(st.sampled_from([(low, low), (-UNBOUNDED, high), (low, UNBOUNDED), (low, high)]))
    return Sum("s", "Sum", counts, *bounds)


@st.composite
def spaces(draw: st.DrawFn) -> tuple[Shape, list[Constraint], Shape, list[int]]:
    """The options of issues, some constraints on them, what stands, and the issues that are open."""
    shape = tuple(draw(st.lists(st.integers(1, 4), min_size=1, max_size=5)))
    some = draw(st.lists(constraints_on(shape), min_size=1, max_size=3))
    stands = tuple(draw(st.integers(0, n - 1)) for n in shape)
    return shape, some, stands, sorted(draw(st.sets(st.sampled_from(range(len(shape))), min_size=1)))


def meets(constraint: Constraint, outcome: Sequence[int]) -> bool:
    """The rule in plain words."""
    if isinstance(constraint, Sum):
        total = sum(int(counts[outcome[axis]]) for axis, counts in constraint.amounts.items())
        return constraint.low <= total <= constraint.high
    assert isinstance(constraint, Implication)
    sides = (constraint.when.options.items(), constraint.then.options.items())
    when, then = (all(mask[outcome[axis]] for axis, mask in side) for side in sides)
    return then or not when


def may_lead_to(constraints: Sequence[Constraint], outcome: Sequence[int], stands: Sequence[int]) -> bool:
    moved = {axis for axis, option in enumerate(outcome) if option != stands[axis]}
    return all(meets(one, outcome) for one in constraints if one.axes & moved)


def over(axes: Sequence[int], shape: Shape, stands: Shape) -> list[tuple[int, ...]]:
    """All outcomes of some issues, the others as they stand."""
    return list(product(*(range(n) if k in axes else (stands[k],) for k, n in enumerate(shape))))


@given(spaces())
def test_a_package_that_moves_one_of_a_constraints_issues_must_lead_to_what_meets_it(space):
    shape, some, stands, axes = space
    near = over(axes, shape, stands)
    expected = [may_lead_to(some, one, stands) for one in near]
    assert [all(one.permits(outcome, stands) for one in some) for outcome in near] == expected
    mask = permitted(some, axes, shape, stands)
    assert expected == ([True] * len(near) if mask is None else mask.tolist())
    assert count_possible(some, axes, shape, stands) == sum(expected)


@given(spaces(), st.data())
def test_only_listed_options_are_counted(space, data):
    shape, some, stands, axes = space
    listed = {axis: data.draw(options_of(shape[axis], st.booleans())) for axis in axes}
    counting = [one for one in over(axes, shape, stands) if all(mask[one[axis]] for axis, mask in listed.items())]
    expected = sum(may_lead_to(some, one, stands) for one in counting)
    assert count_possible(some, axes, shape, stands, options=listed) == expected


@given(spaces())
def test_what_is_possible_meets_all_constraints_whatever_stands(space):
    shape, some, _, _ = space
    met = [all(meets(one, outcome) for one in some) for outcome in product(*map(range, shape))]
    assert count_possible(some, range(len(shape)), shape) == sum(met)
    mask = permitted(some, range(len(shape)), shape)
    assert mask is not None
    assert mask.tolist() == met


def whole(issues: int) -> Sum:
    """Shares of 0 to 40 percent that come to 100."""
    return Sum("whole", "Whole", dict.fromkeys(range(issues), np.arange(41)), 100, 100)


@pytest.mark.parametrize("issues", [7, 10])
def test_shares_that_come_to_a_whole_are_counted_as_a_convolution_counts_them(issues):
    ways = np.ones(1, dtype=object)
    for _ in range(issues):
        ways = np.convolve(ways, np.ones(41, dtype=object))
    assert count_possible([whole(issues)], range(issues), (41,) * issues) == ways[100]


def test_seven_shares_of_41_numbers_come_to_a_hundred_in_over_a_billion_ways():
    assert count_possible([whole(7)], range(7), (41,) * 7) == 1_130_539_102


def test_partial_sums_that_are_all_different_are_refused_beyond_a_limit():
    counts = {axis: 10**axis * np.arange(10) for axis in range(8)}
    with pytest.raises(PartialSumsError, match="partial sums are too many"):
        count_possible([Sum("s", "Sum", counts, 0, UNBOUNDED)], range(8), (10,) * 8)
