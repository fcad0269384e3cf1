"""The core under consent rules, and with transferable points: rules and published cases."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from negosim.theory.bargaining.core import core, in_core, is_balanced, shapley

CEMENT = {
    frozenset("A"): 30.0,
    frozenset("B"): 22.0,
    frozenset("C"): 5.0,
    frozenset("AB"): 59.0,
    frozenset("AC"): 45.0,
    frozenset("BC"): 39.0,
    frozenset("ABC"): 77.0,
}
"""Raiffa 1982, The Art and Science of Negotiation, ch. 17: the Scandinavian Cement Company."""


def test_scandinavian_cement_shares_by_shapley_and_within_the_core():
    shares = shapley(CEMENT)
    assert shares == pytest.approx({"A": 35.5, "B": 28.5, "C": 13.0})
    assert in_core(CEMENT, shares)
    assert is_balanced(CEMENT)


def test_a_group_that_earns_more_alone_blocks():
    assert not in_core(CEMENT, {"A": 30.0, "B": 28.0, "C": 19.0})


def test_shares_that_do_not_add_up_are_no_allocation():
    assert not in_core(CEMENT, {"A": 60.0, "B": 60.0, "C": 60.0})


@pytest.mark.parametrize("change", [{"AB": 100.0}, {"AB": 60.0, "AC": 60.0, "BC": 60.0}, {"A": 70.0}])
def test_without_balance_there_is_no_core(change):
    worth = CEMENT | {frozenset(group): earned for group, earned in change.items()}
    assert not is_balanced(worth)


@settings(max_examples=50)
@given(arrays(np.int64, (3, 12), elements=st.integers(0, 4)))
def test_with_unanimity_the_core_is_the_rational_and_weakly_efficient_set(points):
    closes = {frozenset({party}): np.array([0]) for party in range(3)} | {frozenset({0, 1, 2}): np.arange(12)}
    rational = (points >= points[:, :1]).all(axis=0)
    beaten = (points[:, :, None] > points[:, None, :]).all(axis=0).any(axis=0)
    assert core(points, closes).tolist() == (rational & ~beaten).tolist()


def test_two_that_can_close_a_deal_alone_block_what_both_like_less():
    points = np.array([[0, 3, 2], [0, 3, 2], [0, 0, 9]])
    everyone, pair = frozenset({0, 1, 2}), frozenset({0, 1})
    assert core(points, {everyone: np.arange(3)}).tolist() == [False, True, True]
    assert core(points, {everyone: np.arange(3), pair: np.array([True, True, False])}).tolist() == [False, True, False]
