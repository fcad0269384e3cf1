"""Elimination over cliques of tied issues finds what enumeration finds."""

from __future__ import annotations

import numpy as np
import pytest
from factors import table_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from negosim.domain.junction_tree import combinations_of, junction_tree
from negosim.negotiation.tactics.menu_sums import RankedSums
from negosim.theory.bargaining import counting
from negosim.theory.bargaining.counting import count_reaching, number_of_outcomes
from negosim.theory.bargaining.elimination import Factor, eliminate, sample, trees, undominated
from negosim.theory.bargaining.frontier import frontier
from negosim.theory.bargaining.frontier_by_cliques import merged_frontier
from negosim.theory.bargaining.reachability import find_combination

SHAPES = st.lists(st.integers(1, 3), min_size=2, max_size=6)


@st.composite
def ties(draw: st.DrawFn, issues: int) -> list[frozenset[int]]:
    """Pairs and triples of issues."""
    return draw(st.lists(st.frozensets(st.integers(0, issues - 1), min_size=2, max_size=3), max_size=6))


@st.composite
def tied(draw: st.DrawFn, criteria: int | None = None) -> list[Factor]:
    """Factors of issues that random pairs and triples tie together, with random sums."""
    shape = tuple(draw(SHAPES))
    rows = criteria or draw(st.integers(1, 4))
    numbers = st.integers(*draw(st.sampled_from([(-2, 2), (-(2**27), 2**27)])))
    strides = np.cumprod([1, *shape[:0:-1]])[::-1]
    factors: list[Factor] = []
    for axes in junction_tree(shape, draw(ties(len(shape)))):
        options = np.indices([shape[axis] for axis in axes], dtype=np.int16).reshape(len(axes), -1)
        held = {place for factor in factors for place in factor.places}
        own = [k for k, axis in enumerate(axes) if axis not in held]
        index = sum((options[k] * strides[axes[k]] for k in own), start=np.zeros(options.shape[1], dtype=np.int64))
        sums = draw(arrays(np.int64, (rows, options.shape[1]), elements=numbers))
        factors.append(Factor(axes, options, sums, index, np.zeros(options.shape[1], dtype=np.uint64)))
    return factors


@settings(max_examples=100)
@given(SHAPES.flatmap(lambda shape: st.tuples(st.just(tuple(shape)), ties(len(shape)))))
def test_every_tie_lies_in_a_clique_and_what_a_clique_shares_with_those_before_lies_in_one_of_them(case):
    shape, scopes = case
    found = junction_tree(shape, scopes)
    assert sorted({axis for clique in found for axis in clique}) == list(range(len(shape)))
    for scope in scopes:
        assert any(scope <= set(clique) for clique in found)
    for number, clique in enumerate(found):
        shared = set(clique) & {axis for earlier in found[:number] for axis in earlier}
        assert number == 0 or any(shared <= set(earlier) for earlier in found[:number])


def test_a_chain_takes_pairs_a_ring_triples_and_a_full_knot_everything():
    shape, chain = (4,) * 6, [(k, k + 1) for k in range(5)]
    assert max(map(len, junction_tree(shape, chain))) == 2
    assert max(map(len, junction_tree(shape, [*chain, (0, 5)]))) == 3
    knot = junction_tree(shape, [(i, j) for i in range(6) for j in range(i)])
    assert knot == ((0, 1, 2, 3, 4, 5),)
    assert combinations_of(shape, knot[0]) == 4**6


@settings(max_examples=100)
@given(tied())
def test_the_frontier_is_that_of_the_table(factors):
    points, merged = table_of(factors), merged_frontier(factors)
    assert merged.index.tolist() == frontier(points).tolist()
    assert merged.sums.tolist() == points[:, frontier(points)].tolist()


@settings(max_examples=100)
@given(tied(), st.integers(0, 10**6))
def test_the_frontier_of_what_reaches_a_bound_is_that_of_the_table(factors, pick):
    points = table_of(factors)
    bound = points[:, pick % points.shape[1]]
    reaching = np.flatnonzero((points >= bound[:, None]).all(axis=0))
    assert merged_frontier(factors, bound).index.tolist() == reaching[frontier(points[:, reaching])].tolist()


@settings(max_examples=60)
@given(tied(), st.integers(0, 10**6), st.sampled_from([10**6, 30, 1]))
def test_outcomes_are_counted_as_in_the_table(factors, pick, rows):
    points = table_of(factors)
    bound = points[:, pick % points.shape[1]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "ROWS", rows)
        patch.setattr(counting, "SAMPLES", 100)
        count = count_reaching(factors, bound, np.random.default_rng(0))
    right = int((points >= bound[:, None]).all(axis=0).sum())
    assert number_of_outcomes(factors) == points.shape[1]
    assert count.value == right if count.exact else count.low <= count.value <= count.high


@settings(max_examples=60)
@given(tied(), st.integers(0, 10**6), st.integers(-2, 2))
def test_an_outcome_that_reaches_a_bound_is_found_if_there_is_one(factors, pick, more):
    points = table_of(factors)
    bound = points[:, pick % points.shape[1]] + more
    found = find_combination(factors, bound)
    assert found.complete
    assert (found.index is not None) == bool((points >= bound[:, None]).all(axis=0).any())
    assert found.index is None or (points[:, found.index] >= bound).all()


@settings(max_examples=60)
@given(tied(criteria=1), st.data())
def test_outcomes_are_ranked_as_in_the_table(factors, data):
    points = table_of(factors)[0]
    left_out = data.draw(st.integers(0, len(points) - 1))
    order = [k for k in np.lexsort((np.arange(len(points)), -points)).tolist() if k != left_out]
    assert RankedSums(factors, left_out).ranking(0, len(points)) == order


@settings(max_examples=60)
@given(tied(criteria=1), st.data())
def test_a_random_outcome_reaches_the_level_however_few_do(factors, data):
    points = table_of(factors)[0]
    assume(len(points) > 1)
    moving = np.arange(1, len(points))
    level = int(points[data.draw(st.sampled_from(moving.tolist()))])
    best = int(moving[np.argmax(points[moving])])
    for seed in range(3):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("negosim.negotiation.tactics.menu_sums.TRIES", 1)
            found = RankedSums(factors, 0).random(level, best, np.random.default_rng(seed))
        assert found
        assert points[found] >= level


@settings(max_examples=30)
@given(tied())
def test_random_outcomes_are_outcomes_with_their_sums(factors):
    points, drawn = table_of(factors), sample(factors, 50, np.random.default_rng(0))
    assert (drawn.sums == points[:, drawn.index]).all()


@settings(max_examples=60)
@given(tied(criteria=2), st.integers(1, 4))
def test_a_search_that_leaves_out_partial_outcomes_finds_outcomes_and_the_best_by_the_first_sum(factors, most):
    points = table_of(factors)
    found = eliminate(factors, undominated, None, most, thin=True)
    assert (found.sums == points[:, found.index]).all()
    assert found.sums[0].max() == points[0].max()


def test_random_outcomes_of_tied_issues_are_all_equally_likely():
    """Three issues in a chain, the middle one of three options."""
    first = np.indices((2, 3), dtype=np.int16).reshape(2, -1)
    second = np.indices((3, 2), dtype=np.int16).reshape(2, -1)
    none, empty = np.zeros(6, dtype=np.uint64), np.zeros((1, 6), dtype=np.int64)
    factors = [Factor((0, 1), first, empty, [6, 2] @ first, none), Factor((1, 2), second, empty, second[1], none)]
    drawn = np.bincount(sample(factors, 12_000, np.random.default_rng(0)).index, minlength=12)
    assert abs(drawn - 1000).max() < 150


@settings(max_examples=40)
@given(tied(), st.integers(1, 30))
def test_what_is_tied_is_joined_up_to_a_limit(factors, most):
    joined = trees(factors, most)
    if joined is not None:
        assert number_of_outcomes(joined) == number_of_outcomes(factors)
        assert not any(set(a.places) & set(b.places) for k, a in enumerate(joined) for b in joined[:k])
        assert (table_of(joined) == table_of(factors)).all()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 900)), min_size=1, max_size=30))
def test_rows_that_settle_the_issues_alike_have_one_number(rows):
    """However far apart the numbers of their options lie."""
    options = np.array(rows, dtype=np.int16).T
    none = np.zeros(len(rows), dtype=np.int64)
    groups = Factor((0, 1), options, none[None], none, none.astype(np.uint32)).groups.tolist()
    assert [sorted(set(rows)).index(row) for row in rows] == groups or len(set(rows)) == 1
    assert number_of_outcomes([Factor((0, 1), options, none[None], none, none.astype(np.uint32))]) == len(rows)
