"""Bargaining solutions: published answers, the axioms, ties and empty cases."""

from __future__ import annotations

import tracemalloc
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from published_domains import itex_cypress

from negosim import registry
from negosim.errors import RunError, UsageError
from negosim.theory.bargaining import (
    egalitarian,
    equal_loss,
    kalai_smorodinsky,
    nash,
    nash_lottery,
    raiffa,
    utilitarian,
)
from negosim.theory.bargaining.base import Solution
from negosim.theory.bargaining.frontier import frontier

DISCRETE = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian", "equal_loss")
ORIGIN = np.zeros(2)


def solve(name: str, points, disagreement, **options) -> Solution:
    return registry.lookup("solution", name).make(np.asarray(points), np.asarray(disagreement), **options)


def expected(solution: Solution) -> tuple[float, ...]:
    assert solution.lottery is not None
    return solution.lottery.points


def test_every_solution_is_called_alike():
    for entry in registry.entries("solution"):
        found = entry.make(np.array([[0, 3, 1], [0, 1, 3]]), np.array([0, 0]))
        assert found.exists
        assert entry.source
        assert found.name == entry.name


# Published answers


SIMPLEX = [[4, 0, 0, 0], [0, 2, 0, 0], [0, 0, 1, 0]]
"""The corners of u1 + 2 u2 + 4 u3 <= 4."""


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("nash", (2, 1 / 2, 1 / 4)),
        ("kalai_smorodinsky", (2, 1 / 2, 1 / 4)),
        ("egalitarian", (10 / 7, 3 / 7, 3 / 7)),
        ("utilitarian", (4, 0, 0)),
        ("raiffa", (2, 1 / 2, 1 / 4)),
    ],
)
def test_lotteries_over_a_simplex_of_three_parties(name, answer):
    assert expected(solve(name, SIMPLEX, [1, 0, 0], lottery=True)) == pytest.approx(answer, abs=1e-7)


def test_nash_is_not_monotone_and_kalai_smorodinsky_is():
    """Kalai & Smorodinsky 1975."""
    smaller, larger = np.array([[0, 0.75, 1], [1, 0.75, 0]]), np.array([[0, 1, 1], [1, 0.7, 0]])
    for name in ("nash", "kalai_smorodinsky"):
        assert expected(solve(name, smaller, ORIGIN, lottery=True)) == pytest.approx((0.75, 0.75))
    assert expected(solve("nash", larger, ORIGIN, lottery=True)) == pytest.approx((1, 0.7))
    assert expected(solve("kalai_smorodinsky", larger, ORIGIN, lottery=True)) == pytest.approx((1 / 1.3, 1 / 1.3))


def test_dividing_a_pie_with_a_risk_averse_party():
    """u1 = x, u2 = sqrt(1 - x): Nash at 2/3, the others at the golden section, the sum at 3/4."""
    pie = np.linspace(0, 1, 12001)
    points, golden = np.array([pie, np.sqrt(1 - pie)]), (5**0.5 - 1) / 2
    assert solve("nash", points, ORIGIN).points[0] == pytest.approx(2 / 3, abs=1e-4)
    assert solve("utilitarian", points, ORIGIN).points[0] == pytest.approx(3 / 4, abs=1e-4)
    for name in ("kalai_smorodinsky", "egalitarian"):
        assert solve(name, points, ORIGIN).points[0] == pytest.approx(golden, abs=1e-4)
        assert expected(solve(name, points, ORIGIN, lottery=True)) == pytest.approx((golden, golden), abs=1e-7)


BILL = {"book": (2, 4), "whip": (2, 2), "ball": (2, 1), "bat": (2, 2), "box": (4, 1)}
JACK = {"pen": (10, 1), "toy": (4, 1), "knife": (6, 2), "hat": (2, 2)}
"""Nash 1950: what each owns, worth (to Bill, to Jack)."""


def test_nash_1950_bill_and_jack():
    goods = BILL | JACK
    ways = list(product((0, 1), repeat=len(goods)))
    points = np.array(
        [
            [sum(w[who] for w, owner in zip(goods.values(), way, strict=True) if owner == who) for way in ways]
            for who in (0, 1)
        ]
    )
    found = solve("nash", points, [12, 6])
    held = {good for good, owner in zip(goods, ways[found.outcomes[0]], strict=True) if owner == 0}
    assert held == {"box", "pen", "toy", "knife"}
    assert found.points == (24, 11)
    assert len(found.outcomes) == 1


@pytest.mark.parametrize("name", ["nash", "kalai_smorodinsky", "egalitarian", "utilitarian"])
def test_itex_and_cypress_meet_at_one_deal(name):
    assert solve(name, itex_cypress(), ORIGIN).points == pytest.approx((0.721477861, 0.670478415), abs=1e-9)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("nash", (0.721477861, 0.670478415)),
        ("kalai_smorodinsky", (0.692034843, 0.692034843)),
        ("egalitarian", (0.692034843, 0.692034843)),
    ],
)
def test_itex_and_cypress_over_lotteries(name, answer):
    assert expected(solve(name, itex_cypress(), ORIGIN, lottery=True)) == pytest.approx(answer, abs=1e-9)


@pytest.mark.parametrize("name", ["nash", "kalai_smorodinsky", "egalitarian", "raiffa"])
def test_with_transferable_points_all_split_the_surplus(name):
    found = solve(name, np.eye(3), [0.1, 0.2, 0.3], lottery=True)
    assert expected(found) == pytest.approx((0.1 + 0.4 / 3, 0.2 + 0.4 / 3, 0.3 + 0.4 / 3), abs=1e-7)


# Axioms


def problems() -> st.SearchStrategy[np.ndarray]:
    shapes = st.tuples(st.integers(1, 4), st.integers(1, 15))
    return shapes.flatmap(lambda shape: arrays(np.int64, shape, elements=st.integers(0, 6)))


@settings(max_examples=60)
@given(problems(), st.sampled_from(DISCRETE), st.booleans())
def test_every_tie_is_rational_and_on_the_frontier(points, name, floats):
    points = points / 10 if floats else points
    found = solve(name, points, points[:, 0])
    assert found.outcomes
    assert (points[:, list(found.outcomes)] >= points[:, :1]).all()
    best = {tuple(column) for column in points[:, frontier(points)].T.tolist()}
    assert {tuple(column) for column in points[:, list(found.outcomes)].T.tolist()} <= best
    assert found.points == tuple(points[:, found.outcomes[0]].tolist())


@settings(max_examples=60)
@given(problems(), st.sampled_from(["nash", "kalai_smorodinsky"]), st.integers(1, 99), st.integers(-50, 50))
def test_nash_and_kalai_smorodinsky_do_not_depend_on_the_scale(points, name, factor, shift):
    scale = np.array([1, factor, 3, 7])[: len(points), None]
    before = solve(name, points, points[:, 0])
    after = solve(name, (points * scale + shift) * 0.37, (points * scale + shift)[:, 0] * 0.37)
    assert set(after.outcomes) == set(before.outcomes)


@settings(max_examples=40)
@given(problems(), st.sampled_from(DISCRETE))
def test_parties_can_be_listed_in_any_order(points, name):
    turned = points[::-1]
    assert set(solve(name, turned, turned[:, 0]).outcomes) == set(solve(name, points, points[:, 0]).outcomes)


@settings(max_examples=25)
@given(arrays(np.int64, (3, 12), elements=st.integers(0, 50)))
def test_the_certificate_of_a_nash_lottery_holds(points):
    gains = points - points.min(axis=1, keepdims=True)
    assume((gains.max(axis=1) > 0).all())
    found = np.array(expected(solve("nash", points, points.min(axis=1), lottery=True))) - points.min(axis=1)
    certificate = (gains / found[:, None]).sum(axis=0).max()  # at most n exactly at the Nash solution
    assert certificate <= 3 + 1e-6


@settings(max_examples=20)
@given(arrays(np.int64, (3, 10), elements=st.integers(0, 9)), st.sampled_from([*DISCRETE, "raiffa"]))
def test_no_lottery_makes_anyone_expect_to_lose(points, name):
    found = solve(name, points, points[:, 0], lottery=True)
    if found.lottery is not None:
        assert (np.array(expected(found)) >= points[:, 0] - 1e-6).all()
        assert sum(found.lottery.chances) == pytest.approx(1)


def test_lotteries_over_a_thousand_outcomes_need_few_of_them():
    angle = np.linspace(0, np.pi / 2, 1000)
    points = np.array([np.cos(angle), np.sin(angle)])
    assert expected(solve("egalitarian", points, ORIGIN, lottery=True)) == pytest.approx((0.5**0.5,) * 2, abs=1e-6)
    high = np.array([0.99, 0.1])
    assert expected(solve("egalitarian", points, high, lottery=True))[0] > 0.99
    assert solve("egalitarian", points, np.array([0.9, 0.9]), lottery=True).lottery is None


def test_a_lottery_takes_memory_in_proportion_to_the_outcomes():
    angles = np.linspace(0, np.pi / 2, 20_000)
    points = np.stack([np.cos(angles), np.sin(angles)])
    tracemalloc.start()
    try:
        assert solve("egalitarian", points, np.array([0.6, 0.6]), lottery=True).lottery is not None
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 100 * points.nbytes


# Weights, ties and empty cases


def test_weights_are_bargaining_power():
    points = np.array([[0, 1, 2, 3, 4], [4, 3, 2, 1, 0]])
    assert solve("nash", points, [0, 0]).outcomes == (2,)
    assert solve("nash", points, [0, 0], weights=[3, 1]).outcomes == (3,)
    found = solve("nash", points, [0, 0], weights=[3, 1], lottery=True)
    assert expected(found) == pytest.approx((3, 1))


@pytest.mark.parametrize("weights", [[1, 0], [1], [1, -1]])
def test_weights_that_do_not_fit_are_refused_in_words(weights):
    with pytest.raises(UsageError, match="one for each party"):
        solve("nash", [[0, 1], [0, 1]], [0, 0], weights=weights)


def test_equal_products_are_equal_beyond_what_floats_hold():
    big = 2**27
    points = np.array([[big, big + 1, big - 1], [big, big - 1, big + 1], [1, 1, 1]])
    assert solve("nash", points, [0, 0, 0]).outcomes == (0,)


def test_all_ties_are_listed_the_fairest_first():
    points = np.array([[1, 4, 2, 2], [4, 1, 2, 2]])
    assert solve("nash", points, [0, 0]).outcomes == (2, 3, 0, 1)
    assert solve("utilitarian", [[5, 0, 2, 0], [0, 5, 3, 0]], [0, 0]).outcomes == (2, 0, 1)


def test_leximin_leaves_nothing_on_the_table():
    points = np.array([[2, 2], [2, 5]])
    assert solve("egalitarian", points, [0, 0]).outcomes == (1,)
    assert solve("kalai_smorodinsky", points, [0, 0]).outcomes == (1,)


def test_shares_are_compared_as_fractions():
    points = np.array([[1, 2, 0, 6], [3, 0, 9, 0]])
    assert solve("kalai_smorodinsky", points, [0, 0]).outcomes == (0,)


def test_where_not_everybody_gains_jointly_nash_is_over_the_largest_set_that_can():
    points = np.array([[0, 3, 1, 0], [0, 2, 9, 0], [0, 0, 0, 7]])
    assert solve("nash", points, [0, 0, 0]).outcomes == (2,)


def test_equally_large_sets_each_have_their_solution():
    found = solve("nash", [[0, 3, 2, 0], [0, 0, 0, 7]], [0, 0])
    assert set(found.outcomes) == {1, 3}


@pytest.mark.parametrize("name", DISCRETE)
def test_none_with_the_reason(name):
    nothing = solve(name, [[1, 0], [0, 1]], [1, 1])
    assert not nothing.exists
    assert "no outcome gives every party" in nothing.reason
    stands = solve(name, [[1, 0], [1, 5]], [1, 1], stands=0)
    assert not stands.exists
    assert "only what stands" in stands.reason


@pytest.mark.parametrize("name", DISCRETE)
def test_what_stands_is_the_answer_only_beside_others(name):
    assert solve(name, [[1, 2], [1, 2]], [1, 1], stands=0).outcomes == (1,)


@pytest.mark.parametrize("name", [*DISCRETE, "raiffa"])
def test_a_lottery_can_help_where_no_outcome_does(name):
    found = solve(name, [[0, 10, -1], [0, -1, 10]], [0, 0], lottery=True, stands=0)
    assert found.outcomes == ()
    assert sum(expected(found)) == pytest.approx(9, abs=1e-6)


@pytest.mark.parametrize("name", [*DISCRETE, "raiffa"])
def test_no_lottery_where_everyone_but_one_must_lose(name):
    found = solve(name, [[1, 0], [0, 1]], [1, 1], lottery=True)
    assert not found.exists
    assert found.reason


@pytest.mark.parametrize("name", ["nash", "kalai_smorodinsky", "raiffa"])
def test_no_lottery_where_nobody_can_gain(name):
    assert solve(name, [[1], [1]], [1, 1], lottery=True).lottery is None


def test_parties_that_cannot_gain_do_not_spoil_a_lottery():
    points = np.array([[0, 10, -1, 5], [0, -1, 10, -3], [0, 0, 0, -1], [0, 1, 1, 0]])
    assert expected(solve("nash", points, [0, 0, 0, 0], lottery=True)) == pytest.approx((4.5, 4.5, 0, 1), abs=1e-5)
    shares = expected(solve("kalai_smorodinsky", points, [0, 0, 0, 0], lottery=True))
    assert shares == pytest.approx((4.5, 4.5, 0, 1), abs=1e-5)


def test_one_party_takes_its_best():
    for name in (*DISCRETE, "raiffa"):
        assert expected(solve(name, [[1, 4, 2]], [1], lottery=True)) == pytest.approx((4,), abs=1e-6)


def test_a_search_that_does_not_end_says_so(monkeypatch):
    monkeypatch.setattr(nash_lottery, "CERTIFICATE", -1.0)
    monkeypatch.setattr(nash_lottery, "STEPS", 2)
    with pytest.raises(RunError, match="not found to the precision"):
        solve("nash", SIMPLEX, [0, 0, 0], lottery=True)


def test_solvers_can_be_called_by_module():
    points = np.array([[0, 3, 1], [0, 1, 3]])
    for module in (nash, kalai_smorodinsky, egalitarian, utilitarian, equal_loss, raiffa):
        assert module.solve(points, points[:, 0]).exists


@pytest.mark.parametrize("name", [*DISCRETE, "raiffa"])
def test_without_any_outcome_there_is_none(name):
    assert not solve(name, np.zeros((2, 0)), ORIGIN, lottery=True).exists


def test_at_a_corner_of_the_hull_nobody_gains_by_rounding():
    points = np.array([[1, 0, 0], [0, 1e-3, 0], [0, 0, 1e3]]) + 1 / 3
    assert solve("nash", points, points.mean(axis=1), lottery=True).lottery is None
