"""Searching for a combination that reaches a bound: equal to brute force, and honest about its limit."""

from __future__ import annotations

from functools import reduce

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from negosim.theory.bargaining import reachability as reaching
from negosim.theory.bargaining.reachability import CombinationSearch, find_combination

Components = list[np.ndarray]


def table(components: Components) -> np.ndarray:
    return reduce(
        lambda total, component: (total[:, :, None] + component[:, None, :]).reshape(len(total), -1), components
    )


def chosen(components: Components, found: CombinationSearch) -> np.ndarray:
    assert found.rows is not None
    return np.asarray(sum(component[:, row] for component, row in zip(components, found.rows, strict=True)))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Components, np.ndarray]:
    rows, sizes = draw(st.integers(1, 4)), draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    largest = draw(st.sampled_from([2, 50, 2**27]))
    numbers = st.integers(-largest, largest)
    components = [draw(arrays(np.int64, (rows, size), elements=numbers)) for size in sizes]
    return components, draw(arrays(np.int64, rows, elements=numbers))


@settings(max_examples=150)
@given(cases())
def test_what_is_found_reaches_the_bound_and_what_is_not_found_does_not_exist(
    case: tuple[Components, np.ndarray],
) -> None:
    components, bound = case
    found = find_combination(components, bound)
    assert found.complete
    assert (found.rows is not None) == (table(components) >= bound[:, None]).all(axis=0).any()
    if found.rows is not None:
        assert (chosen(components, found) >= bound).all()


@settings(max_examples=60)
@given(cases())
def test_a_search_that_keeps_little_says_nothing_false(case: tuple[Components, np.ndarray]) -> None:
    components, bound = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reaching, "ROWS", 1)
        found = find_combination(components, bound)
    if found.rows is not None:
        assert (chosen(components, found) >= bound).all()
    elif found.complete:
        assert not (table(components) >= bound[:, None]).all(axis=0).any()


def test_a_block_without_rows_leaves_nothing() -> None:
    assert find_combination(
        [np.ones((1, 2), np.int64), np.ones((1, 0), np.int64)], np.array([-9])
    ) == CombinationSearch(None)


def test_among_ten_to_the_fourteenth_combinations_of_a_constant_sum_a_fair_one_is_found() -> None:
    shares = np.random.default_rng(0).integers(0, 2**22, (2, 20, 5))
    components = [np.vstack([pair, -pair.sum(axis=0)]) for pair in shares.swapaxes(0, 1)]
    middle = np.sum([component.mean(axis=1) for component in components], axis=0).astype(np.int64)
    found = find_combination(components, middle - 2**17)
    assert (chosen(components, found) >= middle - 2**17).all()
    assert find_combination(components, middle + 2**10) == CombinationSearch(None)
