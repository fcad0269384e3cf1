"""The frontier equals brute force, on every way that it is computed."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from published_domains import itex_cypress

from negosim.theory.bargaining import frontier as module
from negosim.theory.bargaining.frontier import efficient, frontier


def undominated(points: np.ndarray) -> np.ndarray:
    at_least = (points[:, :, None] >= points[:, None, :]).all(axis=0)
    return ~(at_least & ~at_least.T).any(axis=0)


def by_brute_force(points: np.ndarray) -> list[int]:
    lowest: dict[tuple[int, ...], int] = {}
    for index in np.flatnonzero(undominated(points)).tolist():
        lowest.setdefault(tuple(points[:, index].tolist()), index)
    return [lowest[key] for key in sorted(lowest, reverse=True)]


def tables(largest: int) -> st.SearchStrategy[np.ndarray]:
    shapes = st.tuples(st.integers(1, 5), st.integers(0, 40))
    return shapes.flatmap(lambda shape: arrays(np.int64, shape, elements=st.integers(-largest, largest)))


@settings(max_examples=80)
@given(st.one_of(tables(3), tables(2**31)))
def test_frontier_is_brute_force_with_the_lowest_index_of_twins(points):
    assert frontier(points).tolist() == by_brute_force(points)


@pytest.mark.parametrize("parties", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("largest", [6, 2**27])
def test_large_tables_pass_the_coarse_grid_unharmed(parties, largest):
    points = np.random.default_rng(parties).integers(0, largest, (parties, 1500))
    assert frontier(points).tolist() == by_brute_force(points)


@pytest.mark.parametrize("parties", [7, 15, 27, 30])
@pytest.mark.parametrize("with_moocore", [True, False])
def test_many_parties_take_no_more_memory_than_their_outcomes(parties, with_moocore, monkeypatch):
    if not with_moocore:
        monkeypatch.setitem(sys.modules, "moocore", None)
    points = np.random.default_rng(parties).integers(0, 4, (parties, 1200)) + np.arange(1200) % 3
    assert frontier(points).tolist() == by_brute_force(points)


@settings(max_examples=80)
@given(st.one_of(tables(2), tables(2**31)))
def test_the_efficient_outcomes_are_those_that_equal_one_of_the_frontier(points):
    listed = {tuple(points[:, index].tolist()) for index in frontier(points)}
    alike = [index for index in range(points.shape[1]) if tuple(points[:, index].tolist()) in listed]
    assert efficient(points).tolist() == alike


def test_where_all_is_efficient_all_stays():
    half = np.random.default_rng(0).permutation(2000)
    points = np.array([half, 5000 - half, np.arange(2000)])
    assert sorted(frontier(points).tolist()) == list(range(2000))


def test_many_parties_come_out_alike_with_and_without_moocore(monkeypatch):
    points = np.random.default_rng(4).integers(0, 99, (4, 1500))
    points[3] = 300 - points[:3].sum(axis=0)
    points[3, ::7] -= 20
    with_extra = frontier(points)
    monkeypatch.setitem(sys.modules, "moocore", None)
    assert frontier(points).tolist() == with_extra.tolist() == by_brute_force(points)


def test_integers_too_large_for_floats_stay_exact():
    points = np.zeros((4, 700), dtype=np.int64)
    points[:, 0], points[:, 1] = 2**60, 2**60
    points[0, 1] += 1
    assert frontier(points).tolist() == [1]


def test_float_twins_from_another_order_of_summing_are_twins():
    points = np.array([[0.1 + 0.2, 0.3], [0.5, 0.5]])
    assert frontier(points).tolist() == [0]


def test_a_party_without_points_at_all_changes_nothing():
    assert frontier(np.array([[0.0, 0.0], [1.0, 2.0]])).tolist() == [1]


def test_itex_and_cypress_have_18_efficient_deals_out_of_180():
    points = itex_cypress()
    assert points.shape == (2, 180)
    assert frontier(points).size == 18


def test_the_filter_in_batches_agrees_over_several_batches(monkeypatch):
    monkeypatch.setattr(module, "BATCH", 7)
    points = np.random.default_rng(9).integers(0, 9, (4, 300))
    assert frontier(points).tolist() == by_brute_force(points)


@settings(max_examples=40)
@given(arrays(np.int64, st.tuples(st.integers(4, 6), st.integers(1, 12)), elements=st.integers(2**62 - 3, 2**62)))
def test_sums_beyond_64_bits_put_nothing_dominated_on_the_frontier(points):
    assert frontier(points).tolist() == by_brute_force(points)
