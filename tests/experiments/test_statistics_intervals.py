"""Intervals of shares and means: exact coverage by enumeration, hand-computed cases."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import binom

from negosim.errors import UsageError
from negosim.experiments.statistics.bootstrap import bootstrap
from negosim.experiments.statistics.intervals import (
    Interval,
    bonferroni,
    cluster_means,
    mean_interval,
    quantile,
    t_quantile,
    wilson,
    wilson_together,
)


def coverage(n: int, share: float) -> float:
    """The chance, summed over every count, that Wilson's interval holds the true share."""
    counts = [k for k in range(n + 1) if wilson(k, n).low <= share <= wilson(k, n).high]
    return float(np.sum(binom.pmf(counts, n, share)))


@pytest.mark.parametrize(
    ("n", "share", "exact"), [(50, 0.02, 0.92), (200, 0.002, 0.94), (1000, 0.999, 0.92), (1000, 0.5, 0.946)]
)
def test_wilson_covers_near_the_nominal_even_at_the_edges(n: int, share: float, exact: float) -> None:
    assert coverage(n, share) == pytest.approx(exact, abs=0.005)


def test_wilson_by_hand() -> None:
    # Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263 and 0 of 20, method 3
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson(0, 0) == (0.0, 1.0)
    assert Interval(1.0, 4.0).half_width == 1.5


def test_bonferroni_spreads_the_error_over_the_categories() -> None:
    assert quantile(bonferroni(1)) == quantile(0.95)
    assert quantile(bonferroni(10)) == pytest.approx(2.807, abs=5e-4)
    assert wilson_together([30, 70])[0] == wilson(30, 100, 0.975)
    assert wilson_together([]) == ()


def test_two_shares_hold_together_as_often_as_promised() -> None:
    # of two categories the second count follows from the first, so that the joint coverage is exact by enumeration
    n, share = 100, 0.3
    both = [wilson_together([k, n - k]) for k in range(n + 1)]
    held = [k for k, (one, other) in enumerate(both) if one.low <= share <= one.high and other.low <= 0.7 <= other.high]
    assert np.sum(binom.pmf(held, n, share)) >= 0.95


def test_interval_of_a_mean_is_students() -> None:
    assert t_quantile(0.95, 4) == pytest.approx(2.776, abs=5e-4)
    # 1 to 5: mean 3, s^2 = 2.5, standard error sqrt(0.5)
    spread = 2.7764451 * math.sqrt(0.5)
    assert mean_interval(np.arange(1, 6)) == pytest.approx((3 - spread, 3 + spread))


@pytest.mark.parametrize("values", [[], [3.0]])
def test_one_run_says_nothing_of_the_spread(values: list[float]) -> None:
    assert mean_interval(np.array(values)) == (-math.inf, math.inf)


def test_runs_that_share_a_draw_count_once() -> None:
    values, draws = np.array([1.0, 3.0, 10.0, 20.0, 5.0, 5.0]), np.array(["b", "b", "a", "a", "c", "c"])
    assert cluster_means(values, draws).tolist() == [15.0, 2.0, 5.0]


def test_copies_of_a_run_do_not_narrow_the_interval_of_the_draws() -> None:
    values, copies = np.array([1.0, 4.0, 2.0, 8.0]), np.repeat(np.arange(4), 5)
    assert mean_interval(cluster_means(np.repeat(values, 5), copies)) == mean_interval(values)
    assert mean_interval(np.repeat(values, 5)).half_width < mean_interval(values).half_width / 2


def test_bootstrap_of_a_mean_is_near_the_normal_interval() -> None:
    values = np.random.default_rng(0).normal(size=400)
    found = bootstrap(lambda chosen: values[chosen].mean(), 400, np.random.default_rng(1))
    assert found == pytest.approx(mean_interval(values), abs=0.02)


def test_the_bootstrap_repeats_with_its_generator() -> None:
    values = np.arange(20.0)
    one, two = (bootstrap(lambda chosen: np.median(values[chosen]), 20, np.random.default_rng(3)) for _ in range(2))
    assert one == two


def test_no_draws_no_interval() -> None:
    with pytest.raises(UsageError, match="at least one draw"):
        bootstrap(lambda chosen: 0.0, 0, np.random.default_rng(0))
