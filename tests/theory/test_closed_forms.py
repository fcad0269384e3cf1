"""Strategic bargaining meets the numbers of the papers, and its parts meet each other."""

from __future__ import annotations

import closed_forms as strategic
import pytest


def test_rubinstein_1982_with_a_common_discount_factor():
    assert strategic.rubinstein(0.9, 0.9) == pytest.approx((1 / 1.9, 0.9 / 1.9))


def test_the_more_patient_side_gets_more():
    assert strategic.rubinstein(0.9, 0.5) == pytest.approx((0.5 / 0.55, 0.05 / 0.55))


@pytest.mark.parametrize(("periods", "first"), [(1, 1.0), (2, 0.1), (3, 0.91)])
def test_the_last_offer_takes_all_in_a_finite_game(periods, first):
    assert strategic.finite_horizon(0.9, periods)[0] == pytest.approx(first)


def test_a_long_finite_game_is_rubinsteins():
    assert strategic.finite_horizon(0.9, 500) == pytest.approx(strategic.rubinstein(0.9, 0.9))


def test_fixed_costs_give_the_cheaper_side_nearly_all():
    assert strategic.fixed_costs(0.1, 0.2) == (1.0, 0.0)
    assert strategic.fixed_costs(0.2, 0.1) == (0.1, 0.9)
    assert strategic.fixed_costs(0.1, 0.1) is None


@pytest.mark.parametrize("options", [(0.0, 0.0), (0.1, 0.2), (0.1, 0.8), (0.8, 0.1), (0.5, 0.5), (0.48, 0.51)])
def test_outside_options_solve_the_two_equations(options):
    option_a, option_b = options
    share_a, share_b = strategic.outside_options(0.9, 0.8, option_a, option_b)
    assert share_a == pytest.approx(1 - max(0.8 * share_b, option_b))
    assert share_b == pytest.approx(1 - max(0.9 * share_a, option_a))


def test_a_small_outside_option_changes_nothing():
    plain = strategic.rubinstein(0.9, 0.9)[0]
    assert strategic.outside_options(0.9, 0.9, 0.2, 0.3) == pytest.approx((plain, plain))


def test_breakdown_tends_to_the_nash_solution_at_the_payoffs_of_breakdown():
    assert strategic.breakdown(1e-9, 0.2, 0.1) == pytest.approx((0.2 + 0.35, 0.1 + 0.35))
    assert strategic.breakdown(1.0, 0.2, 0.1) == pytest.approx((0.9, 0.1))


def test_rotation_of_two_is_rubinsteins_and_shares_fall_by_the_discount():
    assert strategic.rotation(0.8, 2) == pytest.approx(strategic.rubinstein(0.8, 0.8))
    shares = strategic.rotation(0.8, 4)
    assert sum(shares) == pytest.approx(1)
    assert shares[2] == pytest.approx(0.8 * shares[1])


def test_random_proposers_under_unanimity():
    assert strategic.random_proposer(0.9, 3) == pytest.approx((0.4, 0.3, 0.3))


def test_baron_and_ferejohn_1989_with_three_and_a_majority():
    assert strategic.baron_ferejohn(1.0, 3, 2) == pytest.approx((2 / 3, 1 / 3, 0))
