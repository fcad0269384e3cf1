"""The merged frontier equals the frontier of the table, down to the outcome that stands for each point."""

from __future__ import annotations

from functools import reduce

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from negosim.theory.bargaining import frontier_by_components as merging
from negosim.theory.bargaining.frontier import frontier
from negosim.theory.bargaining.frontier_by_components import FrontierSizeError, merged_frontier, most_rows


def table(components: list[np.ndarray]) -> np.ndarray:
    return reduce(
        lambda total, component: (total[:, :, None] + component[:, None, :]).reshape(len(total), -1), components
    )


def indices(components: list[np.ndarray], choices: np.ndarray) -> list[int]:
    return np.ravel_multi_index(tuple(choices.T), [component.shape[1] for component in components]).tolist()


@st.composite
def spaces(draw: st.DrawFn) -> list[np.ndarray]:
    parties, sizes = draw(st.integers(1, 4)), draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    largest = draw(st.sampled_from([2, 50, 2**27]))
    return [draw(arrays(np.int64, (parties, size), elements=st.integers(-largest, largest))) for size in sizes]


@settings(max_examples=60)
@given(spaces())
def test_merging_finds_the_same_outcomes_as_the_table(components):
    points, merged = table(components), merged_frontier(components)
    assert indices(components, merged.choices) == frontier(points).tolist()
    assert merged.points.tolist() == points[:, frontier(points)].tolist()


@settings(max_examples=60)
@given(spaces(), st.integers(0, 10**6))
def test_a_bound_keeps_the_frontier_of_what_reaches_it(components, pick):
    points = table(components)
    bound = points[:, pick % points.shape[1]]
    rational = np.flatnonzero((points >= bound[:, None]).all(axis=0))
    merged = merged_frontier(components, bound)
    assert indices(components, merged.choices) == rational[frontier(points[:, rational])].tolist()


def test_a_bound_that_nothing_reaches_leaves_nothing():
    merged = merged_frontier([np.array([[1, 2], [2, 1]])] * 2, np.array([9, 9]))
    assert len(merged) == 0
    assert merged.choices.shape == (0, 2)


@pytest.mark.parametrize("parties", [2, 3])
def test_a_space_of_ten_to_the_fourteenth_is_searched_in_a_moment(parties):
    rng = np.random.default_rng(0)
    shares = rng.dirichlet(np.ones(20), parties)
    components = [
        np.rint(share[:, None] * rng.random((parties, 5)) * 2**20 * 100).astype(np.int64) for share in shares.T
    ]
    merged = merged_frontier(components)
    chosen = sum(component[:, merged.choices[:, place]] for place, component in enumerate(components))
    assert (chosen == merged.points).all()
    assert frontier(merged.points).tolist() == list(range(len(merged)))
    assert merged.points.max(axis=1).tolist() == sum(component.max(axis=1) for component in components).tolist()


def test_pure_conflict_ends_at_the_stated_limit_and_names_it(monkeypatch):
    """Three parties with a constant sum: every outcome is efficient."""
    shares = np.random.default_rng(0).integers(0, 2**30, (2, 20, 5))
    components = [np.vstack([pair, -pair.sum(axis=0)]) for pair in shares.swapaxes(0, 1)]
    monkeypatch.setattr(merging, "MOST", 10_000)
    with pytest.raises(FrontierSizeError, match="at most 10,000 partial outcomes at once"):
        merged_frontier(components)
    assert len(merged_frontier(components[:5])) == 5**5


def test_four_parties_and_more_are_compared_less_at_once():
    assert most_rows(2) == most_rows(3) > most_rows(4) == most_rows(9)
