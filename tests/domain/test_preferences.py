"""What a party wants, in whole steps of its scale."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
from building import (
    amount,
    central,
    delay,
    issue,
    linkage,
    meeting,
    party,
    plain_charge,
    plain_points,
    scenario,
    stance,
)
from building import scenarios as random_scenarios
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.domain.preferences import Preferences
from negosim.scenario.spec.scenario import Scenario


def prefers(**ann: object) -> Preferences:
    """Ann over two issues of two options; bob wants nothing."""
    issues = {"deal": issue("none yes", "ann bob"), "truce": issue("war truce", "ann bob")}
    made = scenario(issues, {"ann": party(**ann), "bob": party()}, {"talks": meeting("ann bob", "deal truce")})
    return central(made).preferences["ann"]


STANCES = {"deal": stance(3, {"none": 0, "yes": 80}), "truce": stance(1, {"war": 40, "truce": 100})}


def test_utility_is_share_times_value_by_hundred_summed_over_issues() -> None:
    ann = prefers(stances=STANCES)
    # shares 75 and 25: 75 x 80 / 100 + 25 x 40 / 100
    assert ann.scale.points(ann.points((1, 0))) == 60 + 10
    assert ann.scale.points(ann.points((0, 1))) == 25


def test_hundred_on_every_issue_is_worth_hundred_and_nothing_nothing() -> None:
    weights = {"deal": stance(1, {"none": 0, "yes": 100}), "truce": stance(2, {"war": 0, "truce": 100})}
    ann = prefers(stances=weights)
    assert ann.points((1, 1)) == ann.scale.steps(100)
    assert ann.points((0, 0)) == 0


def test_values_are_used_as_written_and_never_stretched() -> None:
    ann = prefers(stances={"deal": stance(5, {"none": 40, "yes": 60})})
    assert (ann.scale.points(ann.points((0, 0))), ann.scale.points(ann.points((1, 0)))) == (40, 60)


def test_linkages_may_carry_points_below_nothing_and_above_hundred() -> None:
    alone = {"cold": linkage({"deal": "none", "truce": "war"}, -130), "warm": linkage({"deal": "yes"}, 70)}
    ann = prefers(stances=STANCES, linkages=alone)
    assert ann.scale.points(ann.points((0, 0))) == 10 - 130
    assert ann.scale.points(ann.points((1, 1))) == 85 + 70


def test_an_issue_without_a_stance_has_no_share() -> None:
    ann = prefers(stances={"deal": stance(7, {"none": 0, "yes": 100})})
    assert ann.scale.points(ann.points((1, 1))) == ann.scale.points(ann.points((1, 0))) == 100


def test_a_party_without_any_stance_has_no_points() -> None:
    assert prefers().points((1, 1)) == 0


def test_worth_is_points_less_the_charges_still_to_come_while_the_condition_would_stand() -> None:
    ann = prefers(stances=STANCES, cost_of_delay=delay(0.5, {"truce": "war"}))
    assert ann.scale.points(ann.worth((1, 0), 10)) == 70 - 5
    assert ann.scale.points(ann.worth((1, 1), 10)) == 85


def test_a_cost_without_a_condition_always_falls() -> None:
    ann = prefers(stances=STANCES, cost_of_delay=delay(0.5))
    assert ann.scale.points(ann.worth((1, 1), 4)) == 85 - 2


def test_the_reservation_value_is_the_worth_of_what_stands_plus_the_reserve() -> None:
    ann = prefers(stances=STANCES, cost_of_delay=delay(0.5, {"truce": "war"}), reserve=3)
    assert ann.scale.points(ann.reservation_value((0, 0), 10)) == 10 - 5 + 3
    assert ann.scale.points(ann.reservation_value((0, 1), 10)) == 25 + 3


def test_a_reserve_may_be_negative() -> None:
    ann = prefers(stances=STANCES, reserve=-4)
    assert ann.scale.points(ann.reservation_value((0, 0), 0)) == 6


def test_an_absolute_reservation_does_not_hang_on_what_stands() -> None:
    ann = prefers(stances=STANCES, reservation=30)
    assert {
        ann.scale.points(ann.reservation_value(stands, left)) for stands in ((0, 0), (1, 1)) for left in (0, 9)
    } == {30}


def test_an_amount_is_worth_what_lies_on_straight_lines_between_the_numbers_given() -> None:
    issues = {"aid": amount(0, 500, 50, "ann bob")}
    ann = party({"aid": stance(1, {0: 100, 100: 70, 500: 0}, refuses={"above": 200})})
    made = scenario(issues, {"ann": ann, "bob": party()}, {"talks": meeting("ann bob", "aid")})
    preferences = central(made).preferences["ann"]
    assert [preferences.scale.points(preferences.points((k,))) for k in (0, 1, 2, 3, 10)] == [100, 85, 70, 61.25, 0]
    assert np.flatnonzero(preferences.refused[0]).tolist() == [5, 6, 7, 8, 9, 10]


@settings(max_examples=60)
@given(random_scenarios())
def test_points_and_charges_are_plain_sums(drawn: Scenario) -> None:
    realization = central(drawn)
    for ann in realization.preferences.values():
        for index in range(realization.space.size):
            outcome = realization.space.outcome(index)
            assert ann.points(outcome) == plain_points(ann, outcome)
            assert ann.worth(outcome, 7) == plain_points(ann, outcome) - 7 * plain_charge(ann, outcome)


@settings(max_examples=60)
@given(random_scenarios())
def test_points_are_the_exact_fractions(drawn: Scenario) -> None:
    realization = central(drawn)
    for key, spec in drawn.parties.items():
        total = sum(Fraction(one.weight.centre) for one in spec.stances.values()) or Fraction(1)
        index = realization.space.size - 1
        named = realization.space.named(realization.space.outcome(index))
        parts = (
            100 * Fraction(one.weight.centre) / total * Fraction(one.values[str(named[issue_])].centre) / 100
            for issue_, one in spec.stances.items()
        )
        exact = sum(parts, Fraction(0))
        alone = replace(realization.preferences[key], linkages=())
        assert alone.scale.exact(alone.points(realization.space.outcome(index))) == exact


@settings(max_examples=40)
@given(random_scenarios(), st.randoms(use_true_random=False))
def test_the_order_of_issues_in_the_file_changes_no_point(drawn: Scenario, random: object) -> None:
    plain = drawn.plain()
    keys = list(plain["issues"])
    random.shuffle(keys)
    shuffled = {key: plain["issues"][key] for key in keys}
    for one in plain["parties"].values():
        one["stances"] = {key: one["stances"][key] for key in keys if key in one["stances"]}
    other = central(scenario(shuffled, plain["parties"], plain["meetings"]))
    same = central(drawn)
    for index in range(same.space.size):
        named = same.space.named(same.space.outcome(index))
        assert other.utilities.points(other.space.numbered(named)) == same.utilities.points(same.space.outcome(index))


def test_shares_do_not_hang_on_the_order_in_which_weights_are_summed() -> None:
    # 0.1 + 0.2 + 0.3 and 0.3 + 0.2 + 0.1 differ in the last bit
    weights = {"a": 0.1, "b": 0.2, "c": 0.3}
    made = []
    for keys in ("abc", "cba"):
        issues = {key: issue("no yes", "ann bob") for key in keys}
        ann = party({key: stance(weights[key], {"no": 0, "yes": 100}) for key in keys})
        of = scenario(issues, {"ann": ann, "bob": party()}, {"talks": meeting("ann bob", " ".join(keys))})
        realization = central(of)
        made.append(
            {key: realization.preferences["ann"].contributions[realization.space.axis(key)][1] for key in "abc"}
        )
    assert made[0] == made[1]
