"""Counting without enumeration equals counting."""

from __future__ import annotations

import numpy as np
import pytest
from factors import independent, table_of
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.theory.bargaining import counting
from negosim.theory.bargaining.counting import Count, count_reaching, count_worse, number_of_outcomes
from negosim.theory.bargaining.elimination import Factor


def space(parties: int, seed: int, largest: int) -> list[Factor]:
    rng = np.random.default_rng(seed)
    return independent([rng.integers(-largest, largest, (parties, int(size))) for size in rng.integers(1, 5, 5)])


@settings(max_examples=40)
@given(st.integers(1, 3), st.integers(0, 999), st.sampled_from([10**6, 300, 64, 1]))
def test_every_way_of_counting_gives_the_same_number(parties, seed, rows):
    factors, rng = space(parties, seed, 4), np.random.default_rng(0)
    thresholds = np.arange(parties) - 3
    right = int((table_of(factors) >= thresholds[:, None]).all(axis=0).sum())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "ROWS", rows)
        found = count_reaching(factors, thresholds, rng)
    assert found.value == right or not found.exact
    assert found.low <= found.value <= found.high


def test_one_party_meets_in_the_middle_where_points_are_fine(monkeypatch):
    factors = independent([np.random.default_rng(k).integers(0, 2**27, (1, 4)) for k in range(5)])
    totals = table_of(factors)[0]
    median = int(np.sort(totals)[totals.size // 2])
    monkeypatch.setattr(counting, "ROWS", 100)
    worse = int((totals < median).sum())
    assert count_worse(factors, 0, median, np.random.default_rng(0)) == Count(worse, worse, worse, exact=True)


def test_coarse_points_are_counted_by_table_beyond_enumeration():
    factors = independent([np.array([[0, 1], [1, 0]])] * 40)
    found = count_reaching(factors, np.array([40, 0]), np.random.default_rng(0))
    assert found == Count(1, 1, 1, exact=True)
    assert (
        count_reaching(factors, np.array([0, 0]), np.random.default_rng(0)).value
        == number_of_outcomes(factors)
        == 2**40
    )


def test_a_threshold_above_everything_counts_nothing():
    factors = independent([np.array([[0, 1], [1, 0]])] * 30)
    assert count_reaching(factors, np.array([31, 0]), np.random.default_rng(0)).value == 0


def test_fine_points_of_several_parties_are_estimated_and_marked_so():
    rng = np.random.default_rng(1)
    factors = independent([rng.integers(0, 2**27, (2, 5)) for _ in range(20)])
    half = sum(factor.sums.mean(axis=1) for factor in factors).astype(np.int64)
    found = count_reaching(factors, half, np.random.default_rng(7))
    value, low, high = found.share(5**20)
    assert not found.exact
    assert low < value < high < low + 0.01
    assert found == count_reaching(factors, half, np.random.default_rng(7))


def test_an_estimate_that_met_nothing_still_has_an_interval():
    rng = np.random.default_rng(1)
    factors = independent([rng.integers(0, 2**27, (2, 5)) for _ in range(20)])
    best = sum(factor.sums.max(axis=1) for factor in factors)
    found = count_reaching(factors, best, np.random.default_rng(7))
    assert (found.value, found.low) == (0, 0)
    assert 0 < found.high < 5**20 / 10**4
