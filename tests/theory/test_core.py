"""The core under consent rules."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from negosim.theory.bargaining.core import core


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
