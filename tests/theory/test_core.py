"""The core under consent rules."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from negosim.theory.bargaining.core import core
from negosim.theory.bargaining.frontier import strictly_below


def few_points(rows: int) -> st.SearchStrategy[np.ndarray]:
    return st.integers(1, 20).flatmap(lambda size: arrays(np.int64, (rows, size), elements=st.integers(0, 4)))


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


@given(st.integers(1, 5).flatmap(lambda rows: st.tuples(*[few_points(rows)] * 2)))
def test_what_is_strictly_below_an_alternative_is_found_by_sorting(pair):
    points, alternatives = pair
    beaten = (alternatives[:, None, :] > points[:, :, None]).all(axis=0).any(axis=1)
    assert strictly_below(points, alternatives).tolist() == beaten.tolist()


def test_the_core_of_a_pure_conflict_is_found_though_every_outcome_is_efficient():
    own = np.arange(200_000)
    both = np.array([own, own[::-1]])
    assert core(both, {frozenset({0, 1}): own}).all()
    assert core(np.array([own, own[::-1], own % 7]), {frozenset({0, 1, 2}): own}).all()
