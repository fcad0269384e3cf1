"""What a category hangs on: tables by hand, renumbering, an inert input beside one that decides."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from negosim.errors import UsageError
from negosim.experiments.statistics.binning import bins, codes, is_number
from negosim.experiments.statistics.categorical import (
    against_noise,
    contingency_table,
    dependence,
    goodman_kruskal_tau,
    interactions,
    total_variation,
)


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_equal_counts_and_ties_together() -> None:
    assert np.bincount(bins(np.arange(100.0), 4)).tolist() == [25, 25, 25, 25]
    tied = bins(np.array([0.0] * 60 + list(range(1, 41))), 4)
    assert set(tied[:60]) == {0}
    assert (np.bincount(tied) > 0).all()


def test_few_values_and_categories_are_their_own_bins() -> None:
    assert bins(np.array([5, 1, 5, 3]), 10).tolist() == [2, 0, 2, 1]
    assert bins(np.array(["war", "truce", "war"]), 1).tolist() == [1, 0, 1]
    assert bins(np.array([True, False]), 1).tolist() == [1, 0]
    assert bins(np.array([]), 3).tolist() == []
    assert not is_number(np.array([True]))
    with pytest.raises(UsageError, match="at least one"):
        bins(np.arange(3), 0)


def test_a_package_is_one_category() -> None:
    assert codes(np.array([[0, 1], [1, 0], [0, 1]])).tolist() == [0, 1, 0]


def test_table_counts_bins_by_outcomes() -> None:
    assert contingency_table(np.array([0, 0, 1, 1, 1]), np.array([0, 2, 0, 0, 2])).tolist() == [[1, 0, 1], [2, 0, 1]]


@pytest.mark.parametrize(
    ("counts", "tau", "moved"),
    [
        # the bin decides
        ([[5, 0], [0, 5]], 1.0, 0.5),
        # the bin says nothing
        ([[2, 4], [3, 6]], 0.0, 0.0),
        # p = (.4, .6), P_1 = (.6, .4), P_2 = (.2, .8), w = 1/2: tau = .08/.48, TV = .2
        ([[6, 4], [2, 8]], 1 / 6, 0.2),
        # three outcomes, w = (1/4, 3/4), p = (.5, .25, .25), P_1 = (0, .5, .5), P_2 = (2/3, 1/6, 1/6):
        # sum_b w_b sum_k (P_bk - p_k)^2 = .375/4 + 3/4 (1/36 + 2/144) = .125; over .625; TV = (1/2 + 3 1/6)/4
        ([[0, 1, 1], [4, 1, 1]], 0.2, 0.25),
        # always the same outcome
        ([[3], [4]], 0.0, 0.0),
    ],
)
def test_tau_and_total_variation_by_hand(counts: list[list[int]], tau: float, moved: float) -> None:
    assert goodman_kruskal_tau(np.array(counts)) == pytest.approx(tau)
    assert total_variation(np.array(counts)) == pytest.approx(moved)


@settings(max_examples=15, deadline=None)
@given(arrays(np.int64, 60, elements=st.integers(0, 4)), st.permutations(range(5)), st.integers(0, 99))
def test_renumbering_the_deals_changes_nothing(outcome: np.ndarray, order: list[int], seed: int) -> None:
    inputs = {"weight": rng(seed).random(60), "exponent": rng(seed + 1).random(60)}
    before = dependence(inputs, outcome, rng(seed))
    after = {one.name: one for one in dependence(inputs, np.array(order)[outcome], rng(seed))}
    for one in before:
        two = after[one.name]
        assert (one.tau, one.tau_floor) == pytest.approx((two.tau, two.tau_floor), abs=1e-12)
        assert one.total_variation == pytest.approx(two.total_variation, abs=1e-12)
        assert one.total_variation_floor == pytest.approx(two.total_variation_floor, abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(arrays(np.int64, 40, elements=st.integers(0, 3)), arrays(np.int64, 40, elements=st.integers(0, 3)))
def test_measures_lie_in_their_ranges(rows: np.ndarray, columns: np.ndarray) -> None:
    counts = contingency_table(codes(rows), codes(columns))
    assert -1e-12 <= goodman_kruskal_tau(counts) <= 1 + 1e-12
    assert -1e-12 <= total_variation(counts) <= 1 + 1e-12


def test_what_decides_stands_out_and_what_does_nothing_does_not() -> None:
    draws = rng()
    inputs = {"inert": draws.random(500), "strong": draws.random(500), "tactic": draws.choice(["hard", "soft"], 500)}
    deal = np.where(inputs["strong"] > 0.6, "joint_fund", np.where(inputs["tactic"] == "hard", "none", "repay"))
    found = dependence(inputs, deal, rng(1))
    assert [one.name for one in found] == ["strong", "tactic", "inert"]
    assert [one.stands_out for one in found] == [True, True, False]
    # chances .4 .3 .3 of the deals: the exact tau of `strong` is .36/.66, that of `tactic` .18/.66
    assert found[0].tau == pytest.approx(0.36 / 0.66, abs=0.05)
    assert found[1].tau == pytest.approx(0.18 / 0.66, abs=0.05)
    # .48 before the bias of ten bins is subtracted, which is that of an input that tells nothing
    assert 0.37 < found[0].total_variation < 0.48


def test_inert_inputs_rise_above_the_floor_about_once_in_twenty() -> None:
    above = 0
    for seed in range(25):
        draws = rng(seed)
        inputs = {f"inert{i}": draws.random(100) for i in range(4)}
        above += any(one.tau > one.tau_floor for one in dependence(inputs, draws.integers(0, 3, 100), draws))
    # more than 5 of 25 at 5 % has a chance below 1 %
    assert above <= 5


def test_two_inputs_that_act_only_together_show_in_the_pair_alone() -> None:
    draws = rng(4)
    inputs = {"one": draws.choice([-1, 1], 800), "other": draws.choice([-1, 1], 800), "inert": draws.random(800)}
    deal = inputs["one"] * inputs["other"]
    assert not any(one.stands_out for one in dependence(inputs, deal, rng(1)))
    strongest, *rest = interactions(inputs, deal, rng(1))
    assert strongest.names == ("one", "other")
    assert strongest.tau == pytest.approx(1.0, abs=0.05)
    assert [strongest.stands_out, *(one.stands_out for one in rest)] == [True, False, False]


def test_additive_inputs_do_not_interact() -> None:
    draws = rng(5)
    inputs = {name: draws.choice(["a", "b"], 1000) for name in ("one", "other")}
    # the chance of a deal is .2 + .3 for each "a": additive, so that the pair explains nothing more
    chance = 0.2 + 0.3 * (inputs["one"] == "a") + 0.3 * (inputs["other"] == "a")
    (pair,) = interactions(inputs, draws.random(1000) < chance, rng(2))
    assert not pair.stands_out


def test_nothing_to_explain_and_nothing_to_explain_it_with() -> None:
    (one,) = dependence({"weight": rng().random(30)}, np.zeros(30), rng())
    assert (one.tau, one.tau_floor, one.total_variation, one.stands_out) == (0, 0, 0, False)
    assert dependence({}, np.arange(30), rng()) == ()
    assert interactions({"weight": rng().random(30)}, np.arange(30), rng()) == ()


def test_too_few_permutations_are_refused() -> None:
    with pytest.raises(UsageError, match="take 200 or more"):
        against_noise(lambda labels: np.zeros(1), np.arange(5), rng(), permutations=40)
