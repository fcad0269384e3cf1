"""The merged frontier equals the frontier of the table, down to the outcome that stands for each point."""

from __future__ import annotations

import numpy as np
import pytest
from factors import independent, table_of
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from negosim.theory.bargaining import frontier_by_cliques as merging
from negosim.theory.bargaining.elimination import Factor, FrontierSizeError
from negosim.theory.bargaining.frontier import frontier
from negosim.theory.bargaining.frontier_by_cliques import merged_frontier, most_rows


@st.composite
def spaces(draw: st.DrawFn) -> list[Factor]:
    parties, sizes = draw(st.integers(1, 4)), draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    largest = draw(st.sampled_from([2, 50, 2**27]))
    numbers = st.integers(-largest, largest)
    return independent([draw(arrays(np.int64, (parties, size), elements=numbers)) for size in sizes])


@settings(max_examples=60)
@given(spaces())
def test_merging_finds_the_same_outcomes_as_the_table(factors):
    points, merged = table_of(factors), merged_frontier(factors)
    assert merged.index.tolist() == frontier(points).tolist()
    assert merged.sums.tolist() == points[:, frontier(points)].tolist()


@settings(max_examples=60)
@given(spaces(), st.integers(0, 10**6))
def test_a_bound_keeps_the_frontier_of_what_reaches_it(factors, pick):
    points = table_of(factors)
    bound = points[:, pick % points.shape[1]]
    rational = np.flatnonzero((points >= bound[:, None]).all(axis=0))
    merged = merged_frontier(factors, bound)
    assert merged.index.tolist() == rational[frontier(points[:, rational])].tolist()


def test_a_bound_that_nothing_reaches_leaves_nothing():
    merged = merged_frontier(independent([np.array([[1, 2], [2, 1]])] * 2), np.array([9, 9]))
    assert len(merged) == 0


@pytest.mark.parametrize("parties", [2, 3])
def test_a_space_of_ten_to_the_fourteenth_is_searched_in_a_moment(parties):
    rng = np.random.default_rng(0)
    shares = rng.dirichlet(np.ones(20), parties)
    components = [
        np.rint(share[:, None] * rng.random((parties, 5)) * 2**20 * 100).astype(np.int64) for share in shares.T
    ]
    merged = merged_frontier(independent(components))
    chosen = np.unravel_index(merged.index, [5] * 20)
    chosen = sum(component[:, options] for component, options in zip(components, chosen, strict=True))
    assert (chosen == merged.sums).all()
    assert frontier(merged.sums).tolist() == list(range(len(merged)))
    assert merged.sums.max(axis=1).tolist() == sum(component.max(axis=1) for component in components).tolist()


def test_pure_conflict_ends_at_the_stated_limit_and_names_it(monkeypatch):
    """Three parties with a constant sum: every outcome is efficient."""
    shares = np.random.default_rng(0).integers(0, 2**30, (2, 20, 5))
    components = [np.vstack([pair, -pair.sum(axis=0)]) for pair in shares.swapaxes(0, 1)]
    monkeypatch.setattr(merging, "MOST", 10_000)
    with pytest.raises(FrontierSizeError, match="at most 10,000 partial outcomes at once"):
        merged_frontier(independent(components))
    assert len(merged_frontier(independent(components[:5]))) == 5**5


def test_four_parties_and_more_are_compared_less_at_once():
    assert most_rows(2) == most_rows(3) > most_rows(4) == most_rows(9)
