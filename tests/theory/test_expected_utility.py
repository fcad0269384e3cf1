"""The expected-utility model against Scholz, Calbert & Smith 2011, and its warning."""

import numpy as np
import pytest

from negosim.theory.forecasting import Positions
from negosim.theory.forecasting.expected_utility import PositionShift, expected_utility, trajectory

# Bueno de Mesquita 1994, Table 1, as in Scholz et al. 2011, Table 1: (position, salience, capability)
ACTORS = {
    "Netherlands": (4, 0.80, 0.08),
    "Belgium": (7, 0.40, 0.08),
    "Luxembourg": (4, 0.20, 0.03),
    "Germany": (4, 0.80, 0.16),
    "France": (10, 0.60, 0.16),
    "Italy": (10, 0.60, 0.16),
    "UK": (10, 0.90, 0.16),
    "Ireland": (7, 0.10, 0.05),
    "Denmark": (4, 1.00, 0.05),
    "Greece": (7, 0.70, 0.08),
}
EMISSIONS = Positions.of("delay", tuple(ACTORS), *zip(*ACTORS.values(), strict=True), scale=(4, 10))

# Round by round to nine digits, by the published replication whose medians and means are those of Scholz et al.'s
# Table 2 to 0.1: (median, mean, positions of Belgium, Luxembourg and Ireland; all others stay)
ROUNDS = [
    (7.0, 7.389955687, 7, 4, 7),
    (8.415932315, 7.461314378, 8.415932315, 7, 4),
    (9.610859134, 7.552500866, 9.610859134, 8.415932315, 7),
    (9.961979590, 7.590144997, 9.961979590, 9.610859134, 8.415932315),
    (9.961979590, 7.358130531, 4.800881141, 9.961979590, 9.610859134),
    (9.961979590, 7.349173990, 5.524237694, 4.800881141, 9.961979590),
    (7.472046362, 7.414877545, 7.472046362, 5.524237694, 5.524237694),
    (8.824593855, 7.510457184, 8.824593855, 7.472046362, 7.472046362),
    (9.671129770, 7.572447098, 9.671129770, 8.824593855, 8.824593855),
    (9.671129770, 7.324989066, 4.144849063, 9.671129770, 9.671129770),
    (7.0, 7.242130958, 4.291541225, 4.144849063, 4.144849063),
]


def test_every_round_of_the_emission_standards_is_as_published():
    for state, (middle, mean, *moved) in zip(trajectory(EMISSIONS, 10), ROUNDS, strict=True):
        assert state.median == pytest.approx(middle, abs=5e-10)
        assert state.mean == pytest.approx(mean, abs=5e-10)
        assert np.array(state.x)[[1, 2, 7]] == pytest.approx(moved, abs=5e-10)
        assert np.array(state.x)[[0, 3, 4, 5, 6, 8, 9]].tolist() == [4, 4, 10, 10, 10, 4, 7]


def test_the_risk_exponents_of_the_first_round_are_as_published():
    expected = [1.405652784, 0.754195927, 0.508863791, 1.405652784, 1.046523896]
    expected += [1.046523896, 1.964898230, 0.5, 2.0, 1.112124971]
    assert trajectory(EMISSIONS, 1)[1].risk == pytest.approx(expected, abs=5e-10)


def test_the_first_round_has_one_compromise_and_two_lost_confrontations():
    belgium, luxembourg, ireland = trajectory(EMISSIONS, 1)[1].concessions
    assert (belgium.actor, belgium.kind, belgium.other) == ("Belgium", "compromise", "France")
    assert luxembourg == PositionShift("Luxembourg", "Belgium", "confrontation", 7.0)
    assert ireland == PositionShift("Ireland", "Luxembourg", "confrontation", 4.0)


def test_the_forecast_is_a_trajectory_with_a_warning_and_never_one_value():
    forecast = expected_utility(EMISSIONS)
    assert forecast.value is None
    assert "does not settle" in forecast.note
    assert forecast.path == pytest.approx([row[0] for row in ROUNDS], abs=5e-10)
    assert forecast.interval == pytest.approx((7.0, 9.961979590))


def test_the_scale_of_the_positions_changes_nothing_but_the_unit():
    wide = Positions.of("delay", tuple(ACTORS), 10 * EMISSIONS.x - 40, EMISSIONS.salience, EMISSIONS.capability)
    assert expected_utility(wide).path == pytest.approx([10 * x - 40 for x in expected_utility(EMISSIONS).path])


@pytest.mark.parametrize("x", [[5, 5, 5], [5]])
def test_actors_who_agree_stay_where_they_are(x):
    table = Positions.of("issue", tuple("abc"[: len(x)]), x, [1] * len(x), [1] * len(x))
    assert expected_utility(table, rounds=3).path == (5, 5, 5, 5)


def test_without_rounds_there_is_only_the_start():
    assert expected_utility(EMISSIONS, rounds=0).path == (7.0,)
