"""Indices of functions with known answers, the tornado, and what is luck."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from negosim.errors import UsageError
from negosim.experiments.statistics.sobol import Index, design, over_scramblings, total_indices
from negosim.experiments.statistics.tornado import tornado_bars
from negosim.experiments.statistics.variance import VarianceSplit, split_variance

Numbers = NDArray[np.float64]

NAMES = ("x1", "x2", "x3")


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def ishigami(unit: Numbers) -> Numbers:
    """sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1 on [-pi, pi]^3 (Ishigami & Homma 1990)."""
    x = (2 * unit - 1) * math.pi
    values: Numbers = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    return values


def additive(unit: Numbers) -> Numbers:
    """3 x1 + 2 x2 + x3 on the unit cube: indices 9/14, 4/14, 1/14, first-order and total alike."""
    values: Numbers = unit @ np.array([3.0, 2.0, 1.0])
    return values


ISHIGAMI = ([0.3139, 0.4424, 0.0], [0.5576, 0.4424, 0.2437])
"""First-order and total indices in closed form (Saltelli and others 2000, Sensitivity Analysis, a = 7, b = 0.1)."""

ADDITIVE = ([9 / 14, 4 / 14, 1 / 14], [9 / 14, 4 / 14, 1 / 14])


@pytest.mark.parametrize(("function", "exact"), [(ishigami, ISHIGAMI), (additive, ADDITIVE)])
def test_indices_of_functions_with_known_answers(
    function: Callable[[Numbers], Numbers], exact: tuple[list[float], list[float]]
) -> None:
    found = total_indices(function(design(2048, 3, rng())), NAMES)
    assert [index.name for index in found] == list(NAMES)
    assert [index.first for index in found] == pytest.approx(exact[0], abs=0.02)
    assert [index.total for index in found] == pytest.approx(exact[1], abs=0.02)


def test_the_interval_over_scramblings_holds_the_exact_index() -> None:
    draws = rng(2)
    found = over_scramblings([total_indices(ishigami(design(256, 3, draws)), NAMES) for _ in range(10)])
    for index, first, total in zip(found, *ISHIGAMI, strict=True):
        assert index.first_interval is not None
        assert index.total_interval is not None
        assert index.first_interval.low - 0.01 <= first <= index.first_interval.high + 0.01
        assert index.total_interval.low - 0.01 <= total <= index.total_interval.high + 0.01
        assert index.first == pytest.approx(sum(index.first_interval) / 2)


def test_a_design_swaps_one_column_at_a_time() -> None:
    a, b, *swapped = design(8, 2, rng()).reshape(4, 8, 2)
    assert not np.any(a == b)
    assert np.array_equal(swapped[0], np.stack([b[:, 0], a[:, 1]], axis=1))
    assert np.array_equal(swapped[1], np.stack([a[:, 0], b[:, 1]], axis=1))


def test_a_design_repeats_with_its_generator() -> None:
    assert np.array_equal(design(16, 3, rng(7)), design(16, 3, rng(7)))


@pytest.mark.parametrize("n", [0, 100])
def test_an_unbalanced_design_is_refused(n: int) -> None:
    with pytest.raises(UsageError, match="power of two"):
        design(n, 3, rng())


def test_outcomes_that_are_no_design_are_refused() -> None:
    with pytest.raises(UsageError, match="5 blocks do not fit"):
        total_indices(np.zeros(12), NAMES)


def test_an_outcome_that_never_changes_hangs_on_nothing() -> None:
    assert total_indices(np.ones(40), NAMES) == tuple(Index(name, 0.0, 0.0) for name in NAMES)


def test_split_by_hand() -> None:
    # within: variances 2 and 2; means 2 and 8, their variance 18; draws = 18 - 2/2
    split = split_variance(np.array([[1.0, 3.0], [7.0, 9.0]]))
    assert split == VarianceSplit(draws=17.0, luck=2.0)
    assert split.share_of_draws == pytest.approx(17 / 19)


def test_pure_luck_and_no_spread_at_all() -> None:
    assert split_variance(np.array([[0.0, 1.0], [1.0, 0.0]])) == VarianceSplit(0.0, 0.5)
    assert split_variance(np.ones((3, 2))).share_of_draws == 0.0


def test_the_split_finds_what_was_planted() -> None:
    draws, luck = rng(5).normal(scale=3, size=(2000, 1)), rng(6).normal(size=(2000, 3))
    split = split_variance(draws + luck)
    assert (split.draws, split.luck) == pytest.approx((9.0, 1.0), rel=0.07)


@pytest.mark.parametrize("shape", [(5,), (5, 1), (1, 5)])
def test_luck_cannot_be_told_without_replications(shape: tuple[int, ...]) -> None:
    with pytest.raises(UsageError, match="replicated twice"):
        split_variance(np.zeros(shape))


def test_tornado_by_hand() -> None:
    given = np.arange(9.0)
    (bar,) = tornado_bars({"weight": given}, given * 10)
    assert (bar.low, bar.high, bar.low_to, bar.high_from) == (10.0, 70.0, 2.0, 6.0)
    assert bar.swing == 60.0
    # each third has s^2 = 100 and three values: standard errors sqrt(100/3)
    assert bar.noise == pytest.approx(1.959964 * math.sqrt(200 / 3))


def test_tornado_sorts_by_the_length_of_the_bar_whatever_its_direction() -> None:
    unit = rng(8).random((3000, 3))
    outcome = unit @ np.array([1.0, -3.0, 0.0])
    bars = tornado_bars(dict(zip(NAMES, unit.T, strict=True)), outcome)
    assert [bar.name for bar in bars] == ["x2", "x1", "x3"]
    # the means of the outer thirds of a uniform number are 2/3 apart
    assert [bar.swing for bar in bars[:2]] == pytest.approx([-2.0, 2 / 3], abs=0.12)
    assert abs(bars[2].swing) < 2 * bars[2].noise


@pytest.mark.parametrize(
    ("given", "ends"),
    [
        ([0, 0, 0, 0, 1], (0, 1)),
        ([0, 1, 1, 1, 1], (0, 1)),
        ([0, 1, 1, 1, 2], (0, 2)),
        ([3, 3, 3], (3, 3)),
    ],
)
def test_thirds_with_ties_are_never_empty(given: list[int], ends: tuple[int, int]) -> None:
    (bar,) = tornado_bars({"step": np.array(given)}, np.array(given))
    assert (bar.low_to, bar.high_from) == ends
    assert (bar.low, bar.high) == ends


@pytest.mark.parametrize("given", [np.array(["hard", "soft"]), np.array([])])
def test_a_tornado_takes_numbers(given: NDArray[np.str_]) -> None:
    with pytest.raises(UsageError, match="tactic: a tornado needs numbers"):
        tornado_bars({"tactic": given}, np.zeros(len(given)))
