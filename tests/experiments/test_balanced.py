"""Assignments of tactics to seats: all of them, or a sample in which each stands equally often everywhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tournament import imbalance

from negosim.domain.rng import RandomSource
from negosim.experiments.statistics.balanced import assignments, sample_size


def sample(symbols: int, places: int, most: int, seed: int = 0) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    return assignments(symbols, places, most, RandomSource(seed).generator("test"))


def test_all_assignments_in_order_where_they_are_few() -> None:
    assert sample(2, 2, 4).tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert len(sample(5, 3, 125)) == 125


def test_the_size_of_a_sample_is_a_multiple_of_the_pairs_or_else_of_the_symbols() -> None:
    assert sample_size(5, 124) == 100
    assert sample_size(10, 99) == 90
    assert sample_size(10, 3) == 10, "each once at least"


@settings(deadline=None, max_examples=25)
@given(st.integers(2, 7), st.integers(2, 5), st.integers(4, 120), st.integers(0, 99))
def test_each_symbol_stands_equally_often_in_every_place(symbols: int, places: int, most: int, seed: int) -> None:
    rows = sample(symbols, places, most, seed)
    for column in rows.T:
        assert np.ptp(np.bincount(column, minlength=symbols)) == 0


@pytest.mark.parametrize(("symbols", "places", "most"), [(3, 4, 45), (5, 3, 100), (6, 3, 180), (4, 5, 320)])
def test_pairs_are_balanced_as_far_as_possible(symbols: int, places: int, most: int) -> None:
    rows = sample(symbols, places, most)
    lots = np.random.default_rng(0)
    columns = [lots.permutation(len(rows)) % symbols for _ in range(places)]
    at_random = imbalance(np.column_stack(columns), symbols)
    assert imbalance(rows, symbols) <= 2 < at_random
    assert imbalance(rows[:, :2], symbols) == 0, "the first two columns can always be orthogonal"


def test_a_sample_can_be_repeated_and_hangs_on_the_seed() -> None:
    assert sample(5, 4, 100).tolist() == sample(5, 4, 100).tolist()
    assert sample(5, 4, 100).tolist() != sample(5, 4, 100, seed=1).tolist()
