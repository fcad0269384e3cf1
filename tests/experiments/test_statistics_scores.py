"""Scores by hand, proper scores preferred by the truth, calibration, skill."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negosim.errors import UsageError
from negosim.experiments.statistics.bootstrap import bootstrap
from negosim.experiments.statistics.intervals import wilson
from negosim.experiments.statistics.scores import (
    brier,
    calibration,
    crps,
    log_score,
    ranked_probability,
    skill,
    skill_interval,
)


def test_brier_by_hand() -> None:
    assert brier([0.8, 0.8, 0.0], [1, 0, 0]).tolist() == pytest.approx([0.04, 0.64, 0.0])


def test_log_score_by_hand_and_clipped() -> None:
    found = log_score([0.8, 0.8, 0.0, 1.0, 0.0], [True, False, True, True, False])
    exact = [-math.log(0.8), -math.log(0.2), -math.log(0.01), -math.log(0.99), -math.log(0.99)]
    assert found.tolist() == pytest.approx(exact)


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_whoever_says_what_it_believes_scores_best(truth: float, said: float) -> None:
    for score in (brier, log_score):
        honest, other = (truth * score(p, 1) + (1 - truth) * score(p, 0) for p in (truth, said))
        assert honest <= other + 1e-12


@pytest.mark.parametrize(
    ("chances", "level", "exact"),
    [
        # F = (.2, .5, 1), O = (0, 0, 1): (.04 + .25)/2
        ([0.2, 0.3, 0.5], 2, 0.145),
        # O = (0, 1, 1): (.04 + .25)/2
        ([0.2, 0.3, 0.5], 1, 0.145),
        ([0.0, 1.0, 0.0], 1, 0.0),
        ([1.0, 0.0, 0.0], 2, 1.0),
    ],
)
def test_ranked_probability_by_hand(chances: list[float], level: int, exact: float) -> None:
    assert ranked_probability(chances, level) == pytest.approx(exact)


@given(st.floats(0, 1), st.integers(0, 1))
def test_with_two_levels_the_ranked_score_is_briers(chance: float, level: int) -> None:
    assert ranked_probability([1 - chance, chance], level) == pytest.approx(float(brier(chance, level)))


@pytest.mark.parametrize(
    ("members", "observed", "exact"),
    [
        ([3.0], 5.0, 2.0),
        # |0 - 1| = |2 - 1| = 1, E|X - X'| = 1: 1 - .5
        ([2.0, 0.0], 1.0, 0.5),
        # E|X - 0| = 2, E|X - X'| = 2 (1 + 2 + 1)/9: 2 - 4/9
        ([1.0, 2.0, 3.0], 0.0, 2 - 4 / 9),
    ],
)
def test_crps_by_hand(members: list[float], observed: float, exact: float) -> None:
    assert crps(members, observed) == pytest.approx(exact)


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=12), st.floats(-50, 50))
def test_crps_is_its_definition(members: list[float], observed: float) -> None:
    values = np.array(members)
    apart = np.abs(values[:, None] - values).mean() / 2
    assert crps(members, observed) == pytest.approx(np.abs(values - observed).mean() - apart, abs=1e-9)


def test_skill_against_a_reference() -> None:
    assert skill([0.1, 0.3], [0.4, 0.4]) == pytest.approx(0.5)
    assert skill([0.4], [0.2]) == pytest.approx(-1.0)
    assert skill([0.0], [0.0]) == 0.0
    assert skill([0.1], [0.0]) == -math.inf


def test_intervals_hold_the_mean_and_repeat() -> None:
    scores, reference = np.linspace(0, 0.4, 21), np.full(21, 0.4)
    low, high = bootstrap(lambda draws: scores[draws].mean(), 21, np.random.default_rng(0))
    assert 0.1 < low < 0.2 < high < 0.3
    found = skill_interval(scores, reference, np.random.default_rng(0))
    assert (found.low, found.high) == pytest.approx((1 - high / 0.4, 1 - low / 0.4), abs=0.01)


def test_skill_keeps_the_questions_paired() -> None:
    hard = np.random.default_rng(1).random(30)
    assert skill_interval(hard / 2, hard, np.random.default_rng(0)) == pytest.approx((0.5, 0.5))


def test_calibration_by_hand() -> None:
    rows = calibration([0.05, 0.72, 0.78, 0.79, 1.0], [0, 1, 0, 1, 1])
    assert [(row.low, row.questions) for row in rows] == [(0.0, 1), (0.7, 3), (0.9, 1)]
    assert rows[1].forecast == pytest.approx((0.72 + 0.78 + 0.79) / 3)
    assert rows[1].came_true == pytest.approx(2 / 3)
    assert rows[1].interval == wilson(2, 3)
    assert (rows[2].high, rows[2].came_true) == (1.0, 1.0)
    assert calibration([], []) == ()


@pytest.mark.parametrize("chance", [-0.1, 1.1, math.nan])
def test_what_is_no_chance_is_refused(chance: float) -> None:
    with pytest.raises(UsageError, match="between 0 and 1"):
        brier([0.5, chance], [0, 1])


@pytest.mark.parametrize(("chances", "level"), [([1.0], 0), ([0.5, 0.5], 2), ([0.5, 0.5], -1)])
def test_a_level_has_to_be_one_of_the_levels(chances: list[float], level: int) -> None:
    with pytest.raises(UsageError, match="two levels or more"):
        ranked_probability(chances, level)


def test_an_empty_ensemble_has_no_score() -> None:
    with pytest.raises(UsageError, match="without members"):
        crps([], 1.0)
