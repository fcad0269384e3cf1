"""The probabilistic Condorcet election against KTAB's reference run, and its properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.theory.forecasting import Positions
from negosim.theory.forecasting import condorcet as pce
from negosim.theory.forecasting.condorcet import elect, risk_attitudes, utilities, win_probabilities

FEW = settings(max_examples=50, deadline=None)

# KAPSARC KTAB, examples/smp, reference run of 2017-05-30: (capability, positions, saliences in percent)
SMP = {
    "Alice": (117.7, (52.8, 39.8, 39.6), (32.3, 22.4, 13.4)),
    "Bob": (93.2, (15.9, 61.4, 72.0), (25.2, 34.5, 26.5)),
    "Carol": (61.4, (61.1, 86.5, 44.5), (28.8, 28.6, 18.2)),
    "David": (135.4, (26.3, 16.5, 15.9), (15.6, 42.0, 14.3)),
    "Ellie": (63.8, (73.3, 61.1, 26.3), (39.7, 19.9, 15.8)),
}


def smp():
    capability, x, salience = (np.array(column) for column in zip(*SMP.values(), strict=True))
    return {f"d{k}": Positions.of(f"d{k}", tuple(SMP), x[:, k], salience[:, k] / 100, capability) for k in range(3)}


@st.composite
def matrices(draw):
    n = draw(st.integers(1, 5))
    numbers = st.lists(st.integers(0, 20), min_size=n, max_size=n)
    utility = np.array([draw(numbers) for _ in range(n)]) / 20
    return utility, np.array(draw(st.lists(st.integers(1, 20), min_size=n, max_size=n)), dtype=float)


def test_the_values_of_the_platforms_are_as_printed_by_ktab():
    printed = [
        [1.000, 0.673, 0.739, 0.747, 0.799],
        [0.708, 1.000, 0.681, 0.570, 0.625],
        [0.694, 0.647, 1.000, 0.483, 0.804],
        [0.763, 0.563, 0.358, 1.000, 0.571],
        [0.800, 0.493, 0.839, 0.560, 1.000],
    ]
    assert utilities(pce.distances(smp())).round(3).tolist() == printed


def test_risk_attitudes_and_chances_of_turn_0_are_as_printed_by_ktab():
    neutral = win_probabilities(utilities(pce.distances(smp())), np.array([row[0] for row in SMP.values()]))
    assert neutral == pytest.approx([0.52541686, 0.09017628, 0.05482121, 0.21150632, 0.11807934], abs=2e-8)
    assert risk_attitudes(neutral).round(3).tolist() == [1.000, -0.387, -0.500, -0.001, -0.298]
    assert elect(smp()).round(4).tolist() == [0.3154, 0.1668, 0.1082, 0.2216, 0.1880]
    assert elect(smp()) == pytest.approx([0.31537886, 0.16684995, 0.10817120, 0.22158617, 0.18801381], abs=2e-8)


def test_the_forecast_is_the_mean_of_the_platforms_by_their_chances():
    forecast = pce.condorcet(smp())["d0"]
    assert forecast.value == pytest.approx(float(elect(smp()) @ smp()["d0"].x))
    assert forecast.chances == pytest.approx(elect(smp()))


@FEW
@given(matrices())
def test_probabilities_sum_to_one(table):
    p = win_probabilities(*table)
    assert p.sum() == pytest.approx(1)
    assert (p >= 0).all()


def test_the_platform_that_all_prefer_is_the_likeliest():
    assert win_probabilities(np.array([[1.0, 0.2, 0.1]] * 3), np.ones(3)).argmax() == 0


def test_equal_platforms_have_equal_chances_and_neutral_risk():
    p = win_probabilities(np.ones((4, 4)), np.ones(4))
    assert p == pytest.approx([0.25] * 4)
    assert risk_attitudes(p).tolist() == [0] * 4


def test_who_cares_about_nothing_sees_no_difference():
    table = Positions.of("issue", ("keen", "idle"), [0, 100], [1, 0], [1, 1])
    assert pce.distances({"issue": table}).tolist() == [[0, 1], [0, 0]]
