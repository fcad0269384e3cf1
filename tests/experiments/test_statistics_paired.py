"""Paired comparisons: exact coverage and size by enumeration, hand-computed cases."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import multinomial

from negosim.errors import UsageError
from negosim.experiments.statistics.paired import (
    bonett_price,
    discordant,
    holm,
    mcnemar_mid_p,
    paired_bootstrap,
    variance_ratio,
)


def pairs_by_chance(n: int, only_first: float, only_second: float) -> list[tuple[int, int, float]]:
    """Every (b, c) that matters with its chance, for the chances of the two kinds of discordant pairs."""
    most = [int(n * p + 8 * math.sqrt(n * p) + 8) for p in (only_first, only_second)]
    b, c = (grid.ravel() for grid in np.mgrid[: most[0] + 1, : most[1] + 1])
    b, c = b[b + c <= n], c[b + c <= n]
    chances = multinomial.pmf(
        np.stack([b, c, n - b - c], axis=1), n, [only_first, only_second, 1 - only_first - only_second]
    )
    likely = chances > 1e-9
    return list(zip(b[likely].tolist(), c[likely].tolist(), chances[likely].tolist(), strict=True))


@pytest.mark.parametrize(
    ("n", "only_first", "only_second", "exact"),
    [(200, 0.005, 0.005, 1.0), (200, 0.05, 0.1, 0.95), (1000, 0.0125, 0.0125, 0.95), (50, 0.2, 0.1, 0.95)],
)
def test_bonett_price_covers(n: int, only_first: float, only_second: float, exact: float) -> None:
    held = 0.0
    for b, c, chance in pairs_by_chance(n, only_first, only_second):
        low, high = bonett_price(b, c, n)
        held += chance * (low <= only_second - only_first <= high)
    assert held == pytest.approx(exact, abs=0.012)
    assert held >= 0.94


def test_bonett_price_by_hand() -> None:
    # b = 4, c = 14, n = 80: b' = 5, c' = 15, n' = 82, d = 10/82, se^2 = (20/82 - (10/82)^2)/82
    d, error = 10 / 82, math.sqrt((20 / 82 - (10 / 82) ** 2) / 82)
    assert bonett_price(4, 14, 80) == pytest.approx((d - 1.959964 * error, d + 1.959964 * error))


def test_the_interval_stays_a_difference_of_shares() -> None:
    assert bonett_price(0, 2, 2).high == 1.0
    assert bonett_price(2, 0, 2).low == -1.0


@pytest.mark.parametrize(
    ("b", "c", "p"),
    [
        # 2 P(X <= 1) - P(X = 1) for X ~ Bin(6, 1/2): 2 (1 + 6)/64 - 6/64 = 8/64
        (1, 5, 0.125),
        # Bin(4, 1/2): 2/16 - 1/16
        (0, 4, 0.0625),
        (3, 3, 1.0),
        (0, 0, 1.0),
    ],
)
def test_mcnemar_mid_p_by_hand(b: int, c: int, p: float) -> None:
    assert mcnemar_mid_p(b, c) == pytest.approx(p)
    assert mcnemar_mid_p(c, b) == pytest.approx(p)


def test_mcnemar_mid_p_of_the_paper() -> None:
    # Fagerland, Lydersen & Laake 2013, airway hyper-responsiveness (Bentur et al.): 1 and 7 discordant pairs, .039
    assert mcnemar_mid_p(1, 7) == pytest.approx(0.0391, abs=5e-5)


@pytest.mark.parametrize(("n", "share"), [(100, 0.05), (200, 0.1)])
def test_mcnemar_mid_p_raises_false_alarms_at_about_its_level(n: int, share: float) -> None:
    alarms = sum(chance for b, c, chance in pairs_by_chance(n, share, share) if mcnemar_mid_p(b, c) <= 0.05)
    assert 0.026 <= alarms <= 0.053


def test_discordant_pairs_are_counted_on_each_side() -> None:
    first, second = np.array([1, 1, 0, 0, 1], dtype=bool), np.array([1, 0, 1, 0, 0], dtype=bool)
    assert discordant(first, second) == (2, 1)


@pytest.mark.parametrize("measure", [discordant, variance_ratio])
def test_runs_that_are_no_pairs_are_refused(measure: object) -> None:
    assert callable(measure)
    with pytest.raises(UsageError, match="do not match"):
        measure(np.zeros(3), np.zeros(4))


def test_a_constant_difference_is_found_exactly_however_noisy_the_runs() -> None:
    first = np.random.default_rng(0).normal(scale=50, size=300)
    low, high = paired_bootstrap(first, first + 2, np.random.default_rng(1))
    assert (low, high) == pytest.approx((2.0, 2.0))


def test_the_paired_bootstrap_resamples_draws_with_their_replications() -> None:
    means = np.random.default_rng(0).normal(size=(50, 1))
    first, second = np.repeat(means, 4, axis=1), np.repeat(means * 1.5, 4, axis=1)
    one = paired_bootstrap(first, second, np.random.default_rng(2))
    assert one == pytest.approx(paired_bootstrap(first[:, :1], second[:, :1], np.random.default_rng(2)))


def test_variance_ratio_by_hand() -> None:
    first = np.array([0.0, 2.0, 0.0, 2.0])
    assert variance_ratio(first, np.array([0.0, 2.0, 2.0, 0.0])) == pytest.approx(1.0)
    assert variance_ratio(first, -first) == pytest.approx(0.5)
    assert variance_ratio(first, np.array([0.0, 3.0, 0.0, 3.0])) == pytest.approx((1 + 2.25) / 0.25)


def test_variance_ratio_without_spread() -> None:
    first = np.array([0.0, 2.0])
    assert variance_ratio(first, first + 1) == math.inf
    assert variance_ratio(np.ones(3), np.ones(3)) == 1.0


def test_holm_by_hand() -> None:
    # sorted .005 .01 .03 .04 times 4 3 2 1: .02 .03 .06 .04, made monotone: .02 .03 .06 .06
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([0.6, 0.9]) == (1.0, 1.0)
    assert holm([]) == ()


@given(st.lists(st.floats(0, 1), max_size=20))
def test_holm_keeps_the_order_and_lies_between_none_and_bonferroni(p_values: list[float]) -> None:
    corrected = holm(p_values)
    for p, q in zip(p_values, corrected, strict=True):
        assert p <= q <= min(1.0, p * len(p_values)) + 1e-12
    assert [corrected[i] for i in np.argsort(p_values, kind="stable")] == sorted(corrected)
