"""Tactics that go by time and by what runs short: the exponential curve, resources, and deadlines of their own."""

from __future__ import annotations

import math

import pytest
from building import (
    LEAVE,
    NO,
    PASS,
    aspiration_of,
    delay,
    do,
    issue,
    meeting,
    one_issue,
    opened,
    party,
    scenario,
    stance,
    versus,
)
from hypothesis import given
from hypothesis import strategies as st

from negosim.negotiation.tactics.base import View
from negosim.negotiation.tactics.time_dependent import conceded
from negosim.registry import lookup
from negosim.scenario.spec.scenario import Scenario


def from_twenty_to_hundred(rounds: int = 11, seats: str = "bob", **more: object) -> Scenario:
    """Ann's best is worth 100 and what stands 20."""
    values = {"ann": [20, 100, 50]} | {seat: [0, 1, 2] for seat in seats.split()}
    return one_issue(values, rounds=rounds, **more)


def view(of: Scenario | None = None) -> View:
    return opened(of or from_twenty_to_hundred()).view("ann")


def asks(name: str, of: View, time: float, **parameters: object) -> float:
    return aspiration_of(lookup("tactic", name).make(**parameters), of, time)


# The exponential curve: F(t) = k^((1 - t)^e)


@pytest.mark.parametrize(
    ("name", "exponent", "first", "expected"),
    [
        # 20 + 80 (1 - k^((1 - t)^e)) at t = 0, 1/2, 1
        ("boulware", 1.0, 0.25, [80, 60, 20]),
        ("boulware", 0.5, 0.04, [96.8, 20 + 80 * (1 - 0.04 ** (0.5**0.5)), 20]),
        ("conceder", 2.0, 0.0001**0.5, [99.2, 20 + 80 * (1 - 0.01**0.25), 20]),
        ("conceder", 2.0, 0.0, [99.2, 20 + 80 * (1 - 0.01**0.25), 20]),  # k is 0.01 at the least
    ],
)
def test_aspirations_along_the_exponential_curve(
    name: str, exponent: float, first: float, expected: list[float]
) -> None:
    at = view()
    levels = [asks(name, at, t, exponent=exponent, first=first, curve="exponential") for t in (0.0, 0.5, 1.0)]
    assert levels == [pytest.approx(points, abs=2**-19) for points in expected]


@given(st.floats(0.01, 0.99), st.floats(0.05, 1.0))
def test_the_exponential_curve_of_the_same_first_share_holds_longer_early(time: float, exponent: float) -> None:
    assert 0.01 <= conceded(time, exponent, 0.01, "exponential") <= 1
    assert conceded(time / 2, exponent, 0.01, "exponential") <= conceded(time, exponent, 0.01, "exponential")


def test_a_scenario_names_the_curve() -> None:
    of = from_twenty_to_hundred(ann={"tactic": "boulware", "parameters": {"curve": "exponential", "exponent": 1.0}})
    (first, *_) = [event for event in versus(of).log if event.kind == "offered"]
    assert first.seat == "ann"
    with pytest.raises(Exception, match="curve"):
        from_twenty_to_hundred(ann={"tactic": "boulware", "parameters": {"curve": "bent"}})


# Resources: k + (1 - k) e^(-resource)


def test_by_turns_it_holds_and_concedes_in_its_last_ones() -> None:
    # 11 rounds and two seats: (1 - t) 10 / 2 turns are to come
    for time, turns in ((0.0, 5), (0.6, 2), (0.8, 1)):
        assert asks("resource_dependent", view(), time) == pytest.approx(20 + 80 * (1 - math.exp(-turns)), abs=1e-5)
    assert asks("resource_dependent", view(), 1.0) == 20


def test_by_seats_it_concedes_less_the_more_there_are_to_deal_with() -> None:
    for seats in ("bob", "bob cy", "bob cy dee"):
        expected = 20 + 80 * (1 - math.exp(-len(seats.split())))
        at = view(from_twenty_to_hundred(seats=seats))
        assert asks("resource_dependent", at, 0.5, resource="seats") == pytest.approx(expected, abs=1e-5)


def test_by_seats_those_who_left_do_not_count() -> None:
    wants = {"it": stance(1, {"o0": 20, "o1": 100})}
    parties = {"ann": party(wants), "bob": party(), "cy": party()}
    talks = meeting("ann bob cy", "it", 11)
    course = opened(scenario({"it": issue("o0 o1", "ann bob")}, parties, {"talks": talks}))
    two = asks("resource_dependent", course.view("ann"), 0.5, resource="seats")
    do(course, ("ann", PASS), ("bob", PASS), ("cy", LEAVE))
    one = asks("resource_dependent", course.view("ann"), 0.5, resource="seats")
    assert (two, one) == pytest.approx([20 + 80 * (1 - math.exp(-2)), 20 + 80 * (1 - math.exp(-1))], abs=1e-5)


def test_by_offers_it_concedes_the_more_the_longer_the_exchange() -> None:
    course = opened(from_twenty_to_hundred(rounds=20))
    made = []
    for _ in range(3):
        made.append(asks("resource_dependent", course.view("ann"), 0.5, resource="offers", mean=6))
        do(course, ("ann", {"it": "o1"}), ("bob", NO), ("bob", {"it": "o2"}), ("ann", NO))
    # mu n^2 / sum |X|: no offer, 6 / 2, 6 / 4
    assert made == pytest.approx([100, 20 + 80 * (1 - math.exp(-3)), 20 + 80 * (1 - math.exp(-1.5))], abs=1e-5)


def test_the_first_share_is_conceded_at_once() -> None:
    at = view()
    assert asks("resource_dependent", at, 0.0, resource="offers", first=0.25) == 80
    assert asks("dynamic_deadline", at, 0.0, first=0.25) == 80


# Deadlines of its own


def test_by_patience_its_deadline_comes_when_delay_has_cost_its_gain() -> None:
    # the best adds 80 points, a round costs 16: after 5 of 10 rounds it has conceded all
    at = view(from_twenty_to_hundred(ann={"cost_of_delay": delay(16)}))
    low, high = map(at.scale.points, (at.reservation, at.menu.highest))
    assert asks("dynamic_deadline", at, 0.0) == high
    assert asks("dynamic_deadline", at, 0.25) == (low + high) / 2
    assert asks("dynamic_deadline", at, 0.5) == low
    assert asks("dynamic_deadline", at, 0.75) == low


def test_by_patience_without_a_cost_its_deadline_is_that_of_the_meeting() -> None:
    for time in (0.0, 0.3, 1.0):
        assert asks("dynamic_deadline", view(), time) == asks("linear", view(), time)
        assert asks("dynamic_deadline", view(), time, exponent=0.2) == asks("boulware", view(), time)


def test_by_offers_its_deadline_comes_nearer_with_every_offer() -> None:
    course = opened(from_twenty_to_hundred(rounds=41))
    made = []
    for _ in range(3):
        made.append(asks("dynamic_deadline", course.view("ann"), 0.1, by="offers", mean=32))
        do(course, ("ann", {"it": "o1"}), ("bob", NO), ("bob", {"it": "o2"}), ("ann", NO))
    # at round 5 of 41, 4 rounds have passed, of 40, of 32 / 2 = 16, of 32 / 4 = 8
    assert made == pytest.approx([100 - 8, 100 - 20, 100 - 40], abs=1e-5)


def test_where_nothing_is_on_offer_there_is_no_hurry() -> None:
    made = from_twenty_to_hundred(ann={"cost_of_delay": delay(16)}).plain()
    made["parties"]["ann"]["stances"]["it"]["refuses"] = ["o1", "o2"]
    at = view(scenario(made["issues"], made["parties"], made["meetings"]))
    assert asks("dynamic_deadline", at, 0.5) == at.scale.points(at.reservation)
