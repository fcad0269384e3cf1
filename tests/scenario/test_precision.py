"""Scales of points: exact where they can be, and told where something is rounded or refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from building import Plain, amount, central, delay, issue, linkage, meeting, party, scenario, stance
from hypothesis import given
from hypothesis import strategies as st

from negosim.domain.rng import RandomSource
from negosim.errors import InputError
from negosim.scenario.checks.all import warnings
from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.realize.weighing import largest_remainder
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import decimals, in_wholes


def weighed(*weights: Any, **more: Any) -> Scenario:
    """Ann over as many issues as weights, each worth 0 or 100; bob wants nothing."""
    keys = [f"i{k}" for k in range(len(weights))]
    issues = {key: issue("no yes", "ann bob") for key in keys}
    stances = {key: stance(weight, {"no": 0, "yes": 100}) for key, weight in zip(keys, weights, strict=True)}
    parties = {"ann": party(stances, **more), "bob": party({"i0": stance(1, {"no": 0, "yes": 1})})}
    return scenario(issues, parties, {"m": meeting("ann bob", " ".join(keys))})


def with_horizon(of: Scenario, horizon: int) -> Plain:
    return of.plain() | {"horizon": horizon}


def points(of: Scenario, *outcome: int) -> Fraction:
    ann = central(of).preferences["ann"]
    return ann.scale.exact(ann.points(outcome))


def told(of: Scenario) -> list[str]:
    return [one for one in warnings(of) if "rounded" in one]


def test_thirds_are_thirds() -> None:
    assert points(weighed(1, 1, 1), 1, 0, 0) == Fraction(100, 3)
    assert points(weighed(0.1, 0.2, 0.4), 1, 0, 0) == Fraction(100, 7)
    assert not told(weighed(1, 1, 1))


def test_a_point_has_a_million_steps_at_least() -> None:
    for of in (weighed(1), weighed(1, 2), weighed(30, 30, 40)):
        assert central(of).preferences["ann"].scale.per_point >= 2**20


def test_very_unequal_weights_are_told_to_be_rounded_and_add_up() -> None:
    of = weighed(1e15, 1, 2e14)
    assert told(of) == ["shares of ann are rounded to 8 decimals"]
    assert points(of, 1, 1, 1) == 100


def test_many_points_leave_shares_fewer_decimals() -> None:
    links = {f"l{k}": linkage({"i0": "yes", "i1": "yes"}, 1000) for k in range(3)}
    of = weighed(1e15, 3, linkages=links)
    assert told(of) == ["shares of ann are rounded to 6 decimals"]
    assert points(of, 1, 1) == 3100


def test_points_of_a_thousand_are_exact_beside_thirds() -> None:
    of = weighed(1, 2, linkages={"l": linkage({"i0": "yes", "i1": "yes"}, -999.9)})
    assert not told(of)
    assert points(of, 1, 1) == 100 - Fraction("999.9")


def test_a_far_horizon_is_counted_exactly_or_told() -> None:
    of = from_plain(with_horizon(weighed(1, 2, cost_of_delay=delay(1000)), 10**7), "far")
    ann = central(of).preferences["ann"]
    assert not told(of)
    assert ann.scale.exact(ann.worth((1, 0), 10**7)) == Fraction(100, 3) - 10**10
    with pytest.raises(InputError, match=r"R123.*100 points and costs of 10,000,000,000 up to the horizon"):
        from_plain(with_horizon(weighed(1, 2, cost_of_delay=delay(1000), discount=0.9), 10**7), "far")


@pytest.mark.parametrize(("middle", "exact"), [(1, True), (37, True), (997, True), (1031, False)])
def test_values_between_given_ones_are_exact_up_to_a_thousand_steps(middle: int, exact: bool) -> None:
    issues = {"aid": amount(0, middle + 1, 1, "ann bob")}
    ann = party({"aid": stance(1, {0: 0, middle: 100, middle + 1: 0})})
    of = scenario(issues, {"ann": ann, "bob": party()}, {"m": meeting("ann bob", "aid")})
    assert told(of) == ([] if exact else ["values of ann between those given are rounded to 4 decimals"])
    assert abs(points(of, 1) - Fraction(100, middle)) <= (0 if exact else Fraction(1, 20_000))


def test_what_is_drawn_is_rounded_to_the_decimals_of_its_kind() -> None:
    of = weighed([1, 2], 1, reserve=[0, 1], discount=[0.8, 0.9])
    numbers = RealizationFactory(of).draw(RandomSource(3, 1)).numbers
    at = "parties.ann"
    kinds = {f"{at}.stances.i0.weight": 4, f"{at}.reserve": 4, f"{at}.discount.factor": 6}
    for path, most in kinds.items():
        assert 0 < decimals(numbers[path]) <= most


def test_a_range_with_more_decimals_than_its_kind_keeps_them() -> None:
    of = weighed(1, reserve=[0.000001, 0.000009])
    drawn = {RealizationFactory(of).draw(RandomSource(0, run)).numbers["parties.ann.reserve"] for run in range(40)}
    assert drawn <= {round(k * 1e-6, 6) for k in range(1, 10)}
    assert len(drawn) > 3


def test_the_centre_of_two_decimals_has_no_noise() -> None:
    assert central(weighed(1, reserve=[0.1, 0.2])).numbers["parties.ann.reserve"] == 0.15


@given(st.lists(st.integers(0, 10**18), min_size=1, max_size=8).filter(any), st.sampled_from([100, 10**6, 10**8]))
def test_the_largest_remainders_add_up(weights: list[int], total: int) -> None:
    parts = largest_remainder(weights, total)
    assert sum(parts) == total
    assert all(
        abs(part * sum(weights) - weight * total) < sum(weights) for part, weight in zip(parts, weights, strict=True)
    )


@given(st.integers(-(10**15), 10**15), st.integers(0, 9))
def test_decimals_become_the_whole_numbers_that_they_are(steps: int, places: int) -> None:
    assert in_wholes([float(Fraction(steps, 10**places))], places) == [steps]


def test_what_is_exact_undoubled_stays_exact_where_there_is_no_room_to_double() -> None:
    of = weighed(1, 1, 1, cost_of_delay=delay(5), discount=0.99)
    long = from_plain(with_horizon(of, 10**6), "test")
    assert central(long).preferences["ann"].scale.per_point < 2**20
    assert points(long, 1, 0, 0) == points(long, 0, 0, 1)
    assert not told(long)


def test_what_only_some_draws_round_is_told() -> None:
    issues = {"m": amount(0, 720, 1, "ann bob"), "j": issue("no yes", "ann bob")}
    of = {"m": stance([10, 90], {0: 0, 720: [99.5, 100]}), "j": stance([10, 90], {"no": 0, "yes": 100})}
    drawn = scenario(issues, {"ann": party(of), "bob": party()}, {"t": meeting("ann bob", "m j")})
    assert told(drawn) == ["in some draws shares of ann are rounded to 8 decimals"]


def test_a_number_too_close_to_zero_to_be_counted_is_refused() -> None:
    with pytest.raises(InputError, match="expected 0, or a number of at least 1e-30"):
        weighed([1e-310, 1])
