"""Searching for a combination that reaches a bound: equal to brute force, and honest about its limit."""

from __future__ import annotations

import numpy as np
import pytest
from factors import independent, table_of
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from negosim.theory.bargaining import reachability as reaching
from negosim.theory.bargaining.elimination import Factor
from negosim.theory.bargaining.reachability import CombinationSearch, find_combination


def chosen(factors: list[Factor], found: CombinationSearch) -> np.ndarray:
    assert found.index is not None
    options = np.unravel_index(found.index, [len(factor) for factor in factors])
    return np.asarray(sum(factor.sums[:, option] for factor, option in zip(factors, options, strict=True)))


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Factor], np.ndarray]:
    rows, sizes = draw(st.integers(1, 4)), draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    largest = draw(st.sampled_from([2, 50, 2**27]))
    numbers = st.integers(-largest, largest)
    factors = independent([draw(arrays(np.int64, (rows, size), elements=numbers)) for size in sizes])
    return factors, draw(arrays(np.int64, rows, elements=numbers))


@settings(max_examples=150)
@given(cases())
def test_what_is_found_reaches_the_bound_and_what_is_not_found_does_not_exist(
    case: tuple[list[Factor], np.ndarray],
) -> None:
    factors, bound = case
    found = find_combination(factors, bound)
    assert found.complete
    assert (found.index is not None) == (table_of(factors) >= bound[:, None]).all(axis=0).any()
    if found.index is not None:
        assert (chosen(factors, found) >= bound).all()


@settings(max_examples=60)
@given(cases())
def test_a_search_that_keeps_little_says_nothing_false(case: tuple[list[Factor], np.ndarray]) -> None:
    factors, bound = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reaching, "ROWS", 1)
        found = find_combination(factors, bound)
    if found.index is not None:
        assert (chosen(factors, found) >= bound).all()
    elif found.complete:
        assert not (table_of(factors) >= bound[:, None]).all(axis=0).any()


def test_a_block_without_rows_leaves_nothing() -> None:
    assert find_combination(independent([np.ones((1, 2)), np.ones((1, 0))]), np.array([-9])) == CombinationSearch(None)


def test_among_ten_to_the_fourteenth_combinations_of_a_constant_sum_a_fair_one_is_found() -> None:
    shares = np.random.default_rng(0).integers(0, 2**22, (2, 20, 5))
    factors = independent([np.vstack([pair, -pair.sum(axis=0)]) for pair in shares.swapaxes(0, 1)])
    middle = np.sum([factor.sums.mean(axis=1) for factor in factors], axis=0).astype(np.int64)
    found = find_combination(factors, middle - 2**17)
    assert (chosen(factors, found) >= middle - 2**17).all()
    assert find_combination(factors, middle + 2**10) == CombinationSearch(None)
