"""Counting without enumeration equals counting."""

from __future__ import annotations

from functools import reduce

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.theory.bargaining import counting
from negosim.theory.bargaining.counting import Count, count_reaching, count_worse, number_of_outcomes


def table(components: list[np.ndarray]) -> np.ndarray:
    return reduce(
        lambda total, component: (total[:, :, None] + component[:, None, :]).reshape(len(total), -1), components
    )


def space(parties: int, seed: int, largest: int) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    return [rng.integers(-largest, largest, (parties, int(size))) for size in rng.integers(1, 5, 5)]


@settings(max_examples=40)
@given(st.integers(1, 3), st.integers(0, 999), st.sampled_from([10**6, 300, 64, 1]))
def test_every_way_of_counting_gives_the_same_number(parties, seed, rows):
    components, rng = space(parties, seed, 4), np.random.default_rng(0)
    thresholds = np.arange(parties) - 3
    right = int((table(components) >= thresholds[:, None]).all(axis=0).sum())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "ROWS", rows)
        found = count_reaching(components, thresholds, rng)
    assert found.value == right or not found.exact
    assert found.low <= found.value <= found.high


def test_one_party_meets_in_the_middle_where_points_are_fine(monkeypatch):
    components = [np.random.default_rng(k).integers(0, 2**27, (1, 4)) for k in range(5)]
    totals = table(components)[0]
    median = int(np.sort(totals)[totals.size // 2])
    monkeypatch.setattr(counting, "ROWS", 100)
    worse = int((totals < median).sum())
    assert count_worse(components, 0, median, np.random.default_rng(0)) == Count(worse, worse, worse, exact=True)


def test_coarse_points_are_counted_by_table_beyond_64_bits():
    components = [np.array([[0, 1], [1, 0]])] * 80
    found = count_reaching(components, np.array([80, 0]), np.random.default_rng(0))
    assert found == Count(1, 1, 1, exact=True)
    assert (
        count_reaching(components, np.array([0, 0]), np.random.default_rng(0)).value
        == number_of_outcomes(components)
        == 2**80
    )


def test_a_threshold_above_everything_counts_nothing():
    components = [np.array([[0, 1], [1, 0]])] * 30
    assert count_reaching(components, np.array([31, 0]), np.random.default_rng(0)).value == 0


def test_fine_points_of_several_parties_are_estimated_and_marked_so():
    rng = np.random.default_rng(1)
    components = [rng.integers(0, 2**27, (2, 5)) for _ in range(20)]
    half = sum(component.mean(axis=1) for component in components).astype(np.int64)
    found = count_reaching(components, half, np.random.default_rng(7))
    value, low, high = found.share(5**20)
    assert not found.exact
    assert low < value < high < low + 0.01
    assert found == count_reaching(components, half, np.random.default_rng(7))


def test_an_estimate_that_met_nothing_still_has_an_interval():
    rng = np.random.default_rng(1)
    components = [rng.integers(0, 2**27, (2, 5)) for _ in range(20)]
    best = sum(component.max(axis=1) for component in components)
    found = count_reaching(components, best, np.random.default_rng(7))
    assert (found.value, found.low) == (0, 0)
    assert 0 < found.high < 5**20 / 10**4
