"""Intervals of shares and means: exact coverage by enumeration, hand-computed cases."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import binom

from negosim.errors import UsageError
from negosim.experiments.statistics.bootstrap import bootstrap
from negosim.experiments.statistics.intervals import Interval, mean_interval, t_quantile, wilson


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


def test_interval_of_a_mean_is_students() -> None:
    assert t_quantile(0.95, 4) == pytest.approx(2.776, abs=5e-4)
    # 1 to 5: mean 3, s^2 = 2.5, standard error sqrt(0.5)
    spread = 2.7764451 * math.sqrt(0.5)
    assert mean_interval(np.arange(1, 6)) == pytest.approx((3 - spread, 3 + spread))


@pytest.mark.parametrize("values", [[], [3.0]])
def test_one_run_says_nothing_of_the_spread(values: list[float]) -> None:
    assert mean_interval(np.array(values)) == (-math.inf, math.inf)


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
